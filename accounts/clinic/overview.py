"""What wants doing at the clinic. Numbers and names of rooms; nothing of anybody's care."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clinic.patients.listing import Shown, unreached, untreated
from accounts.clinic.team.page import team_of
from accounts.invitations.states import State, in_state
from accounts.models import Clinic, EmergencyAccess, Invitation


@dataclass(frozen=True)
class Task:
    words: str
    why: str
    href: str
    label: str
    is_pressing: bool = False


def tasks(clinic: Clinic, now: datetime) -> list[Task]:
    """The pressing ones first."""
    found = [
        *_details(clinic),
        *_emergencies(clinic),
        *_untreated(clinic, now),
        *_without_second_factor(clinic, now),
        *_stop_texts(clinic),
        *_erasures(clinic),
        *_invitations(clinic, now),
        *_unreached(clinic, now),
    ]
    return sorted(found, key=lambda one: not one.is_pressing)


def _details(clinic: Clinic) -> Iterator[Task]:
    if not clinic.can_publish:
        yield Task(
            _("The clinic’s phone or emergency number is missing"),
            _("Until both are there no routine can be published."),
            reverse("clinic:details"),
            _("Fill it in"),
            is_pressing=True,
        )


def _emergencies(clinic: Clinic) -> Iterator[Task]:
    number = EmergencyAccess.objects.filter(patient__clinic=clinic, reviewed_at__isnull=True).count()
    if number:
        words = ngettext(
            "%(number)s emergency access waits for your review",
            "%(number)s emergency accesses wait for your review",
            number,
        )
        why = _("A therapist looked at a colleague’s patient and said why.")
        yield Task(words % {"number": number}, why, reverse("emergency:reviews"), _("Review"), is_pressing=True)


def _untreated(clinic: Clinic, now: datetime) -> Iterator[Task]:
    number = untreated(clinic, now).count()
    if number:
        words = ngettext("Nobody treats %(number)s patient", "Nobody treats %(number)s patients", number)
        href = f"{reverse('clinic:patients')}?show={Shown.UNTREATED}"
        why = _("Nobody reads what they write. Choose a therapist, if the treatment goes on.")
        yield Task(words % {"number": number}, why, href, _("See who"))


def _without_second_factor(clinic: Clinic, now: datetime) -> Iterator[Task]:
    team = team_of(clinic, clinic.today(now))
    number = sum(one.is_active and not one.has_second_factor for one in team)
    if number:
        words = ngettext(
            "%(number)s person of the team has no second factor yet",
            "%(number)s people of the team have no second factor yet",
            number,
        )
        why = _("They see nothing before they have set it up.")
        yield Task(words % {"number": number}, why, reverse("clinic:team"), _("Open the team"))


def _stop_texts(clinic: Clinic) -> Iterator[Task]:
    newest = {one.language: one for one in clinic.stop_texts.order_by("version")}
    if any(one.reviewed_at is None for one in newest.values()):
        yield Task(
            _("A new stop-and-call text waits for a therapist"),
            _("Until a therapist has reviewed it, patients read the text that stood before."),
            reverse("exercises:stop_texts"),
            _("Open the texts"),
        )


def _erasures(clinic: Clinic) -> Iterator[Task]:
    asked = clinic.patients.filter(erasure_requests__isnull=False, erasure_requests__answered_at__isnull=True)
    number = asked.distinct().count()
    if number:
        words = ngettext(
            "%(number)s patient asks to have the record erased",
            "%(number)s patients ask to have the record erased",
            number,
        )
        why = _("The law gives the clinic a month to answer.")
        yield Task(words % {"number": number}, why, reverse("privacy:requests"), _("Answer"), is_pressing=True)


def _invitations(clinic: Clinic, now: datetime) -> Iterator[Task]:
    number = Invitation.objects.filter(in_state(State.RUN_OUT, now), clinic=clinic).count()
    if number:
        words = ngettext(
            "%(number)s invitation ran out before anybody came",
            "%(number)s invitations ran out before anybody came",
            number,
        )
        why = _("Send it again, or take it back.")
        yield Task(words % {"number": number}, why, reverse("invitations:list"), _("See who"))


def _unreached(clinic: Clinic, now: datetime) -> Iterator[Task]:
    number = unreached(clinic, now).count()
    if number:
        words = ngettext("No mail reaches %(number)s patient", "No mail reaches %(number)s patients", number)
        why = _("They have neither a login nor a helper. Paper and the phone still work.")
        href = f"{reverse('clinic:patients')}?show={Shown.UNREACHED}"
        yield Task(words % {"number": number}, why, href, _("See who"))
