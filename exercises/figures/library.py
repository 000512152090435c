"""The pose files: one YAML file per exercise, with its variants; and the poses settled on their floor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from exercises.figures import body, primitives
from exercises.figures.skeleton import Body, lifted, pinned
from exercises.figures.spec import OTHER, Pose, PoseError, mirror_pose, read_pose

POSES = Path(__file__).parent / "poses"

_KEYS = {
    "works",
    "camera",
    "views",
    "props",
    "highlight",
    "dim",
    "ghost",
    "arrows",
    "contacts",
    "declared",
    "variants",
    "margin",
}


@dataclass(frozen=True)
class Figure:
    """One exercise, or one variant of it, as numbers.

    works: the leg that does the work in these numbers, or "both". ghost: limbs whose first place is shown dashed in
    the later views. dim: the far side, drawn a little darker. declared: why a drawn angle may differ from the
    declared one, by "<view>.<leg>.<angle>".
    """

    slug: str
    variant: str
    works: str
    azimuth: float
    elevation: float
    views: Mapping[str, Pose]
    props: tuple[Mapping[str, Any], ...] = ()
    highlight: tuple[str, ...] = ()
    dim: str = ""
    ghost: tuple[str, ...] = ()
    arrows: tuple[Mapping[str, Any], ...] = ()
    contacts: Mapping[str, tuple[tuple[str, str], ...]] | None = None
    declared: Mapping[str, str] | None = None
    margin: float = 0.05

    @property
    def key(self) -> str:
        return f"{self.slug}/{self.variant}" if self.variant else self.slug

    @property
    def sides(self) -> list[str]:
        """Empty when both legs do the same; else the sides it is drawn for."""
        return [] if self.works == "both" else ["left", "right"]


def settle(pose: Pose) -> Body:
    """The pose with its pins held and, where asked for, standing on its floor."""
    solved = pinned(pose)
    if pose.ground is None:
        return solved
    return lifted(solved, pose.ground - primitives.lowest(body.person(solved)))


def mirrored(figure: Figure) -> Figure:
    """The poses for the other side, from the same numbers. Props and marks are mirrored by the drawing itself."""
    views = {name: mirror_pose(pose) for name, pose in figure.views.items()}
    return replace(figure, works=OTHER.get(figure.works, "both"), azimuth=-figure.azimuth, views=views)


def _contacts(raw: Any, views: Mapping[str, Pose]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Contacts of each view; a plain list holds in all of them."""
    if isinstance(raw, list):
        raw = dict.fromkeys(views, raw)
    return {view: tuple((str(a), str(b)) for a, b in pairs) for view, pairs in (raw or {}).items()}


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
    return Figure(
        slug=slug,
        variant=variant,
        works=str(raw.get("works", "both")),
        azimuth=float(raw["camera"]["azimuth"]),
        elevation=float(raw["camera"]["elevation"]),
        views=views,
        props=tuple(raw.get("props", ())),
        highlight=tuple(raw.get("highlight", ())),
        dim=str(raw.get("dim", "")),
        ghost=tuple(raw.get("ghost", ())),
        arrows=tuple(raw.get("arrows", ())),
        contacts=_contacts(raw.get("contacts"), views),
        declared=raw.get("declared") or {},
        margin=float(raw.get("margin", 0.05)),
    )


def _merge(base: Any, change: Any) -> Any:
    """A variant's record over its parent's: mappings key by key, everything else replaced."""
    if isinstance(base, Mapping) and isinstance(change, Mapping):
        merged = {**base}
        for key, value in change.items():
            merged[key] = _merge(base[key], value) if key in base else value
        return merged
    return change


def read_file(path: Path) -> list[Figure]:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    base = {key: value for key, value in raw.items() if key != "variants"}
    figures = [_figure(path.stem, "", base)]
    for variant, change in (raw.get("variants") or {}).items():
        figures.append(_figure(path.stem, variant, _merge(base, change)))
    return figures


def all_figures(folder: Path = POSES) -> list[Figure]:
    return [figure for path in sorted(folder.glob("*.yaml")) for figure in read_file(path)]
