"""Loading: what is written, what is not, and what a second run says."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from exercises import actions
from exercises.loading import LIBRARY_FOLDER, LibraryProblems, read_library, store
from exercises.models import Adoption, AdoptionKind, Exercise, ExerciseText, RoutineTemplate, Source
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the whole library, to be changed by a test."""
    return Path(shutil.copytree(LIBRARY_FOLDER, tmp_path / "library"))


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    words = path.read_text(encoding="utf-8")
    assert old in words
    path.write_text(words.replace(old, new, 1), encoding="utf-8")


def everything() -> list[object]:
    return [
        list(Exercise.objects.order_by("pk").values()),
        list(ExerciseText.objects.order_by("pk").values()),
        list(RoutineTemplate.objects.order_by("pk").values()),
        list(Source.objects.order_by("pk").values()),
    ]


def test_an_empty_database_gets_all_of_it(library: None) -> None:
    assert Exercise.objects.count() == 34
    assert RoutineTemplate.objects.count() == 9
    clamshell = Exercise.objects.get(slug="clamshell")
    assert clamshell.poses.filter(variant__isnull=True).count() == 4
    assert clamshell.earliest_week_after_replacement == 6
    assert {source.key for source in clamshell.sources.all()} >= {"seed-000", "S04", "SCK"}
    assert not Exercise.objects.exclude(reviewer="").exists()


def test_a_second_run_says_that_nothing_changed(library: None, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything()
    call_command("load_library")
    assert "Nothing changed: 34 exercises and 9 templates are up to date." in capsys.readouterr().out
    assert everything() == before


def test_a_changed_file_is_loaded_and_named(library: None, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder, "clamshell.yaml", "Going fast.", "Hurrying.")
    call_command("load_library", folder=folder)
    assert "Changed exercise clamshell (version 2)." in capsys.readouterr().out
    assert "Hurrying." in ExerciseText.objects.get(exercise__slug="clamshell", variant=None, language="en").mistakes


def test_a_review_is_loaded_without_a_new_version(library: None, folder: Path, cast: Cast) -> None:
    actions.adopt_everything(cast.northside, by="Tess Moran")
    change(
        folder, "clamshell.yaml", "reviewer: null\nreviewed_on: null", "reviewer: Dr Ida Lund\nreviewed_on: 2026-11-02"
    )
    assert [str(line) for line in store(read_library(folder))] == ["Changed exercise clamshell (version 2)"]
    clamshell = Exercise.objects.get(slug="clamshell")
    assert (clamshell.reviewer, clamshell.reviewed_on) == ("Dr Ida Lund", date(2026, 11, 2))
    assert clamshell.is_reviewed


def test_a_broken_file_is_named_with_line_and_reason_and_nothing_is_written(library: None, folder: Path) -> None:
    change(folder, "ankle-pumps.yaml", "version: 2", "version: 3")
    change(folder, "squat.yaml", "knee_flex: 90", "knee_flex: ninety")
    line = 1 + next(
        number
        for number, words in enumerate((folder / "squat.yaml").read_text(encoding="utf-8").splitlines())
        if "ninety" in words
    )
    before = everything()
    with pytest.raises(CommandError) as caught:
        call_command("load_library", folder=folder)
    assert f"squat.yaml, line {line}: knee_flex: expected a whole number from -10 to 160, not 'ninety'" in str(
        caught.value
    )
    assert everything() == before


def test_all_problems_are_told_at_once(folder: Path) -> None:
    change(folder, "squat.yaml", "category: strengthening", "category: lifting")
    change(folder, "clamshell.yaml", "slug: clamshell", "slug: clam")
    change(folder, "templates/athlete-return.yaml", "days_per_week: 3", "days_per_week: 9")
    with pytest.raises(LibraryProblems) as caught:
        read_library(folder)
    assert {problem.file for problem in caught.value.problems} == {
        "squat.yaml",
        "clamshell.yaml",
        "athlete-return.yaml",
    }


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("squat.yaml", "sources: [seed-002, ", "sources: [S99, ", "the source 'S99' is not in _sources.yaml"),
        ("squat.yaml", "harder_exercises: []", "harder_exercises: [hop]", "'hop' is not in the library"),
        ("squat.yaml", "code: E12", "code: E11", "the code E11 is already used by mini-squat.yaml"),
        ("squat.yaml", "version: 2", "version: 2\nversion: 3", "the field 'version' stands here twice"),
        ("squat.yaml", "tempo: ", "temp: ", "the field 'tempo' is missing"),
        ("squat.yaml", 'offered: "yes_from"', "offered: no", "put"),
        ("squat.yaml", "week: 12", "week: null", "give a week"),
        ("squat.yaml", "{pose: start, leg: both", "{pose: start, leg: W", "needs one row for both legs"),
        ("squat.yaml", "knee_flex: 90", "knee_flex: 190", "expected a whole number from -10 to 160"),
        ("squat.yaml", "gluteus maximus", "gluteus enormis", "the muscle 'gluteus enormis' is not known"),
        ("squat.yaml", "  en:\n", "  de:\n", "the English text is missing"),
        ("fr/squat.yaml", "slug: squat", "slug: squad", "the slug must be 'squat'"),
        ("fr/squat.yaml", "translates: ", "translates: 9", "but the newest is"),
        ("learn/home.yaml", "sources: [", "sources: [S999, ", "the source 'S999' is not in _sources.yaml"),
        ("squat.yaml", "slug: squat", "slug: [squat", "expected"),
        ("squat.yaml", "      - Stand up tall.", "      - Stand up tall.\n      - One.\n      - Two.", "1 to 6 lines"),
        ("templates/athlete-return.yaml", "exercise: squat", "exercise: hop", "'hop' is not in the library"),
        ("templates/tha-weeks-12-plus.yaml", "variant: high-chair", "variant: stool", "has no variant 'stool'"),
        ("templates/athlete-return.yaml", "checked_against: [FAI]", "checked_against: [FAII]", "is not one of"),
    ],
)
def test_a_mistake_is_said_in_words(folder: Path, name: str, old: str, new: str, reason: str) -> None:
    change(folder, name, old, new)
    with pytest.raises(LibraryProblems) as caught:
        read_library(folder)
    [problem, *_more] = [found for found in caught.value.problems if reason in found.reason or reason == "put"]
    assert problem.file in (name, Path(name).name)
    assert problem.line >= 1


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"slug: a\x00b", b"- 1\n- 2\n", b"slug: &a [*a]\n"])
def test_a_file_that_is_no_exercise_is_a_problem_and_no_crash(folder: Path, content: bytes) -> None:
    (folder / "squat.yaml").write_bytes(content)
    with pytest.raises(LibraryProblems) as caught:
        read_library(folder)
    assert "squat.yaml" in {problem.file for problem in caught.value.problems}


def test_content_cannot_change_under_a_version_that_a_clinic_adopted(library: None, folder: Path, cast: Cast) -> None:
    actions.adopt(AdoptionKind.EXERCISE, slug="clamshell", version=2, clinic=cast.northside, by="Tess Moran")
    change(folder, "clamshell.yaml", "Going fast.", "Hurrying.")
    before = everything()
    with pytest.raises(LibraryProblems, match=r"clamshell\.yaml, line 3: .* has adopted version 2: make it 3"):
        store(read_library(folder))
    assert everything() == before


def test_a_new_version_is_loaded_and_must_be_adopted_anew(library: None, folder: Path, cast: Cast) -> None:
    actions.adopt_everything(cast.northside, by="Tess Moran")
    change(folder, "clamshell.yaml", "Going fast.", "Hurrying.")
    change(folder, "clamshell.yaml", "version: 2", "version: 3")
    store(read_library(folder))
    assert not Exercise.objects.prescribable(cast.northside).filter(slug="clamshell").exists()
    assert Exercise.objects.prescribable(cast.northside).filter(slug="squat").exists()
    assert Adoption.objects.filter(slug="clamshell", version=2).exists()


def test_an_older_version_is_refused(library: None, folder: Path) -> None:
    Exercise.objects.filter(slug="clamshell").update(version=3)
    with pytest.raises(LibraryProblems, match="version 2 is older than version 3"):
        store(read_library(folder))


def test_what_leaves_the_files_is_retired_and_can_come_back(library: None, folder: Path) -> None:
    (folder / "templates" / "athlete-return.yaml").rename(folder / "athlete-return.kept")
    assert [str(line) for line in store(read_library(folder))] == ["Retired routine template athlete-return"]
    assert RoutineTemplate.objects.get(slug="athlete-return").is_retired
    (folder / "athlete-return.kept").rename(folder / "templates" / "athlete-return.yaml")
    store(read_library(folder))
    assert not RoutineTemplate.objects.get(slug="athlete-return").is_retired


def test_a_variant_that_leaves_its_file_keeps_its_words(library: None, folder: Path) -> None:
    path = folder / "squat.yaml"
    words = path.read_text(encoding="utf-8")
    start, end = words.index("  - slug: slow-lowering"), words.index("easier_exercises:")
    path.write_text(words[:start] + words[end:], encoding="utf-8")
    for translation in folder.glob("??/squat.yaml"):
        translation.unlink()
    store(read_library(folder))
    gone = Exercise.objects.get(slug="squat").variants.get(slug="slow-lowering")
    assert gone.is_retired
    assert gone.shown_in("en").name == "Squat with a slow way down"


def test_a_clinics_own_exercise_is_left_alone(library: None, cast: Cast) -> None:
    shared = Exercise.objects.get(slug="squat")
    own = Exercise.objects.get(slug="squat")
    own.pk, own.clinic, own.slug = None, cast.northside, "our-own"
    own.save()
    assert store(read_library()) == []
    own.refresh_from_db()
    assert not own.is_retired
    assert shared.pk != own.pk
