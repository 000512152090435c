"""GET /templates/, GET and POST /templates/<slug>/"""

from datetime import date

import pytest
from django.test import Client
from django.utils.html import escape

from exercises import template_checks
from exercises.models import Adoption, RoutineTemplate
from exercises.phases import lines_in, phases_of
from exercises.precautions import Check, Circumstances, Finding, Movement, Precaution, Verdict
from exercises.template_checks import check_lines, circumstances_in
from tests.cast import Cast
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def test_a_therapist_sees_all_templates_in_the_order_of_care(tess: Client) -> None:
    page = tess.get("/templates/").content.decode()
    names = [template.name for template in RoutineTemplate.objects.order_by("order")]
    places = [page.index(escape(name)) for name in names]
    assert len(names) == 9
    assert places == sorted(places)
    assert "Hip replacement, posterior approach" in page


def test_a_therapist_reads_a_template(tess: Client) -> None:
    page = tess.get("/templates/hip-oa-12-weeks/").content.decode()
    assert page.index("Weeks 1 to 4") < page.index("Weeks 5 to 8") < page.index("Weeks 9 to 12")
    assert page.count("2 × 10, each side, 3 days a week · weeks 5 to 12") == 4
    assert "A starting draft." in page
    assert "Cycling or swimming in place of jogging." in page
    assert "Two weeks in a row with pain of 3 of 10 or less" in page
    assert 'href="https://doi.org/10.1155/2017/3905492"' in page


def test_a_template_names_the_variant_it_needs(tess: Client) -> None:
    page = tess.get("/templates/tha-weeks-6-12/").content.decode()
    assert "Clamshell with a pillow between the knees" in page


def test_a_template_says_what_never_to_add(tess: Client) -> None:
    page = tess.get("/templates/tha-weeks-12-plus/").content.decode()
    assert "Never add" in page
    assert "Happy baby" in page


def test_a_therapist_adopts_a_template(tess: Client) -> None:
    page = tess.post("/templates/athlete-return/adopt/", {"version": "2"}, follow=True).content.decode()
    assert "Adopted by Tess Moran on" in page
    assert Adoption.objects.get().slug == "athlete-return"


def test_a_therapist_cannot_adopt_a_template_she_has_not_read(tess: Client) -> None:
    page = tess.post("/templates/athlete-return/adopt/", {"version": "7"}, follow=True).content.decode()
    assert "This text has changed since you opened it." in page
    assert not Adoption.objects.exists()


def test_an_unknown_template_is_404(tess: Client) -> None:
    assert tess.get("/templates/hop/").status_code == 404
    assert tess.post("/templates/hop/adopt/", {"version": "1"}).status_code == 404


def test_a_template_shows_its_phases_with_their_criteria(tess: Client) -> None:
    page = tess.get("/templates/athlete-return/").context["page"]
    assert [row.phase.name for row in page.phases] == ["Stage 1", "Stage 2"]
    assert [len(row.lines) for row in page.phases] == [3, 5]
    assert page.move_on_when == []  # each stage has its own
    assert [row.weeks for row in page.phases] == ["", ""]
    assert {line.weeks for row in page.phases for line in row.lines} == {""}


def test_a_template_leads_to_the_next(tess: Client) -> None:
    page = tess.get("/templates/tha-weeks-2-6/").content.decode()
    assert '<a href="/templates/tha-weeks-6-12/">Hip replacement, weeks 6 to 12</a>' in page


def test_what_clashes_in_a_phase_is_said_there(tess: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def clashing(movement: Movement, _side: str, circumstances: Circumstances, _on: date) -> Check:
        assert [limit.rule for limit in circumstances.limits] == [Precaution.OA]
        if movement.slug != "step-up":
            return Check(Verdict.OK)
        return Check(Verdict.CAUTION, (Finding("STEP", Verdict.CAUTION, "Up a step with the sore leg."),))

    monkeypatch.setattr(template_checks, "check", clashing)
    page = tess.get("/templates/hip-oa-12-weeks/").content.decode()
    assert page.count("No exercise of this phase clashes.") == 2
    assert page.index("Weeks 9 to 12") < page.index("Up a step with the sore leg.")


def test_after_a_replacement_the_week_of_the_phase_counts() -> None:
    circumstances, on = circumstances_in(["THA-P", "THA-A"], 6)
    assert circumstances.is_replaced
    assert circumstances.operated_on is not None
    assert (on - circumstances.operated_on).days == 42
    assert not circumstances_in(["OA"], 6)[0].is_replaced


def test_no_phase_of_the_library_holds_what_its_precautions_forbid() -> None:
    """With the check itself, in the first week of each phase. The one that needs another form is offered, not given."""
    refused = {
        (template.slug, one.line.exercise.slug)
        for template in RoutineTemplate.objects.all()
        for phase in phases_of(template)
        for one in check_lines(
            lines_in(template.exercises.select_related("exercise", "variant"), phase), template.checked_against, phase
        )
        if one.check.is_refused
    }
    assert refused == set()
