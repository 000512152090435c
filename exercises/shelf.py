"""What the library pages show: rows with ready answers, so that templates need not ask again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Q, prefetch_related_objects
from django.http import Http404
from django.utils.translation import gettext as _

from exercises import dosage
from exercises.forms import LEVEL_WEEKS, Level, equipment_in
from exercises.models import Adoption, AdoptionKind, Exercise, ExercisePose, ExerciseVariant, Source
from exercises.models.querysets import ExerciseQuerySet
from exercises.models.texts import ShownExercise, ShownVariant
from exercises.muscles import muscle_in
from exercises.own.adopting import hindrance
from exercises.own.content import stamp_of
from exercises.picture_steps import ShownPictures, pictures_for
from exercises.pictures import Picture, views_of
from exercises.precaution_shelf import MatrixRow, matrix_of
from exercises.spelling import spellings
from exercises.tags import in_words

if TYPE_CHECKING:
    from accounts.models import Clinic

PAGE_SIZE = 24


@dataclass(frozen=True)
class Standing:
    """Who stands behind this version: a reviewer of the library, and a therapist of the clinic."""

    is_reviewed: bool
    is_adopted: bool
    adoption: Adoption | None = None

    @property
    def words(self) -> str:
        if self.is_adopted:
            return _("Adopted by your clinic")
        return _("Not adopted yet") if self.is_reviewed else _("Not yet reviewed by a clinician")


@dataclass(frozen=True)
class LibraryRow:
    exercise: Exercise
    shown: ShownExercise
    dose: str
    picture: Picture | None
    standing: Standing


@dataclass(frozen=True)
class LibraryPage:
    page: Page[Exercise]
    rows: list[LibraryRow]
    meant: str = ""  # close spellings that were looked for, where the words themselves found nothing


@dataclass(frozen=True)
class VariantRow:
    variant: ExerciseVariant
    shown: ShownVariant
    pictures: list[Picture]
    poses: list[ExercisePose]


@dataclass(frozen=True)
class ExercisePage:
    exercise: Exercise
    shown: ShownExercise
    dose: str
    pictures: ShownPictures
    poses: list[ExercisePose]
    variants: list[VariantRow]
    easier: list[LibraryRow]
    harder: list[LibraryRow]
    sources: list[Source]
    standing: Standing
    tags: list[str]
    matrix: list[MatrixRow]  # against each precaution; empty where nobody stands for the angles
    parent: ShownExercise | None = None  # of a clinic's own exercise: what it was copied from
    hindrance: str = ""  # why nobody can adopt it yet

    @property
    def stamp(self) -> str:
        return stamp_of(self.exercise) if self.exercise.is_own else ""

    @property
    def matrix_has_roles(self) -> bool:
        """Somewhere it matters whether the affected leg works or is the other one."""
        return any(row.other for row in self.matrix)

    @property
    def shows_parent(self) -> bool:
        """Its pictures are those of the exercise that it was copied from."""
        return any(step.picture.shows_parent for step in self.pictures.steps)


def library_page(clinic: Clinic, language: str, asked: dict[str, str], number: str | None) -> LibraryPage:
    """One page of what the clinic can see, by name. `asked` holds the filters of LibraryForm."""
    found, meant = find_on_shelf(clinic, asked)
    page = Paginator(found.with_texts(language).by_name(language), PAGE_SIZE).get_page(number)
    return LibraryPage(page, [library_row(exercise, language, clinic.figure) for exercise in page.object_list], meant)


def find_on_shelf(clinic: Clinic, asked: Mapping[str, str]) -> tuple[ExerciseQuerySet, str]:
    """What fits the filters of LibraryForm, with `is_adopted`; and what was probably meant by words that fit nothing."""
    found = Exercise.objects.for_clinic(clinic).in_use().with_adoption(clinic)
    found, meant = _by_words(found, asked.get("words", ""))
    if "category" in asked:
        found = found.filter(Q(category=asked["category"]) | Q(second_category=asked["category"]))
    if "position" in asked:
        found = found.filter(start_position=asked["position"])
    if "equipment" in asked:
        found = found.filter(equipment_in(asked["equipment"]))
    if "muscle" in asked:
        found = found.filter(muscle_in(asked["muscle"]))
    if "level" in asked:
        found = found.filter(LEVEL_WEEKS[Level(asked["level"])])
    return found, meant


def _by_words(exercises: ExerciseQuerySet, words: str) -> tuple[ExerciseQuerySet, str]:
    """What the words find; where they find nothing, what was probably meant, and that in words."""
    if not words:
        return exercises, ""
    found = exercises.search(words)
    if found.exists():
        return found, ""
    close = spellings(words, exercises.known_words())
    meant = ", ".join(sorted({one for several in close for one in several}))
    return exercises.search_any(close), meant


def library_row(exercise: Exercise, language: str, figure: str) -> LibraryRow:
    return LibraryRow(
        exercise=exercise,
        shown=exercise.shown_in(language),
        dose=dosage.for_staff(exercise.default_dosage),
        picture=exercise.picture("end", figure=figure, newest=True),
        standing=Standing(exercise.is_reviewed, exercise.is_adopted),
    )


def find_exercise(clinic: Clinic, slug: str, language: str) -> Exercise:
    """The clinic's own or the shared one, or 404. A retired one is still found: a routine may hold it."""
    found = Exercise.objects.for_clinic(clinic).with_texts(language).with_adoption(clinic).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def exercise_page(clinic: Clinic, slug: str, language: str) -> ExercisePage:
    exercise = find_exercise(clinic, slug, language)
    shown = exercise.shown_in(language)
    prefetch_related_objects([exercise], "poses")
    poses = list(exercise.poses.all())
    in_use = [variant for variant in exercise.variants.all() if not variant.is_retired]
    return ExercisePage(
        exercise=exercise,
        shown=shown,
        dose=dosage.for_staff(exercise.default_dosage),
        pictures=pictures_for(
            exercise, None, exercise.default_dosage, shown.pictures, figure=clinic.figure, newest=True
        ),
        poses=[pose for pose in poses if pose.variant_id is None],
        variants=[_variant_row(exercise, variant, poses, language, clinic.figure) for variant in in_use],
        easier=_neighbours(clinic, exercise.easier_exercises, language),
        harder=_neighbours(clinic, exercise.harder_exercises, language),
        sources=list(exercise.sources.distinct()),
        standing=Standing(
            exercise.is_reviewed,
            exercise.is_adopted,
            adoption_of(clinic, AdoptionKind.EXERCISE, exercise.slug, exercise.version),
        ),
        tags=in_words(exercise.tags),
        matrix=matrix_of(exercise),
        parent=_parent(exercise, language),
        hindrance=hindrance(exercise),
    )


def _parent(exercise: Exercise, language: str) -> ShownExercise | None:
    if not exercise.is_own:
        return None
    shared = Exercise.objects.filter(clinic__isnull=True, slug=exercise.copied_from).with_texts(language).first()
    return shared.shown_in(language) if shared else None


def adoption_of(clinic: Clinic, kind: AdoptionKind, slug: str, version: int) -> Adoption | None:
    return Adoption.objects.filter(clinic=clinic, kind=kind, slug=slug, version=version).first()


def _variant_row(
    exercise: Exercise, variant: ExerciseVariant, poses: Iterable[ExercisePose], language: str, figure: str
) -> VariantRow:
    shown = variant.shown_in(language)
    titled = {"start": _("%(name)s, start"), "end": _("%(name)s, end")}
    drawn = [
        exercise.picture(
            view, variant=variant, alt=titled.get(view, _("%(name)s, then")) % {"name": shown.name}, figure=figure
        )
        for view in views_of(exercise.slug, variant.slug)
    ]
    return VariantRow(
        variant=variant,
        shown=shown,
        pictures=[picture for picture in drawn if picture],
        poses=[pose for pose in poses if pose.variant_id == variant.pk],
    )


def _neighbours(clinic: Clinic, slugs: list[str], language: str) -> list[LibraryRow]:
    found = Exercise.objects.for_clinic(clinic).in_use().filter(slug__in=slugs)
    return [
        library_row(exercise, language, clinic.figure) for exercise in found.with_texts(language).with_adoption(clinic)
    ]
