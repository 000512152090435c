"""One picture from solids to SVG elements: furniture, shadow, ghost, people, arrows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from exercises.figures import field as rays
from exercises.figures import marks
from exercises.figures.body import person
from exercises.figures.lines import STIFF, person_lines, prop_lines
from exercises.figures.looks import Look
from exercises.figures.outline import filled
from exercises.figures.paint import CAPS, Paint
from exercises.figures.palette import ARROW, BODY_PAINT_ORDER, GHOST, HALO
from exercises.figures.primitives import HELPER, PATIENT, Group
from exercises.figures.props import Prop, build_props
from exercises.figures.skeleton import Body
from exercises.figures.trace import Camera, Floats, Mask, View, pack, trace_groups

COLOURED = Paint()
_LIMB = ("thigh", "shorts", "shank", "sock", "foot", "sole", "upper_arm", "sleeve", "forearm", "hand")
_DIMMED = (*_LIMB, *(f"finger_{i}" for i in range(4)))
_LEVEL = ("mat", "counter", "wall", "ground", "door", "cloth")  # these throw no shadow worth drawing


@dataclass(frozen=True)
class ArrowLine:
    """Pixels of an arrow from tail to tip; `double` has a head at both ends: there and back again."""

    line: Floats
    double: bool = False


@dataclass(frozen=True)
class Scene:
    """What one picture shows. The first person is the one who exercises. `name` is unique among a page's pictures."""

    name: str
    people: tuple[tuple[Body, Look], ...]
    props: tuple[Prop, ...]
    camera: Camera
    highlight: tuple[str, ...] = ()
    through: bool = False  # outline the working muscle where the body hides it
    dim: str = ""
    ghost: list[Group] = field(default_factory=list)
    arrows: tuple[ArrowLine, ...] = ()


def _light(camera: Camera, body: Body) -> Floats:
    """Toward the light: from above, from the viewer, and from the side that the face looks to."""
    right, up, forward = (np.array(axis) for axis in camera.axes)
    looks = np.array(body.frames["head"])[:, 0] @ right
    light = right * (0.38 if looks >= -0.2 else -0.38) + up * 0.72 - forward * 0.58
    result: Floats = light / np.linalg.norm(light)
    return result


_furniture: dict[str, str] = {}


def furniture(props: list[Group], camera: Camera, paint: Paint = COLOURED) -> str:
    """Things as if nobody were there; the person is painted over them. The same things are drawn once."""
    if not props:
        return ""
    key = repr((props, camera, paint))
    if key not in _furniture:
        if len(_furniture) > 8:
            _furniture.clear()
        _furniture[key] = _draw_furniture(trace_groups(props, camera), paint)
    return _furniture[key]


def _draw_furniture(view: View, paint: Paint) -> str:
    # What is visible never overlaps, so the order is only for the smoothed borders: the floor first.
    order = sorted(view.packed.materials, key=lambda m: (m != "mat", m))
    text = "".join(paint.filled(m, filled(view.of_material(m), 1.5, 0.8, stiff=STIFF)) for m in order)
    upward = np.array([0.0, 0.0, 1.0])
    turned_away = (view.index >= 0) & (view.normal @ upward < 0.5) & ~view.of_material("soft")
    side = turned_away & (view.normal @ -np.array(view.camera.axes[2]) < 0.75)
    text += paint.shade(filled(side, 1.6, 0.8, 80, STIFF), 0.14)
    return text + paint.lines(paint.stroke(prop_lines(view), 2.2))


def shadow(view: View, paint: Paint = COLOURED) -> str:
    """Soft patches under whatever stands or hangs over the floor, or over a bed."""
    beds = {s.centre[2] + s.radii[2] for group in view.packed.groups for s in group.solids if s.part == "mattress"}
    return "".join(_shadow_at(level, view, paint) for level in (0.0, *beds))


def _shadow_at(level: float, view: View, paint: Paint) -> str:
    camera, step = view.camera, 5
    forward = np.array(camera.axes[2])
    height, width = view.depth.shape
    rows, columns = np.meshgrid(np.arange(0, height, step), np.arange(0, width, step), indexing="ij")
    pixels = np.stack([columns.ravel() + 0.5, rows.ravel() + 0.5], 1)
    plane = camera.world(pixels, np.zeros(len(pixels)))
    depth = (level - plane[:, 2]) / forward[2]
    floor = plane + depth[:, None] * forward
    packed = pack([group for group in view.packed.groups if group.name not in _LEVEL])
    xs, ys = floor[:, 0].reshape(rows.shape), floor[:, 1].reshape(rows.shape)
    found = rays.overhang(packed.solids, packed.first, packed.rows, xs, ys, level)
    dark = ndimage.gaussian_filter(ndimage.zoom(found, step, order=1), 4)[:height, :width] > 0.35
    seen = np.kron(depth.reshape(rows.shape), np.ones((step, step)))[:height, :width]
    full = np.zeros(view.depth.shape, np.bool_)
    full[: dark.shape[0], : dark.shape[1]] = dark
    seen_there = view.depth > seen - 0.04
    if level > 0:
        seen_there &= view.depth < seen + 0.02
    return paint.shade(filled(full & (seen_there | view.people), 3.0, 3.0, 300), 0.13)


def _dim_parts(side: str) -> set[str]:
    return {f"{name}_{side}" for name in _DIMMED}


def draw_person(scene: Scene, view: View, number: int, paint: Paint = COLOURED) -> str:
    """One person in paint order. The silhouette is written once, under a name of its own."""
    body, look = scene.people[number]
    visible, name = view.of_owner(look.owner), scene.name + ("-helper" if look.owner == HELPER else "")
    text = f'<defs><path id="{name}" d="{filled(visible, 1.3, 1.4)}"/></defs>'
    text += f'<use href="#{name}" {paint.fill(f"{look.clothes}skin")}/>'
    for material in BODY_PAINT_ORDER:
        mask = view.of_material(look.clothes + material) & visible
        if mask.any():  # one pixel wider, so that no skin shows along the seams
            data = filled(ndimage.binary_dilation(mask) & visible, 1.6, 1.2, 40)
            text += paint.filled(look.clothes + material, data, look)
    if look.owner == PATIENT:
        text += paint.glow(name, marks.glow(scene.highlight, body, view))
        if scene.through:
            text += paint.hidden_glow(f"{name}-t", marks.hidden_muscles(scene.highlight, body, view))
    text += paint.shade(filled(_shaded(scene, view, visible), 2.6, 2.4, 300), 0.16)
    if scene.dim and look.owner == PATIENT:
        text += paint.shade(filled(visible & view.of_parts(_dim_parts(scene.dim)), 1.8, 1.2, 80), 0.14)
    strong, fine = person_lines(view, look.owner)
    eyes, features = marks.face(body, view, look.glasses)
    outline = f'<use href="#{name}" stroke-width="{4 * paint.unit:g}"/>'
    return text + paint.lines(
        paint.stroke(fine + features, 2.2), paint.stroke(strong, 3.2), outline, paint.stroke(eyes, 8)
    )


def _shaded(scene: Scene, view: View, visible: Mask) -> Mask:
    """The side away from the light."""
    lit = np.where(visible, view.normal @ _light(view.camera, scene.people[0][0]), 0.0)
    spread = ndimage.gaussian_filter(visible.astype(float), 2.0)
    dark: Mask = visible & (ndimage.gaussian_filter(lit, 2.0) / np.maximum(spread, 0.05) < 0.10)
    return dark


def _ghost(data: str) -> str:
    if not data:
        return ""
    dashes = f'stroke="{GHOST}" stroke-width="3" stroke-dasharray="9 8"'
    return f'<path fill="{GHOST}" fill-opacity=".14" {dashes} d="{data}"/>'


def _arrows(arrows: Iterable[ArrowLine]) -> str:
    text = ""
    for arrow in arrows:
        drawn = marks.arrow_paths(arrow.line, arrow.double)
        if drawn is None:
            continue
        shaft, head = drawn
        text += f'<path fill="{HALO}" stroke="{HALO}" stroke-width="19" {CAPS} d="{head}"/>'
        text += f'<path fill="none" stroke="{HALO}" stroke-width="19" {CAPS} d="{shaft}"/>'
        text += f'<path fill="none" stroke="{ARROW}" stroke-width="10" {CAPS} d="{shaft}"/>'
        text += f'<path fill="{ARROW}" d="{head}"/>'
    return text


def draw_scene(scene: Scene) -> str:
    """Everything inside the <svg> element of one picture."""
    people = [group for body, look in scene.people for group in person(body, look)]
    props = build_props(list(scene.props), scene.people[0][0])
    view = trace_groups([*people, *props], scene.camera)
    text = furniture(props, scene.camera) + shadow(view) + _ghost(marks.ghost(scene.ghost, view))
    for number in range(len(scene.people)):
        text += draw_person(scene, view, number)
    return text + _arrows(scene.arrows)
