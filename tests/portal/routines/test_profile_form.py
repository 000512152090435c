"""What the profile's form keeps, clears and refuses. No request: the form alone."""

from datetime import date, timedelta
from typing import Any

import pytest

from portal.routines.intake.profile_form import ProfileForm
from portal.routines.models import ClinicalProfile, PrecautionOrder

TODAY = date(2026, 11, 19)
BORN = date(1948, 3, 14)
HIP = {
    "operation_kind": "replacement",
    "side": "left",
    "operated_on": "2026-09-17",
    "approach": "posterior",
    "weight_bearing": "as_tolerated",
    "precautions_by": "the surgeon",
}


def form(sent: dict[str, Any] | None = None, *, born_on: date | None = BORN, **more: Any) -> ProfileForm:
    return ProfileForm(sent, born_on=born_on, today=TODAY, **({"profile": None} | more))


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"operated_on": "2026-11-20"}, "operated_on", "This day is still to come."),
        ({"operated_on": "1947-01-01"}, "operated_on", "before the patient was born"),
        ({"operated_on": "17.9.2026"}, "operated_on", "Write the date as year, month, day"),
        ({"precautions": "weeks_6", "operated_on": ""}, "operated_on", "the weeks count from it"),
        ({"precautions": "until_day"}, "precautions_until", "Fill in the last day"),
        (
            {"precautions": "until_day", "precautions_until": "2026-01-01"},
            "precautions_until",
            "must not be before the first day",
        ),
        ({"precautions": "until_day", "precautions_until": "2999-01-01"}, "precautions_until", "Look at the year"),
        ({"precautions": "weeks_6", "precautions_by": ""}, "precautions_by", "Write who said so"),
        ({"precautions": "THA-X"}, "precautions", "Choose one from the list."),
        ({"precautions": "weeks_6", "operation_kind": "none"}, "precautions", "There was no operation"),
        ({"other_order": "No stairs", "operation_kind": "none"}, "other_order", "There was no operation"),
        ({"precautions": "weeks_6", "operation_kind": "fixation"}, "precautions", "These belong to a replaced hip."),
        ({"weight_percent": "50"}, "weight_percent", "A percentage belongs to “Partial”."),
        ({"weight_bearing": "partial", "weight_percent": "0"}, "weight_percent", "from 1 to 100"),
        ({"weight_bearing": "partial", "weight_percent": "101"}, "weight_percent", "from 1 to 100"),
        ({"pain_limit": "11"}, "pain_limit", "from 0 to 10"),
        ({"pain_limit": "x"}, "pain_limit", "from 0 to 10"),
        ({"side": "middle"}, "side", "Choose one from the list."),
        ({"conditions": ["THA-P"]}, "conditions", "Choose one from the list."),
        ({"goals": "a\0b"}, "goals", "hidden character"),
        ({"diagnosis": "x" * 300}, "diagnosis", "This text is too long."),
        ({"other_order": "x" * 300}, "other_order", "This text is too long."),
        ({"precautions_by": "x" * 300, "precautions": "weeks_6"}, "precautions_by", "This text is too long."),
    ],
)
def test_what_is_wrong_gets_a_sentence_at_its_field(sent: dict[str, Any], field: str, sentence: str) -> None:
    errors = form(HIP | sent).errors
    assert list(errors) == [field]
    assert sentence in str(errors[field][0])


@pytest.mark.parametrize(
    ("weeks", "is_right"), [(-5, False), (-3, True), (20, True), (42, True), (43, False), (150, False)]
)
def test_a_due_date_is_within_a_pregnancy(weeks: int, is_right: bool) -> None:
    due = TODAY + timedelta(weeks=weeks)
    found = form({"due_on": due.isoformat()}, born_on=date(1994, 1, 1))
    assert found.is_valid() is is_right
    stored = ClinicalProfile(due_on=due)
    assert form({"due_on": due.isoformat()}, born_on=date(1994, 1, 1), profile=stored).is_valid()


@pytest.mark.parametrize(
    ("born_on", "is_asked"),
    [
        (date(1948, 3, 14), False),
        (date(1970, 11, 1), False),
        (date(1971, 1, 1), True),
        (date(2014, 1, 1), True),
        (None, True),
    ],
)
def test_who_is_asked_for_a_due_date(born_on: date | None, is_asked: bool) -> None:
    assert ("due_on" in form(born_on=born_on).fields) is is_asked
    assert "due_on" in form(born_on=born_on, profile=ClinicalProfile(due_on=TODAY)).fields


def test_without_an_operation_nothing_about_one_is_kept() -> None:
    """What was typed before the answer changed is hidden, wrong or not."""
    sent = HIP | {"operation_kind": "none", "operation": "x", "weight_bearing": "partial", "weight_percent": "500"}
    found = form(sent | {"operated_on": "2999-01-01", "precautions": ""})
    assert found.is_valid()
    content = found.content()
    assert (content.side, content.operation_kind) == ("left", "none")
    assert (content.operation, content.operated_on, content.approach) == ("", None, "")
    assert (content.weight_bearing, content.weight_percent) == ("", None)
    assert found.said().orders == ()


def test_a_fixed_fracture_has_a_weight_and_no_approach() -> None:
    found = form(HIP | {"operation_kind": "fixation", "weight_bearing": "partial", "weight_percent": "50"})
    assert found.is_valid()
    assert (found.content().approach, found.content().weight_percent) == ("", 50)


def test_a_standing_order_denies_that_there_was_no_operation() -> None:
    standing = PrecautionOrder(rule="THA-P", starts_on=date(2026, 9, 17), ordered_by="x")
    over = PrecautionOrder(rule="THA-P", starts_on=date(2026, 9, 17), ends_on=date(2026, 10, 1), ordered_by="x")
    assert "withdraw them first" in str(form({"operation_kind": "none"}, orders=[standing]).errors)
    assert form({"operation_kind": "none"}, orders=[over]).is_valid()


def test_once_the_surgeons_word_is_on_record_it_is_changed_there() -> None:
    order = PrecautionOrder(rule="THA-P", starts_on=date(2026, 9, 17), ordered_by="x")
    in_words = PrecautionOrder(rule="OTHER", words="No stairs", starts_on=date(2026, 9, 17), ordered_by="x")
    said = ClinicalProfile(no_precautions_by="x", no_precautions_on=date(2026, 9, 17))
    assert "precautions" in form().fields
    assert "precautions" in form(orders=[in_words]).fields
    assert "precautions" not in form(orders=[order]).fields
    assert "precautions" not in form(profile=said).fields


def test_an_answer_can_be_taken_back() -> None:
    values = [radio.data["value"] for radio in form(profile=ClinicalProfile(side="left"))["side"].subwidgets]
    assert values == ["left", "right", "both", ""]
    assert [radio.data["value"] for radio in form()["side"].subwidgets] == ["left", "right", "both"]


def test_what_is_there_about_an_operation_is_shown_though_nobody_said_which() -> None:
    assert form(profile=ClinicalProfile(operated_on=date(2026, 9, 17))).is_told_without_kind
    assert not form(profile=ClinicalProfile(side="left")).is_told_without_kind
    assert not form(profile=ClinicalProfile(operation_kind="none")).is_told_without_kind
