"""One template for several patients: each checked on their own, what runs is never replaced, twice is once."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access import Role
from accounts.models import AuditEvent, Clinic, Patient
from exercises.actions import adopt_everything
from exercises.models import Adoption, RoutineTemplate
from portal.routines import actions
from portal.routines.actions import REVIEW_AFTER
from portal.routines.giving.actions import give
from portal.routines.giving.asking import MOST_AT_ONCE, Asked
from portal.routines.giving.preview import Preview
from portal.routines.giving.standing import Fate, Standing, is_from
from portal.routines.models import ClinicalProfile, PrecautionOrder, RoutineRevision
from tests.cast import Cast, a_patient, access_of, give_routine
from tests.conftest import SignIn
from tests.portal.routines.building import draft_of, start, url

# Lying and sitting down: clashes with nothing in somebody without an operation.
CALM = "tha-weeks-0-2"


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    adopt_everything(cast.northside, by="Tess Moran")
    for patient in (cast.pat_record, cast.walt_record):
        no_operation(patient)
    return signed_in(cast.tess)


def no_operation(patient: Patient) -> None:
    ClinicalProfile.objects.create(patient=patient, side="left", operation_kind="none", pain_limit=5)


def page(client: Client, slug: str = CALM, *patients: Patient, then: str = "check", **more: str) -> HttpResponse:
    query = [("then", then), *more.items(), *[("patient", str(one.public_id)) for one in patients]]
    return client.get(f"{reverse('routines:give', args=[slug])}?{urlencode(query)}")  # type: ignore[return-value]


def press(client: Client, *patients: Patient, slug: str = CALM, follow: bool = True, **more: str) -> HttpResponse:
    data = {"patient": [str(one.public_id) for one in patients], **more}
    return client.post(reverse("routines:give", args=[slug]), data, follow=follow)  # type: ignore[return-value]


def fates(response: HttpResponse) -> dict[str, str]:
    context = response.context  # type: ignore[attr-defined]
    if "results" in context:
        return {person.patient.first_name: outcome for person, outcome in context["results"]}
    return {person.patient.first_name: person.fate for person in context["page"].people}


def published(patient: Patient) -> list[RoutineRevision]:
    return list(RoutineRevision.objects.filter(routine__patient=patient, published_at__isnull=False))


def test_who_is_clear_has_it_at_once_and_who_is_not_has_a_draft(cast: Cast, tess: Client) -> None:
    new_hip = a_patient(cast.northside, "Nora Berg", date(1950, 1, 1), therapist=cast.tess)
    week_ago = timezone.now().date() - timedelta(days=7)
    ClinicalProfile.objects.create(
        patient=new_hip, side="right", operation_kind="replacement", approach="posterior", operated_on=week_ago
    )
    give_routine(cast, cast.walt_record)
    everybody = (cast.pat_record, cast.walt_record, new_hip)
    template = "tha-weeks-6-12"
    assert fates(page(tess, template, *everybody)) == {"Pat": "published", "Walt": "draft", "Nora": "draft"}
    response = press(tess, *everybody, slug=template)
    assert fates(response) == {"Pat": "published", "Walt": "draft", "Nora": "draft"}
    text = response.content.decode()
    assert "Published: revision 1" in text
    assert "Revision 1 runs on until you publish it." in text
    assert "not inside the precautions" in text or "caution" in text
    assert url("edit_routine", new_hip) in text
    (given,) = published(cast.pat_record)
    assert (given.from_template, given.phase) == (template, 1)
    assert given.routine.review_by_on == cast.pat_record.today(timezone.now()) + REVIEW_AFTER
    assert given.phase_ends_on == given.effective_on + timedelta(weeks=6) - timedelta(days=1)
    assert [one.from_template for one in published(cast.walt_record)] == [""]
    assert draft_of(cast.walt_record).from_template == template
    assert published(new_hip) == []


def test_two_presses_give_one_routine_each(cast: Cast, tess: Client) -> None:
    give_routine(cast, cast.walt_record)
    first = press(tess, cast.pat_record, cast.walt_record)
    before = list(RoutineRevision.objects.order_by("pk").values_list("pk", flat=True))
    again = press(tess, cast.pat_record, cast.walt_record)
    assert fates(first) == fates(again) == {"Pat": "published", "Walt": "draft"}
    assert list(RoutineRevision.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_a_draft_that_is_open_stays_as_it_is(cast: Cast, tess: Client) -> None:
    give_routine(cast, cast.walt_record, slugs=["heel-raise"])
    start(tess, cast.walt_record)
    assert fates(page(tess, CALM, cast.walt_record)) == {"Walt": "left"}
    assert fates(press(tess, cast.walt_record)) == {"Walt": "left"}
    assert [row.exercise.slug for row in draft_of(cast.walt_record).prescribed.all()] == ["heel-raise"]


def test_it_is_checked_when_it_is_given_and_not_as_the_page_said(cast: Cast, tess: Client) -> None:
    assert fates(page(tess, "tha-weeks-6-12", cast.pat_record)) == {"Pat": "published"}
    today = cast.pat_record.today(timezone.now())
    PrecautionOrder.objects.create(
        patient=cast.pat_record, rule="THA-P", words="Bend to 90°", starts_on=today, ordered_by="Dr Okafor"
    )
    ClinicalProfile.objects.filter(patient=cast.pat_record).update(
        operation_kind="replacement", approach="posterior", operated_on=today
    )
    assert fates(press(tess, cast.pat_record, slug="tha-weeks-6-12")) == {"Pat": "draft"}
    assert published(cast.pat_record) == []


def test_where_something_else_is_missing_a_draft_waits(cast: Cast, tess: Client) -> None:
    Clinic.objects.filter(pk=cast.northside.pk).update(phone="")
    assert fates(press(tess, cast.pat_record)) == {"Pat": "draft"}
    assert published(cast.pat_record) == []


def test_each_patients_record_says_who_looked_and_who_gave(cast: Cast, tess: Client) -> None:
    page(tess, CALM, cast.pat_record)
    press(tess, cast.pat_record, follow=False)
    about_pat = AuditEvent.objects.filter(patient_id=cast.pat_record.pk, actor_id=cast.tess.pk)
    actions_of = list(about_pat.order_by("pk").values_list("action", flat=True))
    assert actions_of[0] == "opened.routines:give"
    assert actions_of[-2:] == ["routine.given", "routine.published"]
    assert not AuditEvent.objects.filter(patient_id=cast.walt_record.pk).exists()


def test_ticking_is_no_look_and_nobodys_tick_is_lost(cast: Cast, tess: Client) -> None:
    shown = page(tess, CALM, cast.walt_record, then="find", q="Ellis").context["page"]  # type: ignore[attr-defined]
    assert [(one.patient.first_name, one.is_ticked) for one in shown.choices] == [("Walt", True), ("Pat", False)]
    assert shown.people == []
    assert not AuditEvent.objects.filter(action="opened.routines:give", patient_id__isnull=False).exists()


def test_others_patients_are_neither_shown_nor_given(cast: Cast, tess: Client, signed_in: SignIn) -> None:
    theirs = a_patient(cast.southgate, "Uma Stone", date(1950, 1, 1), therapist=cast.otto)
    assert "Uma Stone" not in page(tess, CALM, theirs, cast.pat_record).content.decode()
    assert fates(press(tess, theirs, cast.pat_record)) == {"Pat": "published"}
    response = press(tess, theirs)
    assert response.status_code == 422
    assert "not in treatment with you" in response.content.decode()
    assert published(theirs) == []
    for user in (cast.pat, cast.ada):
        assert press(signed_in(user), cast.walt_record, follow=False).status_code == 404


def test_nobody_too_many_and_no_weeks_are_told_in_a_sentence(cast: Cast, tess: Client) -> None:
    assert "Tick at least one patient." in press(tess).content.decode()
    crowd = [
        a_patient(cast.northside, f"Patient {n}", date(1950, 1, 1), therapist=cast.tess)
        for n in range(MOST_AT_ONCE + 1)
    ]
    response = press(tess, *crowd)
    assert response.status_code == 422
    assert "You ticked 21 patients. Tick 20 at most" in response.content.decode()
    ticked = [one for one in response.context["page"].choices if one.is_ticked]  # type: ignore[attr-defined]
    assert len(ticked) == len(crowd)
    response = page(tess, "hip-oa-12-weeks", cast.pat_record)
    assert response.status_code == 422
    assert "Choose which weeks" in response.content.decode()
    assert not RoutineRevision.objects.exists()


def test_what_the_clinic_has_not_adopted_is_shown_and_not_given(cast: Cast, tess: Client) -> None:
    Adoption.objects.filter(kind="template", slug=CALM).delete()
    assert "has not adopted this template yet" in page(tess, CALM).content.decode()
    response = press(tess, cast.pat_record)
    assert response.status_code == 422
    assert published(cast.pat_record) == []
    assert tess.get(reverse("routines:give", args=["not-there"])).status_code == 404


def test_the_page_costs_the_same_for_one_and_for_twenty(cast: Cast, tess: Client) -> None:
    def cost(*patients: Patient) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as checked:
            assert page(tess, CALM, *patients).status_code == 200
        with CaptureQueriesContext(connection) as told:
            query = urlencode([("patient", one.public_id) for one in patients])
            assert tess.get(f"{reverse('routines:given', args=[CALM])}?{query}").status_code == 200
        return len(checked), len(told)

    give_routine(cast, cast.pat_record)
    one = cost(cast.pat_record)
    many = [cast.pat_record]
    for number in range(MOST_AT_ONCE - 1):
        patient = a_patient(cast.northside, f"Patient {number}", date(1950, 1, 1), therapist=cast.tess)
        ClinicalProfile.objects.create(patient=patient, side="left", operation="Left hip replacement")
        many.append(patient)
    assert cost(*many) == one


def test_a_new_draft_with_nothing_in_it_is_used(cast: Cast, tess: Client) -> None:
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST)
    actions.open_draft(by=by)
    template = RoutineTemplate.objects.get(slug=CALM)
    assert give(template, 1, by=by) is Fate.PUBLISHED
    assert give(template, 1, by=by) is Fate.HAS_IT


TEMPLATE = RoutineTemplate(slug="one")
RUNS, OTHER = RoutineRevision(from_template="one", phase=2), RoutineRevision(from_template="two", phase=2)


@pytest.mark.parametrize(
    ("standing", "before", "after"),
    [
        (Standing(), Fate.DRAFT, Fate.NOTHING),
        (Standing(current=RUNS), Fate.HAS_IT, Fate.PUBLISHED),
        (Standing(current=RUNS, draft=OTHER, draft_count=2), Fate.HAS_IT, Fate.PUBLISHED),
        (Standing(current=OTHER), Fate.DRAFT, Fate.NOTHING),
        (Standing(current=OTHER, draft=RUNS, draft_count=2), Fate.LEFT, Fate.DRAFT),
        (Standing(draft=OTHER, draft_count=2), Fate.LEFT, Fate.LEFT),
        (Standing(draft=OTHER, draft_count=0), Fate.DRAFT, Fate.LEFT),
    ],
)
def test_what_is_there_tells_what_becomes_of_it(standing: Standing, before: Fate, after: Fate) -> None:
    assert standing.fate(TEMPLATE, 2, Preview([])) is before
    assert standing.outcome(TEMPLATE, 2) is after


@pytest.mark.parametrize(("phases", "is_it"), [([], True), ([{}], True), ([{}, {}], False)])
def test_a_routine_from_before_phases_is_of_the_only_phase(phases: list[object], is_it: bool) -> None:
    template = RoutineTemplate(slug="one", phases=phases)
    assert is_from(RoutineRevision(from_template="one"), template, 1) is is_it
    assert not is_from(RoutineRevision(from_template="two"), template, 1)


@pytest.mark.parametrize("text", ["patient=x&patient=%00&patient=", "phase=%C2%B2", "then=check&then=x", "q=%00"])
def test_what_is_odd_is_left_out(text: str) -> None:
    asked = Asked.of(QueryDict(text), RoutineTemplate(slug="one", phase="All", phases=[]))
    assert (asked.patients, asked.words) == ([], "")
