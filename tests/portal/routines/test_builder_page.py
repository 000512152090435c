"""The builder's page: the check beside each row, the ways out, what adds up, and how it saves itself."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent
from exercises.actions import adopt_everything
from exercises.models import Adoption, Exercise
from exercises.precautions import Precaution
from portal.routines.models import ClinicalProfile, PrecautionOrder, PrescribedExercise
from tests.cast import Cast, give_routine
from tests.conftest import SignIn
from tests.portal.routines.building import draft_of, rows_of, start, typed, url

BY_ITSELF = {"X-Surefoot-Saves-Itself": "1"}


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    """Pat five weeks after a replacement from behind, limits until week 12."""
    adopt_everything(cast.northside, by="Tess Moran")
    today = timezone.localdate()
    operated_on = today - timedelta(weeks=5)
    ClinicalProfile.objects.create(
        patient=cast.pat_record,
        side="left",
        operation_kind="replacement",
        operated_on=operated_on,
        approach="posterior",
    )
    PrecautionOrder.objects.create(
        patient=cast.pat_record,
        rule=Precaution.THA_P,
        words="Posterior precautions",
        starts_on=operated_on,
        ends_on=operated_on + timedelta(weeks=12),
        ordered_by="the surgeon",
    )
    client = signed_in(cast.tess)
    start(client, cast.pat_record, "blank")
    return client


@pytest.fixture
def put(cast: Cast, tess: Client) -> Callable[..., PrescribedExercise]:
    def put(slug: str, **more: object) -> PrescribedExercise:
        exercise = Exercise.objects.get(slug=slug)
        dose = {"sets": 1, "reps": 5, "side": exercise.laterality} | more
        draft = draft_of(cast.pat_record)
        order = draft.prescribed.count() + 1
        return PrescribedExercise.objects.create(revision=draft, exercise=exercise, order=order, **dose)

    return put


Put = Callable[..., PrescribedExercise]


def page_of(tess: Client, cast: Cast) -> str:
    return tess.get(url("edit_routine", cast.pat_record)).content.decode()


def test_what_is_refused_says_why_and_how_out_of_it(cast: Cast, tess: Client, put: Put) -> None:
    row = put("pigeon-pose", side="left")
    text = page_of(tess, cast)
    assert "This routine cannot be published yet" in text
    assert f'href="#check-{row.public_id}"' in text
    assert "Not inside Pat’s precautions" in text
    block = text[text.index(f'id="check-{row.public_id}"') :]
    assert re.search(r"9[05]°|limit", block)
    assert "Remove Pigeon pose" in block
    # A reason does not lift it: it is not asked for.
    assert f'name="{row.public_id}-reason"' not in text


def test_a_caution_is_answered_in_one_press_and_then_stands_no_more_in_the_way(
    cast: Cast, tess: Client, put: Put
) -> None:
    row = put("sit-to-stand")
    use(row, "raised-seat")
    context = tess.get(url("edit_routine", cast.pat_record)).context["page"]
    assert context.to_answer_count == 1
    codes = context.rows[0].verdict.checked.check.codes
    data = typed(draft_of(cast.pat_record)) | answered(row, codes, reason="surgeon")
    data[f"{row.public_id}-variant"] = "raised-seat"
    answer = tess.post(url("save_draft", cast.pat_record), data, headers=BY_ITSELF)
    assert answer.status_code == 200
    assert "“Within what the surgeon allows”, said by Tess Moran" in answer.content.decode()
    row.refresh_from_db()
    assert (row.caution_reason, row.caution_codes) == ("Within what the surgeon allows", codes)
    assert row.caution_reason_by == cast.tess
    assert row.caution_reason_at is not None
    assert not tess.get(url("edit_routine", cast.pat_record)).context["page"].in_the_way


def test_a_milder_form_is_one_press_away_and_saves_first(cast: Cast, tess: Client, put: Put) -> None:
    row = put("sit-to-stand")
    ways = tess.get(url("edit_routine", cast.pat_record)).context["page"].rows[0].verdict.ways_out
    milder = next(way for way in ways if way.value.endswith("/raised-seat"))
    data = typed(draft_of(cast.pat_record), note="Slowly.") | {"form": milder.value}
    answer = tess.post(url("use_form", cast.pat_record), data)
    assert answer.headers["Location"].endswith(f"#rx-{row.public_id}")
    row.refresh_from_db()
    assert row.variant is not None
    assert (row.variant.slug, row.note) == ("raised-seat", "Slowly.")


@pytest.mark.parametrize("slug", ["no-such", "x" * 500])
def test_a_form_that_is_not_there_is_not_found(cast: Cast, tess: Client, put: Put, slug: str) -> None:
    row = put("sit-to-stand")
    data = typed(draft_of(cast.pat_record)) | {"form": f"{row.public_id}/{slug}"}
    assert tess.post(url("use_form", cast.pat_record), data).status_code == 404
    Adoption.objects.filter(slug="sit-to-stand/raised-seat").delete()
    data = typed(draft_of(cast.pat_record)) | {"form": f"{row.public_id}/raised-seat"}
    assert tess.post(url("use_form", cast.pat_record), data).status_code == 404


@pytest.mark.parametrize("how", ["retired", "not adopted"])
def test_what_left_the_library_meanwhile_says_so_at_its_row(cast: Cast, tess: Client, put: Put, how: str) -> None:
    row = put("glute-set")
    if how == "retired":
        Exercise.objects.filter(slug="glute-set").update(is_retired=True)
    else:
        Adoption.objects.filter(slug="glute-set").delete()
    page = tess.get(url("edit_routine", cast.pat_record)).context["page"]
    assert page.in_the_way[0]["href"] == f"#check-{row.public_id}"
    sentence = "taken out of the library" if how == "retired" else "has not adopted it"
    assert sentence in page.rows[0].verdict.gone
    # It can be kept in the draft while one thinks, and removed.
    assert tess.post(url("save_draft", cast.pat_record), typed(draft_of(cast.pat_record))).status_code == 302
    data = typed(draft_of(cast.pat_record)) | {"prescribed": str(row.public_id)}
    assert tess.post(url("remove_exercise", cast.pat_record), data).status_code == 302


def test_questions_of_the_profile_stand_calmly_on_top(cast: Cast, tess: Client, put: Put) -> None:
    ClinicalProfile.objects.update(operated_on=None)
    text = page_of(tess, cast)
    assert "When was the operation?" in text
    assert url("edit_profile", cast.pat_record) in text


def test_two_at_most_for_a_bad_day(cast: Cast, tess: Client, put: Put) -> None:
    rows = [put(slug, is_core=slug != "heel-slide") for slug in ("glute-set", "ankle-pumps", "heel-slide")]
    data = typed(draft_of(cast.pat_record))
    data |= {f"{row.public_id}-is_core": "on" for row in rows}
    answer = tess.post(url("save_draft", cast.pat_record), data)
    assert answer.status_code == 422
    assert "Two at most: Glute set and Ankle pumps are chosen already." in answer.content.decode()
    del data[f"{rows[0].public_id}-is_core"]
    assert tess.post(url("save_draft", cast.pat_record), data).status_code == 302
    assert [row.is_core for row in rows_of(draft_of(cast.pat_record))] == [False, True, True]


def test_days_and_times_for_all_at_once(cast: Cast, tess: Client, put: Put) -> None:
    put("glute-set"), put("ankle-pumps", weekdays=1)
    data = typed(draft_of(cast.pat_record), time_2="17:00")
    tess.post(url("save_draft", cast.pat_record), data)
    data = typed(draft_of(cast.pat_record)) | {"then": "all", "all-weekdays": [1, 4], "all-slots": [2]}
    assert tess.post(url("save_draft", cast.pat_record), data).status_code == 302
    assert [(row.weekdays, row.slots) for row in rows_of(draft_of(cast.pat_record))] == [(5, 2), (5, 2)]
    del data["all-weekdays"]
    data["saved_count"] = draft_of(cast.pat_record).saved_count
    answer = tess.post(url("save_draft", cast.pat_record), data)
    assert answer.status_code == 422
    assert 'href="#id_all-weekdays"' in answer.content.decode()


def test_a_new_order_comes_with_the_page(cast: Cast, tess: Client, put: Put) -> None:
    first, second, third = put("glute-set"), put("ankle-pumps"), put("heel-slide")
    order = [str(third.public_id), str(first.public_id), "x", str(third.public_id)]
    tess.post(url("save_draft", cast.pat_record), typed(draft_of(cast.pat_record)) | {"order": order})
    # What the order does not name comes last; what is no row of this draft counts for nothing.
    assert {row.pk for row in rows_of(draft_of(cast.pat_record))} == {first.pk, second.pk, third.pk}
    assert rows_of(draft_of(cast.pat_record))[-1].pk == second.pk


def test_saving_by_itself_keeps_what_is_right_and_names_what_is_not(cast: Cast, tess: Client, put: Put) -> None:
    wrong, right = put("glute-set"), put("ankle-pumps")
    data = typed(draft_of(cast.pat_record), sets="-1") | {f"{right.public_id}-sets": 3}
    looks = AuditEvent.objects.count()
    answer = tess.post(url("save_draft", cast.pat_record), data, headers=BY_ITSELF)
    text = answer.content.decode()
    assert f'data-wrong="id_{wrong.public_id}-sets"' in text
    assert "Write a whole number from 1 to 20." in text
    assert [row.sets for row in rows_of(draft_of(cast.pat_record))] == [1, 3]
    # The page goes on with the number that the answer gave it.
    count = re.search(r'data-count="(\d+)"', text)
    assert count is not None
    data |= {"saved_count": count.group(1), f"{wrong.public_id}-sets": 2}
    again = tess.post(url("save_draft", cast.pat_record), data, headers=BY_ITSELF)
    assert again.status_code == 200
    assert "data-wrong" not in again.content.decode()
    assert AuditEvent.objects.count() == looks + 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reps": "-1"}, "Write a whole number from 0 to 200."),
        ({"hold_seconds": "10000"}, "Write a whole number from 0 to 600."),
        ({"time_1": "25:00"}, "Write the time as hours and minutes"),
        ({"side": "left"}, "This exercise works both legs together, so it has no side."),
    ],
)
def test_bad_numbers_come_back_with_a_sentence(
    cast: Cast, tess: Client, put: Put, changes: dict[str, str], sentence: str
) -> None:
    put("glute-bridge")
    answer = tess.post(url("save_draft", cast.pat_record), typed(draft_of(cast.pat_record), **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    kept = next(iter(changes.values()))
    assert kept == "left" or f'value="{kept}"' in answer.content.decode()


def test_more_exercises_ask_no_more_queries(cast: Cast, tess: Client, put: Put) -> None:
    shared = Exercise.objects.filter(clinic=None).exclude(slug="sit-to-stand").order_by("slug")
    slugs = ["sit-to-stand", *shared.values_list("slug", flat=True)[:19]]
    put(slugs[0], caution_reason="Tried", caution_reason_by=cast.tess, caution_reason_at=timezone.now())
    queries(cast, tess)  # the first save leaves an event, those that follow at once do not
    one = queries(cast, tess)
    for slug in slugs[1:]:
        put(slug, caution_reason="Tried", caution_reason_by=cast.tess, caution_reason_at=timezone.now())
    assert queries(cast, tess) == one


def queries(cast: Cast, tess: Client) -> tuple[int, int]:
    """Of the page, and of the page saving itself. The search beside it finds the same each time."""
    with CaptureQueriesContext(
        connection,
    ) as read:
        tess.get(url("edit_routine", cast.pat_record), {"q": "ankle"})
    data = typed(draft_of(cast.pat_record))
    with CaptureQueriesContext(connection) as saved:
        assert tess.post(url("save_draft", cast.pat_record), data, headers=BY_ITSELF).status_code == 200
    return len(read), len(saved)


def use(row: PrescribedExercise, slug: str) -> None:
    row.variant = row.exercise.variants.get(slug=slug)
    row.save(update_fields=["variant"])


def answered(row: PrescribedExercise, codes: list[str], **said: object) -> dict[str, object]:
    data = {"seen": ",".join(codes), "reason_words": "", "cautions": codes} | said
    return {f"{row.public_id}-{name}": value for name, value in data.items()}


def test_a_reason_of_an_earlier_day_is_asked_anew(cast: Cast, tess: Client, put: Put) -> None:
    row = put("sit-to-stand", caution_reason="Tried", caution_codes=["NONE-OF-THESE"], caution_reason_at=timezone.now())
    use(row, "raised-seat")
    text = page_of(tess, cast)
    assert "the reason was “Tried”. Something has come up since" in text
    assert "New:" in text


def test_a_routine_that_was_given_lately_can_be_worked_on(cast: Cast, library: None, signed_in: SignIn) -> None:
    give_routine(cast, cast.walt_record)
    client = signed_in(cast.tess)
    start(client, cast.walt_record)
    assert client.get(url("edit_routine", cast.walt_record)).status_code == 200
