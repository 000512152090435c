"""From a profile and its orders to the limits that the check reads. Pure: nothing is saved."""

from datetime import date
from typing import Any

import pytest

from exercises.precautions import Circumstances, Limit, Precaution
from portal.routines.limits import PatientLimits, limits_of
from portal.routines.models import ClinicalProfile, PrecautionOrder

BORN = date(1948, 3, 14)
OPERATED = date(2026, 9, 17)
ENDS = date(2026, 10, 29)
TODAY = date(2026, 11, 19)
REPLACED = {"side": "left", "operation_kind": "replacement", "operated_on": OPERATED, "approach": "posterior"}


def profile(**more: Any) -> ClinicalProfile:
    return ClinicalProfile(**(REPLACED | more))


def order(rule: str = "THA-P", **more: Any) -> PrecautionOrder:
    return PrecautionOrder(**({"rule": rule, "starts_on": OPERATED, "ordered_by": "Dr Okafor"} | more))


def read(of: ClinicalProfile | None, *orders: PrecautionOrder) -> PatientLimits:
    return limits_of(born_on=BORN, profile=of, orders=orders)


def rules(of: ClinicalProfile | None, *orders: PrecautionOrder, on: date = TODAY) -> set[tuple[str, bool]]:
    """What holds on that day, and whether it is assumed."""
    return {(one.rule.value, one.is_assumed) for one in read(of, *orders).circumstances.limits if one.holds(on)}


def asked(of: ClinicalProfile | None, *orders: PrecautionOrder) -> list[str]:
    return [one.field for one in read(of, *orders).asked]


@pytest.mark.parametrize(
    ("approach", "assumed", "field"),
    [
        ("posterior", {"THA-P"}, "precautions"),
        ("anterior", {"THA-A"}, "precautions"),
        ("lateral", {"THA-L"}, "precautions"),
        ("unknown", {"THA-P", "THA-A"}, "approach"),
        ("", {"THA-P", "THA-A"}, "approach"),
    ],
)
@pytest.mark.parametrize("kind", ["replacement", ""])
def test_without_an_order_the_limits_of_the_approach_hold(
    kind: str, approach: str, assumed: set[str], field: str
) -> None:
    one = profile(operation_kind=kind, approach=approach)
    assert rules(one) == {(rule, True) for rule in assumed}
    assert asked(one) == ([] if kind else ["operation_kind"]) + [field]
    assert read(one).circumstances.is_replaced
    assert all(limit.until_on is None for limit in read(one).circumstances.limits)


@pytest.mark.parametrize("approach", ["posterior", "anterior", "unknown", ""])
def test_what_the_surgeon_ordered_takes_the_place_of_what_is_assumed(approach: str) -> None:
    one = profile(approach=approach)
    assert rules(one, order("THA-A", ends_on=TODAY)) == {("THA-A", False)}
    assert asked(one, order("THA-A")) == []


def test_an_order_that_ended_or_was_lifted_leaves_the_hip_free() -> None:
    ended, lifted = order(ends_on=ENDS), order(lifted_on=ENDS, lifted_by="Dr Okafor")
    assert rules(profile(), ended) == rules(profile(), lifted) == set()
    assert rules(profile(), ended, on=ENDS) == {("THA-P", False)}
    # Lifted from that day on: the day before was the last.
    assert rules(profile(), lifted, on=ENDS) == set()
    assert rules(profile(), lifted, on=date(2026, 10, 28)) == {("THA-P", False)}
    assert asked(profile(), ended) == asked(profile(), lifted) == []
    # The weeks after the operation go on counting.
    assert read(profile(), ended).circumstances.is_replaced


def test_lifted_on_its_first_day_it_never_held_and_is_still_the_surgeons_word() -> None:
    never = order(lifted_on=OPERATED, lifted_by="Dr Okafor")
    assert rules(profile(), never, on=OPERATED) == set()


def test_whichever_comes_first_ends_it() -> None:
    both = order(ends_on=TODAY, lifted_on=ENDS, lifted_by="Dr Okafor")
    assert rules(profile(), both, on=ENDS) == set()


def test_an_order_to_come_holds_from_its_day() -> None:
    later = order(starts_on=date(2026, 12, 1))
    assert rules(profile(), later) == set()
    assert rules(profile(), later, on=date(2026, 12, 1)) == {("THA-P", False)}


def test_orders_of_an_earlier_operation_say_nothing_about_this_one() -> None:
    long_ago = order("THA-A", starts_on=date(2019, 1, 7), ends_on=date(2019, 2, 18))
    assert rules(profile(), long_ago) == {("THA-P", True)}
    assert asked(profile(), long_ago) == ["precautions"]
    # Where it still held on the day of the operation, it counts.
    assert rules(profile(), order("THA-A", starts_on=date(2026, 9, 1), ends_on=OPERATED)) == set()


def test_the_surgeons_switch_sets_nothing_unless_it_is_older_than_the_operation() -> None:
    free = {"no_precautions_by": "Dr Okafor", "no_precautions_on": OPERATED}
    assert rules(profile(**free)) == set()
    assert asked(profile(**free)) == []
    assert rules(profile(**free, approach="")) == set()
    older = profile(no_precautions_by="Dr Okafor", no_precautions_on=date(2019, 1, 7))
    assert rules(older) == {("THA-P", True)}
    # What stands against it holds.
    assert rules(profile(**free), order()) == {("THA-P", False)}


def test_resurfacing_brings_its_own_limits() -> None:
    one = profile(operation_kind="resurfacing", approach="")
    assert rules(one) == {("RESURF", True)}
    assert asked(one) == ["precautions"]
    assert rules(one, order("RESURF", ends_on=ENDS)) == set()
    # An order about the approach says nothing about load on the bone.
    assert rules(one, order("THA-P")) == {("THA-P", False), ("RESURF", True)}


@pytest.mark.parametrize(
    ("weight", "rule"),
    [("none", "NWB"), ("toe_touch", "TTWB"), ("partial", "PWB"), ("as_tolerated", "WBAT"), ("full", None)],
)
@pytest.mark.parametrize("kind", ["fixation", "replacement"])
def test_weight_on_the_leg(kind: str, weight: str, rule: str | None) -> None:
    one = profile(operation_kind=kind, weight_bearing=weight, no_precautions_by="x", no_precautions_on=OPERATED)
    limits = read(one).circumstances.limits
    expected = (Limit(Precaution(rule), on_fracture=kind == "fixation"),) if rule else ()
    assert limits == expected


def test_a_fracture_without_a_word_about_weight_bears_none() -> None:
    one = profile(operation_kind="fixation", approach="")
    assert read(one).circumstances.limits == (Limit(Precaution.NWB, is_assumed=True, on_fracture=True),)
    assert asked(one) == ["weight_bearing"]
    assert not read(one).circumstances.is_replaced
    assert rules(profile(operation_kind="replacement", no_precautions_by="x", no_precautions_on=OPERATED)) == set()


def test_a_fracture_that_was_replaced_has_both() -> None:
    one = profile(operation_kind="fracture_replacement")
    assert rules(one) == {("THA-P", True), ("NWB", True)}
    assert asked(one) == ["precautions", "weight_bearing"]
    both = rules(profile(operation_kind="fracture_replacement", weight_bearing="full"), order(ends_on=ENDS))
    assert both == set()


def test_partial_without_the_surgeons_figure_is_asked() -> None:
    assert asked(profile(weight_bearing="partial"), order()) == ["weight_percent"]
    assert asked(profile(weight_bearing="partial", weight_percent=50), order()) == []


@pytest.mark.parametrize(
    ("side", "affected"),
    [("left", {"left"}), ("right", {"right"}), ("both", {"left", "right"}), ("", {"left", "right"})],
)
def test_where_the_side_is_missing_both_legs_are(side: str, affected: set[str]) -> None:
    assert read(profile(side=side), order()).circumstances.affected == affected
    assert asked(profile(side=side), order()) == ([] if side else ["side"])


def test_a_missing_date_of_the_operation_is_asked() -> None:
    assert asked(profile(operated_on=None), order()) == ["operated_on"]
    assert read(profile(operated_on=None), order()).circumstances.operated_on is None


def test_pregnancy_begins_with_week_16() -> None:
    [limit] = read(ClinicalProfile(operation_kind="none", due_on=date(2027, 5, 6))).circumstances.limits
    assert limit == Limit(Precaution.PREG, from_on=date(2026, 11, 19))


def test_conditions_hold_from_the_first_day_and_unknown_ones_are_passed_over() -> None:
    one = ClinicalProfile(operation_kind="none", side="left", conditions=["OA", "BAL", "NEW"], seated_only=True)
    assert rules(one) == {("OA", False), ("BAL", False)}
    assert read(one).circumstances.is_seated_only
    assert asked(one) == []


def test_another_operation_assumes_nothing() -> None:
    one = profile(operation_kind="other", approach="")
    assert rules(one) == set()
    assert not read(one).circumstances.is_replaced


def test_orders_in_the_surgeons_own_words_are_read_by_people_only() -> None:
    words = order("OTHER", words="No stairs")
    assert rules(profile(), words) == {("THA-P", True)}


def test_without_a_profile_nothing_is_known_and_that_is_asked() -> None:
    found = read(None)
    assert found.circumstances == Circumstances(born_on=BORN)
    assert found.circumstances.affected == {"left", "right"}
    assert (found.has_profile, [one.field for one in found.asked]) == (False, ["operation_kind"])
    assert found.questions == ["The clinical profile is not filled in yet."]


def test_without_a_profile_orders_still_hold() -> None:
    assert rules(None, order()) == {("THA-P", False)}
    assert asked(None, order()) == ["operation_kind", "side", "operated_on"]


def test_a_profile_that_says_nothing_about_an_operation_is_asked() -> None:
    assert rules(ClinicalProfile(side="left")) == set()
    assert asked(ClinicalProfile(side="left")) == ["operation_kind"]
    assert asked(ClinicalProfile(operation_kind="none")) == []
