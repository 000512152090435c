"""The angles and tags that a therapist stands for: one row for each pose and leg, as the parent declares them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises import tags
from exercises.fields import whole_number
from exercises.figures.skeleton import LegAngles
from exercises.loading.exercise_files import ANGLES
from exercises.models import Exercise, ExercisePose, LoadClass
from exercises.own.content import numbers_of
from exercises.own.fields import one_of
from exercises.own.findings import view_words
from exercises.own.joints import drawn_angles, moved, parent_figure

CLOSE_ENOUGH = 10  # degrees; as the library's drawings and declarations agree
LABELS = {
    "hip_flex": gettext_lazy("Hip bend"),
    "hip_abd": gettext_lazy("Hip out"),
    "hip_rot": gettext_lazy("Hip turned out"),
    "knee_flex": gettext_lazy("Knee bend"),
    "ankle": gettext_lazy("Toes up"),
    "trunk": gettext_lazy("Trunk lean"),
    "low_back": gettext_lazy("Back rounded"),
    "side_bend": gettext_lazy("Side bend"),
}


class AnglesForm(forms.Form):
    """One pose of one leg."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, pose: ExercisePose, drawn: LegAngles | None = None) -> None:
        """`drawn` is what the clinic's own drawing shows; where it differs from what stands here, the page says so."""
        super().__init__(data, prefix=f"{pose.pose}-{pose.leg}", initial={"load": pose.load})
        self.pose = pose
        for name, (low, high) in ANGLES.items():
            self.fields[name] = whole_number(LABELS[name], low, high, required=True)
            self.initial[name] = getattr(pose, name)
            shown = getattr(drawn, name, None)
            if shown is not None and abs(shown - self.initial[name]) > CLOSE_ENOUGH:
                self.fields[name].help_text = _("Drawn: %(angle)d°") % {"angle": round(shown)}
        self.fields["load"] = one_of(gettext_lazy("Weight"), LoadClass.choices)

    @property
    def title(self) -> str:
        names = {"pose": view_words(self.pose.pose), "leg": self.pose.get_leg_display()}
        return _("%(pose)s, %(leg)s") % names

    def declared(self) -> dict[str, Any]:
        return {"pose": self.pose.pose, "leg": self.pose.leg, **self.cleaned_data}


class TagsForm(forms.Form):
    use_required_attribute = False

    tags = forms.MultipleChoiceField(
        label=gettext_lazy("What is true of it"),
        choices=list(tags.WORDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy("Choose from the list."),
            "invalid_list": gettext_lazy("Choose from the list."),
        },
    )
    stands = forms.BooleanField(
        label=gettext_lazy("I have checked these angles and tags and stand for them"),
        error_messages={"required": gettext_lazy("Mark that you stand for these angles and tags; or leave the page.")},
    )


def angle_forms(own: Exercise, parent: Exercise | None, data: Any = None) -> list[AnglesForm]:
    """Its own rows where somebody has declared them, else the parent's to begin with."""
    rows: Sequence[ExercisePose] = list(own.poses.filter(variant=None))
    if not rows and parent is not None:
        rows = list(parent.poses.filter(variant=None))
    drawn = _drawn(own)
    return [AnglesForm(data, pose=pose, drawn=drawn(pose)) for pose in rows]


def _drawn(own: Exercise) -> Callable[[ExercisePose], LegAngles | None]:
    """Measured in a pose that the clinic has changed; the library's own drawings agree with what it declares."""
    numbers, parent = numbers_of(own), parent_figure(own.copied_from)
    if not numbers or parent is None:
        return lambda pose: None
    figure = moved(parent, numbers)
    return lambda pose: drawn_angles(figure, pose.pose, pose.leg) if pose.pose in figure.views else None


def first_tags(own: Exercise, parent: Exercise | None) -> list[str]:
    chosen: Iterable[str] = own.tags if own.is_checkable or parent is None else parent.tags
    return [tag for tag in chosen if tag in tags.WORDS]
