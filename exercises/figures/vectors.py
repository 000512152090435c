"""3-vectors and 3x3 rotations as plain tuples, so that checking a pose needs no numeric package.

A matrix is a tuple of rows. Angles are in degrees and right-handed.
"""

import math

Vec = tuple[float, float, float]
Mat = tuple[Vec, Vec, Vec]

ZERO: Vec = (0.0, 0.0, 0.0)
IDENTITY: Mat = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def add(a: Vec, b: Vec) -> Vec:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec, k: float) -> Vec:
    return (a[0] * k, a[1] * k, a[2] * k)


def along(a: Vec, b: Vec, part: float) -> Vec:
    """The point at `part` of the way from a to b."""
    return add(a, scale(sub(b, a), part))


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    return math.sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    return scale(a, 1.0 / (length(a) or 1.0))


def across(a: Vec, axis: Vec) -> Vec:
    """The part of a that is square to the unit vector `axis`, as a unit vector."""
    return unit(sub(a, scale(axis, dot(a, axis))))


def apply(m: Mat, v: Vec) -> Vec:
    return (dot(m[0], v), dot(m[1], v), dot(m[2], v))


def transpose(m: Mat) -> Mat:
    return ((m[0][0], m[1][0], m[2][0]), (m[0][1], m[1][1], m[2][1]), (m[0][2], m[1][2], m[2][2]))


def times(*matrices: Mat) -> Mat:
    product = matrices[0]
    for m in matrices[1:]:
        columns = transpose(m)
        product = (apply(columns, product[0]), apply(columns, product[1]), apply(columns, product[2]))
    return product


def from_columns(x: Vec, y: Vec, z: Vec) -> Mat:
    return transpose((x, y, z))


def turn_x(degrees: float) -> Mat:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return ((1.0, 0.0, 0.0), (0.0, c, -s), (0.0, s, c))


def turn_y(degrees: float) -> Mat:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return ((c, 0.0, s), (0.0, 1.0, 0.0), (-s, 0.0, c))


def turn_z(degrees: float) -> Mat:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return ((c, -s, 0.0), (s, c, 0.0), (0.0, 0.0, 1.0))


def ball_turn(flexion: float, abduction: float, rotation: float, side_sign: int) -> Mat:
    """A hip or shoulder: flexion, abduction, external rotation; side_sign +1 for left, -1 for right."""
    return times(turn_y(-flexion), turn_x(side_sign * abduction), turn_z(side_sign * rotation))
