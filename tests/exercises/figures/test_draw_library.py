"""The command, and one real drawing where the packages for it are installed."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from exercises.figures import catalogue
from exercises.figures.library import Figure, all_figures
from exercises.management.commands import draw_library


def test_a_wrong_name_is_answered_in_words() -> None:
    with pytest.raises(CommandError, match="No pose file for squats"):
        call_command("draw_library", "squats")


def test_check_names_what_is_out_of_date(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entries = catalogue.read_manifest()
    entries["clamshell"]["digest"] = "of an older drawing"
    (tmp_path / catalogue.MANIFEST).write_text(json.dumps(entries), encoding="utf-8")
    monkeypatch.setattr(draw_library.catalogue, "read_manifest", lambda: entries)
    with pytest.raises(CommandError, match="Out of date: clamshell"):
        call_command("draw_library", "clamshell", "--check")


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_library, "MISSING", "numba")
    with pytest.raises(CommandError, match=r"Drawing needs numba.*figures"):
        call_command("draw_library", "clamshell", "--all")


def test_an_impossible_pose_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_library, "lint", lambda figure: ["start: 9.0 cm below the floor"])
    with pytest.raises(CommandError, match=r"clamshell: start: 9\.0 cm below the floor"):
        call_command("draw_library", "clamshell", "--all")


@pytest.fixture
def heel_slide() -> Figure:
    return next(figure for figure in all_figures() if figure.key == "heel-slide")


def test_a_figure_is_drawn_for_both_sides_of_one_size(heel_slide: Figure, tmp_path: Path) -> None:
    pytest.importorskip("numba")
    entry = draw_library.draw_one(heel_slide, tmp_path)
    assert entry["views"] == ["start", "end"]
    drawn = {path.name: ElementTree.parse(path).getroot() for path in (tmp_path / "heel-slide").iterdir()}  # noqa: S314
    assert set(drawn) == {"start-left.svg", "start-right.svg", "end-left.svg", "end-right.svg"}
    assert {(root.get("width"), root.get("height")) for root in drawn.values()} == {
        (str(entry["width"]), str(entry["height"]))
    }
    # The other side is the same drawing in a mirror.
    assert "matrix(-1" in (tmp_path / "heel-slide" / "end-left.svg").read_text(encoding="utf-8")
    assert "matrix(-1" not in (tmp_path / "heel-slide" / "end-right.svg").read_text(encoding="utf-8")
