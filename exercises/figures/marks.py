"""What a picture says beside the body: where the work is, where the limb was, which way it goes; and the face."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy import ndimage

from exercises.figures.library import Figure, settle
from exercises.figures.moving import between
from exercises.figures.outline import filled, path, resample
from exercises.figures.primitives import PATIENT, Group
from exercises.figures.skeleton import Body
from exercises.figures.spec import SIGN, Pose, PoseError, read_target
from exercises.figures.trace import Camera, Floats, Mask, View, trace_groups
from exercises.figures.vectors import Vec, cross, unit


@dataclass(frozen=True)
class Muscle:
    """An ellipsoid in a body frame; it lights the visible surface of the named parts inside it."""

    joint: str
    frame: str
    centre: Vec
    radii: Vec
    parts: tuple[str, ...]


def muscle(name: str) -> Muscle:
    """The patch of `<muscle>_<side>`."""
    stem, _, side = name.rpartition("_")
    s = SIGN.get(side, 1)
    pelvis, thigh, shank, hip, knee = "pelvis", f"thigh_{side}", f"shank_{side}", f"hip_{side}", f"knee_{side}"
    around_hip = ("pelvis", f"shorts_{side}", thigh)
    front, both = (thigh, f"shorts_{side}"), ("pelvis", f"shorts_{side}")
    found = {
        "glutemax": Muscle(pelvis, pelvis, (-0.075, s * 0.095, -0.025), (0.10, 0.10, 0.105), around_hip),
        "glutemed": Muscle(pelvis, pelvis, (-0.02, s * 0.14, 0.03), (0.09, 0.08, 0.105), (*around_hip, "torso")),
        "quads": Muscle(hip, thigh, (0.07, s * 0.01, -0.23), (0.07, 0.075, 0.15), front),
        "hams": Muscle(hip, thigh, (-0.06, 0, -0.24), (0.06, 0.07, 0.14), front),
        "hipflex": Muscle(hip, pelvis, (0.085, s * 0.01, 0.02), (0.075, 0.06, 0.11), (*both, thigh, "torso")),
        "hipfront": Muscle(hip, thigh, (0.06, s * 0.01, -0.05), (0.09, 0.075, 0.13), (*both, thigh)),
        "calf": Muscle(knee, shank, (-0.06, 0, -0.12), (0.06, 0.07, 0.11), (shank,)),
        "adduct": Muscle(hip, thigh, (0.01, -s * 0.06, -0.15), (0.06, 0.06, 0.14), front),
        "itband": Muscle(hip, thigh, (0.0, s * 0.075, -0.16), (0.055, 0.05, 0.24), around_hip),
        "shin": Muscle(knee, shank, (0.04, s * 0.02, -0.16), (0.05, 0.05, 0.13), (shank,)),
    }
    if stem not in found:
        raise PoseError(f"highlight: there is no {name!r}; known are {', '.join(found)}, each with _left or _right")
    return found[stem]


def glow(highlight: Sequence[str], body: Body, view: View) -> str:
    """Path data of the patches where the work is."""
    visible = view.of_owner(PATIENT)
    rows, columns = np.nonzero(visible)
    pixels = np.stack([columns + 0.5, rows + 0.5], 1)
    points = view.camera.world(pixels, view.depth[rows, columns])
    light = np.full(visible.shape, -1.0)
    for name in highlight:
        patch = muscle(name)
        centre = np.array(body.point(patch.joint, patch.centre, patch.frame))
        local = (points - centre) @ np.array(body.frames[patch.frame]) / np.array(patch.radii)
        strength = np.where(view.of_parts(set(patch.parts))[rows, columns], 1 - (local**2).sum(1), -1)
        light[rows, columns] = np.maximum(light[rows, columns], strength)
    return filled(light > 0, 1.6, 2.2, 120)


def hidden_muscles(highlight: Sequence[str], body: Body, view: View) -> str:
    """Path data of the working muscles as if one could look through the body to them."""
    rows, columns = np.nonzero(view.of_owner(PATIENT))
    plane = view.camera.world(np.stack([columns + 0.5, rows + 0.5], 1), np.zeros(len(rows)))
    found = np.zeros(view.index.shape, np.bool_)
    for name in highlight:
        patch = muscle(name)
        turn, radii = np.array(body.frames[patch.frame]), np.array(patch.radii)
        start = (plane - np.array(body.point(patch.joint, patch.centre, patch.frame))) @ turn / radii
        way = np.array(view.camera.axes[2]) @ turn / radii
        # The ray meets the ellipsoid where its nearest point to the middle lies within one.
        nearest = start - np.outer(start @ way / (way @ way), way)
        found[rows, columns] |= (nearest**2).sum(1) < 1
    return filled(found, 1.6, 2.2, 120)


CRUMB = 1500  # pixels: less than this of a ghost to be seen is not worth a picture's calm


def ghost(limbs: list[Group], view: View) -> str:
    """Path data of where moved limbs were: one calm shape, without slivers along the figure."""
    if not limbs:
        return ""
    coarse = trace_groups(limbs, replace(view.camera, pixels=view.camera.pixels / 2)).index >= 0
    rows, columns = (np.minimum(np.arange(n) // 2, m - 1) for n, m in zip(view.index.shape, coarse.shape, strict=True))
    was: Mask = coarse[np.ix_(rows, columns)]
    here = view.of_owner(PATIENT)
    # What the figure leaves free of it; slivers along the figure would only double its outline.
    opened = ndimage.binary_opening(was & ~ndimage.binary_dilation(here, iterations=4), iterations=7)
    labels, count = ndimage.label(opened)
    sizes = np.bincount(labels.ravel())[1:] if count else np.zeros(0, int)
    if sizes.sum() < CRUMB:
        return ""
    # Beside the large pieces small ones say nothing.
    wanted = [i + 1 for i, size in enumerate(sizes) if size >= max(CRUMB / 2, 0.18 * sizes.sum())]
    near = ndimage.binary_dilation(np.isin(labels, wanted), iterations=14)
    shape = was & (near | ndimage.binary_erosion(here, iterations=3))
    labels, _ = ndimage.label(shape)
    shape = np.isin(labels, np.setdiff1d(np.unique(labels[np.isin(labels, labels[near])]), [0]))
    return filled(shape, 1.9, 2.4, 700)


def arrow_line(figure: Figure, arrow: Mapping[str, Any], camera: Camera, first: Pose, last: Pose) -> Floats:
    """Pixels of an arrow: the path of a point of the body through the movement, or `through` given world points."""
    if "through" in arrow:
        points = np.array(arrow["through"], float)
    elif "circle" in arrow:
        points = _circle(settle(last).joints[arrow["circle"]], arrow)
    else:
        start, stop = arrow.get("during", (0.0, 1.0))
        target = read_target(arrow["point"], "arrow") if not isinstance(arrow["point"], str) else None
        path_points = []
        for part in np.linspace(start, stop, 13):
            body = settle(between(first, last, float(part)))
            path_points.append(body.place(target) if target else body.joints[arrow["point"]])
        points = np.array(path_points)
    line = camera.pixel(points) + np.array(arrow.get("shift", (0.0, 0.0)), float)
    # A movement of a few centimetres needs an arrow longer than itself to be seen.
    grown: Floats = line[0] + (line - line[0]) * float(arrow.get("grow", 1.0))
    return grown


def _circle(middle: Vec, arrow: Mapping[str, Any]) -> Floats:
    """Part of a circle (`turn`: from, to, in degrees) square to `normal`, round a joint moved by `centre`."""
    normal: Vec = unit(tuple(arrow.get("normal", (0.0, 1.0, 0.0))))
    first = unit(cross(normal, (0.0, 0.0, 1.0))) if abs(normal[2]) < 0.95 else (1.0, 0.0, 0.0)
    second = cross(first, normal)
    start, stop = arrow.get("turn", (120, -190))
    turn = np.radians(np.linspace(float(start), float(stop), 25))
    ring = np.outer(np.cos(turn), first) + np.outer(np.sin(turn), second)
    points: Floats = ring * float(arrow["radius"]) + np.array(middle) + np.array(arrow.get("centre", (0, 0, 0)), float)
    return points


HEAD_LENGTH, HEAD_HALF = 32.0, 18.0


def arrow_paths(line: Floats, double: bool = False) -> tuple[str, str] | None:
    """Shaft and head (or both heads) of an arrow along a pixel line; None when it would be too short to see."""
    line = resample(line, 3, False)
    travelled = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    if travelled[-1] < 28:
        return None
    neck = int(np.searchsorted(travelled, travelled[-1] - HEAD_LENGTH * 0.8))
    head = _head(line[-1], line[max(0, neck - 1)])
    first = 0
    if double:
        first = max(0, min(len(line) - neck, neck - 3))
        head += _head(line[0], line[first])
    shaft = line[first : max(neck, first + 2)]
    drawn = path(shaft, False, 1.2) or f"M{shaft[0][0]:.0f} {shaft[0][1]:.0f}L{shaft[-1][0]:.0f} {shaft[-1][1]:.0f}"
    return drawn, head


def _head(tip: Floats, back: Floats) -> str:
    ahead = (tip - back) / np.linalg.norm(tip - back)
    aside = np.array([-ahead[1], ahead[0]])
    corners = (tip, tip - ahead * HEAD_LENGTH + aside * HEAD_HALF, tip - ahead * HEAD_LENGTH - aside * HEAD_HALF)
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in corners) + "z"


def _on_face(body: Body, view: View, offset: Vec, outward: Vec) -> Floats | None:
    """Pixel of a point of the face, None when it looks away or is hidden."""
    point = np.array(body.point("head", offset, "head"))
    normal = np.array(body.frames["head"]) @ (np.array(outward) / np.linalg.norm(outward))
    if normal @ -np.array(view.camera.axes[2]) < 0.12:
        return None
    pixel = view.camera.pixel(point)
    x, y = int(pixel[0]), int(pixel[1])
    if not (2 < y < view.depth.shape[0] - 3 and 2 < x < view.depth.shape[1] - 3):
        return None
    hidden = view.depth[y - 2 : y + 3, x - 2 : x + 3].min() < float(view.camera.depth(point)) - 0.035
    return None if hidden else pixel


def _glasses(body: Body, view: View) -> str:
    """Path data of the rims, the bridge and the side pieces of a pair of glasses."""
    text, scaled = "", view.camera.pixels / 480
    for sign in (1, -1):
        rim = [
            _on_face(
                body,
                view,
                (0.114 - 0.012 * (0.3 + np.cos(a)), sign * (0.037 + 0.025 * np.cos(a)), 0.092 + 0.022 * np.sin(a)),
                (1, sign * 0.45, 0),
            )
            for a in np.linspace(0, 2 * np.pi, 9)[:-1]
        ]
        seen = [point for point in rim if point is not None]
        if len(seen) == len(rim):
            text += path(resample(np.array(seen), 2 * scaled, True), True, 0.8)
            ear = _on_face(body, view, (0.012, sign * 0.086, 0.096), (0, sign, 0))
            hinge = _on_face(body, view, (0.098, sign * 0.062, 0.096), (0.6, sign, 0))
            if ear is not None and hinge is not None:
                text += f"M{hinge[0]:.0f} {hinge[1]:.0f}L{ear[0]:.0f} {ear[1]:.0f}"
    bridge = [_on_face(body, view, (0.116, y, 0.097), (1, 0, 0)) for y in (-0.013, 0.013)]
    if bridge[0] is not None and bridge[1] is not None:
        text += f"M{bridge[0][0]:.0f} {bridge[0][1]:.0f}L{bridge[1][0]:.0f} {bridge[1][1]:.0f}"
    return text


def face(body: Body, view: View, glasses: bool = False) -> tuple[str, str]:
    """Path data of the eyes (dots) and of brows, mouth and glasses (lines)."""
    eyes, brows = "", _glasses(body, view) if glasses else ""
    for sign in (1, -1):
        eye = _on_face(body, view, (0.109, sign * 0.035, 0.093), (1, sign * 0.45, 0))
        if eye is not None:
            eyes += f"M{eye[0]:.0f} {eye[1]:.0f}h.1"
        brow = [
            _on_face(
                body,
                view,
                (0.108 - 0.010 * max(0, k), sign * (0.035 + 0.015 * k), 0.124 if k == 0 else 0.120),
                (1, sign * 0.4, 0),
            )
            for k in (-1, 0, 1)
        ]
        brows += _curve([p for p in brow if p is not None], least=3)
    mouth = [
        _on_face(body, view, (0.110 - 0.010 * k * k, 0.026 * k, 0.022 + 0.005 * k * k), (1, 0.35 * k, -0.05))
        for k in (-1.0, -0.5, 0.0, 0.5, 1.0)
    ]
    return eyes, brows + _curve([p for p in mouth if p is not None], least=3)


def _curve(points: list[Floats], least: int) -> str:
    if len(points) < least:
        return ""
    a, b, c = points[0], points[len(points) // 2], points[-1]
    return f"M{a[0]:.0f} {a[1]:.0f}Q{b[0]:.0f} {b[1]:.0f} {c[0]:.0f} {c[1]:.0f}"
