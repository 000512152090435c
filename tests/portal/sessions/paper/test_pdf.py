"""The PDF: tagged, in its language, with words for every picture, on both papers."""

import re
import zlib
from dataclasses import replace

import pytest

from portal.sessions.paper import pdf
from portal.sessions.paper.drawings import square, toned
from portal.sessions.paper.pdf import CannotPrint, Paper
from portal.sessions.paper.sheet import Sheet
from tests.portal.sessions.exercising import NOW, Exercising
from tests.portal.sessions.paper.test_sheet import sheet_for

LAST_LETTERS = "éèêëàâùûüôöîïçœÉÈÀÇŒñÑáíóúÁÍÓÚ¿¡°“”«»’–…"


def inside(content: bytes) -> str:
    """The file with its compressed parts opened, as far as they are text."""
    parts = [content]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            continue
    return b"\n".join(parts).decode("latin-1")


@pytest.fixture
def sheet(exercising: Exercising) -> Sheet:
    return sheet_for(exercising)


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595, 842)), (Paper.LETTER, (612, 792))])
def test_it_is_accessible_on_both_papers(sheet: Sheet, paper: Paper, size: tuple[int, int]) -> None:
    text = inside(pdf.pdf_of(sheet, paper, NOW))
    assert "StructTreeRoot" in text
    assert "pdfuaid" in text
    assert "/Lang(en)" in text.replace(" ", "")
    pictures = 2 * len(sheet.exercises) + 1  # two of each exercise, and the square
    assert len(re.findall(r"/S\s*/Figure", text)) == pictures
    assert len(re.findall(r"/Alt\s*[(<]", text)) >= pictures
    width, height = re.findall(r"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", text)[0]
    assert (round(float(width)), round(float(height))) == size
    assert {"H1", "H2", "TH", "TD", "Figure"} <= set(re.findall(r"/S\s*/(\w+)", text))


@pytest.mark.parametrize("language", ["fr", "es"])
def test_other_languages_have_all_their_letters(sheet: Sheet, language: str) -> None:
    """The PDF is refused where a font lacks a letter."""
    other = replace(sheet, language=language, title=LAST_LETTERS, sender=LAST_LETTERS)
    assert f"/Lang({language})" in inside(pdf.pdf_of(other, Paper.A4, NOW)).replace(" ", "")


def test_what_somebody_typed_is_never_a_command(sheet: Sheet) -> None:
    typed = '#panic("x") $x$ *b* _i_ @ref \\ ]] ) <label> // 🙂'
    noted = tuple(replace(one, note=typed) for one in sheet.exercises)
    assert pdf.pdf_of(replace(sheet, exercises=noted, sender=typed), Paper.A4, NOW).startswith(b"%PDF")


def test_an_exercise_higher_than_a_page_goes_over_to_the_next(sheet: Sheet) -> None:
    long = tuple(replace(one, note="A long word. " * 300) for one in sheet.exercises)
    usual, longer = (inside(pdf.pdf_of(one, Paper.A4, NOW)) for one in (sheet, replace(sheet, exercises=long)))
    count = re.compile(r"/Type\s*/Page\b")
    assert len(count.findall(longer)) >= len(count.findall(usual)) + len(sheet.exercises)


def test_a_script_without_letters_here_is_told_and_not_printed_as_boxes(sheet: Sheet) -> None:
    with pytest.raises(CannotPrint):
        pdf.pdf_of(replace(sheet, title="田中さん"), Paper.A4, NOW)


def test_without_typst_nothing_is_promised(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pdf, "typst", None)
    assert not pdf.is_available()
    assert "typst is not installed" in caplog.text
    with pytest.raises(CannotPrint):
        pdf.pdf_of(sheet, Paper.A4, NOW)


def test_only_so_many_are_made_at_once(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LONGEST_WAIT", 0)
    for _place in range(pdf.AT_ONCE):
        pdf._places.acquire()
    try:
        with pytest.raises(CannotPrint):
            pdf.pdf_of(sheet, Paper.A4, NOW)
    finally:
        for _place in range(pdf.AT_ONCE):
            pdf._places.release()
    assert pdf.pdf_of(sheet, Paper.A4, NOW)


def test_one_tone_of_skin_is_taken_out_of_the_three() -> None:
    drawing = (
        b'<svg viewBox="0 0 9 4" fill="#aaa" color="#bbb"><g id="x-all"/>'
        b'<view id="brown" viewBox="9 0 9 4"/><use href="#x-all" x="9" fill="#ccc" color="#ddd"/>'
        b'<view id="dark" viewBox="18 0 9 4"/><use href="#x-all" x="18" fill="#eee" color="#fff"/></svg>'
    )
    assert toned(drawing, "") == b'<svg viewBox="0 0 9 4" fill="#aaa" color="#bbb"><g id="x-all"/></svg>'
    assert toned(drawing, "dark") == b'<svg viewBox="0 0 9 4" fill="#eee" color="#fff"><g id="x-all"/></svg>'
    assert toned(b"\xff\xd8 a photo", "dark") == b"\xff\xd8 a photo"


def test_the_square_has_no_style_of_its_own() -> None:
    drawn = square("https://example.org/s/K7QM-4TXP/")
    assert drawn.startswith("<svg")
    assert "style" not in drawn
