"""What a helper may do, in plain words. Every page that offers or shows a grant takes the words from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import GRANTABLE, Scope

# In the order in which they are offered. To see the exercises is what helping means, so it is no choice.
OFFERED: dict[Scope, Promise] = {
    Scope.RECORD: gettext_lazy("Tick exercises for you"),
    Scope.VIEW_HISTORY: gettext_lazy("See what you did before"),
    Scope.REMINDERS: gettext_lazy("Get reminders, as you do"),
    Scope.VIEW_SHARED_NOTES: gettext_lazy("Read the notes that you choose to share"),
}
# The same about the patient, for staff.
OFFERED_ABOUT: dict[Scope, Promise] = {
    Scope.RECORD: gettext_lazy("Tick exercises for the patient"),
    Scope.VIEW_HISTORY: gettext_lazy("See what the patient did before"),
    Scope.REMINDERS: gettext_lazy("Get reminders too"),
    Scope.VIEW_SHARED_NOTES: gettext_lazy("Read the notes that the patient chooses to share"),
}
AT_FIRST = (Scope.RECORD, Scope.REMINDERS)


@dataclass(frozen=True)
class Line:
    """One thing that a helper can do, or cannot."""

    can: bool
    words: str


def clean_scopes(scopes: Iterable[str]) -> list[str]:
    """Only what a caregiver can be given, each once; always with a look at the exercises."""
    wanted = {*scopes, Scope.VIEW_ROUTINE.value}
    return [scope.value for scope in Scope if scope in GRANTABLE and scope.value in wanted]


def lines_of(scopes: Iterable[str]) -> list[Line]:
    """To the patient: what this helper can do, then what not. Private notes close the list: nobody can be given them."""
    held = set(scopes)
    words = {
        Scope.RECORD: (_("Can tick exercises for you"), _("Cannot tick exercises for you")),
        Scope.VIEW_HISTORY: (_("Can see what you did before"), _("Cannot see what you did before")),
        Scope.REMINDERS: (_("Gets reminders too"), _("Gets no reminders")),
        Scope.VIEW_SHARED_NOTES: (
            _("Can read the notes that you choose to share"),
            _("Cannot read any of your notes"),
        ),
    }
    lines = [Line(scope in held, yes if scope in held else no) for scope, (yes, no) in words.items()]
    first = [Line(True, _("Can see your exercises"))]
    last = [Line(False, _("Cannot read your private notes"))] if Scope.VIEW_SHARED_NOTES in held else []
    return first + [line for line in lines if line.can] + [line for line in lines if not line.can] + last


def lines_about(scopes: Iterable[str], name: str) -> list[Line]:
    """To staff and to the helper: the same of a patient with this name."""
    held = set(scopes)
    values = {"name": name}
    words = {
        Scope.RECORD: (_("Can tick exercises for %(name)s"), _("Cannot tick exercises for %(name)s")),
        Scope.VIEW_HISTORY: (_("Can see what %(name)s did before"), _("Cannot see what %(name)s did before")),
        Scope.REMINDERS: (_("Gets reminders too"), _("Gets no reminders")),
        Scope.VIEW_SHARED_NOTES: (
            _("Can read the notes that %(name)s chooses to share"),
            _("Cannot read any notes of %(name)s"),
        ),
    }
    lines = [Line(scope in held, (yes if scope in held else no) % values) for scope, (yes, no) in words.items()]
    first = [Line(True, _("Can see the exercises of %(name)s") % values)]
    return first + [line for line in lines if line.can] + [line for line in lines if not line.can]
