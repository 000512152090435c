"""Fingers close round what a palm touches, and lie flat on what is flat."""

from exercises.figures.hands import FINGERS, bends_of, close_hand
from exercises.figures.library import settle
from exercises.figures.primitives import Solid
from exercises.figures.skeleton import Body
from exercises.figures.spec import Arm, Leg, Pose, Target

RAIL = Solid("cone", (0.4, -0.5, 0.98), (0.02, 0.0201, 0.0), "rail", "metal", end=(0.4, 0.9, 0.98))
TABLE = Solid("box", (0.5, 0.2, 0.98), (0.3, 0.5, 0.02), "table", "wood")


def _body(height: float, curl: float = 10) -> Body:
    hand = Arm(hand=Target((0.39, 0.2, height)), palm=(0, 0, -1), fingers=(1, 0, 0), pole=(-1, 0.4, -1), curl=curl)
    legs = {side: Leg() for side in ("left", "right")}
    return settle(Pose(position=(0, 0, 0.9), legs=legs, arms={"left": hand, "right": Arm()}))


def test_fingers_close_round_a_rail() -> None:
    body = _body(1.0)
    close_hand(body, "left", [RAIL])
    assert all(sum(bends) > 90 for bends in bends_of(body, "left"))


def test_fingers_lie_flat_on_a_table() -> None:
    body = _body(1.0)
    close_hand(body, "left", [TABLE])
    assert all(abs(sum(bends)) < 40 for bends in bends_of(body, "left"))


def test_a_hand_away_from_things_keeps_its_curl() -> None:
    body = _body(1.3, curl=20)
    close_hand(body, "left", [TABLE])
    assert "left" not in body.bends
    assert bends_of(body, "left") == ((18.0, 16.0, 10.0),) * len(FINGERS)
