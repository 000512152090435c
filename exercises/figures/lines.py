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
    x = np.clip(np.rint(points[:, 0] - 0.5).astype(int), 0, values.shape[1] - 1)
    y = np.clip(np.rint(points[:, 1] - 0.5).astype(int), 0, values.shape[0] - 1)
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


def _clear_of_joint(view: View, border: Border) -> Mask:
    """True away from the joints where two limbs melt into each other and no line belongs."""
    points = view.camera.world(border.inside, sample(view.depth, border.inside).astype(float))
    clear = np.ones(len(points), np.bool_)
    for groups in border.both(view.group):
        rows = view.packed.rows[np.maximum(groups, 0)]
        away = np.linalg.norm(points - rows[:, field.G_NEAR : field.G_NEAR + 3], axis=1)
        clear &= away > rows[:, field.G_REACH] * 0.7
    return clear


def person_lines(view: View) -> tuple[str, str]:
    """(strong, fine) lines inside a person: limb before limb, and hems, cuffs, hairline."""
    person, group, part, material = view.person, view.group, view.part, view.material
    strong = fine = ""

    def same_person(border: Border) -> Mask:
        inside, outside = border.both(person)
        result: Mask = inside.astype(bool) & outside.astype(bool)
        return result

    for g in np.unique(group[person]):

        def other_limb(border: Border, g: int = g) -> Mask:
            result: Mask = same_person(border) & (border.both(group)[1] != g)
            return result

        def touching(border: Border, g: int = g) -> Mask:
            later = border.both(group)[1] > g
            flat = abs(border.jump) <= JUMP
            result: Mask = other_limb(border, g) & later & flat & _clear_of_joint(view, border)
            return result

        strong += stroke(person & (group == g), view.depth, lambda b: other_limb(b) & (b.jump > JUMP))
        fine += stroke(person & (group == g), view.depth, touching)
    for p in np.unique(part[person]):

        def in_limb(border: Border, p: int = p) -> Mask:
            groups, parts = border.both(group), border.both(part)
            result: Mask = (groups[0] == groups[1]) & (parts[1] != p)
            return result

        def seam(border: Border, p: int = p) -> Mask:
            cloth, parts = border.both(material), border.both(part)
            result: Mask = in_limb(border, p) & (abs(border.jump) <= JUMP) & (cloth[0] != cloth[1]) & (parts[1] > p)
            return result

        strong += stroke(part == p, view.depth, lambda b: in_limb(b) & (b.jump > JUMP), least=7)
        fine += stroke(part == p, view.depth, seam, least=7)
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
    soft = np.array([solid.material in ("soft", "towel") for group in view.packed.groups for solid in group.solids])
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
