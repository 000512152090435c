"""The page behind "More": whatever is not done every day. Each person sees what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import PatientAccess, Role
from accounts.grants.pages import day_words
from accounts.grants.scopes import Line, lines_about


@dataclass(frozen=True)
class Link:
    title: str
    words: str
    href: str


@dataclass(frozen=True)
class MorePage:
    links: list[Link]
    # A caregiver's own grant in words.
    lines: list[Line]
    until: str


def more_page(access: PatientAccess) -> MorePage:
    grant = access.grant
    return MorePage(
        links=[*_links_of(access), *_links_of_the_person(access)],
        lines=lines_about(grant.scopes, access.patient.first_name) if grant else [],
        until=day_words(grant.expires_on) if grant else "",
    )


def _links_of(access: PatientAccess) -> Iterator[Link]:
    here = [access.patient.public_id]
    if access.role is Role.PATIENT:
        yield Link(
            _("People who help me"), _("Invite someone, change it, stop it."), reverse("grants:helpers", args=here)
        )
        yield Link(_("Who looked"), _("See who opened your page, and when."), reverse("privacy:looked", args=here))
        yield Link(_("My data"), _("Take a copy, or ask to have it erased."), reverse("privacy:my_data", args=here))
        yield Link(_("My pictures"), _("Choose who shows you the exercises."), reverse("figure:patient", args=here))
    yield Link(_("On paper"), _("Print the exercises, or type in your ticks."), reverse("sessions:paper", args=here))
    yield Link(_("Good to know"), _("Pages to read about hips and daily life."), reverse("learn:pages", args=here))


def _links_of_the_person(access: PatientAccess) -> Iterator[Link]:
    """The reader's own sign-in, whoever the page is about."""
    if access.role in (Role.PATIENT, Role.CAREGIVER):
        yield Link(_("My sign-in"), _("How you sign in, and on which devices."), reverse("sign_in:me"))
    if access.role is Role.CAREGIVER:
        words = _("What is kept about you, and how to close your account.")
        yield Link(_("My data"), words, reverse("privacy:account_data"))
