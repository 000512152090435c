"""The pages about paper, and the way from a code on a sheet to the exercises."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.routines.sheet_codes import spoken
from portal.sessions.paper import pdf
from tests.cast import Cast, give_routine
from tests.portal.sessions.exercising import Exercising


def at(name: str, exercising: Exercising) -> str:
    return reverse(f"sessions:{name}", args=[exercising.patient.public_id])


def test_the_pdf_comes_by_the_link_and_its_name_says_nothing(exercising: Exercising) -> None:
    response = exercising.pat.get(at("paper_pdf", exercising), {"paper": "letter"})
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="surefoot-letter.pdf"'
    assert "no-store" in response.headers["Cache-Control"]
    assert response.content.startswith(b"%PDF")


def test_without_typst_the_page_to_print_is_offered_alone(
    exercising: Exercising, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "typst", None)
    page = exercising.pat.get(at("paper", exercising)).content.decode()
    assert at("paper_print", exercising) in page
    assert at("paper_pdf", exercising) not in page
    assert exercising.pat.get(at("paper_pdf", exercising)).headers["Location"] == at("paper", exercising)


def test_the_page_to_print_says_the_same_in_the_patients_language(exercising: Exercising, signed_in) -> None:  # type: ignore[no-untyped-def]
    exercising.patient.language = "es"
    exercising.patient.save()
    page = signed_in(exercising.cast.tess).get(at("paper_print", exercising)).content.decode()
    sheet = page[page.index('class="paper-sheet" lang="es"') :]
    assert "19 de noviembre de 2026" in sheet.lower()
    assert "Las dos piernas" in sheet
    assert "Print: " not in sheet


def test_without_a_routine_a_sentence_says_so(cast: Cast, signed_in) -> None:  # type: ignore[no-untyped-def]
    pat = signed_in(cast.pat)
    where = [cast.pat_record.public_id]
    assert "nothing to print" in pat.get(reverse("sessions:paper", args=where)).content.decode()
    assert "nothing to type in" in pat.get(reverse("sessions:paper_ticks", args=where)).content.decode()
    assert pat.get(reverse("sessions:paper_print", args=where)).status_code == 302


def test_the_square_leads_to_today_and_the_clinic_to_the_ticks(exercising: Exercising, signed_in) -> None:  # type: ignore[no-untyped-def]
    link = reverse("sessions:sheet", args=[spoken(exercising.revision.sheet_code or "")])
    assert exercising.pat.get(link).headers["Location"] == exercising.today_url
    assert exercising.cara.get(link.lower()).headers["Location"] == exercising.today_url
    assert signed_in(exercising.cast.tess).get(link).headers["Location"] == at("paper_ticks", exercising)
    signed_out = Client().get(link)
    assert signed_out.headers["Location"].endswith(f"?next={link}")


def test_an_older_sheet_says_so(exercising: Exercising) -> None:
    link = reverse("sessions:sheet", args=[exercising.revision.sheet_code])
    give_routine(exercising.cast, exercising.patient, ("heel-slide",))
    page = exercising.pat.get(link).content.decode()
    assert "This sheet is revision 1. There is a newer one." in page
    assert at("paper", exercising) in page
    assert exercising.today_url in page


def test_the_sheet_of_a_routine_that_has_ended(exercising: Exercising) -> None:
    routine = exercising.revision.routine
    routine.ended_on = routine.starts_on
    routine.save()
    page = exercising.pat.get(reverse("sessions:sheet", args=[exercising.revision.sheet_code])).content.decode()
    assert "This sheet does not hold any more." in page


def test_a_code_that_nobody_gave_and_one_of_somebody_else_are_the_same(exercising: Exercising) -> None:
    other = give_routine(exercising.cast, exercising.cast.walt_record)
    answers = [exercising.pat.get(f"/s/{code}/") for code in (other.sheet_code, "AAAA-AAAA")]
    assert [one.status_code for one in answers] == [404, 404]
    find = reverse("sessions:find_sheet")
    pages = [
        exercising.pat.post(find, {"code": code}).content.decode() for code in (other.sheet_code or "", "AAAAAAAA")
    ]
    assert all("No sheet that you may open has this code." in page for page in pages)


def test_a_typed_code_leads_on_and_a_wrong_one_is_kept(exercising: Exercising) -> None:
    find, code = reverse("sessions:find_sheet"), spoken(exercising.revision.sheet_code or "")
    link = reverse("sessions:sheet", args=[code])
    assert exercising.pat.post(find, {"code": f" {code.lower()} "}).headers["Location"] == link
    for typed in ("K7QM", "", "I0I0-I0I0", "x" * 60):
        answer = exercising.pat.post(find, {"code": typed})
        assert answer.status_code == 422
        assert "The code on the sheet has eight letters" in answer.content.decode()
        assert f'value="{typed}"' in answer.content.decode() or not typed


def test_codes_cannot_be_tried_without_end(exercising: Exercising) -> None:
    find = reverse("sessions:find_sheet")
    answers = {exercising.pat.post(find, {"code": "AAAAAAAA"}).status_code for _number in range(31)}
    assert answers == {422, 429}
