"""One reason for all cautions, given on the page that publishes."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from exercises.actions import adopt_everything
from portal.routines.models import ClinicalProfile, PrescribedExercise, RoutineRevision
from tests.cast import Cast
from tests.conftest import SignIn
from tests.portal.routines.building import draft_of, url


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    """Pat is four weeks after a replacement; the raised seat and what else comes within ten degrees asks for caution."""
    adopt_everything(cast.northside, by=cast.tess.name)
    ClinicalProfile.objects.create(
        patient=cast.pat_record,
        side="left",
        operation_kind="replacement",
        operated_on=cast.pat_record.today(timezone.now()) - timedelta(weeks=4),
        approach="posterior",
        weight_bearing="as_tolerated",
    )
    client = signed_in(cast.tess)
    client.post(url("use_template", cast.pat_record), {"template": "tha-weeks-2-6", "phase": "1"})
    return client


def open_page(cast: Cast, client: Client) -> dict[str, Any]:
    """What the form sends as it stands."""
    form = client.get(url("review_changes", cast.pat_record)).context["form"]
    names = ("review_by_on", "phase_ends_on", "saved_count", "cautions_seen")
    return {"draft": str(draft_of(cast.pat_record).public_id)} | {name: form[name].value() for name in names}


def publish(cast: Cast, client: Client, data: dict[str, Any]) -> HttpResponse:
    return client.post(url("publish", cast.pat_record), data)  # type: ignore[return-value]


def cautioned() -> list[PrescribedExercise]:
    rows = PrescribedExercise.objects.filter(revision__published_at__isnull=False)
    return [row for row in rows if row.published_check["verdict"] == "caution"]


def test_it_is_kept_with_every_exercise_that_asks_for_caution(cast: Cast, tess: Client) -> None:
    response = publish(cast, tess, open_page(cast, tess) | {"reason": "clinic"})
    assert response.status_code == 302
    rows = cautioned()
    assert rows
    for row in rows:
        assert row.caution_reason == "Tried in the clinic, done safely"
        assert row.caution_codes == row.published_check["codes"]
        assert row.caution_reason_by == cast.tess


@pytest.mark.parametrize("said", [{}, {"reason": "own"}, {"reason": "nonsense"}, {"reason_words": " "}])
def test_without_one_nothing_is_published_and_the_field_says_so(cast: Cast, tess: Client, said: dict[str, str]) -> None:
    response = publish(cast, tess, open_page(cast, tess) | said)
    assert response.status_code == 422
    assert {"reason", "reason_words"} & set(response.context["form"].errors)
    assert not RoutineRevision.objects.filter(published_at__isnull=False).exists()


def test_own_words_come_first(cast: Cast, tess: Client) -> None:
    publish(cast, tess, open_page(cast, tess) | {"reason": "clinic", "reason_words": "On the high bed only"})
    assert {row.caution_reason for row in cautioned()} == {"On the high bed only"}


def test_what_came_since_the_page_was_opened_is_asked_anew(cast: Cast, tess: Client) -> None:
    page = open_page(cast, tess)
    ClinicalProfile.objects.update(conditions=["OP"])
    response = publish(cast, tess, page | {"reason": "clinic"})
    assert response.status_code == 422
    assert not RoutineRevision.objects.filter(published_at__isnull=False).exists()
    assert draft_of(cast.pat_record).prescribed.exclude(caution_reason="").count() == 0


def test_a_list_of_cautions_that_somebody_made_up_answers_nothing(cast: Cast, tess: Client) -> None:
    response = publish(cast, tess, open_page(cast, tess) | {"reason": "clinic", "cautions_seen": "=;=,;x=F80"})
    assert response.status_code == 422
