"""What a pose file says about one pose, before any geometry is worked out.

Limbs are given by joint angles, or by where the foot or the palm is to be (a Target). A key without a side
(`leg`, `arm`) is written for the left and holds mirrored for the right.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from exercises.figures.vectors import ZERO, Vec

SIDES = ("left", "right")
SIGN = {"left": 1, "right": -1}
OTHER = {"left": "right", "right": "left"}


class PoseError(ValueError):
    """A pose file that cannot be read; the message says where and what."""


@dataclass(frozen=True)
class Target:
    """A point: world coordinates, or an offset from a joint (or from a point between two joints) in a frame."""

    offset: Vec = ZERO
    at: str | None = None
    to: str | None = None
    part: float = 0.5
    frame: str | None = None


@dataclass(frozen=True)
class Leg:
    """hip, knee, ankle as angles; or `foot` (ankle joint) or `ball` (sole under the ball of the foot) as a place.

    ankle None means a level sole, turned by `heading` and tipped heel-up by `pitch`. toes None means level toes
    for a level or tipped foot, straight toes otherwise.
    """

    hip: Vec = ZERO
    knee: float = 0.0
    ankle: float | None = 0.0
    toes: float | None = None
    foot: Target | None = None
    ball: Target | None = None
    pole: Vec = (1.0, 0.0, 0.0)
    heading: float | None = None
    pitch: float = 0.0


@dataclass(frozen=True)
class Arm:
    """shoulder and elbow as angles, or `hand`: where the middle of the palm lies.

    palm (which way the palm faces) and fingers (where they point) are in the world, or in the target's frame.
    """

    shoulder: Vec = (6.0, 7.0, 0.0)
    elbow: float = 14.0
    pronation: float = 0.0
    hand: Target | None = None
    pole: Vec = (-1.0, 0.5, -0.3)
    palm: Vec = (0.0, 0.0, -1.0)
    fingers: Vec = (1.0, 0.0, 0.0)
    curl: float = 15.0


@dataclass(frozen=True)
class Pose:
    """root: [pitch, roll, yaw] of the pelvis. trunk, neck: [flexion, bend to the left, turn to the left].

    pin moves the whole body so that joints lie at the given coordinates (null leaves one free); ground then moves
    it up or down until its lowest point is at that height.
    """

    root: Vec = ZERO
    position: Vec = ZERO
    pin: Mapping[str, tuple[float | None, float | None, float | None]] = field(default_factory=dict)
    ground: float | None = None
    trunk: Vec = ZERO
    neck: Vec = ZERO
    legs: Mapping[str, Leg] = field(default_factory=dict)
    arms: Mapping[str, Arm] = field(default_factory=dict)


def _vector(value: Any, where: str) -> Vec:
    if not isinstance(value, list | tuple) or len(value) != 3:
        raise PoseError(f"{where}: three numbers expected, found {value!r}")
    return (float(value[0]), float(value[1]), float(value[2]))


def read_target(value: Any, where: str) -> Target | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        return Target(offset=_vector(value, where))
    unknown = set(value) - {"at", "to", "part", "frame", "offset"}
    if unknown:
        raise PoseError(f"{where}: unknown {sorted(unknown)}")
    return Target(
        offset=_vector(value.get("offset", ZERO), where),
        at=value["at"],
        to=value.get("to"),
        part=float(value.get("part", 0.5)),
        frame=value.get("frame"),
    )


_VECTORS = {"hip", "shoulder", "pole", "palm", "fingers"}
_TARGETS = {"foot", "ball", "hand"}


def _limb_fields(kind: type[Leg] | type[Arm], raw: Mapping[str, Any], where: str) -> dict[str, Any]:
    known = {f.name for f in dataclasses.fields(kind)}
    unknown = set(raw) - known
    if unknown:
        raise PoseError(f"{where}: unknown {sorted(unknown)}")
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key in _VECTORS:
            values[key] = _vector(value, f"{where}.{key}")
        elif key in _TARGETS:
            values[key] = read_target(value, f"{where}.{key}")
        else:
            values[key] = None if value is None else float(value)
    return values


def _mirror_fields(values: Mapping[str, Any]) -> dict[str, Any]:
    mirrored = dict(values)
    for key in ("pole", "palm", "fingers"):
        if key in values:
            mirrored[key] = mirror_vector(values[key])
    for key in _TARGETS & set(values):
        mirrored[key] = mirror_target(values[key])
    if values.get("heading") is not None:
        mirrored["heading"] = -values["heading"]
    return mirrored


def _limbs(kind: type[Any], name: str, raw: Mapping[str, Any], base: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Both limbs of a kind: the base pose's, then the shared key, then the key of the side."""
    limbs = {}
    for side in SIDES:
        shared = _limb_fields(kind, raw.get(name, {}), f"{where}.{name}")
        if side == "right":
            shared = _mirror_fields(shared)
        own = _limb_fields(kind, raw.get(f"{name}_{side}", {}), f"{where}.{name}_{side}")
        limbs[side] = replace(base.get(side) or kind(), **{**shared, **own})
    return limbs


def read_pose(raw: Mapping[str, Any], where: str, base: Pose | None = None) -> Pose:
    """The pose of a record; what it leaves out is taken from `base`."""
    base = base or Pose()
    known = {"root", "position", "pin", "ground", "trunk", "neck"}
    known |= {"leg", "leg_left", "leg_right", "arm", "arm_left", "arm_right"}
    if set(raw) - known:
        raise PoseError(f"{where}: unknown {sorted(set(raw) - known)}")
    changes: dict[str, Any] = {
        key: _vector(raw[key], f"{where}.{key}") for key in ("root", "position", "trunk", "neck") if key in raw
    }
    if "pin" in raw:
        changes["pin"] = {joint: tuple(place) for joint, place in raw["pin"].items()}
    if "ground" in raw:
        changes["ground"] = raw["ground"]
    changes["legs"] = _limbs(Leg, "leg", raw, base.legs, where)
    changes["arms"] = _limbs(Arm, "arm", raw, base.arms, where)
    return replace(base, **changes)


def mirror_vector(v: Vec) -> Vec:
    return (v[0], -v[1], v[2])


def mirror_name(name: str) -> str:
    """The same joint, frame or limb of the other side."""
    for side in SIDES:
        if name.endswith(f"_{side}"):
            return name.removesuffix(side) + OTHER[side]
    return name


def mirror_target(target: Target | None) -> Target | None:
    if target is None:
        return None
    return replace(
        target,
        offset=mirror_vector(target.offset),
        at=target.at and mirror_name(target.at),
        to=target.to and mirror_name(target.to),
        frame=target.frame and mirror_name(target.frame),
    )


def mirror_pose(pose: Pose) -> Pose:
    """The pose as seen in a mirror that swaps left and right."""
    pin = {
        mirror_name(joint): (place[0], None if place[1] is None else -place[1], place[2])
        for joint, place in pose.pin.items()
    }
    return replace(
        pose,
        root=(pose.root[0], -pose.root[1], -pose.root[2]),
        position=mirror_vector(pose.position),
        pin=pin,
        trunk=(pose.trunk[0], -pose.trunk[1], -pose.trunk[2]),
        neck=(pose.neck[0], -pose.neck[1], -pose.neck[2]),
        legs={OTHER[side]: Leg(**_mirror_fields(vars(leg))) for side, leg in pose.legs.items()},
        arms={OTHER[side]: Arm(**_mirror_fields(vars(arm))) for side, arm in pose.arms.items()},
    )


def blend(a: Any, b: Any, part: float) -> Any:
    """The pose (or a piece of one) at `part` of the way from a to b; what cannot be mixed switches half-way."""
    if isinstance(a, Target) and isinstance(b, Target) and (a.at, a.to, a.frame) != (b.at, b.to, b.frame):
        return a if part < 0.5 else b
    if isinstance(a, Pose | Leg | Arm | Target) and type(a) is type(b):
        names = [f.name for f in dataclasses.fields(a)]
        return type(a)(**{name: blend(getattr(a, name), getattr(b, name), part) for name in names})
    if isinstance(a, Mapping) and isinstance(b, Mapping) and set(a) == set(b):
        return {key: blend(a[key], b[key], part) for key in a}
    if isinstance(a, tuple) and isinstance(b, tuple):
        return tuple(blend(x, y, part) for x, y in zip(a, b, strict=True))
    if isinstance(a, int | float) and isinstance(b, int | float):
        return a + (b - a) * part
    return a if part < 0.5 else b
