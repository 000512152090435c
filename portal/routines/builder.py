"""The builder's page: the draft as forms, what the check says of it, and what it adds up to. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from exercises.models import Adoption, AdoptionKind, Exercise, ExerciseVariant, LearnPage
from exercises.models.learn import shown_title
from exercises.models.texts import ShownExercise
from exercises.pictures import Picture
from exercises.precautions import Verdict
from portal.routines.answer_form import AnswerForm
from portal.routines.checking import Checked, check_rows
from portal.routines.forms import DoseForm, DraftForm, ForAllForm
from portal.routines.limits import PatientLimits, read_limits
from portal.routines.models import PrescribedExercise, RoutineRevision
from portal.routines.naming import shown, with_names
from portal.routines.summary import Summary, summarise
from portal.routines.verdicts import FormOf, RowVerdict, judged

if TYPE_CHECKING:
    from portal.routines.sent import SentDraft


@dataclass(frozen=True)
class Row:
    """`answer` is None where there is no caution to answer."""

    number: int
    prescribed: PrescribedExercise
    form: DoseForm
    answer: AnswerForm | None
    verdict: RowVerdict
    shown: ShownExercise
    picture: Picture | None
    adoption: Adoption | None
    is_last: bool

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def key(self) -> str:
        return str(self.prescribed.public_id)

    @property
    def forms(self) -> list[forms.Form]:
        return [self.form, self.answer] if self.answer else [self.form]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.forms)


@dataclass(frozen=True)
class BuilderPage:
    draft: RoutineRevision
    current_number: int | None
    rows: list[Row]
    form: DraftForm
    for_all: ForAllForm
    summary: Summary
    limits: PatientLimits

    @property
    def errors(self) -> list[dict[str, str]]:
        """Each leads to its field; the name says which exercise is meant."""
        own = [
            {
                "href": f"#{form[name].auto_id}",
                "text": _("%(name)s: %(sentence)s") % {"name": row.shown.shown_name, "sentence": sentence},
            }
            for row in self.rows
            for form in row.forms
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]
        whole = [
            {"href": f"#{form[name].auto_id}", "text": str(sentence)}
            for form in (self.for_all, self.form)
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]
        return own + whole

    @property
    def in_the_way(self) -> list[dict[str, str]]:
        """What keeps the routine from being published, one line for each exercise."""
        return [
            {
                "href": f"#check-{row.prescribed.public_id}",
                "text": _("%(name)s: %(sentence)s")
                % {"name": row.shown.shown_name, "sentence": in_the_way_words(row.verdict)},
            }
            for row in self.rows
            if row.verdict.stands_in_the_way
        ]

    @property
    def clash_count(self) -> int:
        return sum(row.verdict.checked.is_refused for row in self.rows)

    @property
    def to_answer_count(self) -> int:
        return sum(row.verdict.checked.needs_reason for row in self.rows)

    @property
    def answered_count(self) -> int:
        cautions = sum(row.verdict.verdict == Verdict.CAUTION for row in self.rows)
        return cautions - self.to_answer_count

    @property
    def not_checked_count(self) -> int:
        return sum(row.verdict.verdict == Verdict.NOT_CHECKED for row in self.rows)

    @property
    def is_clean(self) -> bool:
        return bool(self.rows) and all(row.verdict.verdict == Verdict.OK for row in self.rows)

    @property
    def core_names(self) -> list[str]:
        return [row.shown.shown_name for row in self.rows if row.prescribed.is_core]


def in_the_way_words(verdict: RowVerdict) -> str:
    """The first thing that stands in the way. Empty where nothing does."""
    if verdict.gone:
        return verdict.gone
    if verdict.checked.is_refused:
        return verdict.reasons[0].finding.words if verdict.reasons else _("It is not inside the precautions.")
    if verdict.is_asked_anew:
        return _("It asks for caution for a new reason. Say why it is given, or choose another form.")
    return _("It asks for caution. Say why it is given, or choose another form.")


@dataclass(frozen=True)
class Desk:
    """What the forms of a draft are made from, read once. `is_adopted`: keys of exercises, as they are now."""

    access: PatientAccess
    draft: RoutineRevision
    rows: list[PrescribedExercise]
    checked: list[Checked]
    forms: dict[int, list[FormOf]]
    limits: PatientLimits
    adopted: frozenset[int]

    def dose_form(self, row: PrescribedExercise, data: Any = None) -> DoseForm:
        variants = [(one.variant, one.name) for one in self.forms[row.exercise_id]]
        name = self.access.patient.first_name
        return DoseForm(data, prescribed=row, variants=variants, times=self.draft.times, name=name)

    def verdict(self, checked: Checked) -> RowVerdict:
        row = checked.prescribed
        is_adopted, forms_of = row.exercise_id in self.adopted, self.forms[row.exercise_id]
        return judged(checked, forms_of, self.limits.circumstances, self.access.today, is_adopted=is_adopted)


def read_desk(access: PatientAccess, draft: RoutineRevision, language: str) -> Desk:
    """The same number of queries however many exercises there are."""
    rows, limits = with_names(draft.prescribed.all(), language), read_limits(access)
    prefetch_related_objects(rows, "caution_reason_by")
    wanted = {row.exercise_id for row in rows}
    prescribable = Exercise.objects.prescribable(access.patient.clinic).filter(pk__in=wanted)
    return Desk(
        access=access,
        draft=draft,
        rows=rows,
        checked=check_rows(rows, limits.circumstances, access.today),
        forms=_forms_of(access, rows, language),
        limits=limits,
        adopted=frozenset(prescribable.values_list("pk", flat=True)),
    )


def standing_draft(access: PatientAccess) -> RoutineRevision | None:
    return (
        access.rows(RoutineRevision)
        .filter(routine__ended_on__isnull=True, published_at__isnull=True)
        .select_related("routine")
        .first()
    )


def standing_revision(access: PatientAccess) -> RoutineRevision | None:
    """What the patient has now."""
    published = access.rows(RoutineRevision).filter(routine__ended_on__isnull=True, published_at__isnull=False)
    return published.select_related("routine", "author").order_by("-number").first()


def last_ended_revision(access: PatientAccess) -> RoutineRevision | None:
    ended = access.rows(RoutineRevision).filter(routine__ended_on__isnull=False, published_at__isnull=False)
    return ended.select_related("routine").order_by("-published_at").first()


def builder_page(
    access: PatientAccess, draft: RoutineRevision, language: str, *, sent: SentDraft | None = None
) -> BuilderPage:
    """`sent` came back with an error: what was typed stands on the page again."""
    desk = read_desk(access, draft, language)
    current = standing_revision(access)
    return BuilderPage(
        draft=draft,
        current_number=current.number if current else None,
        rows=list(_rows(desk, language, sent)),
        form=sent.form if sent else _draft_form(access, draft, language),
        for_all=sent.for_all if sent else ForAllForm(rows=desk.rows, times=draft.times),
        summary=summarise(desk.rows, len(draft.times)),
        limits=desk.limits,
    )


def _rows(desk: Desk, language: str, sent: SentDraft | None) -> Iterator[Row]:
    adoptions = _adoptions(desk.access, desk.rows)
    figure = desk.access.patient.shown_figure
    for number, one in enumerate(desk.checked, start=1):
        row = one.prescribed
        came = sent.row(row) if sent else None
        yield Row(
            number=number,
            prescribed=row,
            form=came.form if came else desk.dose_form(row),
            answer=came.answer if came else answer_form(one),
            verdict=desk.verdict(one),
            shown=shown(row, language),
            picture=row.exercise.picture("end", row.side, row.variant, figure=figure),
            adoption=adoptions.get(row.exercise.slug),
            is_last=number == len(desk.checked),
        )


def answer_form(checked: Checked, data: Any = None) -> AnswerForm | None:
    """Only a caution is answered."""
    if checked.check.verdict != Verdict.CAUTION:
        return None
    return AnswerForm(data, prescribed=checked.prescribed, check=checked.check)


def _draft_form(access: PatientAccess, draft: RoutineRevision, language: str) -> DraftForm:
    return DraftForm(
        times=draft.times,
        change_notice=draft.change_notice,
        learn_pages=draft.learn_pages,
        offered=learn_choices(access, language),
    )


def learn_choices(access: PatientAccess, language: str) -> list[tuple[str, str]]:
    """Slug and title of what the clinic may offer."""
    pages = LearnPage.objects.prescribable(access.patient.clinic).with_texts(language)
    return [(page.slug, shown_title(page, language)[0]) for page in pages]


def offered_titles(access: PatientAccess, revision: RoutineRevision | None, language: str) -> list[str]:
    """Titles of the Learn pages that come with a revision. No query where it has none."""
    slugs = set(revision.learn_pages) if revision else set()
    return [title for slug, title in learn_choices(access, language) if slug in slugs] if slugs else []


def _forms_of(access: PatientAccess, rows: Sequence[PrescribedExercise], language: str) -> dict[int, list[FormOf]]:
    """What the clinic may prescribe of each exercise, and what stands in the draft already."""
    standing = {row.variant_id for row in rows if row.variant_id}
    adopted = set(ExerciseVariant.objects.prescribable(access.patient.clinic).values_list("pk", flat=True))
    wanted = ExerciseVariant.objects.filter(
        pk__in=adopted | standing, exercise__in={row.exercise_id for row in rows}
    ).prefetch_related("texts")
    usual = {row.exercise_id: row.exercise.shown_in(language).name for row in rows}
    found: dict[int, list[FormOf]] = defaultdict(list)
    for variant in wanted:
        # How it differs, where its name begins like the exercise's.
        name = variant.shown_in(language).name.removeprefix(f"{usual[variant.exercise_id]} ")
        found[variant.exercise_id].append(FormOf(variant, name, variant.pk in adopted))
    return found


def _adoptions(access: PatientAccess, rows: Iterable[PrescribedExercise]) -> dict[str, Adoption]:
    """Who stands for the version that is prescribed, by slug."""
    versions = {row.exercise.slug: row.exercise.version for row in rows}
    found = Adoption.objects.filter(
        clinic=access.patient.clinic, kind=AdoptionKind.EXERCISE, slug__in=versions
    ).order_by("adopted_at")
    return {one.slug: one for one in found if one.version == versions[one.slug]}
