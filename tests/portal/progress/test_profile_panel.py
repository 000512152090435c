"""What the patient's page says about the profile: what holds today and until when, what is assumed, what is missing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Patient
from portal.progress.profile_panel import ProfilePanel, profile_panel
from portal.routines.models import ClinicalProfile, PrecautionOrder
from tests.cast import Cast
from tests.conftest import SignIn

TODAY = date(2026, 11, 19)
PATIENT = Patient(born_on=date(1948, 3, 14), name="Pat Ellis")
HIP = {"side": "left", "operation_kind": "replacement", "operated_on": date(2026, 9, 17), "approach": "posterior"}


def order(**more: Any) -> PrecautionOrder:
    given = {"rule": "THA-P", "words": "Bend to 90°", "starts_on": date(2026, 9, 17), "ordered_by": "Dr Okafor"}
    return PrecautionOrder(**(given | more))


def panel(profile: ClinicalProfile | None, *orders: PrecautionOrder) -> ProfilePanel:
    return profile_panel(PATIENT, profile, orders, TODAY)


def test_what_holds_what_is_to_come_and_what_is_over() -> None:
    found = panel(
        ClinicalProfile(**HIP),
        order(ends_on=date(2026, 12, 10)),
        order(rule="OTHER", words="No bath", starts_on=date(2026, 12, 1)),
        order(rule="OTHER", words="No stairs", ends_on=date(2026, 10, 1)),
        order(rule="THA-A", withdrawn_at=timezone.now()),
    )
    assert [(one.words, one.when) for one in found.holding] == [("Bend to 90°", "from 17 Sep 2026 until 10 Dec 2026")]
    assert [one.words for one in found.to_come] == ["No bath"]
    assert [one.words for one in found.over] == ["No stairs"]
    assert (found.week, found.asked) == (9, ())


def test_what_is_assumed_says_so_and_until_when() -> None:
    found = panel(ClinicalProfile(operation_kind="fixation", side="left"))
    [line] = found.holding
    assert (line.is_assumed, line.when) == (True, "until you say how much it may carry")
    assert [one.field for one in found.asked] == ["weight_bearing"]


@pytest.mark.parametrize(
    ("more", "names"),
    [
        ({"weight_bearing": "partial", "weight_percent": 30}, ["Partial weight"]),
        ({"weight_bearing": "full"}, []),
        ({"conditions": ["OA", "BAL"]}, ["Hip osteoarthritis, Poor balance"]),
        ({"seated_only": True}, ["Seated exercises only"]),
        ({"due_on": date(2027, 5, 6)}, ["Pregnancy, from 16 weeks"]),
        ({"due_on": date(2027, 5, 7)}, []),
    ],
)
def test_what_the_therapist_ticked_holds_too(more: dict[str, Any], names: list[str]) -> None:
    assert [one.name for one in panel(ClinicalProfile(operation_kind="none", side="left", **more)).holding] == names


def test_nothing_at_all() -> None:
    assert panel(None).is_empty
    assert not panel(None, order()).is_empty
    assert not panel(ClinicalProfile()).is_empty


def test_each_question_leads_to_its_field(cast: Cast, signed_in: SignIn) -> None:
    ClinicalProfile.objects.create(patient=cast.pat_record, operation_kind="replacement", operation="Left hip")
    client: Client = signed_in(cast.tess)
    profile = reverse("routines:edit_profile", args=[cast.pat_record.public_id])
    text = client.get(reverse("progress:patient", args=[cast.pat_record.public_id])).content.decode()
    form = client.get(profile).content.decode()
    for name in ("side", "operated_on", "approach"):
        assert f'href="{profile}#id_{name}"' in text
        assert f'id="id_{name}"' in form
