"""A moving picture: the frames of one movement in one SVG, of which a script shows one at a time.

File `motion.svg`, or `motion-left.svg` and `motion-right.svg`, beside the stills; same viewBox and size as they have.
It is meant to be put into a page (inline), since a script switches its frames and the page's style sheet paints it:

    <svg class="fig fig-woman" viewBox="0 0 W H" width="W" height="H" role="img">
      <title>...</title>
      <g class="fig-things">...</g>                                   furniture that stays as it is; may be missing
      <g class="fig-frame" data-part="0">...</g>                      the first frame, shown
      <g class="fig-frame" data-part="0.167" display="none">...</g>   the others, hidden by attribute
      ...
      <g class="fig-frame" data-part="1" display="none">...</g>
    </svg>

* The frames are siblings in the order of the movement, about seven. `data-part` grows evenly from 0 (the first view)
  to 1 (the last); the views between lie on the way. The poses start and stop slowly of themselves, so every frame is
  shown for the same time. To go back, show them in reverse order.
* `data-loop="true"` on the root: the movement goes round, frame 1 is the pose of frame 0 again; show 0 to 1 only.
* To show a frame: remove its `display` attribute, set display="none" on the one before. Nothing else changes.
* For the other side frames and furniture stand together in one more <g> that mirrors them.
* Colours come from css/figures.css by classes: fig-skin, fig-hair, fig-shirt, fig-shorts, fig-sock, fig-shoe, fig-sole,
  fig-line (a group of strokes), fig-shade (shadow), fig-glow and fig-hatch (working muscle), and one for each material
  of furniture. The root is `fig-woman` or `fig-man`; skin and hair follow `data-tones="brown"` or `"dark"` on the root
  or on anything around it. No arrow, no ghost, no script, no style, no address but "#id".
* A figure with one view, or whose views hardly differ (a static exercise), has no such file: entry["motion"] is false.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import replace

from exercises.figures.body import person
from exercises.figures.contacts import stand
from exercises.figures.figure import frame_of, picture_id, title, worn
from exercises.figures.library import Figure
from exercises.figures.looks import WOMAN, Look
from exercises.figures.moving import on_the_way, travel
from exercises.figures.paint import Paint
from exercises.figures.palette import CLASS
from exercises.figures.primitives import Group
from exercises.figures.props import build_props
from exercises.figures.scene import Scene, draw_person, furniture, shadow
from exercises.figures.skeleton import Body
from exercises.figures.trace import Camera, trace_groups

FRAMES = 7
COARSE = 2.0  # a frame's pixel in units of the picture: it is seen for a fifth of a second
LEAST_TRAVEL = 0.025  # metres; a smaller movement cannot be shown
NAME = "motion"


def steps(figure: Figure) -> list[tuple[str, str, float]]:
    """The frames as (view, next view, part of the way), first to last."""
    names = list(figure.views)
    if figure.loop:
        names.append(names[0])
    pairs = list(itertools.pairwise(names))
    if not pairs:
        return []
    each = max(1, round((FRAMES - 1) / len(pairs)))
    found = [
        (a, b, i / each if figure.loop else _eased(i / each, starts=number == 0, stops=number == len(pairs) - 1))
        for number, (a, b) in enumerate(pairs)
        for i in range(each)
    ]
    return [*found, (*pairs[-1], 1.0)]


def _eased(part: float, *, starts: bool, stops: bool) -> float:
    """Slow where the movement starts and where it stops."""
    if starts and stops:
        return 0.5 - 0.5 * math.cos(math.pi * part)
    if starts:
        return 1 - math.cos(math.pi / 2 * part)
    return math.sin(math.pi / 2 * part) if stops else part


def bodies_on_the_way(figure: Figure) -> list[Body]:
    return [on_the_way(figure, (a, b), part) for a, b, part in steps(figure)]


def _lit(figure: Figure, step: tuple[str, str, float]) -> tuple[str, ...]:
    return figure.highlight.get(step[0] if step[2] < 0.5 else step[1], ())


def _still(groups: list[list[Group]]) -> set[str]:
    """Names of the things that are the same in all frames."""
    first = {group.name: [g for g in groups[0] if g.name == group.name] for group in groups[0]}
    return {
        name
        for name, things in first.items()
        if all([g for g in other if g.name == name] == things for other in groups)
    }


def _frame(scene: Scene, still: set[str], paint: Paint) -> str:
    body, look = scene.people[0]
    props = build_props(list(scene.props), body)
    view = trace_groups([*person(body, look), *props], scene.camera)
    moving = [group for group in props if group.name not in still]
    return furniture(moving, scene.camera, paint) + shadow(view, paint) + draw_person(scene, view, 0, paint)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _frames(figure: Figure, look: Look, bodies: list[Body], camera: Camera, still: set[str]) -> str:
    coarse, paint = replace(camera, pixels=camera.pixels / COARSE), Paint(bare=True, unit=1 / COARSE)
    name, text = picture_id(figure, NAME, look), ""
    for number, (step, body) in enumerate(zip(steps(figure), bodies, strict=True)):
        scene = Scene(f"{name}-{number}", ((body, worn(figure, look)),), figure.props, coarse, _lit(figure, step))
        hidden = ' display="none"' if number else ""
        part = _number(number / (len(bodies) - 1))
        inner = _frame(scene, still, paint)
        text += f'<g class="{CLASS}-frame" data-part="{part}"{hidden}><g transform="scale({COARSE:g})">{inner}</g></g>'
    return text


def _svg(figure: Figure, look: Look, inner: str, size: tuple[int, int], side: str = "") -> str:
    width, height = size
    if side:
        inner = inner.replace(picture_id(figure, NAME, look), picture_id(figure, NAME, look, side))
    if side and side != figure.works:
        inner = f'<g transform="matrix(-1 0 0 1 {width} 0)">{inner}</g>'
    box = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    loop = ' data-loop="true"' if figure.loop else ""
    words = title(figure, NAME, side)
    root = f'<svg xmlns="http://www.w3.org/2000/svg" class="{CLASS} {CLASS}-{look.name}" {box}{loop} role="img">'
    return f"{root}<title>{words}</title>{inner}</svg>\n"


def draw_motion(figure: Figure, look: Look = WOMAN) -> Iterator[tuple[str, str]]:
    """File name (without suffix) and SVG of the moving picture for every side; nothing where nothing moves."""
    if figure.only_helper or len(figure.views) < 2:
        return
    bodies = bodies_on_the_way(figure)
    if max(travel(bodies[0], body) for body in bodies) < LEAST_TRAVEL:
        return
    camera = frame_of(figure, {view: stand(figure, view) for view in figure.views})
    props = [build_props(list(figure.props), body) for body in bodies]
    still = _still(props)
    things = furniture([group for group in props[0] if group.name in still], camera, Paint(bare=True))
    inner = f'<g class="{CLASS}-things">{things}</g>' if things else ""
    inner += _frames(figure, look, bodies, camera, still)
    size = camera.size
    for side in figure.sides or [""]:
        yield (f"{NAME}-{side}" if side else NAME), _svg(figure, look, inner, size, side)
