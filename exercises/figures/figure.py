"""One figure to flat SVG files: every view, for the body asked for, and again in a mirror for the other side.

A file holds the picture once and shows it in three tones of skin and hair: beside the picture stand two copies (`use`)
that inherit other colours, and a `view` of its own for each. `picture.svg` is the fair one, `picture.svg#brown` and
`picture.svg#dark` the others. No style sheet is needed for it, so it works as an image under any content policy.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import Any

import numpy as np

from exercises.figures import marks
from exercises.figures.body import person
from exercises.figures.contacts import stand, stand_helper
from exercises.figures.library import HELPER_VIEW, Figure, Helper
from exercises.figures.looks import BODIES, CAREGIVER, WOMAN, Look
from exercises.figures.palette import CLASS, HAIR, SKIN, TONES
from exercises.figures.primitives import Group
from exercises.figures.props import build_props
from exercises.figures.scene import ArrowLine, Scene, draw_scene
from exercises.figures.skeleton import Body
from exercises.figures.trace import PIXELS, Camera, extent

Picture = tuple[str, str, tuple[int, int]]  # file name without suffix, SVG, size

ARROW_ROOM = 0.06  # metres around an arrow, for its head and halo
UNFRAMED = (0.0, 0.0, 1.0, 0.0)


def arrow_lines(
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


def frame_of(figure: Figure, bodies: Mapping[str, Body]) -> Camera:
    """One frame for all views of a figure and for every body, so that they lie exactly on each other."""
    camera = Camera(figure.azimuth, figure.elevation)
    solids = [build_props(list(figure.props), body) for body in bodies.values()]
    solids = [
        [*person(body, look), *props]
        for body, props in zip(bodies.values(), solids, strict=True)
        for look in BODIES.values()
    ]
    return _framed(camera, solids, arrow_lines(figure, figure.arrows, replace(camera, frame=UNFRAMED)), figure.margin)


def worn(figure: Figure, look: Look) -> Look:
    """The look as this exercise wants it dressed."""
    return replace(look, socks=figure.socks)


def _scene(figure: Figure, name: str, camera: Camera, bodies: Mapping[str, Body], look: Look) -> Scene:
    first = bodies[figure.ghost_from or next(iter(bodies))]
    is_last = name == list(bodies)[-1]
    return Scene(
        name=picture_id(figure, name, look),
        people=((bodies[name], worn(figure, look)),),
        props=figure.props,
        camera=camera,
        highlight=figure.highlight.get(name, ()),
        through=figure.highlight_through,
        dim=figure.dim,
        ghost=[group for group in person(first, look) if group.name in figure.ghost] if is_last else [],
        arrows=tuple(arrow_lines(figure, figure.arrows, camera, name)),
    )


def _helper_scene(figure: Figure, helper: Helper, look: Look) -> Scene:
    patient, second = stand_helper(figure)
    people, props = ((patient, worn(figure, look)), (second, CAREGIVER)), (*figure.props, *helper.props)
    camera = Camera(helper.azimuth, helper.elevation)
    around = [*build_props(list(props), patient), *person(second, CAREGIVER)]
    solids = [[*person(patient, each), *around] for each in BODIES.values()]
    unframed = replace(camera, frame=UNFRAMED)
    arrows = arrow_lines(figure, helper.arrows, unframed, usual=helper.view)
    camera = _framed(camera, solids, arrows, helper.margin)
    return Scene(
        name=picture_id(figure, HELPER_VIEW, look),
        people=people,
        props=props,
        camera=camera,
        highlight=helper.highlight,
        arrows=tuple(arrow_lines(figure, helper.arrows, camera, usual=helper.view)),
    )


def picture_id(figure: Figure, view: str, look: Look, side: str = "") -> str:
    """Short, since it stands in a picture a dozen times, and no other picture's."""
    digest = hashlib.sha256(f"{look.name} {figure.key} {view} {side}".encode()).digest()
    return CLASS[0] + base64.b32encode(digest[:5]).decode().lower()


def title(figure: Figure, view: str, side: str = "") -> str:
    words = figure.slug.replace("-", " ").capitalize()
    if figure.variant:
        words += f", {figure.variant.replace('-', ' ')}"
    return f"{words}: {view}" + (f", {side} leg" if side else "")


def toned(inner: str, name: str, body: str, size: tuple[int, int], tone: str = TONES[0]) -> str:
    """The picture in its own tone, with copies in the others beside it, out of the frame."""
    width, height = size
    text = f'<g id="{name}-all">{inner}</g>'
    for number, other in enumerate((t for t in TONES if t != tone), 1):
        colours = f'fill="{SKIN[other]}" color="{HAIR[body][other]}"'
        text += f'<view id="{other}" viewBox="{number * width} 0 {width} {height}"/>'
        text += f'<use href="#{name}-all" x="{number * width}" {colours}/>'
    return text


def svg(
    figure: Figure, view: str, inner: str, look: Look, size: tuple[int, int], side: str = "", tone: str = TONES[0]
) -> str:
    width, height = size
    name = own = picture_id(figure, view, look)
    if side:  # both sides of an exercise may stand on one page
        own = picture_id(figure, view, look, side)
        inner = inner.replace(name, own)
    if side and side != figure.works:
        inner = f'<g transform="matrix(-1 0 0 1 {width} 0)">{inner}</g>'
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    colours = f'fill="{SKIN[tone]}" color="{HAIR[look.name][tone]}"'
    words = escape(title(figure, view, side))
    inner = toned(inner, own, look.name, size, tone)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} {colours} role="img"><title>{words}</title>{inner}</svg>\n'


def _files(figure: Figure, name: str, scene: Scene, look: Look, tone: str) -> Iterator[Picture]:
    """A picture once, or for each side from the same drawing."""
    inner, size = draw_scene(scene), scene.camera.size
    if not figure.sides:
        yield name, svg(figure, name, inner, look, size, tone=tone), size
    for side in figure.sides:
        yield f"{name}-{side}", svg(figure, name, inner, look, size, side, tone), size


def draw(figure: Figure, look: Look = WOMAN, tone: str = TONES[0]) -> Iterator[Picture]:
    """Every view and side of a figure, and the helper's picture, for one body."""
    bodies = {name: stand(figure, name) for name in figure.views}
    camera = frame_of(figure, bodies)
    for name in [] if figure.only_helper else figure.views:
        yield from _files(figure, name, _scene(figure, name, camera, bodies, look), look, tone)
    if figure.helper:
        yield from _files(figure, HELPER_VIEW, _helper_scene(figure, figure.helper, look), look, tone)


def draw_pose(figure: Figure, look: str = "woman-fair") -> dict[str, str]:
    """The SVG of every picture of a figure by name, in one look (`man-dark`); reads and writes no files."""
    body, _, tone = look.partition("-")
    if body not in BODIES or tone not in TONES:
        raise ValueError(f"There is no look {look!r}.")
    return {name: text for name, text, _ in draw(figure, BODIES[body], tone)}
