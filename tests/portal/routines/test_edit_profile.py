"""The clinical profile's page: saved, told when it was saved since, and what is missing kept open."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent
from portal.caseload.models import CaseloadRow
from portal.routines.models import ClinicalProfile, PrecautionOrder
from tests.cast import Cast
from tests.conftest import SignIn

HIP = {
    "side": "left",
    "operation_kind": "replacement",
    "operation": "Left hip replacement",
    "operated_on": "2026-09-17",
    "approach": "posterior",
    "weight_bearing": "as_tolerated",
    "precautions": "until_lifted",
    "precautions_by": "Dr Okafor",
    "conditions": ["OP", "BAL"],
    "pain_limit": "5",
    "goals": "Walk to the shop",
}


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def path(cast: Cast) -> str:
    return reverse("routines:edit_profile", args=[cast.pat_record.public_id])


def stamp(cast: Cast, tess: Client) -> str:
    return str(tess.get(path(cast)).context["stamp"])


def test_tess_can_set_up_a_profile(cast: Cast, tess: Client) -> None:
    response = tess.post(path(cast), HIP)
    assert response.headers["Location"] == reverse("progress:patient", args=[cast.pat_record.public_id])
    profile = ClinicalProfile.objects.get(patient=cast.pat_record)
    assert (profile.side, profile.operated_on, profile.pain_limit) == ("left", date(2026, 9, 17), 5)
    assert profile.conditions == ["OP", "BAL"]
    order = PrecautionOrder.objects.get(patient=cast.pat_record)
    assert (order.rule, order.ends_on, order.ordered_by) == ("THA-P", None, "Dr Okafor")
    assert CaseloadRow.objects.get(patient=cast.pat_record).pain_limit == 5
    assert AuditEvent.objects.filter(action="profile.saved", patient_id=cast.pat_record.pk).count() == 1


def test_saving_again_adds_no_order(cast: Cast, tess: Client) -> None:
    tess.post(path(cast), HIP)
    tess.post(path(cast), HIP | {"stamp": stamp(cast, tess), "goals": "Climb the stairs", "then": "assign"})
    assert ClinicalProfile.objects.get(patient=cast.pat_record).goals == "Climb the stairs"
    assert PrecautionOrder.objects.filter(patient=cast.pat_record).count() == 1


def test_a_second_tab_is_told_and_overwrites_nothing(cast: Cast, tess: Client) -> None:
    opened = stamp(cast, tess)
    tess.post(path(cast), HIP | {"stamp": opened})
    late = HIP | {"stamp": opened, "side": "right", "goals": "Dance at a wedding"}
    response = tess.post(path(cast), late)
    text = response.content.decode()
    assert response.status_code == 422
    assert "was changed after you opened it" in text
    assert "Dance at a wedding" in text
    assert ("Affected side", "Left") in response.context["on_record"]
    assert ClinicalProfile.objects.get(patient=cast.pat_record).side == "left"
    assert AuditEvent.objects.filter(action="form.returned", patient_id=cast.pat_record.pk).count() == 1
    # Now it is a choice.
    assert tess.post(path(cast), late | {"stamp": response.context["stamp"]}).status_code == 302
    assert ClinicalProfile.objects.get(patient=cast.pat_record).side == "right"


def test_a_new_order_is_news_to_an_open_page_too(cast: Cast, tess: Client) -> None:
    opened = stamp(cast, tess)
    add = reverse("routines:add_order", args=[cast.pat_record.public_id])
    tess.post(add, {"rule": "OTHER", "words": "No stairs", "starts_on": "2026-09-17", "ordered_by": "Dr Okafor"})
    assert tess.post(path(cast), HIP | {"stamp": opened}).status_code == 422
    assert not ClinicalProfile.objects.exists()


def test_what_is_wrong_is_named_and_kept(cast: Cast, tess: Client) -> None:
    """Each sentence is held in test_profile_form.py."""
    wrong = {"pain_limit": "11", "operated_on": "2999-01-01", "diagnosis": "Coxarthrosis"}
    response = tess.post(path(cast), HIP | wrong)
    text = response.content.decode()
    assert response.status_code == 422
    for words in ("Write a whole number from 0 to 10.", "This day is still to come.", "Coxarthrosis", "2999-01-01"):
        assert words in text
    assert not ClinicalProfile.objects.exists()
    assert not PrecautionOrder.objects.exists()


def test_a_person_without_surgery_is_asked_little(cast: Cast, tess: Client) -> None:
    sent: dict[str, Any] = {"operation_kind": "none", "side": "right", "conditions": ["OA"], "seated_only": "on"}
    assert tess.post(path(cast), sent).status_code == 302
    profile = ClinicalProfile.objects.get(patient=cast.pat_record)
    assert (profile.operation_kind, profile.conditions, profile.seated_only) == ("none", ["OA"], True)


def test_the_page_costs_the_same_with_many_orders(cast: Cast, tess: Client, django_assert_num_queries: Any) -> None:
    def give(count: int) -> None:
        for _number in range(count):
            PrecautionOrder.objects.create(
                patient=cast.pat_record,
                rule="OTHER",
                words="x",
                starts_on=date(2026, 9, 17),
                ordered_by="x",
                recorded_by=cast.tess,
                recorded_at=cast.cara_for_pat.decided_at,
            )

    give(1)
    with django_assert_num_queries(8):
        tess.get(path(cast))
    give(19)
    with django_assert_num_queries(8):
        tess.get(path(cast))
