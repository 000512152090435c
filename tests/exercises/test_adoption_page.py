"""The page where a therapist reads, adopts and takes back; and what she sees of a newer version."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, ClinicMember
from exercises import actions
from exercises.adoptable import items_by_token, shelves
from exercises.fixed_texts import STOP_AND_CALL
from exercises.models import Adoption, AdoptionKind, Edition, Exercise
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def tess(cast: Cast, library: None) -> Client:
    client = Client()
    client.force_login(cast.tess)
    return client


def token(cast: Cast, kind: str, slug: str) -> str:
    every = (one for shelf in shelves(cast.northside, "en") for item in shelf.items for one in (item, *item.parts))
    return next(one.token for one in every if (one.kind, one.slug) == (kind, slug))


def post(client: Client, do: str, *tokens: str, **more: object) -> str:
    answer = client.post("/library/review/adopt/", {"do": do, "item": list(tokens), **more}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_all_kinds_wait_until_somebody_reads_them(tess: Client, cast: Cast) -> None:
    found = shelves(cast.northside, "en")
    assert {one.slug for one in found} >= {"strengthening", "mobility", "balance", "templates", "fixed"}
    assert all(shelf.waiting == shelf.count for shelf in found)
    page = tess.get("/library/review/").content.decode()
    assert "are not yet reviewed by a clinician" in page
    assert "Adopt all of" in page


def test_a_variant_and_a_fixed_text_are_adopted_one_by_one(tess: Client, cast: Cast) -> None:
    page = post(
        tess,
        "adopt",
        token(cast, "variant", "clamshell/pillow"),
        token(cast, "fixed_text", "stop-and-call"),
    )
    assert "2 adopted with your name" in page
    assert set(Adoption.objects.values_list("kind", "slug", "adopted_by")) == {
        ("variant", "clamshell/pillow", "Tess Moran"),
        ("fixed_text", "stop-and-call", "Tess Moran"),
    }
    assert AuditEvent.objects.filter(action="variant.adopted", actor_id=cast.tess.pk).count() == 1


def test_a_whole_category_is_adopted_at_once(tess: Client, cast: Cast) -> None:
    balance = next(one for one in shelves(cast.northside, "en") if one.slug == "balance")
    every = [one.token for item in balance.items for one in (item, *item.parts)]
    post(tess, "adopt_shelf", every=every, shelf="balance")
    again = next(one for one in shelves(cast.northside, "en") if one.slug == "balance")
    assert again.waiting == 0
    assert Adoption.objects.count() == balance.count


def test_what_changed_meanwhile_is_not_adopted_unread(tess: Client, cast: Cast) -> None:
    squat = token(cast, "exercise", "squat")
    Exercise.objects.filter(slug="squat").update(version=99)
    page = post(tess, "adopt", squat)
    assert "has changed since you opened the page" in page
    assert not Adoption.objects.exists()


def test_made_up_tokens_are_left_out(tess: Client, cast: Cast) -> None:
    for wrong in ("", "exercise:squat", "x" * 5_000, "exercise:../../x:1", "\x00"):
        post(tess, "adopt", wrong)
    assert not Adoption.objects.exists()
    assert items_by_token(cast.northside, ["fixed_text:nothing:1"], "en") == []


def test_an_adoption_can_be_taken_back_with_its_variants(tess: Client, cast: Cast) -> None:
    member = ClinicMember.objects.get(user=cast.tess)
    clamshell = Exercise.objects.get(slug="clamshell")
    actions.adopt_exercise(clamshell, version=clamshell.version, by=member)
    page = post(tess, "take_back", token(cast, "exercise", "clamshell"))
    assert "taken back" in page
    assert not Adoption.objects.exists()
    assert not Exercise.objects.prescribable(cast.northside).exists()
    assert AuditEvent.objects.filter(action="exercise.unadopted").exists()


def test_another_clinic_is_not_touched(tess: Client, cast: Cast) -> None:
    actions.adopt_everything(cast.southgate, by="Otto Brandt")
    before = Adoption.objects.count()
    post(tess, "take_back", token(cast, "exercise", "clamshell"))
    assert Adoption.objects.count() == before


def test_a_newer_version_says_what_changed_line_by_line(tess: Client, cast: Cast) -> None:
    member = ClinicMember.objects.get(user=cast.tess)
    clamshell = Exercise.objects.get(slug="clamshell")
    actions.adopt_exercise(clamshell, version=clamshell.version, by=member)
    old = Edition.objects.get(kind=AdoptionKind.EXERCISE, slug="clamshell", version=clamshell.version)
    content = {**old.content, "texts": {**old.content["texts"]}}
    steps = ["Do something quite new.", *content["texts"]["en"]["steps"][1:]]
    content["texts"]["en"] = {**content["texts"]["en"], "steps": steps}
    newer = clamshell.version + 1
    Edition.objects.create(
        kind="exercise", slug="clamshell", version=newer, digest="n", content=content, stored_at=timezone.now()
    )
    Exercise.objects.filter(pk=clamshell.pk).update(version=newer)
    page = tess.get("/library/review/").content.decode()
    assert f"Changed since version {clamshell.version}" in page
    page = tess.get("/library/review/exercise/clamshell/changes/").content.decode()
    assert "English, Steps, 1" in page
    assert "Do something quite new." in page
    assert page.count("<del>") == page.count("<ins>") == 1


def test_nothing_changed_is_not_a_page(tess: Client) -> None:
    assert tess.get("/library/review/exercise/clamshell/changes/").status_code == 404
    assert tess.get("/library/review/nonsense/clamshell/changes/").status_code == 404


def test_a_fixed_text_shows_every_line_and_its_source(tess: Client) -> None:
    page = tess.get("/library/fixed/stop-and-call/").content.decode()
    for group in STOP_AND_CALL.groups:
        for line in group.lines:
            assert str(line) in page
    assert tess.get("/library/fixed/nothing/").status_code == 404


def test_the_source_list_names_what_rests_on_each(tess: Client) -> None:
    page = tess.get("/library/sources/").content.decode()
    assert "clamshell" in page
    assert "https://doi.org/" in page


def test_the_page_needs_the_same_queries_whatever_it_shows(
    tess: Client, cast: Cast, django_assert_max_num_queries: object
) -> None:
    actions.adopt_everything(cast.northside, by="Tess Moran")
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        tess.get("/library/review/")
