"""The surgeon's orders over time: nothing on record is edited, and who said what when stays."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.access import Role
from accounts.models import AuditEvent
from portal.routines.intake import actions
from portal.routines.intake.order_forms import LiftForm, NoPrecautionsForm, OrderForm
from portal.routines.intake.orders import OrderContent, overlapping, stage_of, stamp_of
from portal.routines.limits import read_limits
from portal.routines.models import ClinicalProfile, PrecautionOrder
from tests.cast import Cast, access_of
from tests.conftest import SignIn

TODAY = date(2026, 11, 19)
BORN = date(1948, 3, 14)
STARTS = date(2026, 9, 17)
SENT = {"rule": "THA-P", "words": "", "starts_on": "2026-09-17", "ends_on": "", "ordered_by": "Dr Okafor"}


@pytest.fixture
def tess(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.tess)


@pytest.fixture
def order(cast: Cast) -> PrecautionOrder:
    return PrecautionOrder.objects.create(
        patient=cast.pat_record, rule="THA-P", words="Bend to 90°", starts_on=STARTS, ordered_by="Dr Okafor"
    )


def url(cast: Cast, name: str, *more: int) -> str:
    return reverse(f"routines:{name}", args=[cast.pat_record.public_id, *more])


def unsaved(**more: Any) -> PrecautionOrder:
    return PrecautionOrder(**({"rule": "THA-P", "starts_on": STARTS, "ordered_by": "x"} | more))


def test_an_order_is_written_down_with_who_and_when(cast: Cast, tess: Client) -> None:
    assert tess.post(url(cast, "add_order"), SENT | {"ends_on": "2999-01-01"}).status_code == 422
    response = tess.post(url(cast, "add_order"), SENT)
    assert response.headers["Location"] == url(cast, "edit_profile") + "#orders"
    one = PrecautionOrder.objects.get()
    assert (one.recorded_by, one.ordered_by) == (cast.tess, "Dr Okafor")
    assert "90°" in one.words
    text = tess.get(url(cast, "edit_profile")).content.decode()
    assert "Ordered by Dr Okafor." in text
    assert "Written down by Tess Moran on" in text
    assert AuditEvent.objects.filter(action="profile.order_added", patient_id=cast.pat_record.pk).count() == 1


def test_a_change_withdraws_and_appends(cast: Cast, tess: Client, order: PrecautionOrder) -> None:
    assert tess.get(url(cast, "change_order", 1)).context["form"]["words"].value() == "Bend to 90°"
    tess.post(url(cast, "change_order", 1), SENT | {"ends_on": "2026-12-10"})
    order.refresh_from_db()
    assert (order.ends_on, order.withdrawn_by) == (None, cast.tess)
    new = PrecautionOrder.objects.get(withdrawn_at=None)
    assert (new.ends_on, new.starts_on) == (date(2026, 12, 10), STARTS)
    # Pressed twice, or in a second tab: the old one is gone.
    tess.post(url(cast, "change_order", 1), SENT)
    assert PrecautionOrder.objects.filter(withdrawn_at=None).get() == new


def test_the_surgeon_lifts_it(cast: Cast, tess: Client, order: PrecautionOrder) -> None:
    assert tess.post(url(cast, "lift_order", 1), {"lifted_on": "2999-01-01", "lifted_by": "x"}).status_code == 422
    today = timezone.localdate().isoformat()
    tess.post(url(cast, "lift_order", 1), {"lifted_on": today, "lifted_by": "Dr Okafor"})
    order.refresh_from_db()
    assert (order.lifted_by, order.lift_recorded_by) == ("Dr Okafor", cast.tess)
    tess.post(url(cast, "lift_order", 1), {"lifted_on": "2026-09-18", "lifted_by": "Somebody"})
    order.refresh_from_db()
    assert order.lifted_by == "Dr Okafor"
    assert "Lifted by Dr Okafor from" in tess.get(url(cast, "edit_profile")).content.decode()


def test_a_mistake_is_withdrawn_after_a_question_and_stays_on_record(
    cast: Cast, tess: Client, order: PrecautionOrder
) -> None:
    assert tess.get(url(cast, "withdraw_order", 1)).status_code == 200
    assert PrecautionOrder.objects.get().withdrawn_at is None
    tess.post(url(cast, "withdraw_order", 1))
    order.refresh_from_db()
    assert (order.withdrawn_by, order.withdrawn_at is None) == (cast.tess, False)
    assert read_limits(access_of(cast.tess, cast.pat_record, Role.THERAPIST)).circumstances.limits == ()
    assert "Withdrawn by Tess Moran on" in tess.get(url(cast, "edit_profile")).content.decode()


def test_an_order_that_is_not_there_is_not_found(cast: Cast, tess: Client, order: PrecautionOrder) -> None:
    assert tess.get(url(cast, "change_order", 2)).status_code == 404
    assert tess.post(url(cast, "withdraw_order", 10**12)).status_code == 404


def test_the_switch_and_taking_it_back(cast: Cast, tess: Client, order: PrecautionOrder) -> None:
    said = {"since_on": "2026-09-17", "said_by": "Dr Okafor"}
    refused = tess.post(url(cast, "no_precautions"), said)
    assert refused.status_code == 422
    assert "Lift or withdraw them first" in refused.content.decode()
    tess.post(url(cast, "withdraw_order", 1))
    assert tess.post(url(cast, "no_precautions"), said).status_code == 302
    profile = ClinicalProfile.objects.get()
    assert (profile.no_precautions_by, profile.no_precautions_on, profile.saved_by) == ("Dr Okafor", STARTS, cast.tess)
    denied = tess.post(url(cast, "add_order"), SENT)
    assert "Take that back first." in denied.content.decode()
    tess.post(url(cast, "precautions_again"))
    profile.refresh_from_db()
    assert (profile.no_precautions_by, profile.no_precautions_on) == ("", None)
    assert tess.post(url(cast, "add_order"), SENT).status_code == 302


def test_what_contradicts_the_profile_or_another_order_is_refused(cast: Cast, order: PrecautionOrder) -> None:
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST)
    with pytest.raises(actions.Refused, match="is on record for some of these days already"):
        actions.add_order(OrderContent("THA-P", "x", TODAY, None, "x"), by=by)
    ClinicalProfile.objects.create(patient=cast.pat_record, operation_kind="none")
    with pytest.raises(actions.Refused, match="no operation"):
        actions.add_order(OrderContent("THA-A", "x", TODAY, None, "x"), by=by)
    actions.add_order(OrderContent("OTHER", "No stairs", TODAY, None, "x"), by=by)
    assert PrecautionOrder.objects.count() == 2


def test_every_change_asks_again_what_clashes(
    cast: Cast, order: PrecautionOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(actions, "refresh_clash", asked.append)
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST)
    actions.save_profile(
        actions.ProfileContent(side="left"), actions.SurgeonsWord(), stamp=stamp_of(None, [order]), by=by
    )
    other = actions.add_order(OrderContent("THA-A", "x", STARTS, None, "x"), by=by)
    other = actions.change_order(other, OrderContent("THA-A", "y", STARTS, None, "x"), by=by)
    actions.lift_order(other, lifted_on=TODAY, lifted_by="x", by=by)
    actions.withdraw_order(order, by=by)
    actions.withdraw_order(other, by=by)
    actions.set_no_precautions(said_by="x", since_on=STARTS, by=by)
    actions.unset_no_precautions(by=by)
    assert asked == [by] * 8


@pytest.mark.parametrize(
    ("first", "last", "meets"),
    [
        (date(2026, 9, 1), date(2026, 9, 16), False),
        (date(2026, 9, 1), STARTS, True),
        (date(2026, 10, 1), None, True),
        (date(2026, 10, 29), date(2026, 11, 1), True),
        (date(2026, 10, 30), None, False),
    ],
)
def test_two_of_one_kind_meet_on_a_day(first: date, last: date | None, meets: bool) -> None:
    standing = [unsaved(ends_on=date(2026, 10, 29))]
    assert bool(overlapping(standing, OrderContent("THA-P", "x", first, last, "x"))) is meets
    assert overlapping(standing, OrderContent("THA-A", "x", first, last, "x")) is None


def test_orders_in_own_words_meet_where_they_say_the_same() -> None:
    standing = [unsaved(rule="OTHER", words="No stairs")]
    assert overlapping(standing, OrderContent("OTHER", "no stairs", TODAY, None, "x"))
    assert not overlapping(standing, OrderContent("OTHER", "No bath", TODAY, None, "x"))
    never_held = [unsaved(lifted_on=STARTS, lifted_by="x")]
    assert not overlapping(never_held, OrderContent("THA-P", "x", STARTS, None, "x"))


@pytest.mark.parametrize(
    ("more", "stage"),
    [
        ({}, "holds"),
        ({"ends_on": TODAY}, "holds"),
        ({"ends_on": TODAY - timedelta(days=1)}, "ended"),
        ({"lifted_on": TODAY, "lifted_by": "x"}, "lifted"),
        ({"lifted_on": TODAY, "lifted_by": "x", "ends_on": date(2026, 10, 1)}, "ended"),
        ({"starts_on": TODAY + timedelta(days=1)}, "to_come"),
        ({"withdrawn_at": timezone.now()}, "withdrawn"),
    ],
)
def test_how_an_order_stands(more: dict[str, Any], stage: str) -> None:
    assert stage_of(unsaved(**more), TODAY) == stage


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"rule": ""}, "rule", "Choose what is ordered."),
        ({"rule": "THA-X"}, "rule", "Choose one from the list."),
        ({"starts_on": ""}, "starts_on", "Fill in from which day"),
        ({"starts_on": "1940-01-01"}, "starts_on", "before the patient was born"),
        ({"starts_on": "2999-01-01"}, "starts_on", "Look at the year"),
        ({"ends_on": "2026-09-16"}, "ends_on", "must not be before the first day"),
        ({"ends_on": "2999-01-01"}, "ends_on", "Look at the year"),
        ({"ordered_by": ""}, "ordered_by", "Write who ordered it."),
        ({"rule": "OTHER"}, "words", "Write in words what is ordered."),
        ({"words": "x" * 300}, "words", "This text is too long."),
        ({"words": "a\0b"}, "words", "hidden character"),
    ],
)
def test_what_is_wrong_with_an_order_is_named(sent: dict[str, str], field: str, sentence: str) -> None:
    errors = OrderForm(SENT | sent, born_on=BORN, today=TODAY).errors
    assert list(errors) == [field]
    assert sentence in str(errors[field][0])


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"lifted_on": "2026-11-20"}, "lifted_on", "still to come"),
        ({"lifted_on": "2026-09-16"}, "lifted_on", "had not begun"),
        ({"lifted_on": ""}, "lifted_on", "Fill in the date."),
        ({"lifted_by": ""}, "lifted_by", "Write who said so"),
    ],
)
def test_what_is_wrong_with_a_release_is_named(sent: dict[str, str], field: str, sentence: str) -> None:
    errors = LiftForm({"lifted_on": "2026-11-19", "lifted_by": "x"} | sent, order=unsaved(), today=TODAY).errors
    assert list(errors) == [field]
    assert sentence in str(errors[field][0])


@pytest.mark.parametrize(
    ("since_on", "sentence"),
    [("2026-11-20", "still to come"), ("2026-09-16", "before the operation"), ("", "Fill in the date.")],
)
def test_what_is_wrong_with_the_switch_is_named(since_on: str, sentence: str) -> None:
    profile = ClinicalProfile(operated_on=STARTS)
    form = NoPrecautionsForm({"since_on": since_on, "said_by": "x"}, profile=profile, born_on=BORN, today=TODAY)
    assert sentence in str(form.errors["since_on"][0])
