"""The committed SVG files: all there, well-formed, small, safe and drawn from the present numbers."""

import gzip
from xml.etree import ElementTree

import pytest

from exercises.figures import catalogue
from exercises.figures.library import all_figures

MANIFEST = catalogue.read_manifest()
FILES = [(key, name) for key, entry in MANIFEST.items() for name in catalogue.file_names(entry)]
SVG = "{http://www.w3.org/2000/svg}"
RAW_LIMIT, GZIP_LIMIT = 12 * 1024, 5 * 1024


def test_every_figure_is_in_the_manifest_and_nothing_else() -> None:
    figures = {figure.key: figure for figure in all_figures()}
    assert set(MANIFEST) == set(figures)
    for key, entry in MANIFEST.items():
        assert entry["views"] == list(figures[key].views)
        assert entry["sides"] == figures[key].sides


def test_no_picture_lies_about_without_an_entry() -> None:
    there = {path.relative_to(catalogue.PICTURES).as_posix() for path in catalogue.PICTURES.rglob("*.svg")}
    assert there == {f"{key}/{name}" for key, name in FILES}


def test_pictures_are_drawn_from_the_present_numbers() -> None:
    drawing = catalogue.drawing_digest()
    stale = [figure.key for figure in all_figures() if not catalogue.is_current(figure, MANIFEST, drawing)]
    assert stale == [], "run manage.py draw_library"


@pytest.mark.parametrize(("key", "name"), FILES)
def test_a_picture_is_small_well_formed_and_titled(key: str, name: str) -> None:
    data = (catalogue.PICTURES / key / name).read_bytes()
    assert len(data) <= RAW_LIMIT
    assert len(gzip.compress(data, 9)) <= GZIP_LIMIT
    root = ElementTree.fromstring(data)  # noqa: S314 - our own files
    entry = MANIFEST[key]
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == (str(entry["width"]), str(entry["height"]))
    assert root.get("viewBox") == f"0 0 {entry['width']} {entry['height']}"
    assert (root.findtext(f"{SVG}title") or "").startswith(key.split("/")[0].replace("-", " ").capitalize())


@pytest.mark.parametrize(("key", "name"), FILES)
def test_a_picture_needs_no_inline_style_and_runs_nothing(key: str, name: str) -> None:
    root = ElementTree.parse(catalogue.PICTURES / key / name).getroot()  # noqa: S314 - our own files
    for element in root.iter():
        assert element.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject"}
        assert not [a for a in element.attrib if a == "style" or a.startswith("on")]
        assert element.get("href", "#").startswith("#")


def test_ids_are_unique_over_all_pictures() -> None:
    ids = []
    for key, name in FILES:
        root = ElementTree.parse(catalogue.PICTURES / key / name).getroot()  # noqa: S314 - our own files
        own = [element.get("id") for element in root.iter() if element.get("id")]
        used = {element.get("href", "")[1:] for element in root.iter(f"{SVG}use")}
        assert used <= set(own)
        ids += own
    assert len(ids) == len(set(ids))
