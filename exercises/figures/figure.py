"""One figure to flat SVG files: start, end, and both again for the other side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np
from scipy import ndimage

from exercises.figures import field, marks
from exercises.figures.body import person
from exercises.figures.contacts import stand, stand_helper
from exercises.figures.library import HELPER_VIEW, Figure, Helper
from exercises.figures.lines import STIFF, person_lines, prop_lines
from exercises.figures.looks import CAREGIVER, WOMAN, Look
from exercises.figures.outline import filled
from exercises.figures.palette import ARROW, BODY_PAINT_ORDER, CLASS, FILL, GHOST, GLOW, HALO, HATCH, LINE, SHADE, WORK
from exercises.figures.primitives import HELPER, PATIENT, Group
from exercises.figures.props import Prop, build_props
from exercises.figures.skeleton import Body
from exercises.figures.trace import PIXELS, Camera, Floats, Mask, View, extent, pack, trace_groups

ARROW_ROOM = 0.06  # metres around an arrow, for its head and halo


def _fill(name: str, data: str) -> str:
    return f'<path class="{CLASS}-{name}" fill="{FILL[name]}" d="{data}"/>' if data else ""


def _shade(data: str, opacity: float) -> str:
    return f'<path fill="{SHADE}" fill-opacity="{opacity:g}" d="{data}"/>'.replace("0.", ".") if data else ""


def _stroke(data: str, width: float) -> str:
    return f'<path stroke-width="{width:g}" d="{data}"/>' if data else ""


def _lines(*strokes: str) -> str:
    caps = 'stroke-linecap="round" stroke-linejoin="round"'
    inner = "".join(strokes)
    return f'<g class="{CLASS}-line" fill="none" stroke="{LINE}" {caps}>{inner}</g>' if inner else ""


def _light(camera: Camera, body: Body) -> Floats:
    """Toward the light: from above, from the viewer, and from the side that the face looks to."""
    right, up, forward = (np.array(axis) for axis in camera.axes)
    looks = np.array(body.frames["head"])[:, 0] @ right
    light = right * (0.38 if looks >= -0.2 else -0.38) + up * 0.72 - forward * 0.58
    result: Floats = light / np.linalg.norm(light)
    return result


def _props(view: View) -> str:
    """Furniture as if nobody were there; the person is painted over it."""
    text = "".join(_fill(m, filled(view.of_material(m), 1.5, 0.8, stiff=STIFF)) for m in _back_to_front(view))
    camera_up = np.array([0.0, 0.0, 1.0])
    turned_away = (view.index >= 0) & (view.normal @ camera_up < 0.5) & ~view.of_material("soft")
    facing = view.normal @ -np.array(view.camera.axes[2])
    side = turned_away & (facing < 0.75)
    return text + _shade(filled(side, 1.6, 0.8, 80, STIFF), 0.14) + _lines(_stroke(prop_lines(view), 2.2))


def _back_to_front(view: View) -> list[str]:
    """Materials, the floor first; what is visible never overlaps, so the order is only for the smoothed borders."""
    return sorted(view.packed.materials, key=lambda m: (m != "mat", m))


def _shadow(view: View, groups_above: Mask) -> str:
    """Soft patch on the floor under whatever stands or hangs over it."""
    camera, step = view.camera, 3
    forward = np.array(camera.axes[2])
    height, width = view.depth.shape
    rows, columns = np.meshgrid(np.arange(0, height, step), np.arange(0, width, step), indexing="ij")
    pixels = np.stack([columns.ravel() + 0.5, rows.ravel() + 0.5], 1)
    plane = camera.world(pixels, np.zeros(len(pixels)))
    depth = -plane[:, 2] / forward[2]
    floor = plane + depth[:, None] * forward
    packed = pack([g for g, keep in zip(view.packed.groups, groups_above, strict=True) if keep])
    xs, ys = floor[:, 0].reshape(rows.shape), floor[:, 1].reshape(rows.shape)
    found = field.overhang(packed.solids, packed.first, packed.rows, xs, ys, 0.0)
    dark = ndimage.gaussian_filter(ndimage.zoom(found, step, order=1), 4)[:height, :width] > 0.35
    seen = np.kron(depth.reshape(rows.shape), np.ones((step, step)))[:height, :width]
    visible = (view.depth > seen - 0.04) | view.people
    full = np.zeros(view.depth.shape, np.bool_)
    full[: dark.shape[0], : dark.shape[1]] = dark
    return _shade(filled(full & visible, 3.0, 3.0, 300), 0.13)


def _dim_parts(side: str) -> set[str]:
    limb: tuple[str, ...] = (
        "thigh",
        "shorts",
        "shank",
        "sock",
        "foot",
        "sole",
        "upper_arm",
        "sleeve",
        "forearm",
        "hand",
    )
    limb += tuple(f"finger_{i}" for i in range(4))
    return {f"{name}_{side}" for name in limb}


@dataclass(frozen=True)
class ArrowLine:
    """Pixels of an arrow from tail to tip; `double` has a head at both ends: there and back again."""

    line: Floats
    double: bool = False


@dataclass(frozen=True)
class Scene:
    """What one picture shows. The first person is the one who exercises. `name` is unique among all pictures."""

    name: str
    people: tuple[tuple[Body, Look], ...]
    props: tuple[Prop, ...]
    camera: Camera
    highlight: tuple[str, ...] = ()
    through: bool = False  # outline the working muscle where the body hides it
    dim: str = ""
    ghost: str = ""  # path data
    arrows: tuple[ArrowLine, ...] = ()


def _person(scene: Scene, view: View, body: Body, look: Look) -> str:
    """One person in paint order. The silhouette is written once, under a name of its own."""
    visible, name = view.of_owner(look.owner), scene.name + ("-helper" if look.owner == HELPER else "")
    text = f'<defs><path id="{name}" d="{filled(visible, 1.3, 1.4)}"/></defs>'
    skin = f"{look.clothes}skin"
    text += f'<use href="#{name}" class="{CLASS}-{skin}" fill="{FILL[skin]}"/>'
    for material in BODY_PAINT_ORDER:
        mask = view.of_material(look.clothes + material) & visible
        if mask.any():  # one pixel wider, so that no skin shows along the seams
            text += _fill(look.clothes + material, filled(ndimage.binary_dilation(mask) & visible, 1.6, 1.2, 40))
    if look.owner == PATIENT:
        text += _glow(name, marks.glow(scene.highlight, body, view))
        if scene.through:
            text += _glow(f"{name}-t", marks.hidden_muscles(scene.highlight, body, view), hidden=True)
    lit = np.where(visible, view.normal @ _light(view.camera, scene.people[0][0]), 0.0)
    spread = ndimage.gaussian_filter(visible.astype(float), 2.0)
    shaded = visible & (ndimage.gaussian_filter(lit, 2.0) / np.maximum(spread, 0.05) < 0.10)
    text += _shade(filled(shaded, 2.6, 2.4, 300), 0.16)
    if scene.dim and look.owner == PATIENT:
        text += _shade(filled(visible & view.of_parts(_dim_parts(scene.dim)), 1.8, 1.2, 80), 0.14)
    strong, fine = person_lines(view, look.owner)
    eyes, features = marks.face(body, view)
    outline = f'<use href="#{name}" stroke-width="4"/>'
    return text + _lines(_stroke(fine + features, 2.2), _stroke(strong, 3.2), outline, _stroke(eyes, 8))


def _glow(name: str, data: str, hidden: bool = False) -> str:
    """Where the muscle works: a pale patch under a fine hatch, so that it shows without colour too."""
    if not data:
        return ""
    size = f'width="{HATCH}" height="{HATCH}" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"'
    line = f'<path class="{CLASS}-hatch" stroke="{WORK}" stroke-width="3.4" d="M0 {HATCH / 2:g}h{HATCH}"/>'
    if hidden:
        edge = f'stroke="{WORK}" stroke-width="3" stroke-dasharray="8 6" fill="url(#{name}-h)"'
        return (
            f'<defs><pattern id="{name}-h" {size}>{line}</pattern></defs><path {edge} fill-opacity=".45" d="{data}"/>'
        )
    return (
        f'<defs><path id="{name}-w" d="{data}"/><pattern id="{name}-h" {size}>{line}</pattern></defs>'
        f'<use href="#{name}-w" class="{CLASS}-glow" fill="{GLOW}" fill-opacity=".72"/>'
        f'<use href="#{name}-w" fill="url(#{name}-h)"/>'
    )


def _ghost(data: str) -> str:
    if not data:
        return ""
    dashes = f'stroke="{GHOST}" stroke-width="3" stroke-dasharray="9 8"'
    return f'<path class="{CLASS}-ghost" fill="{GHOST}" fill-opacity=".14" {dashes} d="{data}"/>'


def _arrow_lines(
    figure: Figure, arrows: Sequence[Mapping[str, Any]], camera: Camera, only: str = "", usual: str = ""
) -> list[ArrowLine]:
    """Pixel lines of the arrows of all views or of one; without a view of its own an arrow belongs to the usual one."""
    lines, names = [], list(figure.views)
    for arrow in arrows:
        name = arrow.get("view", usual or names[-1])
        if only in ("", name):
            first = figure.views[arrow.get("from", names[max(0, names.index(name) - 1)])]
            line = marks.arrow_line(figure, arrow, camera, first, figure.views[name])
            lines.append(ArrowLine(line, bool(arrow.get("double") or arrow.get("both"))))
    return lines


def _arrows(arrows: Iterable[ArrowLine]) -> str:
    text, caps = "", 'stroke-linecap="round" stroke-linejoin="round"'
    for arrow in arrows:
        drawn = marks.arrow_paths(arrow.line, arrow.double)
        if drawn is None:
            continue
        shaft, head = drawn
        text += f'<path fill="{HALO}" stroke="{HALO}" stroke-width="19" {caps} d="{head}"/>'
        text += f'<path fill="none" stroke="{HALO}" stroke-width="19" {caps} d="{shaft}"/>'
        text += f'<path class="{CLASS}-arrow" fill="none" stroke="{ARROW}" stroke-width="10" {caps} d="{shaft}"/>'
        text += f'<path class="{CLASS}-arrow-head" fill="{ARROW}" d="{head}"/>'
    return text


UNFRAMED = (0.0, 0.0, 1.0, 0.0)


def _framed(camera: Camera, solids: Iterable[list[Group]], arrows: Iterable[ArrowLine], margin: float) -> Camera:
    """The camera with one frame for all that it shows; arrows as pixels of the unframed camera."""
    boxes = np.array([extent(camera, groups) for groups in solids])
    low, high = boxes[:, :2].min(0) - margin, boxes[:, 2:].max(0) + margin
    for arrow in arrows:
        places = arrow.line * (1, -1) / PIXELS
        low, high = np.minimum(low, places.min(0) - ARROW_ROOM), np.maximum(high, places.max(0) + ARROW_ROOM)
    width, height = (round(float(v) * PIXELS) for v in high - low)
    frame = (float(low[0]), float(low[1]), float(low[0] + width / PIXELS), float(low[1] + height / PIXELS))
    return replace(camera, frame=frame)


def _camera(figure: Figure, bodies: dict[str, Body]) -> Camera:
    """One frame for all views of a figure, so that they lie exactly on each other."""
    camera = Camera(figure.azimuth, figure.elevation)
    solids = [person(body) + build_props(list(figure.props), body) for body in bodies.values()]
    arrows = _arrow_lines(figure, figure.arrows, replace(camera, frame=UNFRAMED))
    return _framed(camera, solids, arrows, figure.margin)


def draw_scene(scene: Scene) -> str:
    """Everything inside the <svg> element of one picture."""
    people = [group for body, look in scene.people for group in person(body, look)]
    props = build_props(list(scene.props), scene.people[0][0])
    view = trace_groups([*people, *props], scene.camera)
    text = _props(trace_groups(props, scene.camera)) if props else ""
    above = np.array([group.name not in ("mat", "counter", "wall") for group in view.packed.groups])
    text += _shadow(view, above) + _ghost(scene.ghost)
    for body, look in scene.people:
        text += _person(scene, view, body, look)
    return text + _arrows(scene.arrows)


def _scene(figure: Figure, name: str, camera: Camera, bodies: dict[str, Body]) -> Scene:
    last = name == list(bodies)[-1]
    return Scene(
        name=_id(figure, name),
        people=((bodies[name], _look(figure)),),
        props=figure.props,
        camera=camera,
        highlight=figure.highlight.get(name, ()),
        through=figure.highlight_through,
        dim=figure.dim,
        ghost=marks.ghost(figure, bodies[figure.ghost_from or next(iter(bodies))], bodies[name], camera)
        if last
        else "",
        arrows=tuple(_arrow_lines(figure, figure.arrows, camera, name)),
    )


def _look(figure: Figure) -> Look:
    return replace(WOMAN, socks=figure.socks)


def _helper_scene(figure: Figure, helper: Helper) -> Scene:
    patient, second = stand_helper(figure)
    people, props = ((patient, _look(figure)), (second, CAREGIVER)), (*figure.props, *helper.props)
    camera = Camera(helper.azimuth, helper.elevation)
    solids = [group for body, look in people for group in person(body, look)]
    solids += build_props(list(props), patient)
    unframed = replace(camera, frame=UNFRAMED)
    camera = _framed(camera, [solids], _arrow_lines(figure, helper.arrows, unframed, usual=helper.view), helper.margin)
    return Scene(
        name=_id(figure, HELPER_VIEW),
        people=people,
        props=props,
        camera=camera,
        highlight=helper.highlight,
        arrows=tuple(_arrow_lines(figure, helper.arrows, camera, usual=helper.view)),
    )


def _id(figure: Figure, view: str) -> str:
    return f"{CLASS}-{figure.key}-{view}".replace("/", "-")


def title(figure: Figure, view: str) -> str:
    words = figure.slug.replace("-", " ").capitalize()
    if figure.variant:
        words += f", {figure.variant.replace('-', ' ')}"
    return f"{words}: {view}"


def svg(figure: Figure, view: str, inner: str, size: tuple[int, int], side: str = "") -> str:
    width, height = size
    words = title(figure, view)
    if side:  # both sides of an exercise may stand on one page
        words += f", {side} leg"
        own = _id(figure, view)
        inner = inner.replace(own, f"{own}-{side}")
    if side and side != figure.works:
        inner = f'<g transform="matrix(-1 0 0 1 {width} 0)">{inner}</g>'
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img"><title>{escape(words)}</title>{inner}</svg>\n'


def _files(figure: Figure, name: str, scene: Scene) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """A picture once, or for each side from the same drawing."""
    inner, size = draw_scene(scene), scene.camera.size
    if not figure.sides:
        yield name, svg(figure, name, inner, size), size
    for side in figure.sides:
        yield f"{name}-{side}", svg(figure, name, inner, size, side), size


def draw(figure: Figure) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """File name (without suffix), SVG and size for every view and side, and for the helper's picture."""
    bodies = {name: stand(figure, name) for name in figure.views}
    camera = _camera(figure, bodies)
    for name in [] if figure.only_helper else figure.views:
        yield from _files(figure, name, _scene(figure, name, camera, bodies))
    if figure.helper:
        yield from _files(figure, HELPER_VIEW, _helper_scene(figure, figure.helper))
