"""Copying, saving and retiring a clinic's own template: POST /templates/<slug>/copy/, change/ and retire/."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.access import Role
from accounts.models import AuditEvent, ClinicMember
from exercises.changes import changes_since_adoption
from exercises.models import Adoption, Edition, Exercise, RoutineTemplate
from exercises.own_templates import actions
from exercises.own_templates.content import content_of
from portal.routines.actions import fill_from_template, open_draft
from portal.routines.publishing.actions import publish
from tests.cast import Cast, access_of, give_routine
from tests.conftest import SignIn
from tests.exercises.own_templates.conftest import OwnTemplate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("library")]


def shared(slug: str = "hip-oa-12-weeks") -> RoutineTemplate:
    return RoutineTemplate.objects.get(slug=slug, clinic=None)


def test_a_copy_says_what_the_shared_one_says_and_nobody_stands_for_it(cast: Cast, signed_in: SignIn) -> None:
    before = content_of(shared())
    response = signed_in(cast.tess).post("/templates/hip-oa-12-weeks/copy/")
    assert response.headers["Location"] == "/templates/hip-oa-12-weeks-own/change/"
    own = RoutineTemplate.objects.get(clinic=cast.northside)
    content = content_of(own)
    assert content["lines"] == before["lines"]
    assert content["sources"] == before["sources"]
    assert content["columns"]["phases"] == before["columns"]["phases"]
    assert (own.copied_from, own.copied_version, own.name) == (
        "hip-oa-12-weeks",
        2,
        "Hip osteoarthritis, 12 weeks, our copy",
    )
    assert not Adoption.objects.exists()
    assert content_of(shared()) == before
    assert AuditEvent.objects.filter(action="own_template.copied", clinic_id=cast.northside.pk).exists()


def test_a_slug_never_stands_in_the_place_of_another(cast: Cast, tess: ClinicMember) -> None:
    slugs = [actions.copy_template(shared(), by=tess).slug for _n in range(3)]
    assert slugs == ["hip-oa-12-weeks-own", "hip-oa-12-weeks-own-2", "hip-oa-12-weeks-own-3"]
    copy_of_copy = actions.copy_template(RoutineTemplate.objects.get(slug=slugs[0]), by=tess)
    assert copy_of_copy.slug == "hip-oa-12-weeks-own-4"
    RoutineTemplate.objects.filter(slug=slugs[1]).update(clinic=None)
    otto = ClinicMember.objects.get(user=cast.otto)
    assert [actions.copy_template(shared(), by=otto).slug for _n in range(2)] == [slugs[0], slugs[2]]


def test_saving_makes_a_version_that_the_therapist_stands_for(own: OwnTemplate) -> None:
    page = own.client.get(own.url).content.decode()
    assert "Save and adopt for the clinic" in page
    response = own.send(line_1_sets="3", line_1_note="Slowly.", name="Our hip programme")
    assert response.headers["Location"] == f"/templates/{own.slug}/"
    row = own.row
    line = row.exercises.get(order=0)
    assert (row.version, row.name, line.sets, line.note) == (2, "Our hip programme", 3, "Slowly.")
    assert row.exercises.count() == shared().exercises.count()
    assert Adoption.objects.get(slug=own.slug).adopted_by == "Tess Moran"
    assert Edition.objects.get(slug=own.slug, version=2).content["lines"][0]["columns"]["sets"] == 3
    assert Edition.objects.get(slug=own.slug, version=1).content["lines"][0]["columns"]["sets"] == 1
    assert list(RoutineTemplate.objects.prescribable(own.member.clinic).filter(clinic__isnull=False)) == [row]


def test_saving_without_a_change_adopts_the_version_that_is_there(own: OwnTemplate) -> None:
    own.send()
    assert own.row.version == 1
    assert Adoption.objects.get(slug=own.slug).version == 1
    assert own.row.exercises.count() == shared().exercises.count()


def test_what_changed_can_be_read_line_by_line(own: OwnTemplate) -> None:
    own.send()
    own.send(line_1_sets="3")
    Adoption.objects.filter(slug=own.slug, version=2).delete()
    [change] = changes_since_adoption(own.member.clinic, "template", own.slug).lines
    assert (change.before, change.after) == ("1", "3")


def test_two_who_change_it_at_once_are_told(own: OwnTemplate, cast: Cast, signed_in: SignIn) -> None:
    tims = own.typed(line_1_sets="4", line_1_note="Tim's words")
    own.send(line_1_sets="2")
    response = own.client.post(own.url, tims)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Somebody has saved a change since you opened this page" in page
    assert "Tim&#x27;s words" in page
    assert own.row.exercises.get(order=0).sets == 2
    again = tims | {"version": response.context["page"].version}
    assert own.client.post(own.url, again).status_code == 302
    assert (own.row.version, own.row.exercises.get(order=0).sets) == (3, 4)


def test_two_saves_in_the_same_moment_keep_the_first(own: OwnTemplate) -> None:
    stale = own.row
    own.send(line_1_sets="2")
    with pytest.raises(actions.ChangedMeanwhile):
        actions.save_template(stale, None, version=stale.version, by=own.member)  # type: ignore[arg-type]
    assert own.row.exercises.get(order=0).sets == 2


def test_a_change_never_reaches_a_routine_that_runs(own: OwnTemplate, cast: Cast) -> None:
    own.send(line_1_sets="2")
    give_routine(cast, cast.pat_record, ["ankle-pumps"])
    access = access_of(cast.tess, cast.pat_record, Role.THERAPIST)
    draft = open_draft(by=access)
    fill_from_template(draft, own.row, week=None, by=access)
    publish(draft, by=access)
    before = list(draft.prescribed.values())
    own.send(line_1_sets="5", line_1_note="New words.", line=[1, 2, 3])
    assert own.row.exercises.count() == 3
    actions.retire_template(own.row, by=own.member)
    assert list(draft.prescribed.values()) == before


def test_retiring_takes_it_out_of_the_choice_and_bringing_back_puts_it_in(own: OwnTemplate) -> None:
    own.send()
    clinic = own.member.clinic
    url = f"/templates/{own.slug}/retire/"
    assert "Retire it" in own.client.get(url).content.decode()
    own.client.post(url, {"do": "retire"})
    assert not RoutineTemplate.objects.prescribable(clinic).filter(clinic=clinic).exists()
    assert "Retired templates of your clinic" in own.client.get("/templates/").content.decode()
    own.client.post(url, {"do": "retire"})  # a second press
    assert AuditEvent.objects.filter(action="own_template.retired").count() == 1
    own.client.post(url, {"do": "bring_back"})
    assert RoutineTemplate.objects.prescribable(clinic).filter(clinic=clinic).exists()


def test_shared_ones_and_those_of_others_cannot_be_changed(own: OwnTemplate, cast: Cast, signed_in: SignIn) -> None:
    otto = signed_in(cast.otto)
    for client, slug in ((own.client, "hip-oa-12-weeks"), (otto, own.slug)):
        for part in ("change", "retire"):
            assert client.get(f"/templates/{slug}/{part}/").status_code == 404
            assert client.post(f"/templates/{slug}/{part}/", {"do": "save"}).status_code == 404
    assert otto.post(f"/templates/{own.slug}/copy/").status_code == 404


def test_one_begun_empty_is_stored_when_it_is_saved(cast: Cast, own: OwnTemplate) -> None:
    page = own.client.get("/templates/new/")
    assert page.status_code == 200
    sent = {
        "do": "save",
        "version": 0,
        "phase": [1],
        "line": [1],
        "name": "Stairs",
        "for_whom": "Someone.",
        "how_often": "Daily.",
        "counting": "stages",
        "phase-1-name": "All of it",
        "line-1-exercise": "step-up",
        "line-1-sets": "2",
        "line-1-reps": "8",
        "line-1-times_per_day": "1",
        "line-1-weekdays": [1, 4, 16],
    }
    response = own.client.post("/templates/new/", sent)
    assert response.headers["Location"] == "/templates/stairs-own/"
    made = RoutineTemplate.objects.get(slug="stairs-own")
    assert (made.clinic, made.version, made.from_week, made.exercises.get().days_per_week) == (
        cast.northside,
        1,
        None,
        3,
    )
    assert Adoption.objects.filter(slug="stairs-own", adopted_by="Tess Moran").exists()
    assert own.client.get("/templates/stairs-own/").status_code == 200


def test_an_exercise_retired_since_is_marked(own: OwnTemplate) -> None:
    own.send()
    Exercise.objects.filter(slug="clamshell").update(is_retired=True)
    for url in (own.url, f"/templates/{own.slug}/"):
        assert (
            own.client.get(url).content.decode().count("Retired since. It is left out when the template is used.") == 1
        )
    response = own.send()
    assert response.status_code == 422
    assert "Take it out, or adopt it first." in response.content.decode()


def test_pages_ask_the_database_no_more_for_more_exercises(own: OwnTemplate) -> None:
    own.send()
    own.client.get(own.url)  # the message is read, and gone
    urls = (own.url, f"/templates/{own.slug}/", "/templates/")
    many = [queries(own.client, url) for url in urls]
    own.row.exercises.filter(order__gt=0).delete()
    assert [queries(own.client, url) for url in urls] == many


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)
