"""GET /p/<patient>/read/: what a therapist offered, in the version that the clinic has adopted."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exercises.models import Adoption, AdoptionKind, Edition, LearnPage
from portal.routines.models import RoutineRevision
from tests.cast import Cast, give_routine
from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


@pytest.fixture
def revision(cast: Cast) -> RoutineRevision:
    return give_routine(cast, cast.pat_record)


def offer(revision: RoutineRevision, *slugs: str) -> None:
    RoutineRevision.objects.filter(pk=revision.pk).update(learn_pages=list(slugs))


def pages_url(cast: Cast) -> str:
    return reverse("learn:pages", args=[cast.pat_record.public_id])


def page_url(cast: Cast, slug: str) -> str:
    return reverse("learn:page", args=[cast.pat_record.public_id, slug])


def test_a_patient_reads_what_was_offered_and_nothing_else(
    cast: Cast, revision: RoutineRevision, signed_in: SignIn
) -> None:
    offer(revision, "home", "balance-and-falls")
    pat = signed_in(cast.pat)
    listed = pat.get(pages_url(cast)).content.decode()
    assert listed.count("learn-card") == 2
    page = pat.get(page_url(cast, "home"))
    assert page.status_code == 200
    assert "no replacement" in page.content.decode().lower() or "not replace" in page.content.decode().lower()
    assert pat.get(page_url(cast, "helping")).status_code == 404
    assert pat.get(page_url(cast, "nothing-at-all")).status_code == 404


def test_today_links_to_the_pages_only_where_there_are_some(
    cast: Cast, revision: RoutineRevision, signed_in: SignIn
) -> None:
    pat, today = signed_in(cast.pat), reverse("home:today", args=[cast.pat_record.public_id])
    assert pages_url(cast) not in pat.get(today).content.decode()
    offer(revision, "home")
    assert pages_url(cast) in pat.get(today).content.decode()


def test_an_exercise_links_to_its_own_pages(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    first = revision.prescribed.select_related("exercise").get(order=1)
    LearnPage.objects.filter(slug="home").update(exercises=[first.exercise.slug])
    LearnPage.objects.filter(slug="keep-going").update(exercises=[])
    offer(revision, "home", "keep-going")
    today = cast.pat_record.today(timezone.now())
    url = reverse("sessions:exercise", args=[cast.pat_record.public_id, today, 1, first.public_id])
    page = signed_in(cast.pat).get(url).content.decode()
    assert page_url(cast, "home") in page
    assert page_url(cast, "keep-going") not in page


def test_without_pages_it_says_so(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    assert "Nothing to read yet" in signed_in(cast.pat).get(pages_url(cast)).content.decode()


def test_a_page_that_nobody_stands_for_is_not_shown(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    offer(revision, "home")
    Adoption.objects.filter(kind=AdoptionKind.LEARN, slug="home").delete()
    pat = signed_in(cast.pat)
    assert "Nothing to read yet" in pat.get(pages_url(cast)).content.decode()
    assert pat.get(page_url(cast, "home")).status_code == 404


def test_a_newer_version_waits_until_it_is_adopted(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    offer(revision, "home")
    page = LearnPage.objects.get(slug="home")
    old_title = page.texts.get(language="en").title
    newer = page.version + 1
    page.texts.filter(language="en").update(title="Quite another title")
    LearnPage.objects.filter(pk=page.pk).update(version=newer)
    pat = signed_in(cast.pat)
    shown = pat.get(page_url(cast, "home")).content.decode()
    assert old_title.replace("'", "&#x27;") in shown
    assert "Quite another title" not in shown
    Adoption.objects.create(
        clinic=cast.northside,
        kind=AdoptionKind.LEARN,
        slug="home",
        version=newer,
        adopted_by="Tess Moran",
        adopted_at=timezone.now(),
    )
    assert "Quite another title" in pat.get(page_url(cast, "home")).content.decode()
    assert Edition.objects.filter(kind=AdoptionKind.LEARN, slug="home").count() == 1


def test_a_helper_sees_the_page_for_helpers_first(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    offer(revision, "home", "helping")
    for user, first in ((cast.cara, "helping"), (cast.pat, "home")):
        listed = signed_in(user).get(pages_url(cast)).content.decode()
        places = {slug: listed.index(page_url(cast, slug)) for slug in ("home", "helping")}
        assert min(places, key=lambda slug: places[slug]) == first


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_are_read_in_ones_own_language(
    cast: Cast, revision: RoutineRevision, signed_in: SignIn, language: str
) -> None:
    offer(revision, "home")
    cast.pat.language = language
    cast.pat.save()
    title = LearnPage.objects.get(slug="home").texts.get(language=language).title
    shown = signed_in(cast.pat).get(page_url(cast, "home")).content.decode()
    assert title.replace("'", "&#x27;") in shown


def builder(client: Client, cast: Cast) -> str:
    return client.get(reverse("routines:edit_routine", args=[cast.pat_record.public_id])).content.decode()


def test_a_therapist_offers_pages_in_the_builder(cast: Cast, revision: RoutineRevision, signed_in: SignIn) -> None:
    tess, patient = signed_in(cast.tess), cast.pat_record.public_id
    tess.post(reverse("routines:start_draft", args=[patient]))
    assert 'name="learn_pages"' in builder(tess, cast)
    draft = RoutineRevision.objects.get(published_at=None)
    sent = {"draft": str(draft.public_id), "saved_count": 0, "time_1": "09:00", "learn_pages": ["home", "helping"]}
    tess.post(reverse("routines:save_draft", args=[patient]), sent)
    draft.refresh_from_db()
    assert draft.learn_pages == ["home", "helping"]
    review = tess.get(reverse("routines:review_changes", args=[patient])).content.decode()
    assert "Pages to read:" in review
    answer = tess.post(reverse("routines:save_draft", args=[patient]), {**sent, "learn_pages": ["../../x"]})
    assert answer.status_code == 422
    assert "Choose from the list." in answer.content.decode()
