"""The clinical profile: the hip, the limit, the precautions with their dates."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from portal.caseload.models import CaseloadRow
from portal.routines.models import ClinicalProfile, PrecautionOrder
from tests.cast import Cast
from tests.conftest import SignIn

HIP = {
    "side": "left",
    "operation": "Left hip replacement",
    "operated_on": "2026-09-17",
    "approach": "posterior",
    "weight_bearing": "as_tolerated",
    "pain_limit": "5",
    "goals": "Walk to the shop",
}
ORDER = {"order-1-rule": "THA-P", "order-1-starts_on": "2026-09-17", "order-1-ordered_by": "Dr Okafor"}


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


def path(cast: Cast) -> str:
    return reverse("routines:edit_profile", args=[cast.pat_record.public_id])


def test_tess_can_set_up_a_new_patient(cast: Cast, tess: Client) -> None:
    assert tess.post(path(cast), HIP | ORDER).status_code == 302
    profile = ClinicalProfile.objects.get(patient=cast.pat_record)
    assert (profile.side, profile.operated_on, profile.pain_limit) == ("left", date(2026, 9, 17), 5)
    order = PrecautionOrder.objects.get(patient=cast.pat_record)
    assert "90°" in order.words
    assert order.ends_on is None
    assert CaseloadRow.objects.get(patient=cast.pat_record).pain_limit == 5


def test_saving_again_changes_the_order_and_adds_none(cast: Cast, tess: Client) -> None:
    tess.post(path(cast), HIP | ORDER)
    tess.post(path(cast), HIP | ORDER | {"order-1-ends_on": "2026-12-10", "order-1-words": "Bend to 90°"})
    order = PrecautionOrder.objects.get(patient=cast.pat_record)
    assert (order.ends_on, order.words) == (date(2026, 12, 10), "Bend to 90°")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"pain_limit": "11"}, "Write a whole number from 0 to 10."),
        ({"pain_limit": "x"}, "Write a whole number from 0 to 10."),
        ({"operated_on": "17.9.2026"}, "Write the date as year, month, day"),
        ({"operated_on": "0001-01-01"}, "Look at the year again"),
        ({"side": "middle"}, "Choose one from the list."),
        ({"goals": "a\0b"}, "hidden character"),
        ({"goals": "x" * 1_000_000}, "This text is too long."),
        ({"order-1-words": "Careful"}, "Choose which precaution this is."),
        ({"order-1-rule": "THA-P"}, "Fill in from which day it holds."),
        (ORDER | {"order-1-ends_on": "2026-01-01"}, "The last day must not be before the first day."),
        (ORDER | {"order-1-rule": "OTHER"}, "Write in words what is ordered."),
    ],
)
def test_what_is_wrong_is_named_and_kept(cast: Cast, tess: Client, sent: dict[str, str], sentence: str) -> None:
    response = tess.post(path(cast), HIP | {"diagnosis": "Coxarthrosis"} | sent)
    text = response.content.decode()
    assert response.status_code == 422
    assert sentence in text
    assert "Coxarthrosis" in text
    assert not ClinicalProfile.objects.exists()
    assert not PrecautionOrder.objects.exists()
