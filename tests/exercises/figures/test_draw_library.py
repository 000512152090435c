"""The command, and one real drawing where the packages for it are installed."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command

from exercises.figures import catalogue
from exercises.figures.library import Figure, all_figures
from exercises.management.commands import draw_library

pytestmark = pytest.mark.thorough


def test_a_wrong_name_is_answered_in_words() -> None:
    with pytest.raises(CommandError, match="No pose file for squats"):
        call_command("draw_library", "squats")


def test_check_names_what_is_out_of_date(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entries = catalogue.read_manifest()
    entries["clamshell"]["digest"] = "of an older drawing"
    (tmp_path / catalogue.MANIFEST).write_text(json.dumps(entries), encoding="utf-8")
    monkeypatch.setattr(draw_library.catalogue, "read_manifest", lambda folder: entries)
    with pytest.raises(CommandError, match="Out of date: clamshell"):
        call_command("draw_library", "clamshell", "--check")


def test_without_the_packages_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_library, "MISSING", "numba")
    with pytest.raises(CommandError, match=r"Drawing needs numba.*figures"):
        call_command("draw_library", "clamshell", "--all")


def test_an_impossible_pose_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw_library, "lint", lambda figure: ["clamshell start: sole_left is 9.0 cm below the floor"])
    with pytest.raises(CommandError, match=r"clamshell start: sole_left is 9\.0 cm below"):
        call_command("draw_library", "clamshell", "--all")


def test_a_bad_pose_file_is_named_with_its_key_and_nothing_is_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    poses, out = tmp_path / "poses", tmp_path / "out"
    poses.mkdir()
    (poses / "made-up.yaml").write_text(
        "camera: {azimuth: 0, elevation: 20}\nviews: {start: {leg: {kne: 10}}}\n", encoding="utf-8"
    )
    monkeypatch.setattr(draw_library, "POSES", poses)
    with pytest.raises(CommandError, match=r"made-up\.yaml: made-up\.start\.leg: unknown \['kne'\]"):
        call_command("draw_library", out=out)
    assert not out.exists()


def test_a_figure_that_fails_half_way_leaves_its_old_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "woman" / "heel-slide" / "start-left.svg"
    old.parent.mkdir(parents=True)
    old.write_text("old", encoding="utf-8")

    def fail(figure: Figure, folder: Path) -> dict[str, object]:
        (folder / "woman").mkdir()
        (folder / "woman" / "start-left.svg").write_text("new", encoding="utf-8")
        raise ValueError("no")

    monkeypatch.setattr(draw_library, "draw_files", fail)
    with pytest.raises(ValueError, match="no"):
        draw_library.draw_one(next(f for f in all_figures() if f.key == "heel-slide"), tmp_path)
    assert old.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["woman"]


@pytest.fixture
def heel_slide() -> Figure:
    return next(figure for figure in all_figures() if figure.key == "heel-slide")


@pytest.mark.thorough
def test_a_figure_is_drawn_for_both_bodies_and_sides_of_one_size(heel_slide: Figure, tmp_path: Path) -> None:
    pytest.importorskip("numba")
    entry = draw_library.draw_one(heel_slide, tmp_path)
    assert entry["views"] == list(heel_slide.views)
    paths = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*.svg")}
    drawn = {name: ElementTree.parse(path).getroot() for name, path in paths.items()}  # noqa: S314 - our own files
    assert set(drawn) == set(catalogue.files("heel-slide", entry))
    stills = {name: root for name, root in drawn.items() if "helper" not in name}
    assert {(root.get("width"), root.get("height")) for root in stills.values()} == {
        (str(entry["width"]), str(entry["height"]))
    }
    # The other side is the same drawing in a mirror.
    folder = tmp_path / "man" / "heel-slide"
    assert "matrix(-1" in (folder / "end-left.svg").read_text(encoding="utf-8")
    assert "matrix(-1" not in (folder / "end-right.svg").read_text(encoding="utf-8")
