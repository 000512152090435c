"""The solids of a person in shorts, shirt and shoes, hung on a solved skeleton.

Numbers are metres in the frame of the named segment: (forward, left, up).
"""

from __future__ import annotations

from dataclasses import replace

from exercises.figures.hands import FINGERS, bends_of, bones
from exercises.figures.looks import WOMAN, Look
from exercises.figures.primitives import PATIENT, Group, Solid
from exercises.figures.skeleton import (
    ANKLE_HEIGHT,
    SHANK,
    SHOULDER_OUT,
    SHOULDER_UP,
    THIGH,
    UPPER_ARM,
    Body,
)
from exercises.figures.spec import SIDES, SIGN
from exercises.figures.vectors import Mat, Vec, add, apply, dot, scale, times, turn_x, turn_y, unit

HEAD_SIZE = 1.08  # drawn a little larger than life: it reads better small

LIMBS = ("trunk", "head", "leg_left", "leg_right", "arm_left", "arm_right")


class _Builder:
    """Adds solids to a group in local coordinates of the body's segments."""

    def __init__(self, body: Body, group: Group) -> None:
        self.body, self.group = body, group

    def at(self, joint: str, frame: str, offset: Vec) -> Vec:
        return self.body.point(joint, offset, frame)

    def plane(self, point: Vec, normal: Vec) -> tuple[Vec, float]:
        return normal, dot(normal, point)

    def ellipsoid(self, part: str, material: str, centre: Vec, frame: Mat, radii: Vec, **more: object) -> None:
        self._add(Solid("ellipsoid", centre, radii, part, material, frame=frame, **more))  # type: ignore[arg-type]

    def box(self, part: str, material: str, centre: Vec, frame: Mat, radii: Vec, **more: object) -> None:
        self._add(Solid("box", centre, radii, part, material, frame=frame, **more))  # type: ignore[arg-type]

    def cone(self, part: str, material: str, ends: tuple[Vec, Vec], radii: tuple[float, float], **more: object) -> None:
        start, end = ends
        radius = (radii[0], radii[1], 0.0)
        self._add(Solid("cone", start, radius, part, material, end=end, **more))  # type: ignore[arg-type]

    def _add(self, solid: Solid) -> None:
        self.group.solids.append(solid)


def _trunk(body: Body, look: Look) -> Group:
    group, cloth, flesh = Group("trunk"), "trousers" if look.trousers else "shorts", look.flesh
    build, frames = _Builder(body, group), body.frames
    pelvis = frames["pelvis"]
    build.ellipsoid(
        "pelvis",
        cloth,
        build.at("pelvis", "pelvis", (-0.005, 0, 0.04)),
        pelvis,
        (0.108, flesh.hips, 0.115),
        blend=0.05,
    )
    for sign in (1, -1):
        seat = build.at("pelvis", "pelvis", (-0.055, sign * 0.062, -0.02))
        build.ellipsoid("pelvis", cloth, seat, pelvis, (0.085, 0.086, flesh.seat), blend=0.05)
    # The hem of the shirt lies level round the hips, whatever the trunk does.
    hem = build.plane(build.at("pelvis", "pelvis", (0, 0, 0.075)), scale(apply(pelvis, (0, 0, 1)), -1))
    hips = build.at("pelvis", "pelvis", (-0.005, 0, 0.045))
    build.ellipsoid("torso", "shirt", hips, pelvis, (0.114, flesh.hips + 0.006, 0.117), blend=0.02, cut=hem)
    belly = build.at("lumbar", "lumbar", (0.012, 0, 0.02))
    build.ellipsoid("torso", "shirt", belly, frames["lumbar"], (flesh.belly, flesh.waist, 0.12), blend=0.07)
    chest = build.at("thorax", "thorax", (0.008, 0, 0.075))
    build.ellipsoid("torso", "shirt", chest, frames["thorax"], (0.116, flesh.chest, 0.165), blend=0.07)
    if flesh.breast:
        for sign in (1, -1):
            place = build.at("thorax", "thorax", (0.052 + flesh.breast, sign * 0.060, 0.062))
            build.ellipsoid("torso", "shirt", place, frames["thorax"], (0.055, 0.066, 0.060), blend=0.06)
    for sign in (1, -1):
        ends = (
            build.at("thorax", "thorax", (-0.016, sign * 0.03, SHOULDER_UP + 0.028)),
            build.at("thorax", "thorax", (-0.008, sign * (SHOULDER_OUT - 0.015), SHOULDER_UP - 0.002)),
        )
        build.cone("torso", "shirt", ends, (flesh.shoulder, flesh.shoulder + 0.002), blend=0.05)
    collar = build.at("thorax", "thorax", (-0.022, 0, SHOULDER_UP + 0.012))
    build.ellipsoid("torso", "shirt", collar, frames["thorax"], (0.066, 0.062, 0.05), blend=0.04)
    ends = (build.at("neck", "neck", (0, 0, -0.03)), build.at("head", "head", (0, 0, 0.03)))
    build.cone("neck", "skin", ends, (flesh.neck + 0.004, flesh.neck - 0.001), blend=0.03)
    return group


def _head(body: Body, look: Look) -> Group:
    group = Group("head", blend=0.015, near=body.joints["head"], reach=0.13)
    build, head = _Builder(body, group), body.frames["head"]

    def at(offset: Vec) -> Vec:
        return build.at("head", "head", scale(offset, HEAD_SIZE))

    def ball(part: str, material: str, centre: Vec, radii: Vec, tilt: float = 0.0, **more: object) -> None:
        frame = times(head, turn_y(tilt))
        build.ellipsoid(part, material, at(centre), frame, scale(radii, HEAD_SIZE), **more)

    ball("head", "skin", (0.018, 0, 0.10), (0.096, 0.078, 0.104), blend=0.03)
    ball("head", "skin", (0.046, 0, 0.03), (0.057, look.flesh.jaw, 0.062), blend=0.05)
    ball("head", "skin", (0.110, 0, 0.068), (0.020, 0.013, 0.026), tilt=26, blend=0.018)
    for sign in (1, -1):
        ball("ear", "skin", (0.006, sign * 0.078, 0.078), (0.021, 0.011, 0.033), tilt=-10)
    receding = look.hair == "short"
    hairline = build.plane(at((0.022 if receding else 0.045, 0, 0.128)), apply(head, unit((1, 0, -1))))
    ball("hair", "hair", (-0.008, 0, 0.118), (0.094, 0.086, 0.098), cut=hairline)
    if not receding:
        ball("hair", "hair", (0.042, 0, 0.176), (0.062, 0.068, 0.034), tilt=22, blend=0.012)
    if look.hair == "bob":  # over the ears, down to the jaw, out of the face
        face = build.plane(at((0.028, 0, 0.10)), apply(head, unit((1, 0, -0.30))))
        for sign in (1, -1):
            ball("hair", "hair", (-0.012, sign * 0.030, 0.072), (0.082, 0.066, 0.098), blend=0.02, cut=face)
    if look.hair == "tail":
        ball("hair", "hair", (-0.112, 0, 0.135), (0.036, 0.034, 0.036), blend=0.012)
        build.cone("hair", "hair", (at((-0.122, 0, 0.125)), at((-0.150, 0, 0.015))), (0.034, 0.016), blend=0.012)
    return group


def _leg(body: Body, look: Look, side: str) -> Group:
    sign, joints, frames = SIGN[side], body.joints, body.frames
    hip, knee, ankle = (joints[f"{name}_{side}"] for name in ("hip", "knee", "ankle"))
    thigh, shank = frames[f"thigh_{side}"], frames[f"shank_{side}"]
    group = Group(f"leg_{side}", blend=0.07, near=hip, reach=0.24)
    build = _Builder(body, group)

    def on_thigh(offset: Vec) -> Vec:
        return add(hip, apply(thigh, offset))

    def on_shank(offset: Vec) -> Vec:
        return add(knee, apply(shank, offset))

    top, down = on_thigh((-0.004, sign * 0.006, -0.01)), scale(apply(thigh, (0, 0, 1)), -1)
    name, cloth = f"thigh_{side}", "trousers" if look.trousers else "skin"
    loose = 0.006 if look.trousers else 0.0
    build.cone(name, cloth, (top, on_thigh((0.002, 0, -THIGH))), (0.086 + loose, 0.057 + loose))
    build.ellipsoid(name, cloth, on_thigh((0.018, sign * 0.004, -0.20)), thigh, (0.066, 0.068, 0.15), blend=0.04)
    if not look.trousers:
        hem = build.plane(on_thigh((0, 0, -THIGH * 0.52)), down)
        ends = (top, on_thigh((0.008, sign * 0.004, -THIGH * 0.6)))
        build.cone(f"shorts_{side}", "shorts", ends, (0.098, 0.088), cut=hem)
    name = f"shank_{side}"
    build.cone(name, cloth, (knee, ankle), (0.055 + loose, 0.036), blend=0.05, near=knee, reach=0.16)
    calf = on_shank((-0.018, 0, -0.115))
    build.ellipsoid(
        name, cloth, calf, shank, (look.flesh.calf, 0.054, 0.115), blend=0.03, near=on_shank((0, 0, -0.2)), reach=0.30
    )
    kneecap = on_thigh((0.014, 0, -THIGH))
    build.ellipsoid(name, cloth, kneecap, shank, (0.048, 0.046, 0.055), blend=0.03, near=knee, reach=0.2)
    if look.trousers:
        hem = build.plane(on_shank((0, 0, -SHANK + 0.035)), scale(apply(shank, (0, 0, 1)), -1))
        build.cone(name, cloth, (knee, ankle), (0.060, 0.052), cut=hem, blend=0.02)
    _foot(build, look, side)
    return group


def _foot(build: _Builder, look: Look, side: str) -> None:
    upper, under_foot = ("sock", "sock") if look.socks else ("shoe", "sole")
    body = build.body
    ankle, ball = body.joints[f"ankle_{side}"], body.joints[f"ball_{side}"]
    shank, foot, toes = (body.frames[f"{name}_{side}"] for name in ("shank", "foot", "toes"))

    def on_foot(offset: Vec) -> Vec:
        return add(ankle, apply(foot, offset))

    def on_toes(offset: Vec) -> Vec:
        return add(ball, apply(toes, offset))

    sock_top = add(ankle, apply(shank, (0, 0, 0.075)))
    cuff = build.plane(sock_top, apply(shank, (0, 0, 1)))
    build.cone(f"sock_{side}", "sock", (sock_top, ankle), (0.040, 0.038), cut=cuff)
    under, under_toes = apply(foot, (0, 0, -1)), apply(toes, (0, 0, -1))
    # The shoe ends 1 cm above the ground plane, so that it does not show through its own sole.
    shoe = {
        "blend": 0.02,
        "near": ankle,
        "reach": 0.4,
        "cut": build.plane(on_foot((0, 0, 0.010 - ANKLE_HEIGHT)), under),
    }
    name = f"foot_{side}"
    build.cone(name, upper, (on_foot((-0.022, 0, -0.012)), on_foot((0.105, 0, -0.036))), (0.045, 0.033), **shoe)
    build.ellipsoid(name, upper, on_foot((-0.028, 0, -0.03)), foot, (0.045, 0.037, 0.05), **shoe)
    toe_cap = {**shoe, "blend": 0.03, "cut": build.plane(on_toes((0, 0, 0.010)), under_toes)}
    build.ellipsoid(name, upper, on_toes((0.010, 0, 0.024)), toes, (0.068, 0.045, 0.036), **toe_cap)
    ground = build.plane(on_foot((0, 0, -ANKLE_HEIGHT)), under)
    name = f"sole_{side}"
    build.box(name, under_foot, on_foot((0.022, 0, -0.056)), foot, (0.098, 0.047, 0.014), rounding=0.012, cut=ground)
    ground = build.plane(ball, under_toes)
    build.box(name, under_foot, on_toes((0.034, 0, 0.010)), toes, (0.047, 0.047, 0.014), rounding=0.012, cut=ground)


def _arm(body: Body, look: Look, side: str) -> Group:
    joints, frames = body.joints, body.frames
    shoulder, elbow, wrist = (joints[f"{name}_{side}"] for name in ("shoulder", "elbow", "wrist"))
    upper, fore = frames[f"upper_arm_{side}"], frames[f"forearm_{side}"]
    group = Group(f"arm_{side}", blend=0.05, near=shoulder, reach=0.16)
    build = _Builder(body, group)
    wide, sleeve = look.flesh.arm, look.flesh.sleeve
    build.cone(f"upper_arm_{side}", "skin", (shoulder, elbow), (0.048 * wide, 0.038 * wide))
    hem = add(shoulder, apply(upper, (0, 0, -UPPER_ARM * 0.52)))
    ends = (
        add(shoulder, apply(upper, (0, 0, 0.005))),
        add(shoulder, apply(upper, (0, 0, -UPPER_ARM * 0.6))),
    )
    cut = build.plane(hem, scale(apply(upper, (0, 0, 1)), -1))
    build.cone(f"sleeve_{side}", "shirt", ends, (sleeve, sleeve + 0.002), cut=cut)
    name = f"forearm_{side}"
    build.cone(name, "skin", (elbow, wrist), (0.040 * wide, 0.028 * wide), blend=0.03, near=elbow, reach=0.1)
    muscle = add(elbow, apply(fore, (0, 0, -0.07)))
    build.ellipsoid(name, "skin", muscle, fore, (0.040 * wide, 0.038 * wide, 0.08), blend=0.02, near=elbow, reach=0.2)
    _hand(build, side, wrist)
    return group


def _hand(build: _Builder, side: str, wrist: Vec) -> None:
    sign, hand = SIGN[side], build.body.frames[f"hand_{side}"]
    curl = -sign * max(build.body.pose.arms[side].curl, build.body.bends.get(side, ((0.0, 0.0, 0.0),))[0][0] * 0.6)
    name, joint = f"hand_{side}", {"near": wrist, "reach": 0.3}

    def on_hand(offset: Vec) -> Vec:
        return add(wrist, apply(hand, offset))

    build.box(
        name, "skin", on_hand((0.002, 0, -0.048)), hand, (0.037, 0.015, 0.048), rounding=0.014, blend=0.03, **joint
    )
    bends = bends_of(build.body, side)
    for i, finger in enumerate(FINGERS):
        chain, r = [place for place, _ in bones(wrist, hand, sign, finger, bends[i])], finger.radius
        thick = (r * 1.08, r, r * 0.92, r * 0.80)
        for k in range(3):
            ends, radii = (chain[k], chain[k + 1]), (thick[k], thick[k + 1])
            build.cone(f"finger_{i}_{side}", "skin", ends, radii, blend=0.010 if k == 0 else 0.004, **joint)
    root = on_hand((0.026, -sign * 0.004, -0.03))
    bend = add(root, apply(times(hand, turn_x(curl * 0.5)), (0.034, 0, -0.030)))
    thumb = add(bend, apply(times(hand, turn_x(curl * 0.8)), (0.006, 0, -0.038)))
    build.cone(name, "skin", (root, bend), (0.016, 0.0135), blend=0.015, **joint)
    build.cone(name, "skin", (bend, thumb), (0.0135, 0.0115), blend=0.006, **joint)


def person(body: Body, look: Look = WOMAN) -> list[Group]:
    """All groups of a person, trunk first."""
    groups = [
        _trunk(body, look),
        _head(body, look),
        *(_leg(body, look, side) for side in SIDES),
        *(_arm(body, look, side) for side in SIDES),
    ]
    return [_worn(group, look) for group in groups] if look.owner != PATIENT else groups


def _worn(group: Group, look: Look) -> Group:
    """The group of another person than the first: with names of its own."""
    solids = [replace(s, part=look.prefix + s.part, material=look.clothes + s.material) for s in group.solids]
    return replace(group, name=look.prefix + group.name, solids=solids, owner=look.owner)
