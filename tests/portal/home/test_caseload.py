"""The caseload page: who has waited longest stands first, and it costs the same for ten and for thousands."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Patient, TreatmentLink
from portal.caseload.models import CaseloadRow
from tests.cast import Cast, a_patient, give_routine
from tests.conftest import SignIn

PATH = "/caseload/"


def waiting(cast: Cast, name: str, days: int | None) -> Patient:
    """On the list since so many days; None has no reason."""
    patient = a_patient(cast.northside, name, timezone.now().date() - timedelta(days=20_000), therapist=cast.tess)
    on = None if days is None else timezone.now().date() - timedelta(days=days)
    CaseloadRow.objects.create(patient=patient, review_by_on=on, attention_on=on)
    return patient


def names(client: Client, query: str = "") -> list[str]:
    response = client.get(PATH + query)
    assert response.status_code == 200
    return [row.patient.name for row in response.context["page"].rows]


def test_who_has_waited_longest_stands_first(cast: Cast, signed_in: SignIn) -> None:
    waiting(cast, "Two Days", 2)
    waiting(cast, "Nine Days", 9)
    waiting(cast, "Tomorrow", -1)
    assert names(signed_in(cast.tess)) == ["Nine Days", "Two Days"]


def test_all_patients_come_with_those_without_a_reason_last(cast: Cast, signed_in: SignIn) -> None:
    waiting(cast, "No Reason", None)
    waiting(cast, "Two Days", 2)
    found = names(signed_in(cast.tess), "?show=all")
    assert found[0] == "Two Days"
    assert set(found[1:]) == {"No Reason", "Pat Ellis", "Walt Hanna"}


def test_a_patient_without_a_caseload_row_is_not_lost(cast: Cast, signed_in: SignIn) -> None:
    assert set(names(signed_in(cast.tess), "?show=all")) == {"Pat Ellis", "Walt Hanna"}


def test_the_reason_and_the_rule_of_the_order_are_in_words(cast: Cast, signed_in: SignIn) -> None:
    waiting(cast, "Rosa Delgado", 0)
    text = signed_in(cast.tess).get(PATH).content.decode()
    assert "Who has waited longest stands first" in text
    assert "Review due today" in text


def test_whose_clash_is_over_is_gone_before_the_recheck(cast: Cast, signed_in: SignIn) -> None:
    today = timezone.now().date()
    ends = {"Until Today": 0, "Until Yesterday": 1, "Two Reasons": 1}
    for name, days in ends.items():
        patient = waiting(cast, name, 3)
        CaseloadRow.objects.filter(patient=patient).update(
            clash_verdict="avoid",
            clash_from_on=today - timedelta(days=3),
            clash_until_on=today - timedelta(days=days),
            review_by_on=today if name == "Two Reasons" else None,
        )
    assert names(signed_in(cast.tess)) == ["Until Today", "Two Reasons"]


def test_who_has_not_confirmed_a_change_has_a_list_of_their_own(cast: Cast, signed_in: SignIn) -> None:
    for name, days in (("New Change", 1), ("Old Change", 9)):
        on = timezone.now().date() - timedelta(days=days)
        CaseloadRow.objects.filter(patient=waiting(cast, name, None)).update(unconfirmed_since_on=on)
    waiting(cast, "Confirmed", 3)
    client = signed_in(cast.tess)
    assert names(client, "?show=unconfirmed") == ["Old Change", "New Change"]
    assert names(client) == ["Confirmed"]


def test_a_name_is_found_among_all(cast: Cast, signed_in: SignIn) -> None:
    waiting(cast, "Rosa Delgado", None)
    assert names(signed_in(cast.tess), "?q=delga") == ["Rosa Delgado"]


@pytest.mark.parametrize("query", ["?page=0", "?page=x", "?page=99999999999", "?q=%00", "?q=" + "x" * 5000, "?page=²"])
def test_an_odd_address_is_no_error(cast: Cast, signed_in: SignIn, query: str) -> None:
    assert signed_in(cast.tess).get(PATH + query).status_code == 200


def test_other_therapists_and_patients_see_none_of_it(cast: Cast, signed_in: SignIn) -> None:
    waiting(cast, "Rosa Delgado", 3)
    assert names(signed_in(cast.otto)) == []
    for user in (cast.pat, cast.cara, cast.sam, cast.ada):
        assert signed_in(user).get(PATH).status_code == 404


def test_a_patient_whose_treatment_ended_is_gone(cast: Cast, signed_in: SignIn) -> None:
    patient = waiting(cast, "Rosa Delgado", 3)
    TreatmentLink.objects.filter(patient=patient).update(ends_on=timezone.now().date() - timedelta(days=1))
    assert names(signed_in(cast.tess)) == []


def test_a_second_treatment_link_makes_no_second_row(cast: Cast, signed_in: SignIn) -> None:
    patient = waiting(cast, "Rosa Delgado", 3)
    TreatmentLink.objects.filter(patient=patient).update(ends_on=timezone.now().date())
    TreatmentLink.objects.create(patient=patient, therapist=cast.tess, starts_on=timezone.now().date())
    assert names(signed_in(cast.tess)) == ["Rosa Delgado"]


def test_the_page_costs_the_same_for_three_and_for_sixty(cast: Cast, library: None, signed_in: SignIn) -> None:
    give_routine(cast, cast.pat_record, now=timezone.now() - timedelta(days=9))
    waiting(cast, "One", 1)
    client = signed_in(cast.tess)
    few = cost(client)
    for number in range(60):
        waiting(cast, f"Many {number}", number)
    assert cost(client) == few
    assert few <= 8
    assert len(names(client)) == 25


def cost(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(PATH).status_code == 200
    return len(queries)


def test_pages_follow_each_other_without_gap_or_repeat(cast: Cast, signed_in: SignIn) -> None:
    for number in range(30):
        waiting(cast, f"Many {number}", 4)
    client = signed_in(cast.tess)
    first, second = names(client), names(client, "?page=2")
    assert len(first) == 25
    assert len({*first, *second}) == 30


def test_this_week_counts_what_was_due_and_kept(cast: Cast, library: None, signed_in: SignIn) -> None:
    """The routine began long ago, nothing was recorded; no row of the pump stands yet, so nothing is claimed."""
    give_routine(cast, cast.pat_record, now=timezone.now() - timedelta(days=9))
    row = signed_in(cast.tess).get(PATH).context["page"].rows[0]
    assert (row.week.kept, row.week.due) == (0, 0)


def test_only_reading_is_allowed(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.tess).post(PATH).status_code == 405
