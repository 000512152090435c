"""Rays against the solids: a sphere tracer, compiled with numba.

Rows of `solids` are laid out by the column numbers below; rows of `groups` likewise. Metres throughout.
"""
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

import numpy as np
from numba import njit, prange

KIND, CENTRE, AXES, END = 0, 1, 4, 4  # a cone keeps its end where the others keep nine axis numbers
RADII, ROUND, CUT, NORMAL, OFFSET, BLEND, NEAR, REACH = 13, 16, 17, 18, 21, 22, 23, 26
SOLID_COLUMNS = 27
G_BALL, G_RADIUS, G_BLEND, G_NEAR, G_REACH, G_PERSON = 0, 3, 4, 5, 8, 9
GROUP_COLUMNS = 10

CONE, ELLIPSOID, BOX = 0.0, 1.0, 2.0
PATIENT, HELPER = 1, 2  # limbs melt into their own person only
TILE = 8  # pixels; each tile keeps its own short list of solids
NEARBY = 0.06  # solids farther than this from a tile cannot change what it shows
HIT = 0.0008
NORMAL_STEP = 0.003
CUT_ROUNDING = 0.012


@njit(fastmath=True, inline="always")
def _length(x, y, z):
    return np.sqrt(x * x + y * y + z * z)


@njit(fastmath=True)
def _cone(s, x, y, z):
    ax, ay, az = s[END] - s[CENTRE], s[END + 1] - s[CENTRE + 1], s[END + 2] - s[CENTRE + 2]
    px, py, pz = x - s[CENTRE], y - s[CENTRE + 1], z - s[CENTRE + 2]
    size = ax * ax + ay * ay + az * az
    part = (px * ax + py * ay + pz * az) / size
    aside = _length(px - ax * part, py - ay * part, pz - az * part)
    # The nearest point of a tapering cone lies a little toward its thin end.
    slope = (s[RADII] - s[RADII + 1]) / np.sqrt(size)
    part -= slope * aside / np.sqrt(size * max(1e-9, 1.0 - slope * slope))
    part = min(1.0, max(0.0, part))
    radius = s[RADII] + (s[RADII + 1] - s[RADII]) * part
    return _length(px - ax * part, py - ay * part, pz - az * part) - radius


@njit(fastmath=True)
def _ellipsoid(s, u, v, w):
    a, b, c = u / s[RADII], v / s[RADII + 1], w / s[RADII + 2]
    k = _length(a, b, c)
    slope = _length(a / s[RADII], b / s[RADII + 1], c / s[RADII + 2])
    if slope < 1e-9:
        return -0.02
    return k * (k - 1.0) / slope


@njit(fastmath=True)
def _box(s, u, v, w):
    r = s[ROUND]
    a, b, c = abs(u) - s[RADII] + r, abs(v) - s[RADII + 1] + r, abs(w) - s[RADII + 2] + r
    return _length(max(a, 0.0), max(b, 0.0), max(c, 0.0)) + min(max(a, max(b, c)), 0.0) - r


@njit(fastmath=True)
def solid_distance(s, x, y, z):
    if s[KIND] == CONE:
        d = _cone(s, x, y, z)
    else:
        px, py, pz = x - s[CENTRE], y - s[CENTRE + 1], z - s[CENTRE + 2]
        u = s[AXES] * px + s[AXES + 1] * py + s[AXES + 2] * pz
        v = s[AXES + 3] * px + s[AXES + 4] * py + s[AXES + 5] * pz
        w = s[AXES + 6] * px + s[AXES + 7] * py + s[AXES + 8] * pz
        d = _ellipsoid(s, u, v, w) if s[KIND] == ELLIPSOID else _box(s, u, v, w)
    if s[CUT] > 0.0:
        e = s[NORMAL] * x + s[NORMAL + 1] * y + s[NORMAL + 2] * z - s[OFFSET]
        h = max(CUT_ROUNDING - abs(d - e), 0.0) / CUT_ROUNDING
        d = max(d, e) + h * h * CUT_ROUNDING * 0.25
    return d


@njit(fastmath=True)
def _melt(blend, row, near, reach, x, y, z):
    """How far two surfaces melt at a point: full near the joint, nothing beyond its reach."""
    if row[reach] <= 0.0 or blend <= 0.0:
        return blend
    away = _length(x - row[near], y - row[near + 1], z - row[near + 2])
    return blend * min(1.0, max(0.0, 2.0 - 2.0 * away / row[reach]))


@njit(fastmath=True)
def _join(a, b, k):
    if k < 1e-4:
        return min(a, b)
    h = max(k - abs(a - b), 0.0) / k
    return min(a, b) - h * h * k * 0.25


@njit(fastmath=True, cache=True)
def field(solids, groups, near, x, y, z):  # noqa: C901 - the innermost loop, in one piece
    """Distance to the nearest surface and the index of the solid that makes it (-1 while far away).

    `near` lists what to look at: a negative entry -g-1 opens group g, the entries after it are its solids.
    """
    patient, helper, rest, index = 1e9, 1e9, 1e9, -1
    n = 0
    while n < near.shape[0]:
        row = groups[-near[n] - 1]
        n += 1
        bound = _length(x - row[G_BALL], y - row[G_BALL + 1], z - row[G_BALL + 2]) - row[G_RADIUS]
        best = min(patient, helper, rest)
        if bound > best + NEARBY or bound > 0.35:
            while n < near.shape[0] and near[n] >= 0:
                n += 1
            if bound > best + NEARBY:
                continue
            # Far away the bounding ball is a safe distance.
            if row[G_PERSON] == PATIENT:
                patient = min(patient, bound)
            elif row[G_PERSON] == HELPER:
                helper = min(helper, bound)
            else:
                rest = min(rest, bound)
            continue
        d, found, sharp = 1e9, -1, 1e9
        while n < near.shape[0] and near[n] >= 0:
            i = near[n]
            n += 1
            e = solid_distance(solids[i], x, y, z)
            if e < sharp:
                sharp, found = e, i
            d = _join(d, e, _melt(solids[i, BLEND], solids[i], NEAR, REACH, x, y, z))
        if found < 0:
            continue
        if d < best:
            index = found
        if row[G_PERSON] == PATIENT:
            patient = _join(patient, d, _melt(row[G_BLEND], row, G_NEAR, G_REACH, x, y, z))
        elif row[G_PERSON] == HELPER:
            helper = _join(helper, d, _melt(row[G_BLEND], row, G_NEAR, G_REACH, x, y, z))
        else:
            rest = min(rest, d)
    return min(patient, helper, rest), index


@njit(fastmath=True, cache=True)
def _near_tile(first, ends, u, v, half, near):
    """List the solids near a tile in `near`; their number, 0 when no ray in it can hit anything."""
    hit, n = False, 0
    for g in range(first.shape[0] - 1):
        opened = False
        for i in range(first[g], first[g + 1]):
            ax, ay = ends[i, 0], ends[i, 1]
            bx, by = ends[i, 2] - ax, ends[i, 3] - ay
            size, part = bx * bx + by * by, 0.0
            if size > 1e-12:
                part = min(1.0, max(0.0, ((u - ax) * bx + (v - ay) * by) / size))
            away = np.sqrt((u - ax - bx * part) ** 2 + (v - ay - by * part) ** 2) - ends[i, 4] - half
            if away < NEARBY:
                if not opened:
                    near[n] = -g - 1
                    n += 1
                    opened = True
                near[n] = i
                n += 1
                hit = hit or away < 0.035
    return n if hit else 0


@njit(fastmath=True, cache=True)
def _normal(solids, groups, near, x, y, z, out):
    """Four samples at the corners of a tetrahedron."""
    e = NORMAL_STEP
    a = field(solids, groups, near, x + e, y - e, z - e)[0]
    b = field(solids, groups, near, x - e, y - e, z + e)[0]
    c = field(solids, groups, near, x - e, y + e, z - e)[0]
    d = field(solids, groups, near, x + e, y + e, z + e)[0]
    nx, ny, nz = a - b - c + d, -a - b + c + d, -a + b - c + d
    size = _length(nx, ny, nz) + 1e-12
    out[0], out[1], out[2] = nx / size, ny / size, nz / size


@njit(parallel=True, fastmath=True, cache=True)
def trace(  # noqa: C901 - compiled, and so in one piece
    solids, first, groups, ends, corner, right, up, forward, width, height, pixels, nearest, farthest
):
    """Depth along the ray, index of the solid and surface normal for each pixel of a level (orthographic) camera.

    `corner` is the upper left of the picture; `ends` the solids' projected axes and radii (metres, v down).
    """
    depth = np.full((height, width), 1e3)
    index = np.full((height, width), -1, np.int32)
    normal = np.zeros((height, width, 3))
    across, down = (width + TILE - 1) // TILE, (height + TILE - 1) // TILE
    for tile in prange(across * down):
        row, column = tile // across, tile % across
        u, v, half = (column + 0.5) * TILE / pixels, (row + 0.5) * TILE / pixels, TILE / pixels * 0.7072
        listed = np.empty(solids.shape[0] + groups.shape[0], np.int32)
        near = listed[: _near_tile(first, ends, u, v, half, listed)]
        if near.shape[0] == 0:
            continue
        # One ray through the middle goes ahead as long as nothing is nearer than the corners of the tile.
        begin = nearest
        for _ in range(100):
            x = corner[0] + right[0] * u - up[0] * v + forward[0] * begin
            y = corner[1] + right[1] * u - up[1] * v + forward[1] * begin
            z = corner[2] + right[2] * u - up[2] * v + forward[2] * begin
            room = field(solids, groups, near, x, y, z)[0] - half
            if room < 0.004 or begin > farthest:
                break
            begin += room * 0.85
        if begin > farthest:
            continue
        for j in range(row * TILE, min(height, row * TILE + TILE)):
            for i in range(column * TILE, min(width, column * TILE + TILE)):
                u, v = (i + 0.5) / pixels, (j + 0.5) / pixels
                t = begin
                for _ in range(100):
                    x = corner[0] + right[0] * u - up[0] * v + forward[0] * t
                    y = corner[1] + right[1] * u - up[1] * v + forward[1] * t
                    z = corner[2] + right[2] * u - up[2] * v + forward[2] * t
                    d, found = field(solids, groups, near, x, y, z)
                    if d < HIT:
                        depth[j, i], index[j, i] = t, found
                        _normal(solids, groups, near, x, y, z, normal[j, i])
                        break
                    t += d * 0.85
                    if t > farthest:
                        break
    return depth, index, normal


@njit(parallel=True, fastmath=True, cache=True)
def overhang(solids, first, groups, xs, ys, floor):
    """For points of the floor: 1 where something stands or hangs above them."""
    found = np.zeros(xs.shape)
    near, n = np.empty(solids.shape[0] + groups.shape[0], np.int32), 0
    for g in range(groups.shape[0]):
        near[n] = -g - 1
        n += 1
        for i in range(first[g], first[g + 1]):
            near[n] = i
            n += 1
    for j in prange(xs.shape[0]):
        for i in range(xs.shape[1]):
            t = 0.004
            for _ in range(80):
                d, _index = field(solids, groups, near, xs[j, i], ys[j, i], floor + t)
                if d < 0.003:
                    found[j, i] = 1.0
                    break
                t += max(d * 0.9, 0.004)
                if t > 1.2:
                    break
    return found
