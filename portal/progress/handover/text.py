"""One patient's routine as plain text: what is given, what holds, what was done. Reads only.

Facts with their dates, in the therapist's language. Nothing is rated and nothing advised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import PatientAccess
from accounts.models import CareGrant
from portal.progress.adherence import count
from portal.progress.handover.given import change, day, head, limits, routine
from portal.progress.profile_panel import profile_panel
from portal.progress.record import Record, read_notes, read_record
from portal.progress.revisions import Held, published
from portal.routines.checking import Checked, check_rows
from portal.routines.limits import limits_of
from portal.routines.models import ClinicalProfile, PrecautionOrder, PrescribedExercise, RoutinePause
from portal.routines.naming import with_names
from portal.sessions.models import NotDoneReason

WEEKS = 4


def handover_text(access: PatientAccess, language: str) -> str:
    """A fixed number of queries, however long the history."""
    profile = access.rows(ClinicalProfile).first()
    orders = list(access.rows(PrecautionOrder).order_by("starts_on", "pk"))
    panel = profile_panel(access.patient, profile, orders, access.today)
    held = published(access)
    current = held[0] if held and held[0].routine.ended_on is None else None
    before = held[1] if current and len(held) > 1 and held[1].routine == current.routine else None
    rows = _rows(access, [one for one in (current, before) if one], language)
    found = _checked(access, rows[current.revision.pk], profile, orders) if current else []
    parts = [
        head(access, panel),
        limits(panel),
        routine(current, held, found, _pause(access), language),
        change(current, before, rows, language) if current else [],
        _done(access, read_record(access)),
        _people(access, current),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _rows(access: PatientAccess, held: Iterable[Held], language: str) -> dict[int, list[PrescribedExercise]]:
    """By revision, in their order."""
    found: dict[int, list[PrescribedExercise]] = {one.revision.pk: [] for one in held}
    rows = access.rows(PrescribedExercise).filter(revision__in=list(found)).select_related("caution_reason_by")
    for row in with_names(rows, language) if found else []:
        found[row.revision_id].append(row)
    return found


def _checked(
    access: PatientAccess,
    rows: list[PrescribedExercise],
    profile: ClinicalProfile | None,
    orders: Iterable[PrecautionOrder],
) -> list[Checked]:
    standing = [one for one in orders if one.withdrawn_at is None]
    known = limits_of(born_on=access.patient.born_on, profile=profile, orders=standing)
    return check_rows(rows, known.circumstances, access.today)


def _pause(access: PatientAccess) -> RoutinePause | None:
    """The one that runs today."""
    running = access.rows(RoutinePause).filter(
        routine__ended_on__isnull=True, starts_on__lte=access.today, ends_on__gte=access.today
    )
    return running.first()


def _done(access: PatientAccess, record: Record) -> list[str]:
    first = access.today - timedelta(weeks=WEEKS)
    counts = count(record.since(first), access.now)
    lines = [_("DONE, %(first)s to %(last)s") % {"first": day(first), "last": day(access.today)}]
    if not counts.due:
        return [*lines, _("Nothing was due")]
    facts = {"kept": counts.kept, "due": counts.due, "partly": counts.partly}
    if counts.partly:
        lines.append(_("Sessions kept: %(kept)d of %(due)d due, %(partly)d of them in part") % facts)
    else:
        lines.append(_("Sessions kept: %(kept)d of %(due)d due") % facts)
    return [*lines, _pain(access, first), *_not_done(record, first)]


def _pain(access: PatientAccess, first: date) -> str:
    answers = [
        one.pain_during
        for one in read_notes(access, first)
        if one.pain_during is not None and one.exercise_session.local_date >= first
    ]
    if not answers:
        return _("Pain during exercise: no answers")
    facts = {"low": min(answers), "high": max(answers), "count": len(answers)}
    if facts["low"] != facts["high"]:
        return _("Pain during exercise: %(low)d to %(high)d of 10, in %(count)d answers") % facts
    one_value = ngettext(
        "Pain during exercise: %(low)d of 10, in %(count)d answer",
        "Pain during exercise: always %(low)d of 10, in %(count)d answers",
        len(answers),
    )
    return one_value % facts


def _not_done(record: Record, first: date) -> Iterator[str]:
    """How often each reason was given; an exercise of two legs counts once a session."""
    given = {
        (session.pk, one.exercise_id, one.reason)
        for session in record.since(first)
        for one in record.results.get(session.pk, ())
        if one.reason
    }
    tally = Counter(reason for _session, _exercise, reason in given)
    if tally:
        said = [
            _("%(reason)s %(count)d") % {"reason": NotDoneReason(reason).label, "count": times}
            for reason, times in sorted(tally.items(), key=lambda item: (-item[1], item[0]))
        ]
        yield _("Exercises not done, by reason: %(reasons)s") % {"reasons": ", ".join(said)}


def _people(access: PatientAccess, current: Held | None) -> list[str]:
    grants = CareGrant.objects.standing(access.today).filter(patient=access.patient).select_related("caregiver")
    helpers = [
        _("%(name)s (%(relation)s)") % {"name": one.caregiver.name, "relation": one.relation}
        if one.relation
        else one.caregiver.name
        for one in grants.order_by("pk")
    ]
    lines = [_("Helped by %(people)s") % {"people": ", ".join(helpers)}] if helpers else []
    review = current.routine.review_by_on if current else None
    return [*lines, _("Next review: %(day)s") % {"day": day(review)}] if review else lines
