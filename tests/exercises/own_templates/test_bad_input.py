"""The change page of an own template: a sentence at the field, everything typed kept, nothing stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from accounts.models import Clinic
from exercises.models import Exercise, RoutineTemplate
from exercises.own_templates.actions import copy_template
from exercises.own_templates.content import content_of
from exercises.own_templates.shelf import TemplateShelf
from exercises.own_templates.typed import sent_sheet, stepped_sheet, stored_sheet
from tests.cast import Cast
from tests.exercises.own_templates.conftest import OwnTemplate, fields_of, named, tess  # noqa: F401

pytestmark = [pytest.mark.thorough, pytest.mark.django_db, pytest.mark.usefixtures("library")]


def query(sent: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in sent.items():
        data.setlist(name, [str(one) for one in value] if isinstance(value, list) else [str(value)])
    return data


def shelf_of(own: OwnTemplate) -> TemplateShelf:
    return TemplateShelf(own.member.clinic, own.row, "en")


def sent(own: OwnTemplate, **changed: Any) -> QueryDict:
    return query(fields_of(stored_sheet(own.row, shelf_of(own))) | named(changed))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Write the name of the template."),
        ("for_whom", " ", "Write for whom it is, in one sentence."),
        ("how_often", "x" * 501, "This text is too long."),
        ("counting", "moons", "Choose one from the list."),
        ("leads_to", "hip-oa-12-weeks-own", "Choose one from the list."),  # itself
        ("checked_against", "XYZ", "Choose from the list."),
        ("phase_2_name", "", "Name the phase"),
        ("phase_2_from_week", "7", "The phase before ends in week 4"),
        ("phase_2_from_week", "", "Write in which week it begins."),
        ("phase_2_to_week", "", "Only the last phase may have no end."),
        ("phase_2_to_week", "3", "The last week must not be before the first."),
        ("phase_1_lasts_weeks", "0", "Write a whole number from 1 to 104."),
        ("line_1_sets", "-1", "Write a whole number from 1 to 20."),
        ("line_1_sets", "", "Write a whole number from 1 to 20."),
        ("line_1_reps", "", "Write how many times, or how long to hold."),
        ("line_1_hold_seconds", "10000", "Write a whole number from 0 to 600."),
        ("line_1_times_per_day", "9", "Write a whole number from 1 to 4."),
        ("line_1_weekdays", [], "Choose at least one day."),
        ("line_1_to_week", "0", "The last week must not be before the first."),
        ("line_1_from_week", "40", "The last week must not be before the first."),
        ("line_1_variant", "stool", "Choose one from the list."),
        ("line_1_note", "a\0b", "This text holds a hidden character."),
        ("line", [], "Add at least one exercise."),
        ("line", [1], "No exercise belongs to this phase."),
        ("line_4_exercise", "happy-baby", "must never be added"),
    ],
)
def test_a_mistake_is_said_at_its_field(own: OwnTemplate, field: str, value: object, sentence: str) -> None:
    RoutineTemplate.objects.filter(slug=own.slug).update(leave_out=["happy-baby"])
    shelf = shelf_of(own)
    sheet = sent_sheet(sent(own, **{field: value}), shelf)
    assert not sheet.is_valid(shelf)
    forms = [sheet.head, *sheet.phases, *sheet.lines]
    said = [str(one) for form in forms for errors in form.errors.values() for one in errors]
    assert any(sentence in one for one in [*said, sheet.sentence]), said


def test_weeks_of_no_phase_are_told(own: OwnTemplate) -> None:
    shelf = shelf_of(own)
    sheet = sent_sheet(sent(own, line_11_from_week="30", line_11_to_week="31"), shelf)
    assert not sheet.is_valid(shelf)
    assert "These weeks belong to no phase." in str(sheet.lines[-1].errors)


def test_everything_typed_stays_and_nothing_is_stored(own: OwnTemplate) -> None:
    before = content_of(own.row)
    response = own.send(line_1_sets="lots", line_2_note="Typed and kept.", phase_1_name="")
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="lots"' in page
    assert "Typed and kept." in page
    assert "Glute bridge, Sets: Write a whole number from 1 to 20." in page
    assert content_of(own.row) == before


@pytest.mark.parametrize(
    "sent", [{}, {"do": "save"}, {"do": "add"}, {"do": "add:x", "line": ["x", "-1", "²"]}, {"do": "up:\0"}]
)
def test_nonsense_is_answered(own: OwnTemplate, sent: dict[str, Any]) -> None:
    assert own.client.post(own.url, sent).status_code in (200, 409, 422)
    assert own.client.post("/templates/new/", sent).status_code in (200, 422)


def test_rows_are_added_moved_and_taken_away_without_storing(own: OwnTemplate) -> None:
    before = content_of(own.row)

    def keys(**changed: Any) -> tuple[list[int], list[int]]:
        sheet = stepped_sheet(sent(own, **changed), shelf_of(own))
        return [form.key for form in sheet.phases], [form.key for form in sheet.lines]

    phases, lines = [1, 2, 3], list(range(1, 12))
    assert keys(do="down:1") == (phases, [2, 1, *lines[2:]])
    assert keys(do="up:1") == (phases, lines)
    assert keys(do="up:3") == (phases, [1, 3, 2, *lines[3:]])
    assert keys(do="drop:11") == (phases, lines[:-1])
    assert keys(do="add_phase") == ([1, 2, 3, 4], lines)
    assert keys(do="drop_phase:2") == ([1, 3], lines)
    assert keys(do="drop_phase:1", phase=[1]) == ([1], lines)
    assert keys(do="add", exercise="heel-raise") == (phases, [*lines, 12])
    assert keys(do="add", exercise="nothing") == (phases, lines)
    assert content_of(own.row) == before


def test_an_added_exercise_has_its_usual_dose_and_half_written_rows_are_not_scolded(own: OwnTemplate) -> None:
    response = own.send(do="add", exercise="heel-raise", line_1_sets="lo")
    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="lo"' in page
    assert "Please look at this again" not in page
    added = response.context["page"].lines[-1].form
    assert added["reps"].value() == Exercise.objects.get(slug="heel-raise").default_reps


def test_only_what_the_clinic_may_prescribe_can_be_added(own: OwnTemplate, cast: Cast) -> None:
    mine = shelf_of(own)
    assert len(mine.prescribable) == 34
    southgate = TemplateShelf(Clinic.objects.get(pk=cast.southgate.pk), None, "en")
    sheet = stepped_sheet(query({"do": "add", "exercise": "heel-raise"}), southgate)
    assert (sheet.lines, sheet.sentence) == ([], "Choose an exercise first.")


def test_the_weeks_of_a_copy_stay_as_long_as_they_were(own: OwnTemplate) -> None:
    """Weeks 2 to 6 after an operation are four, and a therapist who changes a dose does not move that."""
    copy = copy_template(RoutineTemplate.objects.get(slug="tha-weeks-2-6"), by=own.member)
    shelf = TemplateShelf(own.member.clinic, copy, "en")
    sheet = sent_sheet(query(fields_of(stored_sheet(copy, shelf))), shelf)
    assert sheet.is_valid(shelf)
    assert [one["lasts_weeks"] for one in sheet.content().phases] == [4]
    filled = sent_sheet(query(fields_of(stored_sheet(copy, shelf)) | {"phase-1-lasts_weeks": ""}), shelf)
    assert filled.is_valid(shelf)
    assert [one["lasts_weeks"] for one in filled.content().phases] == [5]
