"""The nine templates against the precaution matrix of the clinical record, and their phases."""

import shutil
from pathlib import Path

import pytest

from exercises.loading import LIBRARY_FOLDER, LibraryProblems, read_library
from exercises.loading.entries import TemplateEntry
from exercises.models import RoutineTemplate, TemplateExercise
from exercises.phases import every_line_in, phases_of
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


def slugs_by_phase(slug: str) -> list[list[str]]:
    entry = LIBRARY.templates[slug]
    template = RoutineTemplate(**entry.columns)
    weeks = [{name: line.columns[name] for name in ("from_week", "to_week", "is_optional")} for line in entry.lines]
    rows = [TemplateExercise(order=n, **one) for n, one in enumerate(weeks)]
    return [
        [entry.lines[row.order].exercise for row in every_line_in(rows, phase) if not row.is_optional]
        for phase in phases_of(template)
    ]


def test_hip_osteoarthritis_has_three_phases() -> None:
    assert slugs_by_phase("hip-oa-12-weeks") == [
        ["glute-bridge", "clamshell", "mini-squat", "standing-hip-abduction", "hip-flexor-stretch-standing"],
        ["glute-bridge", "side-lying-leg-raise", "mini-squat", "standing-hip-abduction", "hip-flexor-stretch-standing"],
        [
            "bridge-towel-squeeze",
            "side-lying-leg-raise",
            "mini-squat",
            "standing-hip-abduction",
            "hip-flexor-stretch-standing",
            "step-up",
        ],
    ]


def test_a_week_shared_by_two_phases_belongs_to_the_exercises_of_each() -> None:
    common = ["glute-bridge", "mini-squat"]
    assert slugs_by_phase("gluteal-tendinopathy-8-weeks") == [
        ["glute-set", *common],
        [*common, "standing-hip-abduction"],
        [*common, "standing-hip-abduction", "side-lying-leg-raise"],
        [*common, "standing-hip-abduction", "side-lying-leg-raise", "step-up"],
    ]


def test_an_athletes_stages_are_phases_without_weeks() -> None:
    assert slugs_by_phase("athlete-return") == [
        ["side-lying-leg-raise", "glute-bridge"],
        ["hip-thrust", "squat", "step-up", "standing-hip-abduction-band"],
    ]


@every_template
def test_a_phase_says_when_to_move_on(entry: TemplateEntry) -> None:
    assert all(phase["move_on_when"] for phase in entry.columns["phases"])


@every_template
def test_a_phase_begins_with_what_stands_in_its_first_week(entry: TemplateEntry) -> None:
    """So that whoever picks by the first week alone leaves nothing of the phase out."""
    rows = [TemplateExercise(order=n, **_weeks(line.columns)) for n, line in enumerate(entry.lines)]
    for phase in phases_of(RoutineTemplate(**entry.columns)):
        first = phase.from_week or 0
        at_first = [
            row for row in rows if (row.from_week or 0) <= first and (row.to_week is None or first <= row.to_week)
        ]
        assert set(row.order for row in every_line_in(rows, phase)) <= set(row.order for row in at_first)


def _weeks(columns: dict[str, int | None]) -> dict[str, int | None]:
    return {name: columns[name] for name in ("from_week", "to_week")}


def test_one_replacement_programme_leads_to_the_next() -> None:
    slug, path = "tha-weeks-0-2", []
    while slug:
        path.append(slug)
        slug = LIBRARY.templates[slug].columns["leads_to"]
    assert path == ["tha-weeks-0-2", "tha-weeks-2-6", "tha-weeks-6-12", "tha-weeks-12-plus"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(LIBRARY_FOLDER, tmp_path_factory.mktemp("library") / "library"))


@pytest.mark.parametrize(
    ("slug", "old", "new", "reason"),
    [
        (
            "hip-oa-12-weeks",
            "from: 5, to: 8",
            "from: 6, to: 8",
            "begins in week 6, but the phase before it ends in week 4",
        ),
        ("hip-oa-12-weeks", "from: 5, to: 8", "from: 3, to: 8", "begins in week 3, but"),
        ("hip-oa-12-weeks", "from: 5, to: 8", "from: 5, to: 4", "ends before it begins"),
        ("hip-oa-12-weeks", "from: 5, to: 8", "from: 5, to: null", "has no last week, so lasts_weeks is null"),
        (
            "hip-oa-12-weeks",
            "from: 9, to: 12, lasts",
            "from: 9, to: 11, lasts",
            "begin and end in the weeks of the template",
        ),
        ("athlete-return", "    from: 2", "    from: 1", "this is a stage: from and to are both 2"),
        ("tha-weeks-0-2", "leads_to: tha-weeks-2-6", "leads_to: tha-weeks-0-2", "is no other template"),
        ("tha-weeks-0-2", "leads_to: tha-weeks-2-6", "leads_to: tha", "'tha' is no other template"),
        (
            "hip-oa-12-weeks",
            'from_week: 9, to_week: 12, staff_note: "On',
            'from_week: 13, staff_note: "On',
            "to no phase",
        ),
        (
            "gluteal-tendinopathy-8-weeks",
            "from_week: 1, to_week: 5, note: Keep your feet",
            "note: Keep your feet",
            "twice",
        ),
    ],
)
def test_a_mistake_in_the_phases_is_said_in_words(folder: Path, slug: str, old: str, new: str, reason: str) -> None:
    file = folder / "templates" / f"{slug}.yaml"
    words = file.read_text()
    assert words.count(old) == 1
    file.write_text(words.replace(old, new))
    with pytest.raises(LibraryProblems) as caught:
        read_library(folder)
    file.write_text(words)
    assert any(reason in problem.reason and file.name in problem.file for problem in caught.value.problems)
