"""The committed SVG files: all there, well-formed, small, safe and drawn from the present numbers."""

import gzip
from xml.etree import ElementTree

import pytest

from exercises.figures import catalogue
from exercises.figures.library import HELPER_VIEW, all_figures
from exercises.figures.looks import BODIES
from exercises.figures.palette import TONES

pytestmark = pytest.mark.thorough

MANIFEST = catalogue.read_manifest()
FILES = [
    (body, key, name) for body in BODIES for key, entry in MANIFEST.items() for name in catalogue.file_names(entry)
]
MOVING = [file for file in FILES if file[2].startswith(catalogue.MOTION)]
STILLS = [file for file in FILES if not file[2].startswith(catalogue.MOTION)]
SVG = "{http://www.w3.org/2000/svg}"
KILO = 1024
# The guide is 12 KB (5 packed) for one person and 16 KB for two; the fullest outdoor pictures are a little over it.
LIMITS = {
    "still": (13 * KILO, 5.6 * KILO),
    HELPER_VIEW: (17 * KILO, 7.5 * KILO),
    catalogue.MOTION: (80 * KILO, 20 * KILO),
    "scene": (19 * KILO, 8.5 * KILO),  # a room or a table round the people, one to a Learn page
}


def of(key: str, files: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The files of one figure."""
    return [file for file in files if file[1] == key]


def _root(body: str, key: str, name: str) -> ElementTree.Element:
    return ElementTree.parse(catalogue.PICTURES / body / key / name).getroot()  # noqa: S314 - our own files


def test_every_figure_is_in_the_manifest_and_nothing_else() -> None:
    figures = {figure.key: figure for figure in all_figures()}
    assert set(MANIFEST) == set(figures)
    for key, entry in MANIFEST.items():
        assert entry["views"] == ([] if figures[key].only_helper else list(figures[key].views))
        assert entry["sides"] == figures[key].sides
        assert (HELPER_VIEW in entry) == (figures[key].helper is not None)


def test_no_picture_lies_about_without_an_entry() -> None:
    there = {path.relative_to(catalogue.PICTURES).as_posix() for path in catalogue.PICTURES.rglob("*.svg")}
    assert there == {f"{body}/{key}/{name}" for body, key, name in FILES}


def test_pictures_are_drawn_from_the_present_numbers() -> None:
    drawing = catalogue.drawing_digest()
    stale = [figure.key for figure in all_figures() if not catalogue.is_current(figure, MANIFEST, drawing)]
    assert stale == [], "run manage.py draw_library"


@pytest.mark.parametrize("key", MANIFEST)
def test_a_picture_is_small_well_formed_and_titled(key: str) -> None:
    for file in of(key, FILES):
        _check_size_and_title(*file)


def _check_size_and_title(body: str, key: str, name: str) -> None:
    data = (catalogue.PICTURES / body / key / name).read_bytes()
    kind = name.removesuffix(".svg").split("-")[0]
    is_scene = key.startswith("learn-") and kind != catalogue.MOTION
    raw, packed = LIMITS["scene"] if is_scene else LIMITS.get(kind, LIMITS["still"])
    assert len(data) <= raw
    assert len(gzip.compress(data, 9)) <= packed
    root, entry = ElementTree.fromstring(data), MANIFEST[key]  # noqa: S314 - our own files
    size = entry[HELPER_VIEW] if kind == HELPER_VIEW else entry
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == (str(size["width"]), str(size["height"]))
    assert root.get("viewBox") == f"0 0 {size['width']} {size['height']}"
    assert (root.findtext(f"{SVG}title") or "").startswith(key.split("/")[0].replace("-", " ").capitalize())


@pytest.mark.parametrize("key", MANIFEST)
def test_a_picture_needs_no_inline_style_and_runs_nothing(key: str) -> None:
    for element in (element for file in of(key, FILES) for element in _root(*file).iter()):
        assert element.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject"}
        assert not [a for a in element.attrib if a == "style" or a.startswith("on")]
        assert element.get("href", "#").startswith("#")


@pytest.mark.parametrize("key", MANIFEST)
def test_a_still_has_a_view_for_each_tone_beside_it(key: str) -> None:
    for root in (_root(*file) for file in of(key, STILLS)):
        width, height = root.get("width"), root.get("height")
        boxes = {view.get("id"): view.get("viewBox") for view in root.iter(f"{SVG}view")}
        assert boxes == {tone: f"{i * int(width or 0)} 0 {width} {height}" for i, tone in enumerate(TONES) if i}


@pytest.mark.parametrize("key", MANIFEST)
def test_a_moving_picture_shows_its_first_frame(key: str) -> None:
    for root in (_root(*file) for file in of(key, MOVING)):
        frames = [e for e in root.iter(f"{SVG}g") if e.get("class") == "fig-frame"]
        parts = [float(frame.get("data-part") or -1) for frame in frames]
        assert 4 <= len(frames) <= 13
        assert parts == sorted(parts)
        assert (parts[0], parts[-1]) == (0, 1)
        assert [frame.get("display") for frame in frames] == [None] + ["none"] * (len(frames) - 1)


def test_ids_are_unique_over_all_pictures() -> None:
    ids = []
    for file in FILES:
        root = _root(*file)
        own = [element.get("id") for element in root.iter() if element.get("id") and element.tag != f"{SVG}view"]
        used = {element.get("href", "")[1:] for element in root.iter(f"{SVG}use")}
        assert used <= set(own)
        ids += own
    assert len(ids) == len(set(ids))
