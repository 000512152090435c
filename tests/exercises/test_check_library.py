"""manage.py check_library"""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from django.core.management import CommandError, call_command

from exercises.gaps import Gap, GapKind, gaps_of
from exercises.loading import LIBRARY_FOLDER, read_library

TODAY = date(2026, 11, 21)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(copytree(LIBRARY_FOLDER, tmp_path / "library"))


def gaps(folder: Path, kind: GapKind) -> set[str]:
    return {f"{gap.what}: {gap.reason}" for gap in gaps_of(read_library(folder), TODAY) if gap.kind == kind}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("kind", [GapKind.TEXT, GapKind.LANGUAGE, GapKind.PICTURE])
def test_the_library_is_complete_in_words_languages_and_pictures(kind: GapKind) -> None:
    assert gaps(LIBRARY_FOLDER, kind) == set()


def test_nothing_is_reviewed_yet_and_the_report_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_library", only=["review"])
    said = capsys.readouterr().out
    assert "review: clamshell: not yet reviewed by a clinician" in said
    assert "review: clamshell: the fr text waits for a native-speaking therapist" in said
    assert "34 exercises" in said


def test_a_missing_translation_is_a_gap(folder: Path) -> None:
    (folder / "fr" / "squat.yaml").unlink()
    assert {"squat: no fr text of version 1", "squat: no fr text of version 2"} & gaps(folder, GapKind.LANGUAGE)


def test_a_translation_of_an_older_version_is_a_gap(folder: Path) -> None:
    version = read_library(folder).exercises["squat"].version
    change(folder / "squat.yaml", f"version: {version}", f"version: {version + 1}")
    found = gaps(folder, GapKind.LANGUAGE)
    assert {f"squat: no {language} text of version {version + 1}" for language in ("fr", "es")} <= found


def test_a_review_that_is_over_is_a_gap(folder: Path) -> None:
    change(
        folder / "squat.yaml",
        "reviewer: null\nreviewed_on: null",
        "reviewer: Dr Ida Lund\nreviewed_on: 2024-11-02\nreview_by: 2026-11-02",
    )
    assert "squat: should have been reviewed again by 2026-11-02" in gaps(folder, GapKind.REVIEW)


def test_strict_ends_with_an_error(folder: Path) -> None:
    (folder / "fr" / "squat.yaml").unlink()
    with pytest.raises(CommandError, match="1 gaps"):
        call_command("check_library", folder=folder, only=["language"], strict=True)


def test_a_library_that_cannot_be_read_is_said(folder: Path) -> None:
    (folder / "squat.yaml").write_text("slug: [", encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("check_library", folder=folder)


def test_a_gap_names_kind_place_and_reason() -> None:
    assert str(Gap(GapKind.TEXT, "squat", "nothing under 'helping'")) == "text: squat: nothing under 'helping'"
