"""What a person does with their own data, and how the clinic answers."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.access import PatientAccess
from accounts.models import ClinicMember, Patient, User
from portal.privacy import erasing
from portal.privacy.closing import hindrance
from portal.privacy.models import ErasureAnswer, ErasureRequest

DAYS_TO_ANSWER = 30


class NotYet(Exception):
    """Something has to be handed over first. Its text is the sentence for the person."""


class AlreadyAnswered(Exception):
    """A colleague, or a second press, was first; or the patient took the request back."""


class AnotherName(Exception):
    """The name that was typed is not the patient's."""


@transaction.atomic
def note_copy(*, by: PatientAccess | User) -> None:
    """A copy was made: of the record with the account, or of the account alone."""
    about = by.patient if isinstance(by, PatientAccess) else by
    audit.record("data.copied", by=by, about=about)


@transaction.atomic
def ask_for_erasure(words: str, *, by: PatientAccess) -> bool:
    """One open request at a time: asking twice is asking once. True when this is a new one."""
    Patient.objects.select_for_update().get(pk=by.patient.pk)
    if ErasureRequest.objects.filter(patient=by.patient, answered_at__isnull=True).exists():
        return False
    asked = ErasureRequest.objects.create(
        patient=by.patient,
        asked_by=by.user,
        asked_at=by.now,
        words=words,
        answer_by_on=by.today + timedelta(days=DAYS_TO_ANSWER),
    )
    audit.record("erasure.asked", by=by, about=asked)
    return True


@transaction.atomic
def note_request(patient: Patient, words: str, *, by: ClinicMember) -> ErasureRequest:
    """Somebody without a sign-in asked at the desk, on the phone or by letter. The clock runs all the same."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    standing = ErasureRequest.objects.filter(patient=patient, answered_at__isnull=True).first()
    if standing:
        return standing
    now = timezone.now()
    asked = ErasureRequest.objects.create(
        patient=patient,
        asked_by=by.user,
        asked_at=now,
        words=words,
        answer_by_on=patient.today(now) + timedelta(days=DAYS_TO_ANSWER),
    )
    audit.record("erasure.asked", by=by, about=asked)
    return asked


@transaction.atomic
def withdraw_request(*, by: PatientAccess) -> None:
    """Taken back before it was answered: then it was never asked, and only the audit says so."""
    asked = ErasureRequest.objects.select_for_update().filter(patient=by.patient, answered_at__isnull=True).first()
    if asked:
        audit.record("erasure.withdrawn", by=by, about=asked)
        asked.delete()


@transaction.atomic
def keep_record(asked: ErasureRequest, reason: str, *, by: ClinicMember) -> None:
    """The law may ask the clinic to keep a care record. The patient is told why."""
    asked = _hold_open(asked)
    asked.answered_at, asked.answered_by = timezone.now(), by.user
    asked.answer, asked.reason = ErasureAnswer.KEPT, reason
    asked.save()
    audit.record("erasure.refused", by=by, about=asked)


@transaction.atomic
def erase_record(asked: ErasureRequest, typed_name: str, *, by: ClinicMember) -> None:
    """For good, with everything that hangs on the record and the request itself."""
    asked = _hold_open(asked)
    if not _is_same_name(typed_name, asked.patient.name):
        raise AnotherName
    audit.record("record.erased", by=by, about=asked.patient)
    erasing.erase_record(asked.patient, at=timezone.now())


@transaction.atomic
def close_account(*, today: date, by: User) -> None:
    """At once. Twice does no harm."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if user.erased_at is not None:
        return
    sentence = hindrance(user, today)
    if sentence:
        raise NotYet(sentence)
    audit.record("account.closed", by=user, about=user)
    erasing.erase_account(user, at=timezone.now())


def _hold_open(asked: ErasureRequest) -> ErasureRequest:
    held = ErasureRequest.objects.select_for_update(of=("self",)).select_related("patient")
    found = held.filter(pk=asked.pk, answered_at__isnull=True).first()
    if found is None:
        raise AlreadyAnswered
    return found


def _is_same_name(typed: str, name: str) -> bool:
    return " ".join(typed.split()).casefold() == " ".join(name.split()).casefold()
