"""What touches what: the solids behind the names in a pose file, and bodies with their hands closed round them."""

from __future__ import annotations

from collections.abc import Iterable

from exercises.figures.body import person
from exercises.figures.hands import close_hand
from exercises.figures.library import Figure, settle, settle_helper
from exercises.figures.looks import CAREGIVER
from exercises.figures.primitives import Group, Solid
from exercises.figures.props import FLOOR, build_props
from exercises.figures.skeleton import Body
from exercises.figures.spec import SIDES

Pairs = Iterable[tuple[str, str]]

_FINGERS = tuple(f"finger_{i}" for i in range(4))
_NAMES = {
    "palm": ("hand", *_FINGERS),
    "hand": ("hand", *_FINGERS),
    "shoe": ("foot", "sole"),
    "thigh": ("thigh", "shorts"),
    "knee": ("shank",),
}


def solids_of(name: str, groups: list[Group]) -> list[Solid]:
    """The solids that a contact names: a body part, a limb, or a prop; `helper.` before the second person's."""
    if name == "floor":
        return FLOOR.solids
    name = name.removeprefix("patient.")
    prefix, plain = ("helper.", name.removeprefix("helper.")) if name.startswith("helper.") else ("", name)
    stem, _, side = plain.partition("_")
    parts = {f"{prefix}{part}_{side}" if side else prefix + part for part in _NAMES.get(stem, (stem,))} | {name}
    return [solid for group in groups for solid in group.solids if solid.part in parts or group.name == name]


def _close_hands(body: Body, prefix: str, pairs: Pairs, groups: list[Group]) -> None:
    """A palm that touches the other palm stays as it is: both would have to move."""
    pairs = [(a.removeprefix("patient."), b.removeprefix("patient.")) for a, b in pairs]
    for side in SIDES:
        name = f"{prefix}palm_{side}"
        others = [b if a == name else a for a, b in pairs if name in (a, b)]
        solids = [solid for other in others if "palm" not in other for solid in solids_of(other, groups)]
        if solids:
            close_hand(body, side, solids)


def stand(figure: Figure, view: str) -> Body:
    """The body of a view, its hands closed round what they touch there."""
    body = settle(figure.views[view])
    pairs = (figure.contacts or {}).get(view, ())
    if any("palm" in name for pair in pairs for name in pair):
        _close_hands(body, "", pairs, person(body) + build_props(list(figure.props), body))
    return body


def stand_helper(figure: Figure) -> tuple[Body, Body]:
    """Both people of the helper's picture, the one who exercises first."""
    patient, second = settle_helper(figure)
    if figure.helper is None:
        return patient, second
    pairs = [*(figure.contacts or {}).get(figure.helper.view, ()), *figure.helper.contacts]
    groups = [*person(patient), *person(second, CAREGIVER)]
    groups += build_props([*figure.props, *figure.helper.props], patient)
    _close_hands(patient, "", pairs, groups)
    _close_hands(second, "helper.", pairs, groups)
    return patient, second
