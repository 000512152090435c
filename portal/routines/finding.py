"""Finding an exercise in the library for one patient: beside the draft, and on a page of its own. Reads only.

Each exercise is checked for the side that it would get in this patient's routine. Where it is refused, the forms that
the clinic has adopted are checked too: one that is not refused is what the button adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, OuterRef, Prefetch, When, prefetch_related_objects
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from exercises import dosage
from exercises.folding import fold
from exercises.models import Exercise, ExerciseText, ExerciseVariant
from exercises.models.querysets import ExerciseQuerySet
from exercises.models.texts import FALLBACK_LANGUAGE
from exercises.pictures import Picture
from exercises.precautions import Check
from exercises.shelf import PAGE_SIZE, find_on_shelf
from portal.routines.finding_forms import Asked
from portal.routines.judging import Judge, Judged
from portal.routines.limits import PatientLimits
from portal.routines.models import PrescribedExercise, RoutineRevision

MOST_FOUND = 12
MOST_DIGITS = 9


@dataclass(frozen=True)
class Found:
    """One exercise as a page shows it. Only what the clinic has adopted can be added, and nothing that is refused."""

    judged: Judged
    name: str
    name_lang: str
    dose: str
    picture: Picture | None
    is_standing: bool  # in the draft, or in the routine that a draft would begin with
    form_name: str = ""
    form_lang: str = ""

    @property
    def exercise(self) -> Exercise:
        return self.judged.exercise

    @property
    def check(self) -> Check:
        return self.judged.check

    @property
    def is_adopted(self) -> bool:
        return self.exercise.is_adopted

    @property
    def can_be_added(self) -> bool:
        return self.is_adopted and not self.is_standing and (not self.check.is_refused or bool(self.judged.instead))

    @property
    def added_as(self) -> str:
        """What the button says to `addable_form`."""
        form = self.judged.instead
        return f"{self.exercise.slug}/{form.variant.slug}" if form else self.exercise.slug

    @property
    def add_label(self) -> str:
        """For the button of another form: how it differs where its name begins like the exercise's."""
        how = self.form_name.removeprefix(f"{self.name} ")
        if how != self.form_name:
            return _("Add %(how)s") % {"how": how}
        return _("Add: %(name)s") % {"name": self.form_name}

    @property
    def more_reasons(self) -> int:
        """Besides the first one."""
        return max(len(self.check.findings) - 1, 0)


@dataclass(frozen=True)
class BesideDraft:
    """The search in the builder. `count` is of all that fit; only the first few are shown."""

    asked: Asked
    found: list[Found]
    count: int
    meant: str
    limits: PatientLimits
    added: str = ""  # the name of what was just added

    @property
    def more(self) -> int:
        return self.count - len(self.found)

    @property
    def none_is_reviewed(self) -> bool:
        """Said once instead of on each line."""
        return not any(one.exercise.is_reviewed for one in self.found)


@dataclass(frozen=True)
class WholeLibrary:
    page: Page[Exercise] | Page[Judged]
    found: list[Found]
    meant: str
    limits: PatientLimits
    has_draft: bool
    wanted: str | None = None  # the number of the page, as it was asked for

    @property
    def missing_number(self) -> str:
        """A number beyond the last page, which is shown instead; empty where it is there."""
        wanted = self.wanted or ""
        is_number = wanted.isdecimal() and len(wanted) <= MOST_DIGITS
        return wanted if is_number and int(wanted) > self.page.paginator.num_pages else ""


@dataclass(frozen=True)
class Standing:
    """The exercises that the routine has already."""

    pks: frozenset[int] = frozenset()
    is_draft: bool = False


def beside_draft(access: PatientAccess, asked: Asked, language: str) -> BesideDraft:
    """The first few by name. What stands in the draft is left out, but for a search by words, where it says so."""
    judge, standing = Judge(access), standing_exercises(access)
    exercises, meant = find_on_shelf(access.patient.clinic, {"words": asked.q})
    if not asked.q:
        exercises = exercises.exclude(pk__in=standing.pks)
    exercises = _called_so_first(exercises.by_name(language), asked.q)
    if asked.is_suitable_only:
        every = judge.suitable(exercises)
        few, count = every[:MOST_FOUND], len(every)
    else:
        few, count = judge.all(exercises[:MOST_FOUND]), exercises.count()
    found = _as_shown(access, few, judge, standing, language)
    return BesideDraft(asked, found, count, meant, judge.limits, _added(asked, standing, language))


def _called_so_first(exercises: ExerciseQuerySet, words: str) -> ExerciseQuerySet:
    """Whose name begins with the words, then whose name holds them, then what was found by a muscle or the equipment:
    the first one is what the Enter key adds."""
    folded = fold(words).strip()
    if not folded:
        return exercises
    texts = ExerciseText.objects.filter(exercise=OuterRef("pk"), variant__isnull=True)
    begins, holds = texts.filter(search_words__startswith=folded), texts.filter(name__icontains=words)
    rank = Case(When(Exists(begins), then=0), When(Exists(holds), then=1), default=2)
    return exercises.order_by(rank, *exercises.query.order_by)


def whole_library(
    access: PatientAccess, asked: Mapping[str, str], language: str, *, is_suitable_only: bool, number: str | None
) -> WholeLibrary:
    """One page of 24. `asked` holds the filters of LibraryForm; only "suitable" needs a check of all that fit."""
    judge, standing = Judge(access), standing_exercises(access)
    exercises, meant = find_on_shelf(access.patient.clinic, asked)
    exercises = exercises.by_name(language)
    page: Page[Exercise] | Page[Judged]
    if is_suitable_only:
        page = Paginator(judge.suitable(exercises), PAGE_SIZE).get_page(number)
        judged = list(page.object_list)
    else:
        page = Paginator(exercises, PAGE_SIZE).get_page(number)
        judged = judge.all(page.object_list)
    found = _as_shown(access, judged, judge, standing, language)
    return WholeLibrary(page, found, meant, judge.limits, standing.is_draft, number)


def standing_exercises(access: PatientAccess) -> Standing:
    """Of the draft; where there is none, of what the patient has now, which a new draft would begin with. Two queries."""
    newest = access.rows(RoutineRevision).filter(routine__ended_on__isnull=True).order_by("-number").first()
    if newest is None:
        return Standing()
    pks = access.rows(PrescribedExercise).filter(revision=newest).values_list("exercise_id", flat=True)
    return Standing(frozenset(pks), newest.published_at is None)


def _added(asked: Asked, standing: Standing, language: str) -> str:
    if not asked.added:
        return ""
    added = Exercise.objects.filter(pk__in=standing.pks, slug=asked.added).with_texts(language).first()
    return added.shown_in(language).name if added else ""


def _as_shown(
    access: PatientAccess, judged: Iterable[Judged], judge: Judge, standing: Standing, language: str
) -> list[Found]:
    """Two queries for the words: of the exercises, and of the forms that are offered instead."""
    few = list(judged)
    texts = ExerciseText.objects.filter(language__in=[language, FALLBACK_LANGUAGE])
    prefetch_related_objects([one.exercise for one in few], Prefetch("texts", texts.filter(variant__isnull=True)))
    prefetch_related_objects([one.instead.variant for one in few if one.instead], Prefetch("texts", texts))
    return [_found(access, one, judge.side_of(one.exercise), standing, language) for one in few]


def _found(access: PatientAccess, judged: Judged, side: str, standing: Standing, language: str) -> Found:
    exercise, form = judged.exercise, judged.instead
    words = exercise.shown_in(language, form.variant if form else None)
    figure = access.patient.shown_figure
    usual = exercise.picture("end", side, figure=figure)
    return Found(
        judged=judged,
        name=words.name,
        name_lang=words.name_lang,
        dose=dosage.for_staff(exercise.default_dosage),
        picture=(exercise.picture("end", side, form.variant, figure=figure) if form else usual) or usual,
        is_standing=exercise.pk in standing.pks,
        form_name=words.variant.name if words.variant else "",
        form_lang=words.variant.name_lang if words.variant else "",
    )


def addable_exercise(access: PatientAccess, slug: str) -> Exercise:
    """404 for what is not there or not adopted."""
    exercise = Exercise.objects.prescribable(access.patient.clinic).filter(slug=slug).first()
    if exercise is None:
        raise Http404
    return exercise


def addable_variant(access: PatientAccess, exercise: Exercise, slug: str) -> ExerciseVariant | None:
    """None where the exercise itself is meant; 404 for a form that is not there or not adopted."""
    if not slug:
        return None
    variants = ExerciseVariant.objects.prescribable(access.patient.clinic)
    variant = variants.filter(exercise=exercise, slug=slug).select_related("exercise").first()
    if variant is None:
        raise Http404
    return variant


def addable_form(access: PatientAccess, exercise: str, variant: str = "") -> tuple[Exercise, ExerciseVariant | None]:
    """What a button named. A button carries one word, so a form may stand behind a stroke: "sit-to-stand/raised-seat"."""
    slug, _stroke, behind = exercise.partition("/")
    found = addable_exercise(access, slug)
    return found, addable_variant(access, found, variant or behind)
