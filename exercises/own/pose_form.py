"""The changed pose as numbers. Each number stands in a box and on a slider beside it; either may be moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from exercises.fields import whole_number
from exercises.figures.library import Figure
from exercises.own.findings import view_words
from exercises.own.joints import Control, Group, Numbers, Touch, groups_of, touches_of

SLIDER = "slide"


@dataclass(frozen=True)
class Slider:
    """One control as the page shows it. `name` and `value` are those of the slider."""

    control: Control
    field: BoundField
    label: str
    name: str
    value: int

    @property
    def is_changed(self) -> bool:
        return self.value != self.control.value


@dataclass(frozen=True)
class SliderGroup:
    label: str
    sliders: tuple[Slider, ...]

    @property
    def is_open(self) -> bool:
        return any(one.is_changed or one.field.errors for one in self.sliders)


@dataclass(frozen=True)
class View:
    name: str
    label: str
    groups: tuple[SliderGroup, ...]
    touches: tuple[BoundField, ...]

    @property
    def has_left_a_touch(self) -> bool:
        return any(not box.value() for box in self.touches)


class PoseForm(forms.Form):
    use_required_attribute = False

    def __init__(self, data: Any = None, *, figure: Figure, numbers: Numbers) -> None:
        super().__init__(data, initial={}, auto_id="pose-%s")
        self.groups: dict[str, list[Group]] = {view: groups_of(figure, view) for view in figure.views}
        self.standing: dict[str, int] = {}
        for view, control in self._controls():
            name = f"{view}.{control.name}"
            self.fields[name] = whole_number(control.label, control.low, control.high)
            self.standing[name] = numbers.get(view, {}).get(control.name, control.value)
            self.initial[name] = self.standing[name]
        self.touches = {view: touches_of(figure, view) for view in figure.views}
        for view, touch in self._touches():
            name = f"{view}.{touch.name}"
            self.fields[name] = forms.BooleanField(label=touch.label, required=False)
            self.initial[name] = touch.name not in numbers.get(view, {})

    def clean(self) -> dict[str, Any]:
        """Without script the box and its slider do not follow each other: the one that was moved counts."""
        typed = self.cleaned_data
        for name, standing in self.standing.items():
            if name in typed and typed[name] in (None, standing):
                slid = self._slid(name)
                typed[name] = standing if slid is None else slid
        return typed

    def numbers(self) -> dict[str, dict[str, int]]:
        """What differs from the parent's pose, by view."""
        found: dict[str, dict[str, int]] = {}
        for view, control in self._controls():
            value = self.cleaned_data[f"{view}.{control.name}"]
            if value != control.value:
                found.setdefault(view, {})[control.name] = value
        for view, touch in self._touches():
            if not self.cleaned_data[f"{view}.{touch.name}"]:
                found.setdefault(view, {})[touch.name] = 0
        return found

    def views(self) -> list[View]:
        return [
            View(
                view,
                view_words(view),
                tuple(self._shown_group(view, group) for group in groups),
                tuple(self[f"{view}.{touch.name}"] for touch in self.touches[view]),
            )
            for view, groups in self.groups.items()
        ]

    @property
    def wrong(self) -> list[dict[str, str]]:
        """For the summary: which joint of which picture."""
        return [
            {
                "href": f"#{slider.field.auto_id}",
                "text": _("%(view)s, %(group)s, %(joint)s: %(sentence)s")
                % {"view": view.label, "group": group.label, "joint": slider.label, "sentence": sentence},
            }
            for view in self.views()
            for group in view.groups
            for slider in group.sliders
            for sentence in slider.field.errors
        ]

    def _controls(self) -> Iterator[tuple[str, Control]]:
        for view, groups in self.groups.items():
            for group in groups:
                for control in group.controls:
                    yield view, control

    def _touches(self) -> Iterator[tuple[str, Touch]]:
        for view, touches in self.touches.items():
            for touch in touches:
                yield view, touch

    def _slid(self, name: str) -> int | None:
        """Where the slider was let go, if it was moved at all and lies within its bounds."""
        typed = str(self.data.get(f"{SLIDER}-{name}", ""))[:8]
        try:
            return int(self.fields[name].clean(typed)) if typed else None
        except forms.ValidationError:
            return None

    def _shown_group(self, view: str, group: Group) -> SliderGroup:
        return SliderGroup(group.label, tuple(self._slider(view, control) for control in group.controls))

    def _slider(self, view: str, control: Control) -> Slider:
        name = f"{view}.{control.name}"
        field = self[name]
        value = self.standing[name]
        if self.is_bound:
            typed = self.cleaned_data.get(name) if hasattr(self, "cleaned_data") else None
            value = value if typed is None else typed
        label = _("%(joint)s, cm") % {"joint": control.label} if control.unit == "cm" else control.label
        return Slider(control, field, label, f"{SLIDER}-{name}", value)
