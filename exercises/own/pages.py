"""What the pages about an own exercise show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.models import DrawingState, Exercise, OwnDrawing
from exercises.models.texts import ShownExercise
from exercises.own.changing import parent_of
from exercises.own.content import stamp_of
from exercises.own.findings import view_words
from exercises.own.joints import parent_figure
from exercises.own.showing import PHOTO_VIEWS, shown_entry
from exercises.pictures import Picture

if TYPE_CHECKING:
    from accounts.models import Clinic
    from exercises.figures.library import Figure


@dataclass(frozen=True)
class Tab:
    href: str
    label: str
    is_current: bool


@dataclass(frozen=True)
class ShownView:
    """One picture of the exercise as it is now, with its name; a photo can be taken away."""

    view: str
    label: str
    picture: Picture | None
    is_photo: bool = False


@dataclass(frozen=True)
class OwnPage:
    """What all parts of the change page have in common."""

    exercise: Exercise
    shown: ShownExercise
    parent_name: str
    parent_lang: str
    parent_is_newer: bool
    tabs: list[Tab]
    stamp: str
    has_clash: bool
    drawing: OwnDrawing | None

    @property
    def is_waiting(self) -> bool:
        return self.drawing is not None and self.drawing.state == DrawingState.WAITING

    @property
    def has_failed(self) -> bool:
        return self.drawing is not None and self.drawing.state == DrawingState.FAILED

    @property
    def reasons(self) -> list[str]:
        return self.drawing.reason.splitlines() if self.drawing else []


PARTS = ("own_words", "own_dose", "own_pose", "own_photo", "own_angles")


def find_own(clinic: Clinic, slug: str) -> Exercise:
    """404 for what is not this clinic's own, the shared library included. Texts in all languages: all are changed."""
    found = Exercise.objects.filter(clinic=clinic, slug=slug).with_adoption(clinic).first()
    if found is None:
        raise Http404
    return found


def find_shared(slug: str) -> Exercise:
    """404 for what is not in the library, or has left it."""
    found = Exercise.objects.filter(clinic__isnull=True, slug=slug).in_use().first()
    if found is None:
        raise Http404
    return found


def own_page(own: Exercise, part: str, language: str, *, has_clash: bool = False) -> OwnPage:
    """After a clash the stamp is that of the present state: whoever has read the notice may save over it."""
    parent = parent_of(own)
    parent_words = parent.shown_in(language) if parent else None
    fresh = Exercise.objects.get(pk=own.pk) if has_clash else own
    return OwnPage(
        exercise=own,
        shown=own.shown_in(language),
        parent_name=parent_words.name if parent_words else own.copied_from,
        parent_lang=parent_words.name_lang if parent_words else "",
        parent_is_newer=parent is not None and parent.version > (own.copied_version or 0),
        tabs=_tabs(own, part),
        stamp=stamp_of(fresh),
        has_clash=has_clash,
        drawing=OwnDrawing.objects.filter(exercise=own).first(),
    )


def shown_views(own: Exercise) -> list[ShownView]:
    """The newest pictures, in the order of the movement."""
    entry = shown_entry(own.own_pictures, newest=True)
    figure = figure_of(own)
    photos = entry.get("photos", {})
    figure_word = own.clinic.figure if own.clinic else ""
    names = list(figure.views) if figure else list(PHOTO_VIEWS)
    names += [view for view in PHOTO_VIEWS if view not in names]
    return [
        ShownView(
            view,
            view_words(view),
            own.picture(
                view, newest=True, figure=figure_word, alt=_("%(view)s, as it is now") % {"view": view_words(view)}
            ),
            view in photos,
        )
        for view in names
        if view in PHOTO_VIEWS or not photos
    ]


def figure_of(own: Exercise) -> Figure | None:
    return parent_figure(own.copied_from)


def _tabs(own: Exercise, part: str) -> list[Tab]:
    labels = {
        "own_words": _("Words"),
        "own_dose": _("Dose"),
        "own_pose": _("Pose"),
        "own_photo": _("Photos"),
        "own_angles": _("Angles and tags"),
    }
    return [Tab(reverse(f"exercises:{name}", args=[own.slug]), labels[name], name == part) for name in PARTS]
