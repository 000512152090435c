"""What a therapist reads of a finding: whole sentences with the measured number, the limit, and how long it holds."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.precaution_hits import Hit
from exercises.precaution_rule_types import Bound, Rule
from exercises.precaution_sentences import MIXES, SENTENCES
from exercises.precaution_terms import MOVEMENT, WEIGHT, Angles, Limit, Movement, Verdict

LOADS = {
    "none": gettext_lazy("no weight"),
    "push": gettext_lazy("a light push, lying"),
    "push_heavy": gettext_lazy("a strong push"),
    "kneel": gettext_lazy("kneeling"),
    "half": gettext_lazy("standing on two legs"),
    "full": gettext_lazy("standing on one leg"),
}
# A joint in words, by the direction it goes: above nought, then below it.
JOINTS = {
    "hip_flex": (gettext_lazy("the hip bent %(amount)s"), gettext_lazy("the thigh %(amount)s behind the body")),
    "hip_abd": (
        gettext_lazy("the leg %(amount)s out to the side"),
        gettext_lazy("the thigh %(amount)s across the midline"),
    ),
    "hip_rot": (gettext_lazy("the leg turned out %(amount)s"), gettext_lazy("the leg turned in %(amount)s")),
    "knee_flex": (gettext_lazy("the knee bent %(amount)s"), gettext_lazy("the knee %(amount)s past straight")),
    "ankle": (gettext_lazy("the toes drawn up %(amount)s"), gettext_lazy("the toes pointed %(amount)s")),
    "trunk": (gettext_lazy("the trunk leaning forward %(amount)s"), gettext_lazy("the trunk leaning back %(amount)s")),
    "low_back": (gettext_lazy("the low back rounded %(amount)s"), gettext_lazy("the low back arched %(amount)s")),
    "side_bend": (
        gettext_lazy("the trunk bent sideways %(amount)s"),
        gettext_lazy("the trunk bent sideways %(amount)s"),
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
    return _listed([_joint(bound.joint, getattr(row, bound.joint)) for bound in bounds])


def _joint(joint: str, degrees: int) -> str:
    ahead, behind = JOINTS[joint]
    return str(behind if degrees < 0 else ahead) % {"amount": _("about %(degrees)s°") % {"degrees": abs(degrees)}}


def _listed(said: list[str]) -> str:
    if len(said) == 1:
        return said[0]
    if len(said) == 2:
        return _("%(one)s and %(two)s") % {"one": said[0], "two": said[1]}
    return _("%(one)s, %(two)s and %(three)s") % {"one": said[0], "two": said[1], "three": said[2]}


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


def of_rule(rule: Rule) -> str:
    """The rule itself, whoever does what."""
    if not rule.angles:
        loads = ", ".join(str(LOADS[load]) for load in LOADS if load in rule.load)
        return str(SENTENCES[rule.says or rule.code]) % {"load": loads}
    what = _listed([_range(bound) for bound in rule.angles])
    if rule.load:
        return _("Has a pose with %(what)s under weight.") % {"what": what}
    if rule.limit and rule.angles[0].sign in "<>":
        told = {"what": what, "degrees": abs(rule.limit.degrees)}
        return _("Has a pose with %(what)s, close to the limit of %(degrees)s°.") % told
    return _("Has a pose with %(what)s.") % {"what": what}


def _range(bound: Bound) -> str:
    ahead, behind = JOINTS[bound.joint]
    goes_behind = bound.degrees < 0 or (bound.degrees == 0 and bound.sign.startswith("<"))
    grows = bound.sign.startswith("<") == goes_behind
    if grows:
        amount = _("%(degrees)s° or more") if bound.sign.endswith("=") else _("more than %(degrees)s°")
    else:
        amount = _("at most %(degrees)s°") if bound.sign.endswith("=") else _("less than %(degrees)s°")
    return str(behind if goes_behind else ahead) % {"amount": amount % {"degrees": abs(bound.degrees)}}
