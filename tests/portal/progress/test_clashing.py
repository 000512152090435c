"""The therapist's patient page names what clashes, why, and offers the one way on."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise
from portal.routines.models import ClinicalProfile, PrecautionOrder, PrescribedExercise
from tests.cast import Cast, give_routine
from tests.conftest import SignIn


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    """Nothing stood against it when it was published; since then the hip was replaced."""
    ClinicalProfile.objects.create(patient=cast.pat_record, side="left", operation_kind="none", pain_limit=5)
    give_routine(cast, cast.pat_record, ["heel-slide", "seated-march"], now=timezone.now() - timedelta(days=9))
    return signed_in(cast.tess)


def operate(cast: Cast, **order: object) -> None:
    today = cast.pat_record.today(timezone.now())
    ClinicalProfile.objects.filter(patient=cast.pat_record).update(
        operation_kind="replacement", approach="posterior", operated_on=today - timedelta(weeks=12)
    )
    known = {"rule": "THA-P", "words": "Bend to 90°", "ordered_by": "Dr Okafor", "starts_on": today}
    PrecautionOrder.objects.create(patient=cast.pat_record, **known | order)


def page(cast: Cast, client: Client):  # type: ignore[no-untyped-def]
    response = client.get(reverse("progress:patient", args=[cast.pat_record.public_id]))
    return response.context["page"].clashes, response.content.decode()


def test_a_routine_without_a_clash_says_nothing(cast: Cast, tess: Client) -> None:
    clashes, text = page(cast, tess)
    assert (clashes.refused, clashes.unanswered) == ([], [])
    assert "outside the precautions" not in text


def test_what_is_outside_is_named_with_its_reason_and_one_way_on(cast: Cast, tess: Client) -> None:
    operate(cast)
    clashes, text = page(cast, tess)
    assert [one.name for one in clashes.refused + clashes.unanswered] == ["Seated march"]
    for sentence in (clashes.refused + clashes.unanswered)[0].reasons:
        assert sentence in text.replace("&#x27;", "'")
    assert "Change the routine" in text


def test_a_reason_for_these_very_codes_answers_a_caution(cast: Cast, tess: Client) -> None:
    rows = PrescribedExercise.objects.filter(revision__routine__patient=cast.pat_record)
    rows.filter(exercise__slug="seated-march").delete()
    rows.update(exercise=Exercise.objects.get(slug="step-up"))
    ClinicalProfile.objects.filter(patient=cast.pat_record).update(
        operation_kind="replacement",
        operated_on=cast.pat_record.today(timezone.now()) - timedelta(weeks=1),
        no_precautions_by="Dr Okafor",
        no_precautions_on=cast.pat_record.today(timezone.now()),
    )
    rows.update(caution_reason="Does it well", caution_codes=["SOMETHING"])
    assert [one.name for one in page(cast, tess)[0].unanswered] == ["Step-up"]
    rows.update(caution_codes=["EARLY"])
    assert page(cast, tess)[0].unanswered == []


def test_what_was_withdrawn_or_is_over_clashes_with_nothing(cast: Cast, tess: Client) -> None:
    yesterday = cast.pat_record.today(timezone.now()) - timedelta(days=1)
    operate(cast, starts_on=yesterday, ends_on=yesterday)
    PrecautionOrder.objects.create(
        patient=cast.pat_record,
        rule="THA-P",
        words="A mistake",
        ordered_by="Dr Okafor",
        starts_on=yesterday,
        withdrawn_at=timezone.now(),
    )
    clashes, _text = page(cast, tess)
    assert clashes.refused == []
