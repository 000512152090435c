"""Masks to paths: blur, marching squares, corners kept, cubic curves fitted (Schneider), whole numbers written.

Everything here is in pixels of the picture, which are units of its viewBox.
"""

from __future__ import annotations

import itertools

import contourpy
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from exercises.figures.fitting import fit

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

STEP = 2.0
CORNER_DEGREES = 48.0
CORNER_SPAN = 5


def contours(mask: Mask, blur: float, least_area: float) -> list[Floats]:
    """Closed outlines of a mask, holes turning the other way; specks smaller than least_area are left out."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return []
    y0, x0 = rows[0], columns[0]
    cropped = np.pad(mask[y0 : rows[-1] + 1, x0 : columns[-1] + 1].astype(np.float32), 6)
    smooth = ndimage.gaussian_filter(cropped, blur, truncate=3)
    found = []
    for line in contourpy.contour_generator(z=smooth).lines(0.5):
        points: Floats = np.asarray(line, float)[:-1] + np.array([x0 - 5.5, y0 - 5.5])
        x, y = points[:, 0], points[:, 1]
        if abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2 >= least_area:
            found.append(points)
    return found


def resample(points: Floats, step: float, closed: bool) -> Floats:
    """The same line with points about `step` apart."""
    line = np.vstack([points, points[:1]]) if closed else points
    travelled = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    count = max(round(float(travelled[-1]) / step), 3 if closed else 2)
    stops = np.linspace(0, travelled[-1], count + 1)
    even = np.stack([np.interp(stops, travelled, line[:, 0]), np.interp(stops, travelled, line[:, 1])], 1)
    return even[:-1] if closed else even


def _unit(v: Floats) -> Floats:
    result: Floats = v / (np.linalg.norm(v) + 1e-12)
    return result


def _corners(points: Floats, closed: bool) -> list[int]:
    """Indices where the line turns sharply, apart from each other."""
    n, w = len(points), CORNER_SPAN
    if n < 3 * w:
        return []
    index = np.arange(n)
    if closed:
        before, after = points - np.roll(points, w, 0), np.roll(points, -w, 0) - points
    else:
        before, after = points - points[np.maximum(index - w, 0)], points[np.minimum(index + w, n - 1)] - points
    cosine = (before * after).sum(1) / (np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1) + 1e-9)
    turn = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    if not closed:
        turn[:w] = turn[-w:] = 0
    kept: list[int] = []
    for i in np.argsort(-turn):
        if turn[i] < CORNER_DEGREES:
            break
        if all(min(abs(i - k), n - abs(i - k) if closed else n) > w * 1.5 for k in kept):
            kept.append(int(i))
    return sorted(kept)


def _curves(points: Floats, closed: bool, error: float) -> list[Floats]:
    corners = _corners(points, closed)
    smooth = closed and not corners
    if closed:
        first = corners[0] if corners else 0
        points = np.vstack([np.roll(points, -first, 0), points[first : first + 1]])
        stops = [c - first for c in corners or [0]] + [len(points) - 1]
    else:
        stops = [0, *corners, len(points) - 1]
    curves: list[Floats] = []
    for a, b in itertools.pairwise(stops):
        piece = points[a : b + 1]
        if len(piece) < 2:
            continue
        w = min(3, len(piece) - 1)
        start, end = _unit(piece[w] - piece[0]), _unit(piece[-1 - w] - piece[-1])
        if smooth:
            start = _unit(piece[2] - piece[-3])
            end = -start
        curves += list(fit(piece, start, end, error))
    return curves


def _numbers(vectors: list[NDArray[np.int64]]) -> str:
    text = ""
    for value in (int(v) for vector in vectors for v in vector):
        text += f"{value}" if value < 0 or not text else f" {value}"
    return text


def _written(curves: list[Floats], closed: bool, stiff: float) -> str:
    """Path data; a curve that leaves its chord by less than `stiff` pixels is written as a straight line."""
    here = np.rint(curves[0][0]).astype(np.int64)
    text, last = f"M{here[0]} {here[1]}", ""
    for curve in curves:
        h1, h2, end = (np.rint(p).astype(np.int64) - here for p in curve[1:])
        chord = float(np.hypot(*end))
        side = np.array([-end[1], end[0]]) / (chord or 1.0)
        if chord == 0 and not h1.any() and not h2.any():
            continue
        straight = chord > 0 and max(abs(float(h1 @ side)), abs(float(h2 @ side))) < stiff
        command, body = ("l", _numbers([end])) if straight else ("c", _numbers([h1, h2, end]))
        if command != last:
            text += command + body
        else:
            text += body if body[0] == "-" else f" {body}"
        here, last = here + end, command
    return text + ("z" if closed else "")


def path(points: Floats, closed: bool, error: float, stiff: float = 0.6) -> str:
    """Path data for a line of pixels; empty when it is too short to draw."""
    even = resample(points, STEP, closed)
    if len(even) < 4:
        return ""
    curves = _curves(even, closed, error)
    return _written(curves, closed, stiff) if curves else ""


def filled(mask: Mask, error: float = 1.3, blur: float = 1.2, least_area: float = 60, stiff: float = 0.6) -> str:
    """Path data that fills a mask."""
    return "".join(path(line, True, error, stiff) for line in contours(mask, blur, least_area))
