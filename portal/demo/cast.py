"""Makes the demo clinic: the cast, their routines through the real actions, and weeks of believable history."""

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts.access import PatientAccess, Role, Scope
from accounts.models import (
    Clinic,
    ClinicMember,
    ClinicRole,
    Patient,
    TermsAcceptance,
    TreatmentLink,
    User,
)
from exercises.actions import adopt_everything
from exercises.models import Exercise, RoutineTemplate
from portal.caseload import facts
from portal.demo import history, people
from portal.demo.story import PAT, PATIENTS, WALT, Given, Person
from portal.demo.zones import midday_zone
from portal.routines import actions
from portal.routines.checking import check_rows
from portal.routines.clashes import refresh_clash
from portal.routines.limits import read_limits
from portal.routines.models import (
    ClinicalProfile,
    PrecautionOrder,
    PrescribedExercise,
    RevisionConfirmation,
    RoutineRevision,
)
from portal.routines.publishing.actions import publish
from portal.routines.schedule import moment

PASSWORD = "surefoot-demo"  # noqa: S105 (printed on the screen by `make demo`, which listens on this machine only)
ADOPTED_DAYS = 120  # before the first routine of the story
HELP_DAYS = 100
HELP_SCOPES = (Scope.VIEW_ROUTINE, Scope.RECORD, Scope.VIEW_HISTORY, Scope.VIEW_SHARED_NOTES, Scope.REMINDERS)


@dataclass(frozen=True)
class Stage:
    """The clinic, its zone, and the people who act."""

    clinic: Clinic
    zone: str
    now: datetime
    tess: User
    cara: User


def totp_secret(handle: str) -> str:
    """The secret of a demo person's authenticator app: known, so that the demo can show the code of the moment."""
    return base64.b32encode(hashlib.sha1(f"surefoot-demo-{handle}".encode()).digest()).decode()  # noqa: S324 (not a secret)


def address(handle: str) -> str:
    return f"{handle}@surefoot.example"


def seed(*, now: datetime) -> None:
    """Creates the cast if it is not there. All of it or nothing."""
    if Clinic.objects.exists():
        return
    with transaction.atomic():
        stage = _stage(now)
        adopt_everything(stage.clinic, by=stage.tess.name, at=now - timedelta(days=ADOPTED_DAYS))
        for person in PATIENTS:
            _admit(stage, person)
        tim = _member(stage.clinic, "tim", "Tim Ness", ClinicRole.THERAPIST, stage.zone)
        people.tell(clinic=stage.clinic, tess=stage.tess, tim=tim, leo=_user("leo", "Leo Ellis", stage.zone), now=now)
        _elsewhere(stage.zone)


def load_library() -> None:
    call_command("load_library", verbosity=0)


def _stage(now: datetime) -> Stage:
    zone = midday_zone(now)
    clinic = Clinic.objects.create(
        name="Northside Clinic",
        phone="555 0142",
        emergency_number="911",
        hours="Monday to Friday, 8 to 5",
        time_zone=zone,
    )
    tess = _member(clinic, "tess", "Tess Moran", ClinicRole.THERAPIST, zone)
    _member(clinic, "ada", "Ada Quist", ClinicRole.ADMIN, zone)
    return Stage(clinic, zone, now, tess, _user("cara", "Cara Ellis", zone))


def _elsewhere(zone: str) -> None:
    southgate = Clinic.objects.create(name="Southgate Physio", phone="555 0199", emergency_number="911", time_zone=zone)
    _member(southgate, "otto", "Otto Brandt", ClinicRole.THERAPIST, zone)
    _user("sam", "Sam Reyes", zone)


def _member(clinic: Clinic, handle: str, name: str, role: ClinicRole, zone: str) -> User:
    user = _user(handle, name, zone)
    ClinicMember.objects.create(clinic=clinic, user=user, role=role)
    TOTP.activate(user, totp_secret(handle))
    return user


def _user(handle: str, name: str, zone: str, language: str = "en") -> User:
    user = User.objects.create_user(address(handle), name, PASSWORD, time_zone=zone, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    TermsAcceptance.objects.create(user=user, version=1, language=language, at=timezone.now())
    return user


def _admit(stage: Stage, person: Person) -> None:
    user = _user(person.handle, person.name, stage.zone, person.language) if person.handle else None
    patient = Patient.objects.create(
        clinic=stage.clinic,
        user=user,
        name=person.name,
        born_on=date(*person.born),
        time_zone=stage.zone,
        language=person.language,
        figure=person.figure,
    )
    begin = patient.today(stage.now) - timedelta(days=person.days_in)
    TreatmentLink.objects.create(patient=patient, therapist=stage.tess, starts_on=begin)
    _profile(stage, patient, person, begin)
    if person in (PAT, WALT):
        people.helped_by(
            patient,
            stage.cara,
            relation="daughter" if person is PAT else "neighbour",
            scopes=HELP_SCOPES,
            since=moment(begin, time(10, 30), patient.zone),
            until_on=patient.today(stage.now) + timedelta(days=HELP_DAYS),
            staff=stage.tess,
        )
    for given in person.given:
        _give(stage, patient, person, given, begin)
    if person.given:
        history.live_through(patient, person, begin=begin, now=stage.now, therapist=stage.tess, caregiver=stage.cara)
        _learn_later(stage, patient, person)


def _profile(stage: Stage, patient: Patient, person: Person, begin: date) -> None:
    ClinicalProfile.objects.create(
        patient=patient,
        side=person.side,
        diagnosis=person.diagnosis,
        operation_kind=person.operation_kind,
        operation=person.operation,
        operated_on=begin if person.operation else None,
        approach=person.approach,
        weight_bearing=person.weight_bearing,
        conditions=list(person.conditions),
        pain_limit=person.pain_limit,
        goals=person.goals,
        saved_at=moment(begin, time(8, 0), patient.zone),
        saved_by=stage.tess,
    )
    for one in person.precautions:
        PrecautionOrder.objects.create(
            patient=patient,
            rule=one.rule,
            words=one.words,
            starts_on=begin + timedelta(days=one.from_day),
            ends_on=None if one.until_day is None else begin + timedelta(days=one.until_day),
            ordered_by=one.ordered_by,
            recorded_by=stage.tess,
            recorded_at=moment(begin, time(8, 0), patient.zone),
        )


def _learn_later(stage: Stage, patient: Patient, person: Person) -> None:
    """The profile changes after the routine was given; from then on the caseload names what clashes."""
    if not person.later_conditions:
        return
    profile = ClinicalProfile.objects.get(patient=patient)
    profile.conditions = [*profile.conditions, *person.later_conditions]
    profile.save(update_fields=["conditions"])
    refresh_clash(PatientAccess(patient, stage.tess, Role.THERAPIST, Scope.PRESCRIBE, stage.now))


def _give(stage: Stage, patient: Patient, person: Person, given: Given, begin: date) -> RoutineRevision:
    """Tess publishes it at 8:15 in the morning of its day."""
    day = begin + timedelta(days=given.day)
    then = moment(day, time(8, 15), patient.zone)
    tess = PatientAccess(patient, stage.tess, Role.THERAPIST, Scope.PRESCRIBE, then)
    draft = actions.open_draft(by=tess)
    template = RoutineTemplate.objects.get(slug=given.template)
    actions.fill_from_template(draft, template, week=given.day // 7 + 1, by=tess)
    _tailor(draft, given, tess)
    content = actions.DraftContent(
        doses={str(row.public_id): _dose(row, given) for row in draft.prescribed.select_related("exercise", "variant")},
        times=list(given.times),
        change_notice=given.change_notice,
        learn_pages=list(given.learn_pages) or draft.learn_pages,  # what was offered once stays
    )
    actions.save_draft(draft, content, by=tess)
    _answer_cautions(draft, tess)
    if given.phase:
        draft.phase = given.phase
        draft.phase_ends_on = begin + timedelta(days=given.phase_until_day or given.day)
    draft.stop_reasons = given.stopped
    draft.save(update_fields=["phase", "phase_ends_on", "stop_reasons"])
    review_by_on = patient.today(stage.now) + timedelta(days=person.review_in_days)
    published = publish(draft, by=tess, review_by_on=review_by_on)
    _confirm(stage, published, given, then)
    return published


def _answer_cautions(draft: RoutineRevision, tess: PatientAccess) -> None:
    rows = list(draft.prescribed.select_related("exercise", "variant"))
    for one in check_rows(rows, read_limits(tess).circumstances, tess.today):
        if one.needs_reason:
            row = one.prescribed
            row.caution_reason, row.caution_codes = "Tried in the clinic, done safely", one.check.codes
            row.caution_reason_by, row.caution_reason_at = tess.user, tess.now
            row.save(update_fields=["caution_reason", "caution_codes", "caution_reason_by", "caution_reason_at"])


def _confirm(stage: Stage, revision: RoutineRevision, given: Given, then: datetime) -> None:
    """Read at home in the evening of its day."""
    patient = revision.routine.patient
    if revision.number == 1 or not given.is_confirmed:
        return
    RevisionConfirmation.objects.create(
        revision=revision,
        confirmed_by=patient.user or stage.cara,
        is_on_behalf=patient.user is None,
        confirmed_at=then + timedelta(hours=10),
    )
    facts.change_confirmed(patient)


def _tailor(draft: RoutineRevision, given: Given, tess: PatientAccess) -> None:
    """Leaves out what this patient does not do, and keeps what an earlier phase gave."""
    if given.only:
        for row in draft.prescribed.exclude(exercise__slug__in=given.only):
            actions.remove_exercise(row, by=tess)
    for slug in given.also:
        earlier = (
            PrescribedExercise.objects.filter(revision__routine=draft.routine, exercise__slug=slug)
            .exclude(revision=draft)
            .order_by("-revision__number")
            .first()
        )
        added = actions.add_exercise(draft, Exercise.objects.get(slug=slug), by=tess)
        if added and earlier:
            for name in ("variant", "sets", "reps", "hold_seconds", "breaths", "rest_seconds", "note"):
                setattr(added, name, getattr(earlier, name))
            added.save()


def _dose(row: PrescribedExercise, given: Given) -> actions.Dose:
    slug = row.exercise.slug
    dose = actions.Dose(
        side=row.side,
        sets=row.sets,
        reps=row.reps,
        hold_seconds=row.hold_seconds,
        breaths=row.breaths,
        rest_seconds=row.rest_seconds,
        note=given.notes.get(slug, row.note),
        is_core=slug in given.core,
        weekdays=row.weekdays,
        slots=given.slots.get(slug, 0 if given.slots else row.slots & ((1 << len(given.times)) - 1)),
        variant=row.variant,
    )
    return replace(dose, reps=given.reps[slug]) if slug in given.reps else dose
