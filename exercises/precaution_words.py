"""What a therapist reads of a finding: whole sentences with the measured number, the limit, and how long it holds."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from exercises.precaution_hits import Hit
from exercises.precaution_rules import Bound
from exercises.precaution_sentences import MIXES, SENTENCES
from exercises.precaution_terms import MOVEMENT, WEIGHT, Angles, Limit, Movement, Verdict

LOADS = {
    "none": lazy("no weight"),
    "push": lazy("a light push, lying"),
    "push_heavy": lazy("a strong push"),
    "kneel": lazy("kneeling"),
    "half": lazy("standing on two legs"),
    "full": lazy("standing on one leg"),
}
# A joint in words, by the direction it goes: above nought, then below it.
JOINTS = {
    "hip_flex": (lazy("the hip bent about %(degrees)s°"), lazy("the thigh about %(degrees)s° behind the body")),
    "hip_abd": (
        lazy("the leg about %(degrees)s° out to the side"),
        lazy("the thigh about %(degrees)s° across the midline"),
    ),
    "hip_rot": (lazy("the leg turned out about %(degrees)s°"), lazy("the leg turned in about %(degrees)s°")),
    "knee_flex": (lazy("the knee bent about %(degrees)s°"), lazy("the knee about %(degrees)s° past straight")),
    "ankle": (lazy("the toes drawn up about %(degrees)s°"), lazy("the toes pointed about %(degrees)s°")),
    "trunk": (lazy("the trunk leaning forward about %(degrees)s°"), lazy("the trunk leaning back about %(degrees)s°")),
    "low_back": (lazy("the low back rounded about %(degrees)s°"), lazy("the low back arched about %(degrees)s°")),
    "side_bend": (
        lazy("the trunk bent sideways about %(degrees)s°"),
        lazy("the trunk bent sideways about %(degrees)s°"),
    ),
}
# An order may be further off than this; then its year is said too.
FAR = timedelta(days=300)


def day_words(day: date, on: date) -> str:
    return date_format(day, _("j F") if abs(day - on) < FAR else _("j F Y"))


def of_finding(hit: Hit, limit: Limit, movement: Movement, on: date) -> str:
    """With the end of the limit: its date, the surgeon's release, the order, or that nobody ordered it."""
    dated = limit.until_on if _is_limit(hit) and not limit.is_assumed else None
    sentences = [_said(hit, day_words(dated, on) if dated else None), *_asides(hit, movement)]
    if not dated:
        sentences.append(_ending(limit, on))
    return " ".join(sentence for sentence in sentences if sentence)


def of_hit(hit: Hit, movement: Movement) -> str:
    """Of a rule by itself, without anybody's dates."""
    return " ".join([_said(hit), *_asides(hit, movement)])


def _ending(limit: Limit, on: date) -> str:
    if limit.is_assumed:
        return _("The surgeon's order is missing, so the most careful reading holds.")
    if limit.until_on:
        return _("That holds until %(day)s.") % {"day": day_words(limit.until_on, on)}
    if limit.rule in MOVEMENT:
        return _("That holds until the surgeon lifts it.")
    if limit.rule in WEIGHT:
        return _("That holds as long as the order stands.")
    return ""


def _asides(hit: Hit, movement: Movement) -> list[str]:
    asides = []
    if hit.role == "W":
        asides.append(_("That is so when the affected leg is the working one."))
    elif hit.role == "O":
        asides.append(_("That is so when the affected leg is the other one."))
    if movement.has_borrowed_angles and hit.row and hit.row.pose != "sitting":
        asides.append(_("No angles are declared for this form, so those of the usual form are read."))
    return asides


def _said(hit: Hit, day: str | None = None) -> str:
    rule = hit.rule
    if rule.angles and hit.row:
        return _in_pose(hit.row.pose) % {"what": _measured(rule.angles, hit.row), "limit": _limit(hit, day)}
    return str(SENTENCES[rule.says or rule.code]) % {"load": LOADS[hit.row.load] if hit.row else ""}


def _in_pose(pose: str) -> str:
    if pose == "start":
        return _("Starts with %(what)s; %(limit)s.")
    if pose == "end":
        return _("Ends with %(what)s; %(limit)s.")
    if pose == "sitting":
        return _("Is done sitting, with %(what)s; %(limit)s.")
    return _("Passes through a pose with %(what)s; %(limit)s.")


def _measured(bounds: tuple[Bound, ...], row: Angles) -> str:
    said = [_joint(bound.joint, getattr(row, bound.joint)) for bound in bounds]
    if len(said) == 1:
        return said[0]
    if len(said) == 2:
        return _("%(one)s and %(two)s") % {"one": said[0], "two": said[1]}
    return _("%(one)s, %(two)s and %(three)s") % {"one": said[0], "two": said[1], "three": said[2]}


def _joint(joint: str, degrees: int) -> str:
    ahead, behind = JOINTS[joint]
    return str(behind if degrees < 0 else ahead) % {"degrees": abs(degrees)}


def _is_limit(hit: Hit) -> bool:
    """A number that must not be passed, not a place where caution begins."""
    return len(hit.rule.angles) == 1 and hit.rule.angles[0].sign in "<>"


def _limit(hit: Hit, day: str | None) -> str:
    rule = hit.rule
    if len(rule.angles) > 1:
        return str(MIXES[rule.says or rule.code])
    told: dict[str, object] = {"degrees": abs((rule.limit or rule.angles[0]).degrees), "day": day}
    if _is_limit(hit) and rule.limit:
        return (
            _("that is close to the limit of %(degrees)s°, which holds until %(day)s")
            if day
            else _("that is close to the limit of %(degrees)s°")
        ) % told
    if _is_limit(hit):
        return (_("the limit until %(day)s is %(degrees)s°") if day else _("the limit is %(degrees)s°")) % told
    told = {"degrees": abs(rule.angles[0].degrees)}
    if rule.load:
        return _("under weight caution begins at %(degrees)s°") % told
    if rule.verdict == Verdict.AVOID:
        return _("from %(degrees)s° on it is to be avoided") % told
    return _("caution begins at %(degrees)s°") % told


def too_young(years: int, until_on: date, on: date) -> str:
    return _("Younger than %(years)s until %(day)s: nothing here is for people of that age.") % {
        "years": years,
        "day": day_words(until_on, on),
    }


def not_sitting() -> str:
    return _("Is done on the feet, the knees or the floor; the profile says sitting and lying only.")


def too_early(week: int, from_on: date, on: date) -> str:
    return _("Offered from week %(week)s after the operation, that is from %(day)s.") % {
        "week": week,
        "day": day_words(from_on, on),
    }


def no_operation_date(week: int) -> str:
    return _(
        "Offered from week %(week)s after the operation; the day of the operation is missing, so no week counts as over."
    ) % {"week": week}


def therapist_only() -> str:
    return _("After a hip replacement a therapist decides on this exercise for each person.")


def not_offered() -> str:
    return _("Not offered after a hip replacement.")


def no_angles() -> str:
    return _("Nobody stands for the angles of this exercise, so its movement is not checked.")
