"""Who may see which of the planted words, and every place in which an answer could show one."""

import io
import logging
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core import mail
from django.http import HttpResponse

from portal.logs import PlainFormatter
from tests.rules.lives import CANARY_FORM, Canary
from tests.rules.world import World

# Whose record each person may open at all, or of whom a clinic's admin may know the name.
KNOWS = {
    "pat": {"pat"},
    "cara": {"pat", "walt"},
    "vera": {"pat"},
    "tess": {"pat", "walt"},
    "tim": {"bea"},
    "otto": {"luis"},
    "ada": {"pat", "walt", "bea"},
    "opal": {"luis"},
    "bea": {"bea"},
    "luis": {"luis"},
}
# A clinic's admin knows people, consent and requests, and nothing of anybody's health.
OF_ADMINS = ("Patient.", "User.", "CareGrant.", "Invitation.", "EmergencyAccess.", "ErasureRequest.")
# A caregiver sees the routine and the person's name; words meant for the therapist or the clinic are not theirs.
OF_CAREGIVERS = (
    "Patient.",
    "User.name",
    "PrescribedExercise.",
    "RoutineRevision.",
    "RoutinePause.",
    "PrecautionOrder.",
)


def may_see(who: str, canary: Canary) -> bool:
    if canary.patient not in KNOWS.get(who, set()):
        return False
    if who in {"ada", "opal"}:
        return canary.where.startswith(OF_ADMINS)
    if who in {"cara", "vera"}:
        is_how_they_are_called = canary.where == "CareGrant.relation" and canary.holder.split("@")[0] == who
        return canary.where.startswith(OF_CAREGIVERS) or is_how_they_are_called
    return True


def words_in(text: str) -> set[str]:
    return {word.lower() for word in CANARY_FORM.findall(text)}


def text_of(answer: HttpResponse) -> str:
    """Headers and body; of a download, what is inside it."""
    body = answer.getvalue() if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join([name.encode() + archive.read(name) for name in archive.namelist()])
    return f"{answer.headers}\n{body.decode(errors='replace')}"


def shown(world: World, who: str, answer: HttpResponse) -> list[str]:
    """Of whom and what this person sees words that are not for them."""
    found = (world.canaries[word] for word in words_in(text_of(answer)) if word in world.canaries)
    return [f"shows {one.where} of {one.patient}" for one in found if not may_see(who, one)]


def sent(world: World) -> list[str]:
    """What stands in mails that is not for who gets them; a subject is read on a lock screen."""
    addresses = {person.email: who for who, person in world.people.items() if person is not None}
    found = []
    for one in mail.outbox:
        who = addresses.get(one.to[0], "somebody else")
        whole = str(one.message().as_string()) + str(one.body)
        words = words_in(whole.replace(one.to[0], "")) & world.canaries.keys()
        found += [
            f"mails {world.canaries[word].where} to {who}" for word in words if not may_see(who, world.canaries[word])
        ]
        found += [f"mails {word} in a subject" for word in words_in(one.subject)]
        if len(one.to) != 1 or one.cc or one.bcc:
            found.append(f"mails to {len(one.recipients())} people at once")
    mail.outbox.clear()
    return found


class Ear(logging.Handler):
    """Hears everything that any part of the portal logs, as the log would write it, tracebacks and all."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.heard: list[str] = []
        self.setFormatter(PlainFormatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != "django.db.backends":
            self.heard.append(self.format(record))


@contextmanager
def listening() -> Iterator[Ear]:
    ear, root = Ear(), logging.getLogger()
    level: Any = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    try:
        yield ear
    finally:
        root.setLevel(level)
        root.removeHandler(ear)
