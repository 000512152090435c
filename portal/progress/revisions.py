"""Earlier revisions of a routine: what was given when, who confirmed it, and what was done under it. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, OuterRef, Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from exercises.precautions import Verdict
from exercises.template_shelf import template_names
from portal.progress.adherence import Counts, count, is_due
from portal.routines.models import PrescribedExercise, RevisionConfirmation, Routine, RoutineRevision
from portal.routines.naming import name_of
from portal.routines.publishing.changes import Changes, Part, compare
from portal.routines.schedule import is_prescribed
from portal.routines.words import dose_in_words
from portal.sessions.models import ExerciseResult, ExerciseSession, Outcome, SessionNote, SessionStatus
from portal.sessions.standing import with_words

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Confirmed:
    """ "Pat", "Cara for Pat"; a helper's name may be gone with the account."""

    who: str
    at: datetime


@dataclass(frozen=True)
class Held:
    """A published revision and the days on which it held, both ends included; `until` None: it still does."""

    revision: RoutineRevision
    since: date
    until: date | None
    template: str
    confirmed: list[Confirmed]
    is_replaced_the_same_day: bool = False

    @property
    def routine(self) -> Routine:
        return self.revision.routine

    @property
    def asks_for_confirmation(self) -> bool:
        """A first revision changes nothing."""
        return self.revision.number > 1


@dataclass(frozen=True)
class Given:
    """One exercise as it was given then."""

    prescribed: PrescribedExercise
    name: str
    dose: str
    done: int
    due: int
    verdict: str = ""  # what the check said then
    said: tuple[str, ...] = ()  # by the check on the day of publishing


@dataclass(frozen=True)
class Pain:
    lowest: int
    highest: int
    answers: int


@dataclass(frozen=True)
class RevisionPage:
    held: Held
    rows: list[Given]
    counts: Counts
    pain: Pain | None
    others: list[Held]
    other: Held | None = None
    changes: Changes | None = None

    @property
    def later(self) -> Held:
        return self.held if self.other is None or _is_later(self.held, self.other) else self.other

    @property
    def earlier(self) -> Held | None:
        return self.other if self.later is self.held else self.held


def published(access: PatientAccess) -> list[Held]:
    """Of every routine, newest first. Three queries."""
    rows = list(
        with_confirmations(access.rows(RoutineRevision).filter(published_at__isnull=False))
        .select_related("routine", "author")
        .order_by("-routine__created_at", "-number")
    )
    names = template_names(access.patient.clinic, {one.from_template for one in rows if one.from_template})
    return [_held(one, _next(rows, at), names, access) for at, one in enumerate(rows)]


def with_confirmations(revisions: QuerySet[RoutineRevision]) -> QuerySet[RoutineRevision]:
    confirmations = RevisionConfirmation.objects.select_related("confirmed_by").order_by("confirmed_at")
    return revisions.prefetch_related(Prefetch("confirmations", confirmations))


def confirmed_by(revision: RoutineRevision, access: PatientAccess) -> list[Confirmed]:
    """Of a revision that was read `with_confirmations`."""
    return [Confirmed(_who(one, access), one.confirmed_at) for one in revision.confirmations.all()]


def revision_page(access: PatientAccess, public_id: UUID, language: str, *, beside: UUID | None = None) -> RevisionPage:
    """404 for what is not this patient's or was never published. The number of queries follows neither weeks nor rows."""
    every = published(access)
    held = _find(every, public_id)
    other = _find(every, beside) if beside else None
    prescribed = _prescribed(access, held, language)
    sessions = list(_sessions(access, held.revision).only("local_date", "slot", "due_at", "status"))
    return RevisionPage(
        held=held,
        rows=_given(access, held, prescribed, sessions, language),
        counts=count(sessions, access.now),
        pain=_pain(access, held.revision),
        others=[one for one in every if one is not held],
        other=other,
        changes=_compared(access, held, prescribed, other, language) if other else None,
    )


def _next(rows: Sequence[RoutineRevision], at: int) -> RoutineRevision | None:
    """The one that came after it in the same routine; the list is newest first."""
    after = rows[at - 1] if at else None
    return after if after and after.routine_id == rows[at].routine_id else None


def _held(
    revision: RoutineRevision, after: RoutineRevision | None, names: dict[str, str], access: PatientAccess
) -> Held:
    since = revision.effective_on or access.today
    until = after.effective_on - ONE_DAY if after and after.effective_on else revision.routine.ended_on
    return Held(
        revision=revision,
        since=since,
        until=max(until, since) if until else None,
        template=names.get(revision.from_template, revision.from_template),
        confirmed=confirmed_by(revision, access),
        is_replaced_the_same_day=bool(until and until < since),
    )


def _who(one: RevisionConfirmation, access: PatientAccess) -> str:
    if not one.is_on_behalf:
        return access.patient.first_name
    helper = one.confirmed_by.name if one.confirmed_by and one.confirmed_by.name else _("a helper")
    return _("%(helper)s for %(patient)s") % {"helper": helper, "patient": access.patient.first_name}


def _find(every: Iterable[Held], public_id: UUID) -> Held:
    found = next((one for one in every if one.revision.public_id == public_id), None)
    if found is None:
        raise Http404
    return found


def _prescribed(access: PatientAccess, held: Held, language: str) -> list[PrescribedExercise]:
    rows = access.rows(PrescribedExercise).filter(revision=held.revision).select_related("caution_reason_by")
    return with_words(rows, language)


def _sessions(access: PatientAccess, revision: RoutineRevision) -> QuerySet[ExerciseSession]:
    return access.rows(ExerciseSession).filter(revision=revision).exclude(status=SessionStatus.WITHDRAWN)


def _given(
    access: PatientAccess,
    held: Held,
    prescribed: Iterable[PrescribedExercise],
    sessions: Sequence[ExerciseSession],
    language: str,
) -> list[Given]:
    done = _done(access, held.revision)
    due = [one for one in sessions if is_due(one, access.now)]
    return [
        Given(
            prescribed=row,
            name=name_of(row, language),
            dose=dose_in_words(row, held.revision.times),
            done=done.get(row.pk, 0),
            due=sum(is_prescribed(row, one.local_date, one.slot) for one in due),
            verdict=_verdict(row),
            said=tuple(row.published_check.get("words") or row.published_check.get("codes", ())),
        )
        for row in prescribed
    ]


def _done(access: PatientAccess, revision: RoutineRevision) -> dict[int, int]:
    """Prescribed exercise → sessions in which all that was recorded of it was done."""
    live = access.rows(ExerciseResult).filter(voided_at__isnull=True)
    undone = live.filter(
        exercise_session=OuterRef("exercise_session"),
        prescribed_exercise=OuterRef("prescribed_exercise"),
        outcome=Outcome.NOT_DONE,
    )
    whole = live.filter(prescribed_exercise__revision=revision, outcome=Outcome.DONE).filter(~Exists(undone))
    counted = (
        whole.order_by().values("prescribed_exercise_id").annotate(sessions=Count("exercise_session", distinct=True))
    )
    return dict(counted.values_list("prescribed_exercise_id", "sessions"))


def _verdict(row: PrescribedExercise) -> str:
    """Empty for what was published before there was a check."""
    said = row.published_check.get("verdict", "")
    return str(Verdict(said).label) if said in Verdict.values else ""


def _pain(access: PatientAccess, revision: RoutineRevision) -> Pain | None:
    notes = access.rows(SessionNote).filter(
        voided_at__isnull=True, pain_during__isnull=False, exercise_session__in=_sessions(access, revision)
    )
    found = notes.aggregate(lowest=Min("pain_during"), highest=Max("pain_during"), answers=Count("pk"))
    return Pain(**found) if found["answers"] else None


def _compared(
    access: PatientAccess, held: Held, prescribed: Sequence[PrescribedExercise], other: Held, language: str
) -> Changes:
    """Always from the earlier to the later one."""
    theirs = _prescribed(access, other, language)
    mine, their = Part(prescribed, held.revision.times), Part(theirs, other.revision.times)
    return compare(their, mine, language) if _is_later(held, other) else compare(mine, their, language)


def _is_later(one: Held, other: Held) -> bool:
    return (one.routine.created_at, one.revision.number) > (other.routine.created_at, other.revision.number)
