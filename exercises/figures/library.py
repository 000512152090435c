"""The pose files: one YAML file per exercise, with its variants; and the poses settled on their floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from exercises.figures import body, primitives
from exercises.figures.skeleton import Body, lifted, pinned
from exercises.figures.spec import OTHER, Pose, PoseError, mirror_pose, read_pose

HELPER_VIEW = "helper"
POSES = Path(__file__).parent / "poses"

_KEYS = {
    "works",
    "camera",
    "views",
    "props",
    "highlight",
    "dim",
    "ghost",
    "ghost_from",
    "arrows",
    "contacts",
    "declared",
    "variants",
    "margin",
    "helper",
    "feet",
    "only",
    "loop",
    "highlight_through",
}
DROPPED = "drop"  # a variant that goes without a view of its parent says so
_HELPER_KEYS = {"view", "camera", "pose", "props", "contacts", "arrows", "margin", "highlight"}


@dataclass(frozen=True)
class Helper:
    """How a second person stands by: one more picture, of one of the figure's views, with a camera of its own."""

    view: str
    azimuth: float
    elevation: float
    pose: Pose
    props: tuple[Mapping[str, Any], ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()
    arrows: tuple[Mapping[str, Any], ...] = ()
    highlight: tuple[str, ...] = ()
    margin: float = 0.05


@dataclass(frozen=True)
class Figure:
    """One exercise, or one variant of it, as numbers.

    works: the leg that does the work in these numbers, or "both". ghost: limbs whose first place (or place in the view
    `ghost_from`) is shown dashed in the last view. dim: the far side, drawn a little darker. declared: why a drawn
    angle may differ from the declared one, by "<view>.<leg>.<angle>". socks: feet without shoes. only_helper: of this
    figure the helper's picture alone is drawn. highlight_through: working muscles are outlined where the body hides
    them. loop: after the last view the movement goes on to the first, round and round.
    """

    slug: str
    variant: str
    works: str
    azimuth: float
    elevation: float
    views: Mapping[str, Pose]
    props: tuple[Mapping[str, Any], ...] = ()
    highlight: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    dim: str = ""
    ghost: tuple[str, ...] = ()
    ghost_from: str = ""
    arrows: tuple[Mapping[str, Any], ...] = ()
    contacts: Mapping[str, tuple[tuple[str, str], ...]] | None = None
    declared: Mapping[str, str] | None = None
    margin: float = 0.05
    helper: Helper | None = None
    socks: bool = False
    only_helper: bool = False
    highlight_through: bool = False
    loop: bool = False

    @property
    def key(self) -> str:
        return f"{self.slug}/{self.variant}" if self.variant else self.slug

    @property
    def is_story(self) -> bool:
        """A picture for a page to read, not of an exercise: the library declares nothing about it."""
        return self.slug.startswith("learn-")

    @property
    def sides(self) -> list[str]:
        """Empty when both legs do the same; else the sides it is drawn for."""
        return [] if self.works == "both" else ["left", "right"]


def settle(pose: Pose, beside: Body | None = None) -> Body:
    """The pose with its pins held and, where asked for, standing on its floor."""
    try:
        solved = pinned(pose, beside)
    except KeyError as unknown:
        raise PoseError(f"no joint or frame is called {unknown.args[0]!r}") from None
    if pose.ground is None:
        return solved
    return lifted(solved, pose.ground - primitives.lowest(body.person(solved)))


def settle_helper(figure: Figure) -> tuple[Body, Body]:
    """Both people of the helper's picture, the one who exercises first."""
    if figure.helper is None:
        raise PoseError(f"{figure.key}: no helper")
    patient = settle(figure.views[figure.helper.view])
    return patient, settle(figure.helper.pose, patient)


def mirrored(figure: Figure) -> Figure:
    """The poses for the other side, from the same numbers. Props and marks are mirrored by the drawing itself."""
    views = {name: mirror_pose(pose) for name, pose in figure.views.items()}
    helper = figure.helper and replace(
        figure.helper, azimuth=-figure.helper.azimuth, pose=mirror_pose(figure.helper.pose)
    )
    return replace(figure, works=OTHER.get(figure.works, "both"), azimuth=-figure.azimuth, views=views, helper=helper)


def _contacts(raw: Any, views: Mapping[str, Pose]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Contacts of each view; a plain list holds in all of them."""
    if isinstance(raw, list):
        raw = dict.fromkeys(views, raw)
    named = {view: tuple((str(a), str(b)) for a, b in pairs) for view, pairs in (raw or {}).items()}
    return {view: pairs for view, pairs in named.items() if view in views}


def _one_of(value: Any, known: tuple[str, ...], where: str) -> str:
    if value not in known:
        raise PoseError(f"{where}: {value!r}, known are {', '.join(filter(None, known))}")
    return str(value)


def _highlight(raw: Any, views: Mapping[str, Pose], where: str) -> dict[str, tuple[str, ...]]:
    """Working muscles of each view; a plain list holds in all of them."""
    if not isinstance(raw, Mapping):
        return dict.fromkeys(views, tuple(raw))
    unknown = {view for view in raw if view not in views}
    if unknown:
        raise PoseError(f"{where}.highlight: there is no view {sorted(unknown)}")
    return {view: tuple(muscles) for view, muscles in raw.items()}


def _helper(raw: Mapping[str, Any], figure: Mapping[str, Any], where: str) -> Helper:
    unknown = set(raw) - _HELPER_KEYS
    if unknown:
        raise PoseError(f"{where}: unknown {sorted(unknown)}")
    view = str(raw.get("view", list(figure["views"])[-1]))
    if view not in figure["views"]:
        raise PoseError(f"{where}.view: there is no view {view!r}")
    camera = {**figure["camera"], **raw.get("camera", {})}
    return Helper(
        view=view,
        azimuth=float(camera["azimuth"]),
        elevation=float(camera["elevation"]),
        pose=read_pose(raw.get("pose") or {}, f"{where}.pose"),
        props=tuple(raw.get("props", ())),
        contacts=tuple((str(a), str(b)) for a, b in raw.get("contacts", ())),
        arrows=tuple(raw.get("arrows", ())),
        highlight=tuple(raw.get("highlight", ())),
        margin=float(raw.get("margin", figure.get("margin", 0.05))),
    )


def _figure(slug: str, variant: str, raw: Mapping[str, Any]) -> Figure:
    where = f"{slug}/{variant}" if variant else slug
    unknown = set(raw) - _KEYS
    if unknown:
        raise PoseError(f"{where}: unknown {sorted(unknown)}")
    views: dict[str, Pose] = {}
    first: Pose | None = None
    for name, pose in raw["views"].items():
        views[name] = read_pose(pose or {}, f"{where}.{name}", first)
        first = first or views[name]
    if "end" in views:  # also where a variant adds a view to its parent's
        views["end"] = views.pop("end")
    if raw.get("ghost_from", "") not in {"", *views}:
        raise PoseError(f"{where}.ghost_from: there is no view {raw['ghost_from']!r}")
    return Figure(
        slug=slug,
        variant=variant,
        works=str(raw.get("works", "both")),
        azimuth=float(raw["camera"]["azimuth"]),
        elevation=float(raw["camera"]["elevation"]),
        views=views,
        props=tuple(raw.get("props", ())),
        highlight=_highlight(raw.get("highlight", ()), views, where),
        dim=str(raw.get("dim", "")),
        ghost=tuple(raw.get("ghost", ())),
        ghost_from=str(raw.get("ghost_from", "")),
        arrows=tuple(raw.get("arrows", ())),
        contacts=_contacts(raw.get("contacts"), views),
        declared=raw.get("declared") or {},
        margin=float(raw.get("margin", 0.05)),
        socks=_one_of(raw.get("feet", "shoes"), ("shoes", "socks"), f"{where}.feet") == "socks",
        only_helper=_one_of(raw.get("only", ""), ("", "helper"), f"{where}.only") == "helper",
        loop=bool(raw.get("loop", False)),
        highlight_through=bool(raw.get("highlight_through", False)),
        helper=_helper(raw["helper"] or {}, raw, f"{where}.helper") if "helper" in raw else None,
    )


def _merge(base: Any, change: Any) -> Any:
    """A variant's record over its parent's: mappings key by key, everything else replaced."""
    if isinstance(base, Mapping) and isinstance(change, Mapping):
        merged = {**base}
        for key, value in change.items():
            merged[key] = _merge(base[key], value) if key in base else value
        return merged
    return change


def _without_dropped(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A variant's record without the views that it drops, and without what its parent says about them."""
    dropped = {name for name, pose in raw["views"].items() if pose == DROPPED}
    kept = dict(raw)
    for key in ("views", "highlight", "contacts"):
        if dropped and isinstance(raw.get(key), Mapping):
            kept[key] = {name: value for name, value in raw[key].items() if name not in dropped}
    if dropped and "arrows" in raw:
        kept["arrows"] = [arrow for arrow in raw["arrows"] if not {arrow.get("view"), arrow.get("from")} & dropped]
    return kept


def read_file(path: Path) -> list[Figure]:
    """The exercise's figure and those of its variants. Whatever is wrong with the file is said with its name."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        return _figures(path.stem, raw)
    except PoseError as wrong:
        raise PoseError(f"{path.name}: {wrong}") from None
    except yaml.YAMLError as wrong:
        raise PoseError(f"{path.name}: {wrong}") from None
    except KeyError as missing:
        raise PoseError(f"{path.name}: {missing.args[0]!r} is missing") from None
    except (AttributeError, TypeError, ValueError) as wrong:
        raise PoseError(f"{path.name}: {wrong}") from None


def _figures(slug: str, raw: Mapping[str, Any]) -> list[Figure]:
    base = {key: value for key, value in raw.items() if key != "variants"}
    figures = [_figure(slug, "", base)]
    for variant, change in (raw.get("variants") or {}).items():
        merged = _merge(base, change)
        if "helper" not in (change or {}):  # the base's helper stands where the base's pose needs it
            merged.pop("helper", None)
        figures.append(_figure(slug, variant, _without_dropped(merged)))
    return figures


def all_figures(folder: Path = POSES) -> list[Figure]:
    return [figure for path in sorted(folder.glob("*.yaml")) for figure in read_file(path)]
