"""Publishing: what is different is said first, once is once, and nothing half-ready reaches a patient."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Clinic
from exercises.actions import adopt_everything
from exercises.models import Adoption
from portal.caseload.models import CaseloadRow
from portal.routines.models import Routine, RoutineRevision
from tests.cast import Cast, give_routine
from tests.conftest import SignIn
from tests.portal.routines.building import draft_of, rows_of, start, typed, url


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    give_routine(cast, cast.pat_record, now=timezone.now() - timedelta(days=3))
    client = signed_in(cast.tess)
    start(client, cast.pat_record)
    return client


def publish(cast: Cast, client: Client, **more: str):  # type: ignore[no-untyped-def]
    draft = draft_of(cast.pat_record)
    return client.post(url("publish", cast.pat_record), {"draft": str(draft.public_id), **more}, follow=True)


def published(cast: Cast) -> int:
    return RoutineRevision.objects.filter(routine__patient=cast.pat_record, published_at__isnull=False).count()


def test_the_changes_are_said_in_words(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    bridge, clamshell, _heel_raise = rows_of(draft)
    tess.post(url("save_draft", cast.pat_record), typed(draft, sets=3, weekdays=[1, 4]))
    tess.post(url("remove_exercise", cast.pat_record), typed(draft) | {"prescribed": str(clamshell.public_id)})
    tess.post(url("add_exercise", cast.pat_record), typed(draft) | {"exercise": "heel-slide"})
    changes = tess.get(url("review_changes", cast.pat_record)).context["changes"]
    assert [one.name for one in changes.new] == ["Heel slide"]
    assert [one.name for one in changes.removed] == ["Clamshell"]
    assert [one.name for one in changes.changed] == ["Glute bridge"]
    assert any(line.startswith("Dose: 3 ×") for line in changes.changed[0].lines)
    assert "When: Mon, Wed (before: every day)" in changes.changed[0].lines
    assert bridge.exercise.slug == "glute-bridge"


def test_publishing_shows_it_to_the_patient(cast: Cast, tess: Client) -> None:
    day = (timezone.now() + timedelta(days=20)).date()
    response = publish(cast, tess, review_by_on=day.isoformat())
    assert "Published. Pat sees it now." in response.content.decode()
    assert published(cast) == 2
    assert CaseloadRow.objects.get(patient=cast.pat_record).review_by_on == day
    assert Routine.objects.get(patient=cast.pat_record).review_by_on == day


def test_publishing_twice_makes_one_revision(cast: Cast, tess: Client) -> None:
    draft = draft_of(cast.pat_record)
    publish(cast, tess)
    response = tess.post(url("publish", cast.pat_record), {"draft": str(draft.public_id)}, follow=True)
    assert "published already" in response.content.decode()
    assert published(cast) == 2


def test_a_draft_of_another_window_is_not_published(cast: Cast, tess: Client) -> None:
    for odd in ("", "x", "\0"):
        response = tess.post(url("publish", cast.pat_record), {"draft": odd}, follow=True)
        assert "not open any more" in response.content.decode()
    assert published(cast) == 1


def test_an_empty_draft_is_refused_with_a_sentence(cast: Cast, tess: Client) -> None:
    start(tess, cast.pat_record, "blank")
    response = publish(cast, tess)
    assert response.status_code == 422
    assert "Add at least one exercise." in response.content.decode()
    assert published(cast) == 1


@pytest.mark.parametrize(
    ("field", "sentence"), [("phone", "phone number is missing"), ("emergency_number", "emergency number is missing")]
)
def test_without_a_number_to_call_nothing_is_published(cast: Cast, tess: Client, field: str, sentence: str) -> None:
    Clinic.objects.filter(pk=cast.northside.pk).update(**{field: " "})
    response = publish(cast, tess)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert published(cast) == 1
    assert len(rows_of(draft_of(cast.pat_record))) == 3


def test_what_nobody_adopted_is_named_by_its_name(cast: Cast, tess: Client) -> None:
    Adoption.objects.filter(slug="clamshell").delete()
    response = publish(cast, tess)
    assert "Clamshell has not been adopted by your clinic yet." in response.content.decode()


@pytest.mark.parametrize("day", ["yesterday", "2020-01-01", "\0"])
def test_an_odd_review_day_is_said(cast: Cast, tess: Client, day: str) -> None:
    response = publish(cast, tess, review_by_on=day)
    assert response.status_code == 422
    assert published(cast) == 1


def test_a_first_routine_begins_on_the_day_it_is_published(cast: Cast, library: None, signed_in: SignIn) -> None:
    adopt_everything(cast.northside, by="Tess Moran")
    client = signed_in(cast.tess)
    draft = start(client, cast.walt_record, "blank")
    Routine.objects.filter(pk=draft.routine_id).update(starts_on=timezone.now().date() - timedelta(days=9))
    client.post(url("add_exercise", cast.walt_record), typed(draft) | {"exercise": "heel-slide"})
    client.post(url("publish", cast.walt_record), {"draft": str(draft.public_id)})
    assert Routine.objects.get(patient=cast.walt_record).starts_on == timezone.now().date()
