"""What holds beside the rule sets: age, sitting only, weeks after a replacement, and what nobody has declared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _

from exercises.precaution_hits import tags_of
from exercises.precaution_rule_types import General
from exercises.precaution_rules import rule_book
from exercises.precaution_sentences import patient_words
from exercises.precaution_terms import Circumstances, Finding, Movement
from exercises.precaution_words import day_words


def gate_findings(movement: Movement, circumstances: Circumstances, on: date) -> Iterator[Finding]:
    general = rule_book().general
    grown_up_on = grown_up_day(circumstances.born_on)
    if grown_up_on and on < grown_up_on:
        last_on = grown_up_on - timedelta(days=1)
        said = _("Younger than %(years)s until %(day)s: nothing here is for people of that age.")
        told = {"years": general["AGE"].under_years, "day": day_words(last_on, on)}
        yield _finding(general["AGE"], said % told, last_on)
    if circumstances.is_seated_only and _leaves_the_seat(movement, general["SEATED"]):
        yield _finding(
            general["SEATED"],
            _("Is done on the feet, the knees or the floor; the profile says sitting and lying only."),
        )
    if circumstances.is_replaced:
        yield from _after_replacement(movement, circumstances.operated_on, on)
    if not movement.is_declared:
        yield _finding(
            general["NOANGLES"],
            _("Nobody stands for the angles of this exercise, so its movement is not checked."),
        )


def _after_replacement(movement: Movement, operated_on: date | None, on: date) -> Iterator[Finding]:
    general = rule_book().general
    week = movement.earliest_week
    if movement.after_hip_replacement == "no":
        yield _finding(general["NOTOFFERED"], _("Not offered after a hip replacement."))
    elif movement.after_hip_replacement == "therapist_only":
        said = _("After a hip replacement a therapist decides on this exercise for each person.")
        yield _finding(general["THERAPIST"], said)
    elif week and operated_on is None:
        said = _("Offered from week %(week)s after the operation. Its day is missing, so no week counts as over.")
        yield _finding(general["EARLY"], said % {"week": week}, is_assumed=True)
    elif week and operated_on and on < operated_on + timedelta(weeks=week):
        from_on = operated_on + timedelta(weeks=week)
        said = _("Offered from week %(week)s after the operation, that is from %(day)s.")
        told = {"week": week, "day": day_words(from_on, on)}
        yield _finding(general["EARLY"], said % told, from_on - timedelta(days=1))


def _finding(rule: General, said: str, until_on: date | None = None, *, is_assumed: bool = False) -> Finding:
    return Finding(rule.code, rule.verdict, said, patient_words(rule.code), until_on=until_on, is_assumed=is_assumed)


def _leaves_the_seat(movement: Movement, rule: General) -> bool:
    """For the feet, the knees or the floor. Where a form says that it is done sitting, its weight is another form's."""
    tags = tags_of(movement)
    if movement.start_position in rule.positions or tags & rule.tags:
        return True
    return "seated" not in tags and any(row.load in rule.loads for row in movement.angles)


def grown_up_day(born_on: date | None) -> date | None:
    """The birthday from which the library is for somebody; who was born on 29 February has it on 1 March."""
    if born_on is None:
        return None
    year = born_on.year + rule_book().general["AGE"].under_years
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
