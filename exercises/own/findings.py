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

_RANGE = re.compile(
    r"(?P<side>left|right) (?P<joint>\w+) is (?P<value>-?[\d.]+), outside (?P<low>-?\d+) to (?P<high>-?\d+)"
)
_GAP = re.compile(r"(?P<one>\S+) and (?P<other>\S+) are (?P<cm>-?[\d.]+) cm apart")
_REACH = re.compile(r"(?P<part>\w+) is (?P<cm>[\d.]+) cm out of reach")
_BELOW = re.compile(r"(?P<cm>[\d.]+) cm below the floor")
_ABOVE = re.compile(r"lowest point (?P<cm>[\d.]+) cm above the floor")


def in_sentences(findings: Iterable[str]) -> list[str]:
    return [_sentence(finding) for finding in findings]


def view_words(view: str) -> str:
    return str(VIEWS.get(view, view.replace("-", " ").capitalize()))


def _sentence(finding: str) -> str:
    view, _colon, rest = finding.partition(": ")
    for pattern, say in _SAID:
        match = pattern.fullmatch(rest)
        if match:
            return _("%(view)s: %(words)s") % {"view": view_words(view), "words": say(match.groupdict())}
    return _("%(view)s: the check of the drawing says: %(words)s.") % {"view": view_words(view), "words": rest}


def _part(name: str) -> str:
    stem, _underscore, side = name.rpartition("_")
    if side in SIDES:
        return _("%(side)s %(part)s") % {"side": SIDES[side], "part": PARTS.get(stem, stem.replace("_", " "))}
    return str(PARTS.get(name, name.replace("_", " ")))


def _range(found: dict[str, Any]) -> str:
    values = found | {"joint": JOINTS.get(found["joint"], found["joint"]), "side": SIDES[found["side"]]}
    return _("the %(joint)s on the %(side)s is %(value)s°. Keep it between %(low)s° and %(high)s°.") % values


def _gap(found: dict[str, Any]) -> str:
    apart = float(found["cm"])
    values = {"one": _part(found["one"]), "other": _part(found["other"]), "cm": f"{abs(apart):.0f}"}
    if apart < 0:
        return _("%(one)s and %(other)s run %(cm)s cm into each other. Move them apart.") % values
    return _("%(one)s and %(other)s should touch and are %(cm)s cm apart. Bring them together.") % values


def _reach(found: dict[str, Any]) -> str:
    values = {"part": _part(found["part"]), "cm": f"{float(found['cm']):.0f}"}
    return _("the %(part)s cannot reach its place by %(cm)s cm. Move it, or the body, closer.") % values


def _below(found: dict[str, Any]) -> str:
    return _("a part of the body is %(cm)s cm under the floor. Lift it.") % {"cm": f"{float(found['cm']):.0f}"}


def _above(found: dict[str, Any]) -> str:
    return _("the body hangs %(cm)s cm over the floor. Lower it.") % {"cm": f"{float(found['cm']):.0f}"}


_SAID: tuple[tuple[re.Pattern[str], Callable[[dict[str, Any]], str]], ...] = (
    (_RANGE, _range),
    (_GAP, _gap),
    (_REACH, _reach),
    (_BELOW, _below),
    (_ABOVE, _above),
)
