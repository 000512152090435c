"""Where one thing ends before another: the drawn lines inside a figure and around furniture.

Lines are traced from whole masks (a limb, then a part, then a face of a box), never from small pieces, so that no
nicks show at the seams between pieces.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from exercises.figures import field
from exercises.figures.outline import contours, path, resample
from exercises.figures.trace import Floats, Ints, Mask, View

JUMP = 0.014  # metres of depth between two surfaces that make a real edge
ASIDE = 2.3  # pixels to either side of a line where the two surfaces are looked at
ERROR = 1.4
ROUNDED = ("soft", "towel", "belt", "band", "plate", "stone", "blade")  # no edges but their outline
STIFF = 2.4  # furniture has straight edges


@dataclass(frozen=True)
class Border:
    """Samples along the outline of a mask: positions just inside and just outside."""

    inside: Floats
    outside: Floats
    jump: Floats  # how much deeper the outside lies

    def both(self, labels: NDArray[np.int64] | Mask) -> tuple[Ints, Ints]:
        return sample(labels, self.inside), sample(labels, self.outside)


Rule = Callable[[Border], Mask]


def sample(values: NDArray[np.generic], points: Floats) -> NDArray[np.int64]:
    x = np.minimum(np.maximum(np.rint(points[:, 0] - 0.5).astype(int), 0), values.shape[1] - 1)
    y = np.minimum(np.maximum(np.rint(points[:, 1] - 0.5).astype(int), 0), values.shape[0] - 1)
    picked: NDArray[np.int64] = values[y, x]
    return picked


def _border(mask: Mask, line: Floats, depth: Floats) -> Border:
    along = np.roll(line, -2, 0) - np.roll(line, 2, 0)
    out = np.stack([-along[:, 1], along[:, 0]], 1)
    out /= np.linalg.norm(out, axis=1)[:, None] + 1e-9
    swap = (sample(mask, line + out * ASIDE).astype(bool) & ~sample(mask, line - out * ASIDE).astype(bool))[:, None]
    inside = np.where(swap, line + out * ASIDE, line - out * ASIDE)
    outside = np.where(swap, line - out * ASIDE, line + out * ASIDE)
    jump = (sample(depth, outside) - sample(depth, inside)).astype(np.float64)
    return Border(inside, outside, jump)


def _runs(keep: Mask, bridge: int, least: int) -> list[tuple[int, int]]:
    """Start and length of the kept stretches of a closed line, small gaps bridged, short stretches dropped."""
    if keep.all():
        return [(0, len(keep))]
    if not keep.any():
        return []
    shift = int(np.argmin(keep))
    labels, _ = ndimage.label(np.roll(keep, -shift))
    stretches = [[piece[0].start, piece[0].stop] for piece in ndimage.find_objects(labels)]
    merged = [stretches[0]]
    for start, stop in stretches[1:]:
        if start - merged[-1][1] <= bridge:
            merged[-1][1] = stop
        else:
            merged.append([start, stop])
    return [((start + shift) % len(keep), stop - start) for start, stop in merged if stop - start >= least]


def stroke(mask: Mask, depth: Floats, rule: Rule, least: int = 8, bridge: int = 5, stiff: float = 0.6) -> str:
    """Path data of the outline of a mask where the rule holds."""
    text = ""
    for outline in contours(mask, 1.3, 25):
        line = resample(outline, 1.5, True)
        if len(line) < 8:
            continue
        for start, count in _runs(rule(_border(mask, line, depth)), bridge, least):
            if count == len(line):
                text += path(line, True, ERROR, stiff)
            else:
                text += path(line[(np.arange(count) + start) % len(line)], False, ERROR, stiff)
    return text


class _Person:
    """Rules that say where the outline of a limb, or of a part of it, is drawn."""

    def __init__(self, view: View, owner: int) -> None:
        self.view = view
        self.person, self.group = view.of_owner(owner), view.group
        self.part, self.material = view.part, view.material
        legs = np.array(["leg_" in group.name for group in view.packed.groups])
        self.is_leg = self.person & legs[np.maximum(self.group, 0)]
        self.is_finger = np.array(["finger_" in part for part in view.packed.parts])
        hands = np.array(["finger_" in part or "hand_" in part for part in view.packed.parts])
        self.is_hand = (self.part >= 0) & hands[np.maximum(self.part, 0)]
        self.facing = view.normal @ -np.array(view.camera.axes[2])

    def _clear_of_joint(self, border: Border) -> Mask:
        """True away from the joints where two limbs melt into each other."""
        points = self.view.camera.world(border.inside, sample(self.view.depth, border.inside).astype(float))
        clear = np.ones(len(points), np.bool_)
        for groups in border.both(self.group):
            rows = self.view.packed.rows[np.maximum(groups, 0)]
            away = np.linalg.norm(points - rows[:, field.G_NEAR : field.G_NEAR + 3], axis=1)
            clear &= away > rows[:, field.G_REACH] * 0.7
        return clear

    def _other_limb(self, border: Border) -> Mask:
        inside, outside = border.both(self.person)
        groups = border.both(self.group)
        result: Mask = inside.astype(bool) & outside.astype(bool) & (groups[0] != groups[1])
        return result

    def limb_before_limb(self, border: Border) -> Mask:
        # Where a leg melts into the pelvis a surface that falls away steeply is no edge.
        level = sample(self.facing, border.outside) > 0.35
        inside, outside = (legs.astype(bool) for legs in border.both(self.is_leg))
        real = ~(inside | outside) | ((border.jump > 2 * JUMP) & level) | self._clear_of_joint(border)
        result: Mask = self._other_limb(border) & (border.jump > JUMP) & real
        return result

    def limb_on_limb(self, border: Border) -> Mask:
        groups = border.both(self.group)
        flat = abs(border.jump) <= JUMP
        result: Mask = self._other_limb(border) & (groups[1] > groups[0]) & flat & self._clear_of_joint(border)
        return result

    def _other_part(self, border: Border) -> Mask:
        groups, parts = border.both(self.group), border.both(self.part)
        result: Mask = (groups[0] == groups[1]) & (parts[0] != parts[1])
        return result

    def _melted_limb(self, border: Border) -> Mask:
        """Where a limb runs into the trunk without an edge of its own."""
        result: Mask = self._other_limb(border) & ~self._clear_of_joint(border)
        return result

    def fold(self, border: Border) -> Mask:
        result: Mask = self._other_part(border) & (border.jump > JUMP)
        return result

    def seam(self, border: Border) -> Mask:
        cloth, parts = border.both(self.material), border.both(self.part)
        flat = abs(border.jump) <= JUMP
        other = self._other_part(border) | self._melted_limb(border)
        result: Mask = other & flat & (cloth[0] != cloth[1]) & (parts[1] > parts[0])
        return result

    def crease(self, border: Border) -> Mask:
        """Between the fingers of a hand."""
        parts = border.both(self.part)
        fingers = [self.is_finger[np.maximum(part, 0)] & (part >= 0) for part in parts]
        flat = (abs(border.jump) <= JUMP) & (sample(self.facing * 100, border.inside) > 40)
        result: Mask = self._other_part(border) & fingers[0] & fingers[1] & flat & (parts[1] > parts[0])
        return result

    def palm_fold(self, border: Border) -> Mask:
        """A hand, taken as one piece, before the rest of its arm."""
        groups, hands = border.both(self.group), border.both(self.is_hand)
        result: Mask = (groups[0] == groups[1]) & (hands[0] != hands[1]) & (border.jump > JUMP)
        return result


def person_lines(view: View, owner: int) -> tuple[str, str]:
    """(strong, fine) lines inside a person: limb before limb, and hems, cuffs, hairline."""
    rules, strong, fine = _Person(view, owner), "", ""
    for g in np.unique(rules.group[rules.person]):
        limb = rules.person & (rules.group == g)
        strong += stroke(limb, view.depth, rules.limb_before_limb)
        strong += stroke(limb & rules.is_hand, view.depth, rules.palm_fold, least=7)
        fine += stroke(limb, view.depth, rules.limb_on_limb)
    for p in np.unique(rules.part[rules.person]):
        here = rules.part == p
        if rules.is_finger[p]:
            fine += stroke(here, view.depth, rules.crease, least=5)
            continue
        strong += stroke(here & ~rules.is_hand, view.depth, rules.fold, least=7)
        fine += stroke(here, view.depth, rules.seam, least=7)
    return strong, fine


def faces(view: View) -> Ints:
    """A label for each face of each box, so that edges between faces of one box are drawn too."""
    seen = view.index >= 0
    index = view.index[seen]
    axes = view.packed.solids[index][:, field.AXES : field.AXES + 9].reshape(-1, 3, 3)
    local = np.einsum("nij,nj->ni", axes, view.normal[seen])
    axis = np.argmax(abs(local), 1)
    positive = np.take_along_axis(local, axis[:, None], 1)[:, 0] > 0
    # Soft things have round edges: only their outline is drawn.
    soft = np.array([solid.material in ROUNDED for group in view.packed.groups for solid in group.solids])
    is_box = (view.packed.solids[index, field.KIND] == field.BOX) & ~soft[index]
    labels = np.full(view.index.shape, -1, np.int64)
    labels[seen] = view.packed.part_of[index] * 6 + np.where(is_box, axis * 2 + positive, 0)
    return labels


def prop_lines(view: View) -> str:
    """Outlines and edges of furniture seen without the person."""
    labels = faces(view)
    text = ""
    for label in np.unique(labels[labels >= 0]):

        def edge(border: Border, label: int = label) -> Mask:
            outside = border.both(labels)[1]
            flat = abs(border.jump) <= JUMP
            result: Mask = (outside != label) & ((border.jump > JUMP) | (flat & (outside > label)))
            return result

        text += stroke(labels == label, view.depth, edge, least=16, bridge=14, stiff=STIFF)
    return text
