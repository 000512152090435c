"""From a pose to joints and frames, and back to the angles that a clinician would measure."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from exercises.figures.spec import SIDES, SIGN, Arm, Leg, Pose, Target
from exercises.figures.vectors import (
    ZERO,
    Mat,
    Vec,
    across,
    add,
    along,
    apply,
    ball_turn,
    cross,
    dot,
    from_columns,
    length,
    scale,
    sub,
    times,
    transpose,
    turn_x,
    turn_y,
    turn_z,
    unit,
)

# Segment lengths as shares of body height (Drillis and Contini, after Winter), for a person of 1.70 m.
STATURE = 1.70
THIGH = 0.245 * STATURE
SHANK = 0.246 * STATURE
ANKLE_HEIGHT = 0.039 * STATURE
HIP_OFFSET = 0.050 * STATURE
UPPER_ARM = 0.186 * STATURE
FOREARM = 0.146 * STATURE
LUMBAR = 0.070 * STATURE
THORAX = 0.090 * STATURE
NECK_BASE = 0.132 * STATURE
NECK = 0.060 * STATURE
SHOULDER_UP = 0.112 * STATURE
SHOULDER_OUT = 0.093 * STATURE
BALL_FORWARD = 0.115  # ankle to the joint of the toes, along the sole
PALM_DOWN = 0.050  # wrist to the middle of the palm
PALM_OUT = 0.015  # middle of the palm to its skin
BELT: Vec = (-0.132, 0.0, 0.105)  # the handle at the back of a walking belt, in the pelvis frame

PATIENT = "patient"  # prefix of the first person's joints in the second person's pose


Bends = tuple[Vec, ...]  # for each finger the bend of its three joints, in degrees


@dataclass
class Body:
    """A solved pose: joints in the world, frames (body to world), and how far targets lay out of reach (metres).

    beside: the first person of the scene, when this one is the second. bends: fingers of a hand that holds something.
    """

    pose: Pose
    joints: dict[str, Vec] = field(default_factory=dict)
    frames: dict[str, Mat] = field(default_factory=dict)
    shortfall: dict[str, float] = field(default_factory=dict)
    beside: Body | None = None
    bends: dict[str, Bends] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """A second person knows the first one's joints and frames, as `patient.<name>`."""
        if self.beside is not None:
            self.joints |= {f"{PATIENT}.{name}": place for name, place in self.beside.joints.items()}
            self.frames |= {f"{PATIENT}.{name}": axes for name, axes in self.beside.frames.items()}

    def point(self, joint: str, offset: Vec, frame: str) -> Vec:
        """A point given from a joint in the axes of a frame."""
        return add(self.joints[joint], apply(self.frames[frame], offset))

    def place(self, target: Target) -> Vec:
        if target.at is None:
            return target.offset
        start = self.joints[target.at]
        if target.to is not None:
            start = along(start, self.joints[target.to], target.part)
        offset = target.offset if target.frame is None else apply(self.frames[target.frame], target.offset)
        return add(start, offset)


@dataclass(frozen=True)
class LegAngles:
    """Measured angles of a leg, in degrees and clinical signs."""

    hip_flex: float
    hip_abd: float
    hip_rot: float
    knee_flex: float
    ankle: float


def two_bones(root: Vec, goal: Vec, upper: float, lower: float, pole: Vec) -> tuple[Vec, Vec, float]:
    """Middle joint, end joint and missing length for two bones from root toward goal, bent toward `pole`."""
    way = sub(goal, root)
    distance = length(way)
    missing = max(0.0, distance - upper - lower)
    distance = min(distance, (upper + lower) * 0.9995)
    axis = unit(way)
    cosine = (upper**2 + distance**2 - lower**2) / (2 * upper * distance)
    cosine = max(-1.0, min(1.0, cosine))
    bend = scale(across(pole, axis), upper * math.sqrt(1 - cosine**2))
    middle = add(add(root, scale(axis, upper * cosine)), bend)
    end = add(middle, scale(unit(sub(add(root, scale(axis, distance)), middle)), lower))
    return middle, end, missing


def _bone_frames(upper: Vec, lower: Vec, hinge: Vec, fallback: Vec) -> tuple[Mat, Mat]:
    """Frames of two bones that share the hinge axis; fallback is the hinge of a straight limb."""
    y = unit(hinge) if length(hinge) > 0.02 else across(fallback, upper)
    first, second = scale(upper, -1), scale(lower, -1)
    return from_columns(cross(y, first), y, first), from_columns(cross(y, second), y, second)


def _spine(body: Body, position: Vec) -> None:
    pose, joints, frames = body.pose, body.joints, body.frames
    pitch, roll, yaw = pose.root
    frames["pelvis"] = times(turn_z(yaw), turn_y(pitch), turn_x(roll))
    joints["pelvis"] = position
    joints["belt"] = body.point("pelvis", BELT, "pelvis")
    half = times(turn_y(pose.trunk[0] / 2), turn_x(-pose.trunk[1] / 2), turn_z(pose.trunk[2] / 2))
    frames["lumbar"] = times(frames["pelvis"], half)
    frames["thorax"] = times(frames["lumbar"], half)
    joints["lumbar"] = body.point("pelvis", (-0.005, 0.0, LUMBAR), "pelvis")
    joints["thorax"] = body.point("lumbar", (0.0, 0.0, THORAX), "lumbar")
    joints["neck"] = body.point("thorax", (-0.015, 0.0, NECK_BASE), "thorax")
    flexion, bend, turn = (angle / 2 for angle in pose.neck)
    # The neck leans 8 degrees forward of the chest, the head is upright again.
    frames["neck"] = times(frames["thorax"], turn_y(flexion + 8), turn_x(-bend), turn_z(turn))
    frames["head"] = times(frames["neck"], turn_y(flexion - 8), turn_x(-bend), turn_z(turn))
    joints["head"] = body.point("neck", (0.005, 0.0, NECK), "neck")
    for side in SIDES:
        joints[f"hip_{side}"] = body.point("pelvis", (0.0, SIGN[side] * HIP_OFFSET, 0.0), "pelvis")
        joints[f"shoulder_{side}"] = body.point("thorax", (-0.005, SIGN[side] * SHOULDER_OUT, SHOULDER_UP), "thorax")


def _level_foot(leg: Leg, forward: Vec) -> Mat:
    if leg.heading is not None:
        forward = apply(turn_z(leg.heading), (1.0, 0.0, 0.0))
    x = unit((forward[0], forward[1], 0.0))
    up = (0.0, 0.0, 1.0)
    return times(from_columns(x, cross(up, x), up), turn_y(leg.pitch))


def _ankle_goal(body: Body, leg: Leg) -> Vec | None:
    if leg.foot is not None:
        return body.place(leg.foot)
    if leg.ball is None:
        return None
    foot = _level_foot(leg, body.frames["pelvis"][0])
    return sub(body.place(leg.ball), apply(foot, (BALL_FORWARD, 0.0, -ANKLE_HEIGHT)))


def _leg(body: Body, side: str) -> None:
    leg, joints, frames = body.pose.legs[side], body.joints, body.frames
    hip, pelvis = joints[f"hip_{side}"], frames["pelvis"]
    goal = _ankle_goal(body, leg)
    if goal is None:
        thigh = times(pelvis, ball_turn(*leg.hip, SIGN[side]))
        shank = times(thigh, turn_y(leg.knee))
        knee = add(hip, apply(thigh, (0.0, 0.0, -THIGH)))
        ankle = add(knee, apply(shank, (0.0, 0.0, -SHANK)))
    else:
        knee, ankle, missing = two_bones(hip, goal, THIGH, SHANK, leg.pole)
        body.shortfall[f"foot_{side}"] = missing
        upper, lower = unit(sub(knee, hip)), unit(sub(ankle, knee))
        thigh, shank = _bone_frames(upper, lower, cross(upper, lower), apply(pelvis, (0.0, 1.0, 0.0)))
    joints[f"knee_{side}"], joints[f"ankle_{side}"] = knee, ankle
    frames[f"thigh_{side}"], frames[f"shank_{side}"] = thigh, shank
    level_foot = _level_foot(leg, apply(shank, (1.0, 0.0, 0.0)))
    foot = level_foot if leg.ankle is None else times(shank, turn_y(-leg.ankle))
    frames[f"foot_{side}"] = foot
    level = leg.pitch if leg.ankle is None else 0.0
    frames[f"toes_{side}"] = times(foot, turn_y(-(level if leg.toes is None else leg.toes)))
    joints[f"ball_{side}"] = body.point(f"ankle_{side}", (BALL_FORWARD, 0.0, -ANKLE_HEIGHT), f"foot_{side}")
    joints[f"heel_{side}"] = body.point(f"ankle_{side}", (-0.06, 0.0, -ANKLE_HEIGHT), f"foot_{side}")


def _hand_frame(arm: Arm, axes: Mat, sign: int) -> Mat:
    z = scale(unit(apply(axes, arm.fingers)), -1)
    y = across(scale(apply(axes, arm.palm), -sign), z)
    return from_columns(cross(y, z), y, z)


def _arm(body: Body, side: str) -> None:
    arm, joints, frames, sign = body.pose.arms[side], body.joints, body.frames, SIGN[side]
    shoulder, thorax = joints[f"shoulder_{side}"], frames["thorax"]
    if arm.hand is None:
        upper_frame = times(thorax, ball_turn(*arm.shoulder, sign))
        fore_frame = times(upper_frame, turn_y(-arm.elbow))
        elbow = add(shoulder, apply(upper_frame, (0.0, 0.0, -UPPER_ARM)))
        wrist = add(elbow, apply(fore_frame, (0.0, 0.0, -FOREARM)))
        hand = times(fore_frame, turn_z(-sign * arm.pronation))
    else:
        axes = frames[arm.hand.frame] if arm.hand.frame else ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
        hand = _hand_frame(arm, axes, sign)
        goal = sub(body.place(arm.hand), apply(hand, (0.0, -sign * PALM_OUT, -PALM_DOWN)))
        elbow, wrist, missing = two_bones(shoulder, goal, UPPER_ARM, FOREARM, arm.pole)
        body.shortfall[f"palm_{side}"] = missing
        upper, lower = unit(sub(elbow, shoulder)), unit(sub(wrist, elbow))
        hinge = scale(cross(upper, lower), -1)
        upper_frame, fore_frame = _bone_frames(upper, lower, hinge, apply(thorax, (0.0, 1.0, 0.0)))
    joints[f"elbow_{side}"], joints[f"wrist_{side}"] = elbow, wrist
    frames[f"upper_arm_{side}"], frames[f"forearm_{side}"], frames[f"hand_{side}"] = upper_frame, fore_frame, hand
    joints[f"palm_{side}"] = body.point(f"wrist_{side}", (0.0, -sign * PALM_OUT, -PALM_DOWN), f"hand_{side}")


def _solve(pose: Pose, position: Vec, beside: Body | None = None) -> Body:
    body = Body(pose, beside=beside)
    _spine(body, position)
    # A foot placed on the other leg needs that leg first.
    waits = {side: any(t and t.at for t in (pose.legs[side].foot, pose.legs[side].ball)) for side in SIDES}
    for side in sorted(SIDES, key=lambda s: waits[s]):
        _leg(body, side)
    on_hand = {side: (pose.arms[side].hand or Target()).at in {f"wrist_{s}" for s in SIDES} for side in SIDES}
    for side in sorted(SIDES, key=lambda s: on_hand[s]):
        _arm(body, side)
    return body


def pinned(pose: Pose, beside: Body | None = None) -> Body:
    """The pose with its pins held; `ground` is left to the caller, who knows the surface of the body."""
    body = _solve(pose, pose.position, beside)
    if not pose.pin:
        return body
    position = list(pose.position)
    for joint, place in pose.pin.items():
        for axis, wanted in enumerate(place):
            if wanted is not None:
                position[axis] = pose.position[axis] + wanted - body.joints[joint][axis]
    return _solve(pose, (position[0], position[1], position[2]), beside)


def lifted(body: Body, rise: float) -> Body:
    """The same pose moved straight up; targets in the world stay where they are."""
    return _solve(replace(body.pose, pin={}), add(body.joints["pelvis"], (0.0, 0.0, rise)), body.beside)


def leg_angles(body: Body, side: str) -> LegAngles:
    """Angles thigh against pelvis and shin against thigh, whatever way the pose was given.

    Flexion and abduction can be trusted; rotation only up to about 60 degrees, and not in cross-legged poses.
    """
    sign = SIGN[side]
    hip = times(transpose(body.frames["pelvis"]), body.frames[f"thigh_{side}"])
    flexion = math.degrees(math.atan2(-hip[0][2], hip[2][2]))
    abduction = sign * math.degrees(math.asin(max(-1.0, min(1.0, -hip[1][2]))))
    rotation = sign * math.degrees(math.atan2(hip[1][0], hip[1][1]))
    if flexion < -60:  # the other reading of the same rotation: deep flexion with wide abduction
        flexion, abduction, rotation = flexion + 180, math.copysign(180 - abs(abduction), abduction), rotation - 180
    knee = times(transpose(body.frames[f"thigh_{side}"]), body.frames[f"shank_{side}"])
    foot = times(transpose(body.frames[f"shank_{side}"]), body.frames[f"foot_{side}"])
    return LegAngles(
        hip_flex=flexion,
        hip_abd=abduction,
        hip_rot=rotation,
        knee_flex=math.degrees(math.atan2(knee[0][2], knee[2][2])),
        ankle=math.degrees(math.atan2(-foot[0][2], foot[2][2])),
    )


def trunk_lean(body: Body) -> float:
    """Degrees between the line hips to shoulders and the vertical, forward of the pelvis positive."""
    hips = along(body.joints["hip_left"], body.joints["hip_right"], 0.5)
    shoulders = along(body.joints["shoulder_left"], body.joints["shoulder_right"], 0.5)
    axis = unit(sub(shoulders, hips))
    forward = across(apply(body.frames["pelvis"], (1.0, 0.0, 0.0)), (0.0, 0.0, 1.0))
    return math.degrees(math.atan2(dot(axis, forward), axis[2]))


__all__ = ["ZERO", "Body", "LegAngles", "leg_angles", "lifted", "pinned", "trunk_lean", "two_bones"]
