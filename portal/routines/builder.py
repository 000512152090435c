"""The builder's page: the draft as forms, what it adds up to, and the library beside it. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from exercises.models import Adoption, AdoptionKind, ExerciseVariant, LearnPage
from exercises.models.learn import shown_title
from exercises.models.texts import ShownExercise
from exercises.pictures import Picture
from portal.routines.actions import DraftContent
from portal.routines.finding import Found, find_in_library
from portal.routines.forms import DoseForm, DraftForm
from portal.routines.models import PrescribedExercise, RoutineRevision
from portal.routines.naming import shown, with_names
from portal.routines.summary import Summary, summarise


@dataclass(frozen=True)
class Row:
    number: int
    prescribed: PrescribedExercise
    form: DoseForm
    shown: ShownExercise
    picture: Picture | None
    adoption: Adoption | None
    is_last: bool

    @property
    def is_first(self) -> bool:
        return self.number == 1


@dataclass(frozen=True)
class BuilderPage:
    draft: RoutineRevision
    current_number: int | None
    rows: list[Row]
    form: DraftForm
    summary: Summary
    found: list[Found]
    found_more: int
    q: str

    @property
    def errors(self) -> list[dict[str, str]]:
        """Each leads to its field; the name says which exercise is meant."""
        own = [
            {
                "href": f"#{row.form[name].auto_id}",
                "text": _("%(name)s: %(sentence)s") % {"name": row.shown.shown_name, "sentence": sentence},
            }
            for row in self.rows
            for name, sentences in row.form.errors.items()
            for sentence in sentences
        ]
        whole = [
            {"href": f"#{self.form[name].auto_id}", "text": str(sentence)}
            for name, sentences in self.form.errors.items()
            for sentence in sentences
        ]
        return own + whole


class SentDraft:
    """What came with a press of any of the builder's buttons. `draft` is None when it is not open any more."""

    def __init__(self, access: PatientAccess, data: Any, language: str, *, leaving: str = "") -> None:
        draft = standing_draft(access)
        self.draft = draft if draft and str(draft.public_id) == data.get("draft") else None
        self.form = DraftForm(data, times=draft.times if draft else None, offered=_learn_pages(access, language))
        self.forms: list[DoseForm] = []
        if self.draft is not None:
            rows = _named_rows(self.draft, language)
            variants = _variants(access, rows, language)
            self.forms = [
                _dose_form(access, self.draft, row, variants, data)
                for row in rows
                if f"{row.public_id}-sets" in data and str(row.public_id) != leaving
            ]

    def is_valid(self) -> bool:
        # A list, not a generator: every form is to show its own errors.
        return all([self.form.is_valid(), *[form.is_valid() for form in self.forms]])

    def content(self) -> DraftContent:
        times = self.form.times()
        return DraftContent(
            doses={str(form.prescribed.public_id): form.dose(times=len(times)) for form in self.forms},
            times=times,
            change_notice=self.form.cleaned_data["change_notice"],
            learn_pages=self.form.cleaned_data["learn_pages"],
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
    access: PatientAccess, draft: RoutineRevision, language: str, *, sent: SentDraft | None = None, q: str = ""
) -> BuilderPage:
    prescribed = _named_rows(draft, language)
    variants = _variants(access, prescribed, language)
    sent_forms = {form.prescribed.pk: form for form in sent.forms} if sent else {}
    adoptions = _adoptions(access, prescribed)
    rows = []
    for number, row in enumerate(prescribed, start=1):
        form = sent_forms.get(row.pk) or _dose_form(access, draft, row, variants)
        words = shown(row, language)
        picture = row.exercise.picture("end", row.side, row.variant, figure=access.patient.shown_figure)
        adoption = adoptions.get(row.exercise.slug)
        rows.append(Row(number, row, form, words, picture, adoption, number == len(prescribed)))
    found, more = find_in_library(access, q, language, leave_out=[row.exercise_id for row in prescribed])
    current = standing_revision(access)
    return BuilderPage(
        draft=draft,
        current_number=current.number if current else None,
        rows=rows,
        form=sent.form if sent else _draft_form(access, draft, language),
        summary=summarise(prescribed, len(draft.times)),
        found=found,
        found_more=more,
        q=q,
    )


def _named_rows(draft: RoutineRevision, language: str) -> list[PrescribedExercise]:
    return with_names(draft.prescribed.all(), language)


def _draft_form(access: PatientAccess, draft: RoutineRevision, language: str) -> DraftForm:
    return DraftForm(
        times=draft.times,
        change_notice=draft.change_notice,
        learn_pages=draft.learn_pages,
        offered=_learn_pages(access, language),
    )


def _learn_pages(access: PatientAccess, language: str) -> list[tuple[str, str]]:
    """Slug and title of what the clinic may offer."""
    pages = LearnPage.objects.prescribable(access.patient.clinic).with_texts(language)
    return [(page.slug, shown_title(page, language)[0]) for page in pages]


def offered_titles(access: PatientAccess, revision: RoutineRevision | None, language: str) -> list[str]:
    """Titles of the Learn pages that come with a revision. No query where it has none."""
    slugs = set(revision.learn_pages) if revision else set()
    return [title for slug, title in _learn_pages(access, language) if slug in slugs] if slugs else []


def _dose_form(
    access: PatientAccess,
    draft: RoutineRevision,
    row: PrescribedExercise,
    variants: dict[int, list[tuple[ExerciseVariant, str]]],
    data: Any = None,
) -> DoseForm:
    name = access.patient.first_name
    return DoseForm(data, prescribed=row, variants=variants[row.exercise_id], times=draft.times, name=name)


def _variants(
    access: PatientAccess, rows: Iterable[PrescribedExercise], language: str
) -> dict[int, list[tuple[ExerciseVariant, str]]]:
    """What the clinic may prescribe of each exercise, and what stands in the draft already."""
    standing = {row.variant_id for row in rows if row.variant_id}
    adopted = set(ExerciseVariant.objects.prescribable(access.patient.clinic).values_list("pk", flat=True))
    wanted = ExerciseVariant.objects.filter(
        pk__in=adopted | standing, exercise__in={row.exercise_id for row in rows}
    ).prefetch_related("texts")
    found: dict[int, list[tuple[ExerciseVariant, str]]] = defaultdict(list)
    for variant in wanted:
        found[variant.exercise_id].append((variant, variant.shown_in(language).name))
    return found


def _adoptions(access: PatientAccess, rows: Iterable[PrescribedExercise]) -> dict[str, Adoption]:
    """Who stands for the version that is prescribed, by slug."""
    versions = {row.exercise.slug: row.exercise.version for row in rows}
    found = Adoption.objects.filter(
        clinic=access.patient.clinic, kind=AdoptionKind.EXERCISE, slug__in=versions
    ).order_by("adopted_at")
    return {one.slug: one for one in found if one.version == versions[one.slug]}
