"""The page before publishing: what differs, what clashes, and exactly what the patient will read. Reads only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from exercises.models import RoutineTemplate
from exercises.precautions import Verdict, patient_words
from portal.routines.builder import offered_titles, standing_revision
from portal.routines.checking import Checked, check_rows
from portal.routines.limits import read_limits
from portal.routines.models import PrescribedExercise, RoutineRevision
from portal.routines.naming import name_of, with_names
from portal.routines.phases.length import proposed_end
from portal.routines.publishing.answering import seen_of
from portal.routines.publishing.changes import Changes, Part, compare, slugs_left
from portal.routines.publishing.forms import PublishForm
from portal.routines.publishing.hindrances import hindrances_beside_cautions
from portal.routines.publishing.notice import Notice, day_of_news, notice_lines, notice_title


@dataclass(frozen=True)
class Clash:
    """What the check says of one exercise today, and the therapist's reason for giving it all the same."""

    name: str
    verdict: str
    reasons: list[str]
    given: str = ""
    given_by: str = ""
    is_caution: bool = False
    is_open: bool = False  # stands in the way


@dataclass(frozen=True)
class Caution:
    name: str
    words: list[str]


@dataclass(frozen=True)
class Preview:
    """In the patient's language, whoever looks at it."""

    language: str
    notice: Notice | None
    cautions: list[Caution] = field(default_factory=list)


@dataclass(frozen=True)
class ReviewPage:
    draft: RoutineRevision
    current: RoutineRevision | None
    form: PublishForm
    changes: Changes
    clashes: list[Clash]
    preview: Preview
    hindrances: list[str]


class Reviewed:
    """The draft beside what the patient has now, read once."""

    def __init__(self, access: PatientAccess, draft: RoutineRevision, language: str) -> None:
        self.access, self.draft, self.language = access, draft, language
        self.current = standing_revision(access)
        self.before = with_names(self.current.prescribed.all(), language) if self.current else []
        self.now = with_names(draft.prescribed.select_related("caution_reason_by"), language)
        self.checked = check_rows(self.now, read_limits(access).circumstances, access.today)

    def form(self, data: Any = None, *, review_by_on: date | None = None) -> PublishForm:
        left = set(slugs_left(self.before, self.now))
        stopped = {row.exercise.slug: name_of(row, self.language) for row in self.before if row.exercise.slug in left}
        return PublishForm(
            data,
            today=self.access.today,
            draft=self.draft,
            stopped=stopped.items(),
            phase_ends_on=_phase_end(self.access, self.draft),
            review_by_on=review_by_on,
            cautions_seen=seen_of(self.checked),
        )

    def page(self, form: PublishForm) -> ReviewPage:
        checked = self.checked
        return ReviewPage(
            draft=self.draft,
            current=self.current,
            form=form,
            changes=compare(self._part(self.current, self.before), self._part(self.draft, self.now), self.language),
            clashes=[_clash(one, self.language) for one in checked if one.check.verdict != Verdict.OK],
            preview=_preview(self.access, self.draft, self.current, _reasons(form), checked),
            hindrances=hindrances_beside_cautions(self.draft, by=self.access),
        )

    def _part(self, revision: RoutineRevision | None, rows: Sequence[PrescribedExercise]) -> Part:
        titles = offered_titles(self.access, revision, self.language)
        return Part(rows, revision.times if revision else [], titles)


def _phase_end(access: PatientAccess, draft: RoutineRevision) -> date | None:
    if draft.phase is None:
        return None
    template = RoutineTemplate.objects.for_clinic(access.patient.clinic).filter(slug=draft.from_template).first()
    return proposed_end(template, draft.phase, access.today) if template else None


def _reasons(form: PublishForm) -> dict[str, str]:
    """As they are typed, where they can be kept; else as they were kept last."""
    if form.is_bound and form.is_valid():
        return form.touches().stop_reasons
    kept: dict[str, str] = form.draft.stop_reasons
    return kept


def _clash(one: Checked, language: str) -> Clash:
    row = one.prescribed
    is_caution = one.check.verdict == Verdict.CAUTION
    reasons = [finding.words for finding in one.check.findings]
    if one.check.verdict == Verdict.NOT_CHECKED:
        reasons = [_("No angles are declared for it, so nothing can be said.")]
    return Clash(
        name=name_of(row, language),
        verdict=str(one.check.verdict.label),
        reasons=reasons,
        given=row.caution_reason if is_caution else "",
        given_by=row.caution_reason_by.name if row.caution_reason_by else "",
        is_caution=one.check.verdict != Verdict.AVOID,
        is_open=one.stands_in_the_way,
    )


def _preview(
    access: PatientAccess,
    draft: RoutineRevision,
    current: RoutineRevision | None,
    reasons: dict[str, str],
    checked: Sequence[Checked],
) -> Preview:
    language = access.patient.language
    with translation.override(language):
        now = with_names(draft.prescribed.all(), language)
        return Preview(
            language=language,
            notice=_notice(access, draft, current, now, reasons),
            cautions=list(_cautions(checked, {row.pk: name_of(row, language) for row in now})),
        )


def _notice(
    access: PatientAccess,
    draft: RoutineRevision,
    current: RoutineRevision | None,
    now: Sequence[PrescribedExercise],
    reasons: dict[str, str],
) -> Notice | None:
    """With the first routine nothing has changed: only the therapist's words are read, where there are any."""
    language, therapist = access.patient.language, access.user.first_name
    if current is None:
        if not draft.change_notice:
            return None
        facts = {"therapist": therapist, "day": day_of_news(access.today, access.today)}
        return Notice(_("%(therapist)s wrote to you %(day)s") % facts, [], draft.change_notice)
    before = Part(with_names(current.prescribed.all(), language), current.times)
    return Notice(
        title=notice_title(therapist=therapist, on=access.today, today=access.today),
        lines=notice_lines(before, Part(now, draft.times), reasons, language),
        words=draft.change_notice,
    )


def _cautions(checked: Sequence[Checked], names: dict[int, str]) -> Iterator[Caution]:
    for one in checked:
        codes = dict.fromkeys(finding.code for finding in one.check.findings if finding.verdict == Verdict.CAUTION)
        words = [patient_words(code) for code in codes if code not in one.prescribed.cautions_left_out]
        if any(words):
            yield Caution(names[one.prescribed.pk], [text for text in words if text])
