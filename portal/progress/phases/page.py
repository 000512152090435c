"""The phase that a patient's routine is in: what the template says of it, and the facts recorded since. Reads only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from django.db.models import Count, Max, Min
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from exercises.models import RoutineTemplate, Source
from exercises.phases import Phase, next_phase, phase_of
from exercises.template_editions import present_template, template_as_used
from exercises.template_shelf import lang_of
from portal.progress.adherence import Counts, count
from portal.routines.builder import standing_draft, standing_revision
from portal.routines.models import RoutineRevision
from portal.sessions.models import ExerciseSession, SessionNote, SessionStatus


@dataclass(frozen=True)
class Recorded:
    """Facts, and no judgement. Pain is that of the notes; both None where nobody answered."""

    counts: Counts
    notes: int
    lowest_pain: int | None
    highest_pain: int | None


@dataclass(frozen=True)
class Next:
    """What a draft of the next phase would be filled from."""

    template: RoutineTemplate
    phase: Phase

    @property
    def lang(self) -> str:
        return lang_of(self.template)


@dataclass(frozen=True)
class PhasePage:
    """`no_next`: why there is no next phase to prepare. `sentence`: why there is no phase at all."""

    revision: RoutineRevision | None = None
    template: RoutineTemplate | None = None
    phase: Phase | None = None
    sentence: str = ""
    since_on: date | None = None
    is_over: bool = False
    recorded: Recorded | None = None
    next: Next | None = None
    no_next: str = ""
    draft: RoutineRevision | None = None
    sources: list[Source] = field(default_factory=list)

    @property
    def lang(self) -> str:
        return lang_of(self.template) if self.template else "en"


def phase_page(access: PatientAccess) -> PhasePage:
    """A fixed number of queries, however long the phase has lasted."""
    revision = standing_revision(access)
    if revision is None:
        return PhasePage(sentence=_("There is no routine at the moment, and so no phase."))
    if revision.phase is None:
        return PhasePage(
            revision, sentence=_("This routine is in no phase: it was not begun from a phase of a template.")
        )
    present = present_template(access.patient.clinic, revision.from_template)
    used = template_as_used(present, revision.from_template_version) if present else None
    found = phase_of(used, revision.phase) if used else None
    if present is None or found is None:
        return PhasePage(revision, sentence=_("The template of this phase is not there any more."))
    stretch = stretch_of(access, revision)
    following, no_next = following_phase(access, present, revision.phase)
    return PhasePage(
        revision=revision,
        template=used,
        phase=found,
        since_on=stretch.since_on,
        is_over=revision.phase_ends_on is not None and revision.phase_ends_on < access.today,
        recorded=_recorded(access, stretch),
        next=following,
        no_next=no_next,
        draft=standing_draft(access),
        sources=list(present.sources.all()),
    )


def following_phase(access: PatientAccess, present: RoutineTemplate, number: int | None) -> tuple[Next | None, str]:
    """The next phase of the same template, else the first of the one that it leads to; or why neither can be used."""
    usable = RoutineTemplate.objects.prescribable(access.patient.clinic)
    phase = next_phase(present, number)
    template: RoutineTemplate | None = present
    if phase is None:
        if not present.leads_to:
            return None, _("This was the last phase, and the template leads to no other one.")
        template = present_template(access.patient.clinic, present.leads_to)
        phase = phase_of(template, 1) if template else None
    if template is None or phase is None:
        return None, _("The template that comes next is not there any more. Choose another one.")
    if usable.filter(pk=template.pk).exists():
        return Next(template, phase), ""
    if template.is_retired:
        return None, _("“%(name)s” was retired meanwhile. Choose another template.") % {"name": template.name}
    return None, _("Your clinic has not adopted “%(name)s” as it is now. Adopt it first.") % {"name": template.name}


@dataclass(frozen=True)
class Stretch:
    """The revisions in a row that were this very phase: a changed dose begins no phase anew."""

    revisions: list[int]
    since_on: date | None


def stretch_of(access: PatientAccess, revision: RoutineRevision) -> Stretch:
    published = access.rows(RoutineRevision).filter(
        routine_id=revision.routine_id, published_at__isnull=False, number__lte=revision.number
    )
    found = published.order_by("-number").values_list("pk", "from_template", "phase", "effective_on")
    here = (revision.from_template, revision.phase)
    same = list(takewhile(lambda one: (one[1], one[2]) == here, found))
    return Stretch([one[0] for one in same], same[-1][3] if same else revision.effective_on)


def _recorded(access: PatientAccess, stretch: Stretch) -> Recorded:
    """Of sessions in which the patient had this phase before her; others of its first day do not count."""
    sessions = (
        access.rows(ExerciseSession)
        .filter(revision__in=stretch.revisions, local_date__lte=access.today)
        .exclude(status=SessionStatus.WITHDRAWN)
        .only("local_date", "due_at", "status")
    )
    pain = (
        access.rows(SessionNote)
        .filter(voided_at__isnull=True, pain_during__isnull=False, exercise_session__revision__in=stretch.revisions)
        .aggregate(notes=Count("pk"), lowest=Min("pain_during"), highest=Max("pain_during"))
    )
    return Recorded(count(sessions, access.now), pain["notes"], pain["lowest"], pain["highest"])
