"""GET and POST /library/<slug>/change/: words, versions, and what running routines keep."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from exercises import actions, words
from exercises.adoptable import items_by_token, shelves
from exercises.models import Adoption, Edition
from exercises.own import changing
from portal.routines.models import PrescribedExercise
from tests.cast import Cast, give_routine
from tests.conftest import SignIn
from tests.exercises.own.conftest import Own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]

NEW = "Push gently with one hand."


@pytest.fixture(autouse=True)
def nothing_known() -> None:
    words._kept.clear()


def page_of(cast: Cast, prescribed: PrescribedExercise, signed_in: SignIn) -> str:
    parts = [cast.pat_record.public_id, cast.pat_record.today(timezone.now()), 1, prescribed.public_id]
    return signed_in(cast.pat).get(reverse("sessions:exercise", args=parts)).content.decode()


def test_a_therapist_changes_the_words(own: Own) -> None:
    response = own.client.post(own.url(), own.words(en_name="  Our   clamshell ", en_steps=f"\n{NEW}\n\n Hold. \n"))
    assert response.status_code == 302
    text = own.row.texts.get(language="en")
    assert (text.name, text.steps) == ("Our clamshell", [NEW, "Hold."])
    assert text.search_words.startswith("our clamshell\n")
    assert AuditEvent.objects.filter(action="own_exercise.words_changed", object_id=str(own.row.pk)).count() == 1


def test_saving_what_stands_there_changes_nothing(own: Own) -> None:
    before = own.row.digest
    own.client.post(own.url(), own.words())
    assert (own.row.digest, own.row.version) == (before, 1)
    assert not AuditEvent.objects.filter(action="own_exercise.words_changed").exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("en_name", "", "Write the name."),
        ("en_name", "x" * 121, "Keep it to 120 characters; it has 121."),
        ("en_steps", "", "Write “Steps”"),
        ("en_steps", "\n".join("abcdefg"), "Write at most 6 lines; there are 7."),
        ("en_steps", "y" * 1001, "Line 1 is too long. Keep it to 1000 characters; it has 1001."),
        ("en_mistakes", "\n".join(map(str, range(21))), "Write at most 20 lines; there are 21."),
        ("en_purpose", " ", "Write “What it is for”"),
        ("en_feel", "a\x00b", "hidden character"),
        ("en_picture_start", "", "Write “What the start picture shows”"),
        ("es_purpose", "Para caminar.", "too, or leave all of Spanish empty except the name"),
    ],
)
def test_what_is_wrong_is_said_and_what_is_typed_is_kept(own: Own, field: str, value: str, sentence: str) -> None:
    more = {"en_cautions": "Typed a moment ago."}
    if field.startswith("es"):
        more |= {f"es_{name}": "" for name in ("name", "steps", "start", "feel", "picture_start", "picture_end")}
    response = own.client.post(own.url(), own.words(**more | {field: value}))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "Typed a moment ago." in page
    assert own.row.version == 1
    assert "Typed a moment ago." not in own.row.texts.get(language="en").cautions


def test_a_language_may_hold_the_name_alone_or_go(own: Own) -> None:
    empty = dict.fromkeys(
        [f"fr_{n}" for n in ("purpose", "start", "steps", "feel", "mistakes", "cautions", "helping")]
        + ["fr_picture_start", "fr_picture_end"],
        "",
    )
    assert own.client.post(own.url(), own.words(**empty, fr_name="Notre coquillage")).status_code == 302
    assert own.row.texts.get(language="fr").steps == []
    assert own.client.post(own.url(), own.words(**empty, fr_name="")).status_code == 302
    assert not own.row.texts.filter(language="fr").exists()


def test_changed_words_lose_their_review(own: Own) -> None:
    own.row.texts.filter(language__in=["en", "fr"]).update(reviewer="Ana", translator="Léa")
    own.client.post(own.url(), own.words(en_name="Ours"))
    assert own.row.texts.get(language="en").reviewer == ""
    assert own.row.texts.get(language="fr").reviewer == "Ana"


def test_the_version_stays_until_somebody_stands_for_it(own: Own) -> None:
    own.client.post(own.url(), own.words(en_name="First"))
    assert own.row.version == 1
    assert Edition.objects.get(clinic=own.member.clinic, slug=own.slug).content["texts"]["en"]["name"] == "First"
    assert actions.adopt_exercise(own.row, version=1, by=own.member)
    own.client.post(own.url(), own.words(en_name="Second"))
    own.client.post(own.url(), own.words(en_name="Third"))
    assert own.row.version == 2
    kept = Edition.objects.filter(clinic=own.member.clinic, slug=own.slug).order_by("version")
    assert [one.content["texts"]["en"]["name"] for one in kept] == ["First", "Third"]


def test_a_version_taken_back_is_never_written_over(own: Own) -> None:
    """A published routine may hold it."""
    actions.adopt_exercise(own.row, version=1, by=own.member)
    items = [item for shelf in shelves(own.member.clinic, "en") for item in shelf.items if item.slug == own.slug]
    actions.unadopt_items(items, by=own.member)
    own.client.post(own.url(), own.words(en_name="Another"))
    assert own.row.version == 2
    first = Edition.objects.get(clinic=own.member.clinic, slug=own.slug, version=1)
    assert first.content["texts"]["en"]["name"] == "Clamshell"


def test_a_running_routine_keeps_its_words_until_the_new_ones_are_adopted(
    own: Own, cast: Cast, signed_in: SignIn
) -> None:
    revision = give_routine(cast, cast.pat_record, [own.slug])
    prescribed = revision.prescribed.select_related("exercise").get()
    own.client.post(own.url(), own.words(en_steps=NEW))
    page = page_of(cast, prescribed, signed_in)
    assert "Keep your heels together." in page
    assert NEW not in page
    changes = own.client.get(f"/library/review/exercise/{own.slug}/changes/").content.decode()
    assert NEW in changes
    assert actions.adopt_exercise(own.row, version=2, by=own.member)
    page = page_of(cast, prescribed, signed_in)
    assert NEW in page
    assert "Keep your heels together." not in page


def test_dose_and_equipment_need_no_new_version(own: Own) -> None:
    actions.adopt_exercise(own.row, version=1, by=own.member)
    sent = {
        "stamp": own.stamp,
        "default_sets": "3",
        "default_reps": "0",
        "default_hold_seconds": "20",
        "default_rest_seconds": "",
        "seconds_per_rep": "25",
        "tempo": "slow",
        "equipment": "mat\n\nloop band",
    }
    assert own.client.post(own.url("dose/"), sent).status_code == 302
    row = own.row
    assert (row.default_sets, row.default_reps, row.default_hold_seconds, row.version) == (3, None, 20, 1)
    assert row.equipment == ["mat", "loop band"]
    assert "loop band" in row.texts.get(language="en").search_words


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"default_sets": "0"}, "Write a whole number from 1 to 20."),
        ({"default_sets": "two"}, "Write a whole number from 1 to 20."),
        ({"default_reps": "", "default_hold_seconds": ""}, "Write how many times, or how long to hold."),
        ({"default_breaths": "3"}, "Write seconds or breaths, not both."),
        ({"equipment": "x" * 81}, "Line 1 is too long."),
        ({"seconds_per_rep": str(2**70)}, "Write a whole number from 1 to 600."),
    ],
)
def test_a_wrong_dose_is_said(own: Own, changed: dict[str, str], sentence: str) -> None:
    sent = {"stamp": own.stamp, "default_sets": "2", "default_reps": "10", "default_hold_seconds": "3"}
    sent |= {"seconds_per_rep": "8", "tempo": "kept as typed"}
    response = own.client.post(own.url("dose/"), sent | changed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "kept as typed" in response.content.decode()


def test_the_second_of_two_tabs_is_told_and_keeps_what_was_typed(own: Own) -> None:
    first, second = own.words(en_name="From the first tab"), own.words(en_name="From the second tab")
    assert own.client.post(own.url(), first).status_code == 302
    response = own.client.post(own.url(), second)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody has saved a change since you opened this page" in page
    assert "From the second tab" in page
    assert own.row.texts.get(language="en").name == "From the first tab"
    assert own.client.post(own.url(), second | {"stamp": response.context["page"].stamp}).status_code == 302
    assert own.row.texts.get(language="en").name == "From the second tab"


def test_a_mistake_does_not_hide_that_somebody_was_faster(own: Own) -> None:
    """The page with the complaint says it too: corrected and sent again, it would write over the other change."""
    second = own.words(en_name="From the second tab", en_steps="\n".join("abcdefgh"))
    own.client.post(own.url(), own.words(en_name="From the first tab"))
    response = own.client.post(own.url(), second)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Write at most 6 lines; there are 8." in page
    assert "Somebody has saved a change since you opened this page" in page
    assert "From the second tab" in page


def test_a_stamp_of_nothing_saves_nothing(own: Own) -> None:
    for stamp in ("", "\x00", "x" * 5000):
        assert own.client.post(own.url(), own.words(en_name="No") | {"stamp": stamp}).status_code == 409
    with pytest.raises(changing.ChangedMeanwhile):
        changing.withdraw(own.row, stamp="", by=own.member)
    assert own.row.texts.get(language="en").name == "Clamshell"


def test_nobody_adopts_words_that_changed_under_her_eyes(own: Own) -> None:
    """Within one version that nobody stands for yet, words may change: the page's stamp tells them apart."""
    page = own.client.get(f"/library/{own.slug}/").content.decode()
    assert f'name="stamp" value="{own.stamp}"' in page
    seen = {"version": "1", "stamp": own.stamp}
    token = f"exercise:{own.slug}:1:{own.stamp}"
    assert items_by_token(own.member.clinic, [token], "en")
    own.client.post(own.url(), own.words(en_name="Another"))
    answer = own.client.post(f"/library/{own.slug}/adopt/", seen, follow=True).content.decode()
    assert "This text has changed since you opened it." in answer
    assert not items_by_token(own.member.clinic, [token], "en")
    assert not Adoption.objects.exists()
    own.client.post(f"/library/{own.slug}/adopt/", {"version": "1", "stamp": own.stamp})
    assert Adoption.objects.filter(slug=own.slug, version=1).exists()


def test_its_words_are_known_after_the_first_reading(own: Own) -> None:
    """As those of the library: its digest names them."""
    words.words_of([own.row], "en")
    row = own.row
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = words.words_of([row], "en")
    assert len(queries) == 0
    assert {text.name for text in found[row.pk]} == {"Clamshell"}
    own.client.post(own.url(), own.words(en_name="Ours"))
    assert "Ours" in {text.name for text in words.words_of([own.row], "en")[row.pk]}
