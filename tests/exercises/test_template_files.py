"""The nine templates against the precaution matrix of the clinical record."""

import pytest

from exercises.loading import read_library
from exercises.loading.entries import TemplateEntry
from tests.exercises.clinical_record import rows, verdicts

LIBRARY = read_library()
TEMPLATES = list(LIBRARY.templates.values())

every_template = pytest.mark.parametrize("entry", TEMPLATES, ids=lambda entry: entry.slug)


def test_the_nine_programmes_of_the_record_are_there() -> None:
    assert set(LIBRARY.templates) == {
        "tha-weeks-0-2",
        "tha-weeks-2-6",
        "tha-weeks-6-12",
        "tha-weeks-12-plus",
        "hip-oa-12-weeks",
        "falls-prevention-older-adult",
        "gluteal-tendinopathy-8-weeks",
        "desk-worker-hip-flexors",
        "athlete-return",
    }


def test_the_matrix_of_the_record_is_whole() -> None:
    cells = {(row["slug"], row["precaution"]) for row in rows("matrix")}
    assert len(cells) == 34 * 16


@every_template
def test_nothing_in_a_template_is_to_be_avoided(entry: TemplateEntry) -> None:
    for line in entry.lines:
        if line.variant:
            continue
        for precaution in entry.columns["checked_against"]:
            assert "A" not in verdicts(line.exercise, precaution), (line.exercise, precaution)


@every_template
def test_what_must_be_left_out_is_left_out(entry: TemplateEntry) -> None:
    assert not {line.exercise for line in entry.lines} & set(entry.columns["leave_out"])


@every_template
def test_an_after_replacement_template_keeps_the_earliest_weeks(entry: TemplateEntry) -> None:
    if not entry.slug.startswith("tha-"):
        return
    for line in entry.lines:
        week = LIBRARY.exercises[line.exercise].columns["earliest_week_after_replacement"]
        assert week is not None
        assert week <= entry.columns["from_week"]


@every_template
def test_a_week_holds_at_most_six_exercises_of_a_template(entry: TemplateEntry) -> None:
    for week in range(13):
        standing = [
            line.exercise
            for line in entry.lines
            if not line.columns["is_optional"]
            and (line.columns["from_week"] or 0) <= week <= (line.columns["to_week"] or 520)
        ]
        assert len(standing) <= 6
        assert len(standing) == len(set(standing))


@every_template
def test_a_template_says_that_a_therapist_must_approve_it(entry: TemplateEntry) -> None:
    assert "approves" in entry.columns["status_note"]
    assert entry.reviewer == ""
