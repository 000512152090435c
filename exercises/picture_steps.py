"""The pictures of an exercise as a page shows them: every view in the order of the movement, the helper, the motion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from exercises.dosage import Dosage
from exercises.models import Exercise, ExerciseVariant
from exercises.models.exercises import VariantKind
from exercises.pictures import HELPER, Picture, motion_of, views_of
from exercises.tempo import Pace, pace_of


@dataclass(frozen=True)
class PictureStep:
    """`title` is one word with a full stop, in the page's language; the picture's alt is in the library's."""

    title: str
    picture: Picture


@dataclass(frozen=True)
class MovingPicture:
    """`picture` is put into the page only when somebody asks for it. `tone` colours skin and hair, see figures.css."""

    picture: Picture
    pace: Pace
    tone: str

    @property
    def out_ms(self) -> int:
        return round(self.pace.out_seconds * 1000)

    @property
    def hold_ms(self) -> int:
        return round(self.pace.hold_seconds * 1000)

    @property
    def back_ms(self) -> int:
        return round(self.pace.back_seconds * 1000)

    @property
    def count(self) -> int:
        """What the ring counts down from: breaths, or whole seconds. None of it where no hold is prescribed."""
        return self.pace.breaths or (round(self.pace.hold_seconds) if self.pace.is_counted else 0)


@dataclass(frozen=True)
class ShownPictures:
    steps: list[PictureStep]
    helper: Picture | None
    moving: MovingPicture | None

    @property
    def is_tall(self) -> bool:
        return bool(self.steps) and self.steps[-1].picture.is_tall

    @property
    def shows_usual_form(self) -> bool:
        return bool(self.steps) and self.steps[-1].picture.shows_usual_form


def pictures_for(
    exercise: Exercise,
    variant: ExerciseVariant | None,
    dosage: Dosage,
    words: Mapping[str, str],
    *,
    figure: str,
    newest: bool = False,
) -> ShownPictures:
    """`words`: what each picture shows, by view. `figure`: who is drawn, such as "man-brown". `newest`: for whoever
    works on a clinic's own exercise, also what nobody has adopted yet."""
    side = dosage.side
    steps = []
    for view in _views(exercise, variant):
        alt = words.get(view) or _("Between start and end")
        drawn = exercise.picture(view, side, variant, alt=alt, figure=figure, newest=newest)
        if drawn:
            steps.append(PictureStep(_title(view), drawn))
    helper = exercise.picture(HELPER, side, variant, alt=words.get(HELPER, ""), figure=figure, newest=newest)
    # Where the variant is drawn for itself, the helper of the usual form would stand in the wrong place.
    if helper and steps and helper.shows_usual_form != steps[-1].picture.shows_usual_form:
        helper = None
    # A photo, or a pose that a clinic drew for itself, stands still.
    is_drawn_here = bool(steps) and not (exercise.is_own and not all(step.picture.shows_parent for step in steps))
    return ShownPictures(steps, helper, _moving(exercise, variant, dosage, words, figure) if is_drawn_here else None)


def _views(exercise: Exercise, variant: ExerciseVariant | None) -> list[str]:
    """Of the drawing that `Exercise.picture` finds: the variant's own, else the usual form or the parent's."""
    own = views_of(exercise.slug, variant.slug) if variant else []
    return own or views_of(_drawn_as(exercise)) or ["start", "end"]


def _drawn_as(exercise: Exercise) -> str:
    """A clinic's own exercise goes by the drawing of the one that it was copied from."""
    return exercise.copied_from or exercise.slug


def _moving(
    exercise: Exercise, variant: ExerciseVariant | None, dosage: Dosage, words: Mapping[str, str], figure: str
) -> MovingPicture | None:
    alt = " ".join(words[view] for view in ("start", "end") if words.get(view))
    own = variant.slug if variant and views_of(exercise.slug, variant.slug) else ""
    if variant and not own and variant.kind == VariantKind.SAFE:
        return None
    drawn = motion_of(_drawn_as(exercise), side=dosage.side, variant=own, figure=figure, alt=alt)
    if drawn is None:
        return None
    return MovingPicture(drawn, pace_of(exercise.tempo, dosage), figure.partition("-")[2])


def _title(view: str) -> str:
    return {"start": _("Start."), "end": _("End.")}.get(view, _("Then."))
