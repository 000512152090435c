"""What the lint of figures finds, in sentences for a therapist: what is wrong, and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

JOINTS = {
    "hip_flex": gettext_lazy("hip bend"),
    "hip_abd": gettext_lazy("hip out"),
    "hip_rot": gettext_lazy("hip turned out"),
    "knee_flex": gettext_lazy("knee bend"),
    "ankle": gettext_lazy("toes up"),
    "elbow": gettext_lazy("elbow"),
    "wrist": gettext_lazy("wrist"),
    "trunk": gettext_lazy("trunk"),
    "neck": gettext_lazy("neck"),
}
PARTS = {
    "palm": gettext_lazy("hand"),
    "hand": gettext_lazy("hand"),
    "shoe": gettext_lazy("foot"),
    "foot": gettext_lazy("foot"),
    "shank": gettext_lazy("lower leg"),
    "thigh": gettext_lazy("thigh"),
    "knee": gettext_lazy("knee"),
    "shorts": gettext_lazy("buttock"),
    "pelvis": gettext_lazy("pelvis"),
    "head": gettext_lazy("head"),
    "torso": gettext_lazy("trunk"),
    "chest": gettext_lazy("chest"),
    "belly": gettext_lazy("belly"),
    "sole": gettext_lazy("foot"),
    "upper_arm": gettext_lazy("upper arm"),
    "forearm": gettext_lazy("forearm"),
    "floor": gettext_lazy("floor"),
    "chair": gettext_lazy("chair"),
    "wall": gettext_lazy("wall"),
    "pillow": gettext_lazy("pillow"),
    "step": gettext_lazy("step"),
    "mattress": gettext_lazy("bed"),
    "counter": gettext_lazy("counter"),
}
SIDES = {"left": gettext_lazy("left"), "right": gettext_lazy("right")}
VIEWS = {
    "start": gettext_lazy("Start"),
    "peak": gettext_lazy("On the way"),
    "middle": gettext_lazy("On the way"),
    "middle-2": gettext_lazy("On the way, later"),
    "back": gettext_lazy("Behind"),
    "end": gettext_lazy("End"),
}

_LEG = re.compile(
    r"(?P<side>left|right) (?P<joint>\w+) is (?P<value>-?\d+) degrees, outside (?P<low>-?\d+) to (?P<high>-?\d+)"
)
_BENT = re.compile(
    r"(?P<side>left|right) (?P<joint>elbow|wrist) is bent .*?(?P<value>\d+) degrees, more than (?P<high>\d+)"
)
_BEHIND = re.compile(
    r"(?P<side>left|right) shoulder takes the arm (?P<value>\d+) degrees behind.* more than (?P<high>\d+)"
)
_SPINE = re.compile(
    r"(?P<joint>trunk|neck) [\w ]+ is (?P<value>-?\d+) degrees, outside (?P<low>-?\d+) to (?P<high>-?\d+)"
)
_GAP = re.compile(r"(?P<one>\S+) and (?P<other>\S+) are (?P<cm>[\d.]+) cm apart")
_DEEP = re.compile(r"(?P<one>\S+) lies (?P<cm>[\d.]+) cm deep in (?P<other>\S+), more than .*")
_THROUGH = re.compile(r"(?P<one>\S+) runs (?P<cm>[\d.]+) cm through (?P<other>\S+)")
_REACH = re.compile(r"(?P<one>\S+) is (?P<cm>[\d.]+) cm out of reach")
_BELOW = re.compile(r"(?P<one>\S+) is (?P<cm>[\d.]+) cm below the floor")
_ABOVE = re.compile(r"lowest point is (?P<cm>[\d.]+) cm above the floor")


def in_sentences(findings: Iterable[str]) -> list[str]:
    return [_sentence(finding) for finding in findings]


def view_words(view: str) -> str:
    return str(VIEWS.get(view, view.replace("-", " ").capitalize()))


def _sentence(finding: str) -> str:
    """A finding begins with figure and view: "clamshell-own end: ..."."""
    where, _colon, rest = finding.partition(": ")
    view = view_words(where.rsplit(" ", 1)[-1])
    for pattern, say in _SAID:
        match = pattern.fullmatch(rest)
        if match:
            return _("%(view)s: %(words)s") % {"view": view, "words": say(_named(match.groupdict()))}
    return _("%(view)s: the check of the drawing says: %(words)s.") % {"view": view, "words": rest}


def _named(found: dict[str, Any]) -> dict[str, Any]:
    """Parts and sides in words, centimetres rounded."""
    words: dict[str, Any] = {name: part_words(found[name]) for name in ("one", "other") if name in found}
    if "cm" in found:
        words["cm"] = f"{float(found['cm']):.0f}"
    if "joint" in found:
        words["joint"] = JOINTS.get(found["joint"], found["joint"])
    if "side" in found:
        words["side"] = SIDES[found["side"]]
    return found | words


def part_words(name: str) -> str:
    """ "left foot" for shoe_left, "chair seat" for chair_seat_0."""
    name = re.sub(r"_\d+$", "", name)
    stem, _underscore, side = name.rpartition("_")
    if side in SIDES:
        return _("%(side)s %(part)s") % {"side": SIDES[side], "part": PARTS.get(stem, stem.replace("_", " "))}
    return str(PARTS.get(name, name.replace("_", " ")))


def _leg(found: dict[str, Any]) -> str:
    return _("the %(joint)s on the %(side)s is %(value)s°. Keep it between %(low)s° and %(high)s°.") % found


def _bent(found: dict[str, Any]) -> str:
    return _("the %(side)s %(joint)s is bent %(value)s°. Keep it under %(high)s°.") % found


def _behind(found: dict[str, Any]) -> str:
    return _("the %(side)s arm goes %(value)s° behind the trunk. Keep it under %(high)s°.") % found


def _spine(found: dict[str, Any]) -> str:
    return _("the %(joint)s is at %(value)s°. Keep it between %(low)s° and %(high)s°.") % found


def _gap(found: dict[str, Any]) -> str:
    return _("%(one)s and %(other)s should touch and are %(cm)s cm apart. Bring them together.") % found


def _deep(found: dict[str, Any]) -> str:
    return _("%(one)s and %(other)s run %(cm)s cm into each other. Move them apart.") % found


def _reach(found: dict[str, Any]) -> str:
    return _("the %(one)s cannot reach its place by %(cm)s cm. Move it, or the body, closer.") % found


def _below(found: dict[str, Any]) -> str:
    return _("the %(one)s is %(cm)s cm under the floor. Lift it.") % found


def _above(found: dict[str, Any]) -> str:
    return _("the body hangs %(cm)s cm over the floor. Lower it.") % found


_SAID: tuple[tuple[re.Pattern[str], Callable[[dict[str, Any]], str]], ...] = (
    (_LEG, _leg),
    (_BENT, _bent),
    (_BEHIND, _behind),
    (_SPINE, _spine),
    (_GAP, _gap),
    (_DEEP, _deep),
    (_THROUGH, _deep),
    (_REACH, _reach),
    (_BELOW, _below),
    (_ABOVE, _above),
)
