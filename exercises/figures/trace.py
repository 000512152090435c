"""From groups of solids to what each pixel of a picture shows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exercises.figures import field
from exercises.figures.primitives import HELPER, PATIENT, Group, Solid, bounding_ball, span
from exercises.figures.vectors import Vec, cross, transpose, unit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

PIXELS = 480.0  # per metre; one pixel is one unit of the viewBox
SETBACK = 4.0  # the picture plane stands this far before the origin
_KINDS = {"cone": field.CONE, "ellipsoid": field.ELLIPSOID, "box": field.BOX}


@dataclass(frozen=True)
class Camera:
    """Looks at the origin without perspective from azimuth (0 = from +x, -90 = from the right) and elevation.

    frame: left, bottom, right, top of the picture in metres of the picture plane. pixels: per metre.
    """

    azimuth: float
    elevation: float
    frame: tuple[float, float, float, float] = (-1.0, -1.0, 1.0, 1.0)
    pixels: float = PIXELS

    @property
    def axes(self) -> tuple[Vec, Vec, Vec]:
        """Right, up and forward (into the picture) in the world."""
        a, e = math.radians(self.azimuth), math.radians(self.elevation)
        forward = (-math.cos(e) * math.cos(a), -math.cos(e) * math.sin(a), -math.sin(e))
        right = unit(cross(forward, (0.0, 0.0, 1.0)))
        return right, cross(right, forward), forward

    @property
    def size(self) -> tuple[int, int]:
        left, bottom, right, top = self.frame
        return round((right - left) * self.pixels), round((top - bottom) * self.pixels)

    @property
    def corner(self) -> Floats:
        right, up, forward = (np.array(axis) for axis in self.axes)
        corner: Floats = right * self.frame[0] + up * self.frame[3] - forward * SETBACK
        return corner

    def pixel(self, points: Floats) -> Floats:
        """Pixel coordinates (x right, y down) of world points."""
        right, up, _ = (np.array(axis) for axis in self.axes)
        x = (points @ right - self.frame[0]) * self.pixels
        y = (self.frame[3] - points @ up) * self.pixels
        return np.stack([x, y], -1)

    def depth(self, points: Floats) -> Floats:
        depth: Floats = points @ np.array(self.axes[2]) + SETBACK
        return depth

    def world(self, pixels: Floats, depth: Floats) -> Floats:
        """World points seen at pixels at the given depths."""
        right, up, forward = (np.array(axis) for axis in self.axes)
        shift = np.outer(pixels[:, 0] / self.pixels, right) - np.outer(pixels[:, 1] / self.pixels, up)
        points: Floats = self.corner + shift + np.outer(depth, forward)
        return points


def extent(camera: Camera, groups: list[Group]) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of all groups in the picture plane."""
    right, up, _ = camera.axes
    across = [span(solid, right) for group in groups for solid in group.solids]
    upward = [span(solid, up) for group in groups for solid in group.solids]
    return (
        min(low for low, _ in across),
        min(low for low, _ in upward),
        max(high for _, high in across),
        max(high for _, high in upward),
    )


@dataclass(frozen=True)
class Packed:
    """Groups as arrays for the tracer, with the names that the drawing asks for."""

    groups: list[Group]
    solids: Floats
    first: Ints
    rows: Floats
    parts: list[str]
    materials: list[str]
    part_of: Ints
    material_of: Ints
    group_of: Ints


def _solid_row(solid: Solid) -> Floats:
    row = np.zeros(field.SOLID_COLUMNS)
    row[field.KIND] = _KINDS[solid.kind]
    row[field.CENTRE : field.CENTRE + 3] = solid.centre
    if solid.kind == "cone":
        row[field.END : field.END + 3] = solid.end
    else:
        row[field.AXES : field.AXES + 9] = np.array(transpose(solid.frame)).ravel()
    row[field.RADII : field.RADII + 3] = solid.radii
    row[field.ROUND] = solid.rounding
    if solid.cut:
        row[field.CUT] = 1.0
        row[field.NORMAL : field.NORMAL + 3], row[field.OFFSET] = solid.cut
    row[field.BLEND], row[field.REACH] = solid.blend, solid.reach
    row[field.NEAR : field.NEAR + 3] = solid.near
    return row


def _group_row(group: Group) -> Floats:
    balls = [bounding_ball(solid) for solid in group.solids]
    low = np.min([np.array(c) - r for c, r in balls], axis=0)
    high = np.max([np.array(c) + r for c, r in balls], axis=0)
    centre = (low + high) / 2
    row = np.zeros(field.GROUP_COLUMNS)
    row[field.G_BALL : field.G_BALL + 3] = centre
    row[field.G_RADIUS] = max(float(np.linalg.norm(np.array(c) - centre)) + r for c, r in balls)
    row[field.G_BLEND], row[field.G_REACH] = group.blend, group.reach
    row[field.G_NEAR : field.G_NEAR + 3] = group.near
    row[field.G_PERSON] = group.owner
    return row


def pack(groups: list[Group]) -> Packed:
    solids = [solid for group in groups for solid in group.solids]
    parts = sorted({solid.part for solid in solids})
    materials = sorted({solid.material for solid in solids})
    counts = [len(group.solids) for group in groups]
    return Packed(
        groups=groups,
        solids=np.array([_solid_row(solid) for solid in solids]),
        first=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        rows=np.array([_group_row(group) for group in groups]),
        parts=parts,
        materials=materials,
        part_of=np.array([parts.index(solid.part) for solid in solids]),
        material_of=np.array([materials.index(solid.material) for solid in solids]),
        group_of=np.repeat(np.arange(len(groups)), counts),
    )


@dataclass(frozen=True)
class View:
    """What each pixel shows. Labels are -1 where nothing is hit."""

    camera: Camera
    packed: Packed
    depth: Floats
    index: Ints
    normal: Floats

    def _label(self, of: Ints) -> Ints:
        return np.where(self.index >= 0, of[np.maximum(self.index, 0)], -1)

    @property
    def part(self) -> Ints:
        return self._label(self.packed.part_of)

    @property
    def material(self) -> Ints:
        return self._label(self.packed.material_of)

    @property
    def group(self) -> Ints:
        return self._label(self.packed.group_of)

    def of_owner(self, owner: int) -> Mask:
        theirs = np.array([group.owner == owner for group in self.packed.groups])
        mask: Mask = (self.index >= 0) & theirs[np.maximum(self.group, 0)]
        return mask

    @property
    def people(self) -> Mask:
        return self.of_owner(PATIENT) | self.of_owner(HELPER)

    def of_material(self, name: str) -> Mask:
        if name not in self.packed.materials:
            return np.zeros(self.index.shape, np.bool_)
        mask: Mask = self.material == self.packed.materials.index(name)
        return mask

    def of_parts(self, names: set[str]) -> Mask:
        wanted = [i for i, part in enumerate(self.packed.parts) if part in names]
        mask: Mask = np.isin(self.part, wanted)
        return mask


def _ends(packed: Packed, camera: Camera) -> Floats:
    """Projected axis (u0, v0, u1, v1) and radius of each solid, in metres from the picture's upper left."""
    right, up, _ = (np.array(axis) for axis in camera.axes)
    rows = []
    for solid in (solid for group in packed.groups for solid in group.solids):
        a = np.array(solid.centre) - camera.corner
        b = np.array(solid.end if solid.kind == "cone" else solid.centre) - camera.corner
        radius = max(solid.radii) if solid.kind != "box" else float(np.linalg.norm(solid.radii))
        rows.append([a @ right, -(a @ up), b @ right, -(b @ up), radius])
    return np.array(rows)


def trace_groups(groups: list[Group], camera: Camera) -> View:
    """Trace the groups as this camera sees them."""
    packed = pack(groups)
    width, height = camera.size
    right, up, forward = (np.array(axis) for axis in camera.axes)
    depth, index, normal = field.trace(
        packed.solids,
        packed.first,
        packed.rows,
        _ends(packed, camera),
        camera.corner,
        right,
        up,
        forward,
        width,
        height,
        camera.pixels,
        1.5,
        9.0,
    )
    return View(camera, packed, depth, index.astype(np.int64), normal)
