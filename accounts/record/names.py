"""Names for the ids in the record. They live with people and not in the record: who was erased has none any more."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import User

HELPING = {"caregiver", ""}


class Names:
    def __init__(self) -> None:
        self.people: dict[int, User] = {}

    def learn(self, ids: Iterable[int | None]) -> None:
        """In one question for all of them."""
        self.people |= User.objects.in_bulk({pk for pk in ids if pk is not None})

    def of(self, pk: int | None, role: str) -> str:
        if pk is None:
            return _("Surefoot, by itself")
        person = self.people.get(pk)
        if person is not None and person.erased_at is None and person.name:
            return person.name
        if role == "patient":
            return _("The patient")
        return _("A helper") if role in HELPING else _("Somebody of the clinic")


def role_words(role: str) -> str:
    """Beside a name."""
    return {
        "patient": _("patient"),
        "caregiver": _("helper"),
        "therapist": _("therapist"),
        "covering": _("therapist, in an emergency"),
        "admin": _("clinic office"),
    }.get(role, "")
