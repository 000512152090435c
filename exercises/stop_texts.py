"""The stop-and-call text that a clinic's patients read, in each language.

A clinic may write its own. A version stands on patients' pages from the moment a therapist of the clinic has reviewed
it; where none does, the portal's own text stands there, which a therapist adopts like everything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from accounts import audit
from accounts.models import Clinic, ClinicMember
from exercises.fixed_texts import CALL_SIGNS, FOLLOW_NOTE, STOP_AND_CALL, URGENT_SIGNS, in_words
from exercises.models import Adoption, AdoptionKind, StopText


class AlreadyReviewed(Exception):
    """Or there is a newer version: nobody stands for words that nobody will read."""


@dataclass(frozen=True)
class StopWords:
    """What stands on a page. Version 0 is the portal's own text."""

    call_signs: tuple[str, ...]
    urgent_signs: tuple[str, ...]
    follow_note: str
    version: int = 0


@dataclass(frozen=True)
class Standing:
    """One language on the page of all: what patients read, and what waits."""

    language: str
    name: str
    shown: StopText | None
    waiting: StopText | None
    is_default_adopted: bool

    @property
    def is_ready(self) -> bool:
        """A named therapist stands for what patients read."""
        return self.shown is not None or self.is_default_adopted


def shown_words(clinic: Clinic, language: str) -> StopWords:
    """In this language: the clinic's newest reviewed text, else the portal's own. One query."""
    own = StopText.objects.reviewed(clinic.pk, language)
    return default_words(language) if own is None else words_of(own)


def default_words(language: str) -> StopWords:
    with translation.override(language):
        return StopWords(in_words(CALL_SIGNS), in_words(URGENT_SIGNS), str(FOLLOW_NOTE))


def words_of(text: StopText) -> StopWords:
    return StopWords(tuple(text.call_signs), tuple(text.urgent_signs), text.follow_note, text.version)


def is_ready(clinic: Clinic, language: str) -> bool:
    """A therapist of the clinic stands for what a patient reads in this language."""
    return StopText.objects.reviewed(clinic.pk, language) is not None or _is_default_adopted(clinic)


def all_languages(clinic: Clinic) -> list[Standing]:
    adopted = _is_default_adopted(clinic)
    return [_standing(clinic, language, str(name), adopted) for language, name in settings.LANGUAGES]


def standing(clinic: Clinic, language: str) -> Standing:
    name = dict(settings.LANGUAGES)[language]
    return _standing(clinic, language, str(name), _is_default_adopted(clinic))


def history(clinic: Clinic, language: str) -> list[StopText]:
    """Every version, the newest first."""
    return list(StopText.objects.filter(clinic=clinic, language=language).order_by("-version"))


@transaction.atomic
def write_version(
    language: str,
    *,
    call_signs: Sequence[str],
    urgent_signs: Sequence[str],
    follow_note: str,
    by: ClinicMember,
) -> StopText | None:
    """A new version, which waits for its review. None where it says what the newest one says already."""
    clinic = Clinic.objects.select_for_update().get(pk=by.clinic_id)
    newest = StopText.objects.newest(clinic.pk, language)
    before = default_words(language) if newest is None else words_of(newest)
    if (before.call_signs, before.urgent_signs, before.follow_note) == (
        tuple(call_signs),
        tuple(urgent_signs),
        follow_note,
    ):
        return None
    text = StopText.objects.create(
        clinic=clinic,
        language=language,
        version=1 if newest is None else newest.version + 1,
        call_signs=list(call_signs),
        urgent_signs=list(urgent_signs),
        follow_note=follow_note,
        written_by=by.user.name,
        written_at=timezone.now(),
    )
    audit.record("stop_text.written", by=by, about=text)
    return text


@transaction.atomic
def review_version(language: str, version: int, *, by: ClinicMember) -> StopText:
    """The therapist has read this very version. From now on patients read it."""
    newest = (
        StopText.objects.select_for_update().filter(clinic=by.clinic, language=language).order_by("-version").first()
    )
    if newest is None or newest.version != version or newest.reviewed_at is not None:
        raise AlreadyReviewed
    newest.reviewed_by, newest.reviewed_at = by.user.name, timezone.now()
    newest.save(update_fields=["reviewed_by", "reviewed_at"])
    audit.record("stop_text.reviewed", by=by, about=newest)
    return newest


def _is_default_adopted(clinic: Clinic) -> bool:
    text = STOP_AND_CALL
    return Adoption.objects.stands_for(clinic, AdoptionKind.FIXED_TEXT, text.slug, text.version)


def _standing(clinic: Clinic, language: str, name: str, is_default_adopted: bool) -> Standing:
    shown = StopText.objects.reviewed(clinic.pk, language)
    newest = StopText.objects.newest(clinic.pk, language)
    waiting = newest if newest is not None and newest.reviewed_at is None else None
    return Standing(language, name, shown, waiting, is_default_adopted)
