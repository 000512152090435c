"""Cubic curves through points (Schneider's algorithm), compiled with numba."""
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator"

import numpy as np
from numba import njit

ROUNDS = 4
DEEPEST = 12


@njit(cache=True)
def _controls(points, start, end, t):
    """Least-squares handles along the given end tangents."""
    first_point, last_point = points[0], points[-1]
    reach = np.sqrt((last_point[0] - first_point[0]) ** 2 + (last_point[1] - first_point[1]) ** 2) / 3
    c00 = c01 = c11 = x0 = x1 = 0.0
    for i in range(points.shape[0]):
        u = t[i]
        s = 1 - u
        b0, b1, b2, b3 = s**3, 3 * u * s * s, 3 * u * u * s, u**3
        ax, ay, bx, by = start[0] * b1, start[1] * b1, end[0] * b2, end[1] * b2
        rx = points[i, 0] - first_point[0] * (b0 + b1) - last_point[0] * (b2 + b3)
        ry = points[i, 1] - first_point[1] * (b0 + b1) - last_point[1] * (b2 + b3)
        c00 += ax * ax + ay * ay
        c01 += ax * bx + ay * by
        c11 += bx * bx + by * by
        x0 += ax * rx + ay * ry
        x1 += bx * rx + by * ry
    det = c00 * c11 - c01 * c01
    first = second = reach
    if abs(det) > 1e-9:
        first, second = (x0 * c11 - x1 * c01) / det, (c00 * x1 - c01 * x0) / det
    if not (reach * 0.05 < min(first, second) and max(first, second) < reach * 12):
        first = second = reach
    control = np.empty((4, 2))
    for k in range(2):
        control[0, k], control[3, k] = first_point[k], last_point[k]
        control[1, k], control[2, k] = first_point[k] + start[k] * first, last_point[k] + end[k] * second
    return control


@njit(cache=True)
def _error(control, points, t):
    """The greatest squared distance of the curve from its points, and where."""
    worst, place = -1.0, 0
    for i in range(points.shape[0]):
        u = t[i]
        s = 1 - u
        b0, b1, b2, b3 = s**3, 3 * u * s * s, 3 * u * u * s, u**3
        dx = b0 * control[0, 0] + b1 * control[1, 0] + b2 * control[2, 0] + b3 * control[3, 0] - points[i, 0]
        dy = b0 * control[0, 1] + b1 * control[1, 1] + b2 * control[2, 1] + b3 * control[3, 1] - points[i, 1]
        away = dx * dx + dy * dy
        if away > worst:
            worst, place = away, i
    return worst, place


@njit(cache=True)
def _better_times(control, points, t):
    """One Newton step toward the parameters of the nearest points; False when they would cross."""
    better = np.empty(t.shape[0])
    for i in range(t.shape[0]):
        u = t[i]
        s = 1 - u
        slope = gain = 0.0
        for k in range(2):
            p0, p1, p2, p3 = control[0, k], control[1, k], control[2, k], control[3, k]
            away = s**3 * p0 + 3 * u * s * s * p1 + 3 * u * u * s * p2 + u**3 * p3 - points[i, k]
            first = 3 * ((p1 - p0) * s * s + 2 * (p2 - p1) * s * u + (p3 - p2) * u * u)
            second = 6 * ((p2 - 2 * p1 + p0) * s + (p3 - 2 * p2 + p1) * u)
            slope += first * first + away * second
            gain += away * first
        better[i] = u if abs(slope) < 1e-9 else min(1.0, max(0.0, u - gain / slope))
        if i > 0 and better[i] < better[i - 1]:
            return better, False
    return better, True


@njit(cache=True)
def _one(points, start, end, error):
    """The best single curve, its squared error and its worst point."""
    t = np.zeros(points.shape[0])
    for i in range(1, points.shape[0]):
        t[i] = t[i - 1] + np.sqrt((points[i, 0] - points[i - 1, 0]) ** 2 + (points[i, 1] - points[i - 1, 1]) ** 2)
    t /= t[-1]
    best, best_control, worst = np.inf, np.zeros((4, 2)), points.shape[0] // 2
    for _ in range(ROUNDS):
        control = _controls(points, start, end, t)
        away, place = _error(control, points, t)
        if away < best:
            best, best_control, worst = away, control, place
        if best < error * error:
            break
        t, ordered = _better_times(control, points, t)
        if not ordered:
            break
    return best_control, best, worst


@njit(cache=True)
def fit(points, start, end, error):
    """Control points of cubic curves within `error` of the points, split where one does not do; in order, n x 4 x 2."""
    found = np.empty((points.shape[0], 4, 2))
    count = 0
    stack = [(0, points.shape[0] - 1, start, end, 0)]
    while len(stack) > 0:
        a, b, first, last, depth = stack.pop()
        piece = points[a : b + 1]
        if b - a == 1:
            dx, dy = (piece[1, 0] - piece[0, 0]), (piece[1, 1] - piece[0, 1])
            reach = np.sqrt(dx * dx + dy * dy) / 3
            for k in range(2):
                found[count, 0, k], found[count, 3, k] = piece[0, k], piece[1, k]
                found[count, 1, k] = piece[0, k] + first[k] * reach
                found[count, 2, k] = piece[1, k] + last[k] * reach
            count += 1
            continue
        control, best, worst = _one(piece, first, last, error)
        if best < error * error or depth > DEEPEST:
            found[count] = control
            count += 1
            continue
        k = min(max(worst, 1), piece.shape[0] - 2)
        w = min(4, k, piece.shape[0] - 1 - k)
        tangent = piece[k - w] - piece[k + w]
        tangent = tangent / (np.sqrt(tangent[0] ** 2 + tangent[1] ** 2) + 1e-12)
        stack.append((a + k, b, -tangent, last, depth + 1))
        stack.append((a, a + k, first, tangent, depth + 1))
    return found[:count]
