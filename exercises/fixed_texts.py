"""Words that stand on patients' pages whatever is prescribed. No clinic changes them; a therapist adopts them.

Not yet reviewed by a clinician. The stop-and-call signs follow the red flags of the clinical facts (chest and breath,
one calf, a hip that gives way or looks turned, falls, wound and fever, dizziness); the rules for helpers follow their
section on caregivers. Whoever changes a line raises the version of its text by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Lines:
    heading: Words
    lines: Iterable[Words]


@dataclass(frozen=True)
class FixedText:
    slug: str
    version: int
    title: Words
    where: Words
    groups: tuple[Lines, ...]
    sources: tuple[str, ...]  # keys of Source


CALL_SIGNS = (
    _("Pain that is sharp, new or much stronger than usual"),
    _("You feel dizzy or unwell, or you had a fall"),
    _("New numbness or tingling in your leg or foot"),
    _("Your wound is redder, hotter or wet, or you have a fever"),
)
URGENT_SIGNS = (
    _("Chest pain, hard to breathe, or you faint"),
    _("New pain, swelling or warmth in one calf or thigh"),
    _("You cannot put weight on the leg, or it looks shorter or turned"),
    _("A fall where you hit your head or cannot get up"),
    _("Numb between your legs, or new trouble passing water"),
)
FOLLOW_NOTE = _("If the therapist told you something different, follow the therapist.")

# %(person)s is the first name of who is helped.
HELPER_DO = (
    _("Ask first. %(person)s leads, you stand by."),
    _("For standing work: stand half a step behind %(person)s, on the weaker side, one hand near the belt."),
    _("Clear the floor. Shoes on, phone in reach."),
)
HELPER_DO_NOT = (
    _("Never pull on arms, hands or the moving leg."),
    _("If %(person)s starts to fall, do not try to hold the full weight. Guide the fall and protect the head."),
)


def about(lines: Iterable[Words], person: str | Promise) -> tuple[str, ...]:
    """The lines with a name in them, in the reader's language."""
    return tuple(str(line) % {"person": person} for line in lines)


about_lazily = lazy(about, tuple)

STOP_AND_CALL = FixedText(
    slug="stop-and-call",
    version=1,
    title=_("Stop and call"),
    where=_("On every page of a session, on paper, and on the page that a mail opens."),
    groups=(
        Lines(_("Stop and call the clinic"), CALL_SIGNS),
        Lines(_("Call the emergency number"), URGENT_SIGNS),
        Lines(_("Below them"), (FOLLOW_NOTE,)),
    ),
    sources=("SCK",),
)
HELPING = FixedText(
    slug="helping",
    version=1,
    title=_("Rules for helpers"),
    where=_("On the pages of people who help. “Anna” stands for the person who does the exercises."),
    groups=(
        Lines(_("Do"), about_lazily(HELPER_DO, "Anna")),
        Lines(_("Do not"), about_lazily(HELPER_DO_NOT, "Anna")),
    ),
    sources=("S75", "SCK"),
)
FIXED_TEXTS = {text.slug: text for text in (STOP_AND_CALL, HELPING)}


def in_words(lines: Iterable[Words]) -> tuple[str, ...]:
    """In the reader's language."""
    return tuple(str(line) for line in lines)
