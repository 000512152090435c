"""POST /library/<slug>/copy/: a row of the clinic; the shared one is never touched."""

from pathlib import Path
from shutil import copytree

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.access import Role
from accounts.models import AuditEvent, ClinicMember
from exercises.loading import LIBRARY_FOLDER
from exercises.models import Edition, Exercise
from exercises.own.copying import UntouchedCopy, make_own_copy
from portal.routines.actions import discard_draft, open_draft
from portal.routines.models import PrescribedExercise
from tests.cast import Cast, access_of, give_routine
from tests.conftest import SignIn
from tests.exercises.own.conftest import Own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


def shared(slug: str = "clamshell") -> Exercise:
    return Exercise.objects.get(slug=slug, clinic=None)


def state(exercise: Exercise) -> object:
    """Everything of a row and what hangs on it."""
    columns = Exercise.objects.filter(pk=exercise.pk).values().get()
    return columns, list(exercise.texts.values()), list(exercise.poses.values()), list(exercise.variants.values())


def test_a_therapist_copies_an_exercise_from_its_page(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.tess)
    assert "Make our own copy" in client.get("/library/clamshell/").content.decode()
    response = client.post("/library/clamshell/copy/")
    assert response.headers["Location"] == "/library/clamshell-own/change/"
    own = Exercise.objects.get(slug="clamshell-own")
    assert (own.clinic, own.version, own.copied_from, own.copied_version) == (
        cast.northside,
        1,
        "clamshell",
        shared().version,
    )
    assert own.author == "Tess Moran, Northside Clinic"
    assert not own.reviewer
    event = AuditEvent.objects.get(action="own_exercise.copied")
    assert (event.actor_id, event.object_id) == (cast.tess.pk, str(own.pk))


def test_words_and_dose_come_along_in_every_language(own: Own) -> None:
    for text in shared().texts.filter(variant=None):
        copied = own.row.texts.get(language=text.language)
        assert (copied.name, copied.steps, copied.cautions) == (text.name, text.steps, text.cautions)
    assert own.row.default_dosage == shared().default_dosage


def test_angles_tags_and_review_stay_behind(own: Own) -> None:
    """They were found right for another exercise."""
    assert not own.row.poses.exists()
    assert own.row.tags == []
    assert not own.row.is_checkable
    assert not own.row.variants.exists()
    assert own.row.after_hip_replacement == "therapist_only"
    assert not Exercise.objects.prescribable(own.member.clinic).filter(slug=own.slug).exists()


def test_the_shared_row_is_not_touched(cast: Cast, tess: ClinicMember) -> None:
    before = state(shared())
    make_own_copy(shared(), by=tess)
    assert state(shared()) == before


def test_pressing_twice_makes_one_copy(own: Own) -> None:
    response = own.client.post("/library/clamshell/copy/", follow=True)
    assert "has this copy already" in response.content.decode()
    assert Exercise.objects.filter(copied_from="clamshell").count() == 1
    with pytest.raises(UntouchedCopy):
        make_own_copy(shared(), by=own.member)


def test_after_a_change_the_next_copy_gets_a_slug_of_its_own(own: Own) -> None:
    own.client.post(own.url(), own.words(en_name="Our clamshell"))
    assert make_own_copy(shared(), by=own.member).slug == "clamshell-own-2"


def test_a_long_slug_is_cut_to_fit(own: Own) -> None:
    Exercise.objects.filter(slug="clamshell", clinic=None).update(slug="c" * 60)
    copied = make_own_copy(Exercise.objects.get(slug="c" * 60), by=own.member)
    assert len(copied.slug) <= 60
    assert copied.slug.endswith("-own")


def test_an_upgrade_of_the_library_overwrites_nothing(own: Own, tmp_path: Path) -> None:
    own.client.post(own.url(), own.words(en_purpose="Ours, for a reason."))
    before = state(own.row)
    folder = Path(copytree(LIBRARY_FOLDER, tmp_path / "library"))
    path = folder / "clamshell.yaml"
    text = path.read_text(encoding="utf-8")
    version = shared().version
    path.write_text(
        text.replace("Keep your heels together.", "Keep your feet together.").replace(
            f"version: {version}", f"version: {version + 1}", 1
        ),
        encoding="utf-8",
    )
    call_command("load_library", "--folder", str(folder), verbosity=0)
    assert "Keep your feet together." in shared().texts.get(language="en", variant=None).steps
    assert state(own.row) == before
    assert "The library has a newer version since" in own.client.get(own.url()).content.decode()


def test_the_library_shows_it_as_ours_and_not_checked(own: Own) -> None:
    page = own.client.get("/library/", {"words": "clamshell"}).content.decode()
    assert "/library/clamshell-own/" in page
    assert "Ours" in page
    assert "Not checked" in page
    page = own.client.get("/library/clamshell-own/").content.decode()
    assert "Not checked." in page
    assert "The pictures are those of" in page
    assert "Make our own copy" not in page


def test_another_clinic_sees_nothing_of_it(own: Own, cast: Cast, signed_in: SignIn) -> None:
    otto = signed_in(cast.otto)
    assert "clamshell-own" not in otto.get("/library/").content.decode()
    for part in ("", "change/", "change/dose/", "change/pose/", "change/photos/", "change/angles/", "withdraw/"):
        assert otto.get(f"/library/{own.slug}/{part}").status_code == 404, part
        if part:
            assert otto.post(f"/library/{own.slug}/{part}", {"stamp": own.stamp}).status_code == 404, part
    assert otto.post(f"/library/{own.slug}/adopt/", {"version": "1"}).status_code == 404


def test_a_shared_exercise_cannot_be_changed(own: Own) -> None:
    for part in ("change/", "change/dose/", "change/pose/", "change/photos/", "change/angles/", "withdraw/"):
        assert own.client.get(f"/library/clamshell/{part}").status_code == 404


def test_an_own_exercise_is_not_copied_again(own: Own) -> None:
    assert own.client.post(f"/library/{own.slug}/copy/").status_code == 404


def test_another_clinic_makes_its_own_of_the_same_slug(own: Own, cast: Cast, signed_in: SignIn) -> None:
    response = signed_in(cast.otto).post("/library/clamshell/copy/")
    assert response.headers["Location"] == "/library/clamshell-own/change/"
    assert Exercise.objects.filter(slug="clamshell-own").count() == 2


def test_withdrawing_and_bringing_back(own: Own) -> None:
    assert "Withdraw" in own.client.get(f"/library/{own.slug}/withdraw/").content.decode()
    page = own.client.post(f"/library/{own.slug}/withdraw/", {"stamp": own.stamp}, follow=True).content.decode()
    assert "Routines that hold it keep it." in page
    assert own.row.is_retired
    assert "clamshell-own" not in own.client.get("/library/").content.decode()
    own.client.post(f"/library/{own.slug}/withdraw/", {"stamp": own.stamp})
    assert not own.row.is_retired
    actions_done = AuditEvent.objects.filter(action__startswith="own_exercise.").values_list("action", flat=True)
    assert {"own_exercise.withdrawn", "own_exercise.brought_back"} <= set(actions_done)


def test_the_builder_says_not_checked(own: Own, cast: Cast) -> None:
    revision = give_routine(cast, cast.pat_record, ["glute-bridge"])
    draft = open_draft(by=access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=timezone.now()))
    found = own.client.get(reverse("routines:edit_routine", args=[cast.pat_record.public_id]), {"q": "clamshell"})
    assert "Not checked" in found.content.decode()
    discard_draft(draft, by=access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=timezone.now()))
    revision = give_routine(cast, cast.pat_record, [own.slug])
    assert PrescribedExercise.objects.filter(revision=revision, exercise=own.row).exists()
    open_draft(by=access_of(cast.tess, cast.pat_record, Role.THERAPIST, now=timezone.now()))
    builder = reverse("routines:edit_routine", args=[cast.pat_record.public_id])
    assert "Not checked against precautions" in own.client.get(builder).content.decode()
    own.client.post(own.url("angles/"), own.angles())
    assert "Not checked against precautions" not in own.client.get(builder).content.decode()


def test_every_copy_keeps_an_edition(own: Own) -> None:
    kept = Edition.objects.get(kind="exercise", clinic=own.member.clinic, slug=own.slug)
    assert kept.version == 1
    assert kept.content["texts"]["en"]["name"] == "Clamshell"


def test_who_is_no_therapist_cannot_copy(cast: Cast, signed_in: SignIn) -> None:
    for who in (cast.pat, cast.ada, cast.sam):
        assert signed_in(who).post("/library/clamshell/copy/").status_code == 404
    assert Client().post("/library/clamshell/copy/").status_code == 302
    assert not Exercise.objects.exclude(clinic=None).exists()
