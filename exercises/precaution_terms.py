"""The words of the precaution check: rule sets, verdicts, what it reads of an exercise and of a person, what it answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class Precaution(models.TextChoices):
    """The rule sets, by the keys of the clinical record."""

    THA_P = "THA-P", _("Hip replacement, posterior approach")
    THA_A = "THA-A", _("Hip replacement, anterior approach")
    THA_L = "THA-L", _("Hip replacement, lateral approach")
    RESURF = "RESURF", _("Hip resurfacing")
    NWB = "NWB", _("No weight on the leg")
    TTWB = "TTWB", _("Toe-touch weight")
    PWB = "PWB", _("Partial weight")
    WBAT = "WBAT", _("Weight as tolerated")
    OA = "OA", _("Hip osteoarthritis")
    IRR = "IRR", _("Painful hip now")
    GT = "GT", _("Gluteal tendinopathy")
    FAI = "FAI", _("Hip impingement or labral pain")
    OP = "OP", _("Osteoporosis")
    BAL = "BAL", _("Poor balance")
    PREG = "PREG", _("Pregnancy, from 16 weeks")
    LBP = "LBP", _("Low-back pain")


# What a therapist ticks in the profile. The others come from the operation, the weight-bearing order and the due date.
CONDITIONS = (
    Precaution.OA,
    Precaution.IRR,
    Precaution.GT,
    Precaution.FAI,
    Precaution.LBP,
    Precaution.OP,
    Precaution.BAL,
)
# What a surgeon orders after an operation, by the way in.
MOVEMENT = (Precaution.THA_P, Precaution.THA_A, Precaution.THA_L, Precaution.RESURF)
WEIGHT = (Precaution.NWB, Precaution.TTWB, Precaution.PWB, Precaution.WBAT)


def labels(keys: Iterable[str]) -> list[str]:
    return [str(Precaution(key).label) for key in keys]


class Verdict(models.TextChoices):
    OK = "ok", _("No clash")
    CAUTION = "caution", _("Caution")
    AVOID = "avoid", _("Not inside the precautions")
    # No angles are declared, so nobody can say.
    NOT_CHECKED = "not_checked", _("Not checked")


@dataclass(frozen=True)
class Angles:
    """One leg in one pose, in degrees, as `ExercisePose` declares them. `leg` is "W", "O" or "both"."""

    pose: str
    leg: str
    hip_flex: int
    hip_abd: int
    hip_rot: int
    knee_flex: int
    ankle: int
    trunk: int
    low_back: int
    side_bend: int
    load: str


@dataclass(frozen=True)
class Movement:
    """What the check knows of an exercise in one of its forms (`exercises/checkable.py` makes it from a row)."""

    slug: str
    laterality: str
    start_position: str
    angles: tuple[Angles, ...]
    tags: frozenset[str]
    after_hip_replacement: str
    earliest_week: int | None
    is_declared: bool = True  # False: a clinic's own, whose angles nobody stands for
    # A form without angles of its own that is done sitting, while the exercise is not: the angles of the exercise are
    # read, and those of sitting beside them.
    has_borrowed_angles: bool = False


@dataclass(frozen=True)
class Limit:
    """One rule set and the days on which it holds, both ends included; an open end is None.

    `is_assumed`: nobody ordered it; something is missing in the profile, and so the most careful reading holds.
    `on_fracture`: the bone was fixed, so a weight-bearing order brings the cautions of a healing bone with it.
    """

    rule: Precaution
    from_on: date | None = None
    until_on: date | None = None
    is_assumed: bool = False
    on_fracture: bool = False

    def holds(self, on: date) -> bool:
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True)
class Circumstances:
    """What holds for one person. `affected` are "left" and "right"; both where the side is not known."""

    affected: frozenset[str] = frozenset({"left", "right"})
    limits: tuple[Limit, ...] = ()
    born_on: date | None = None
    is_replaced: bool = False  # a replaced or resurfaced hip: the earliest weeks hold
    operated_on: date | None = None
    is_seated_only: bool = False


@dataclass(frozen=True)
class Finding:
    """One reason. `words` are for the therapist, `for_patient` (may be empty) is what the patient could read of it."""

    code: str
    verdict: Verdict
    words: str
    for_patient: str = ""
    rule: Precaution | None = None
    until_on: date | None = None  # the last day on which it holds, where an end is known
    is_assumed: bool = False


@dataclass(frozen=True)
class Check:
    """`findings`: the gravest first, each code once for each rule."""

    verdict: Verdict
    findings: tuple[Finding, ...] = ()

    @property
    def codes(self) -> list[str]:
        return sorted({finding.code for finding in self.findings})

    @property
    def is_refused(self) -> bool:
        return self.verdict == Verdict.AVOID
