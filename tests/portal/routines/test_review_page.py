"""The page before publishing: what the patient will read, what is said of what stops, and who was first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, TreatmentLink
from exercises.models import Exercise
from portal.caseload.models import CaseloadRow
from portal.routines.models import ClinicalProfile, PrescribedExercise, RoutineRevision
from portal.routines.publishing.forms import PublishForm
from tests.cast import Cast, a_member, a_user, give_routine
from tests.conftest import SignIn
from tests.portal.routines.building import draft_of, rows_of, start, url

TODAY = timezone.now().date()


@pytest.fixture
def tess(cast: Cast, library: None, signed_in: SignIn) -> Client:
    give_routine(cast, cast.pat_record, now=timezone.now() - timedelta(days=3))
    client = signed_in(cast.tess)
    start(client, cast.pat_record)
    return client


def drop(cast: Cast, slug: str) -> None:
    draft_of(cast.pat_record).prescribed.filter(exercise__slug=slug).delete()


def send(cast: Cast, client: Client, **more: str):  # type: ignore[no-untyped-def]
    return client.post(url("publish", cast.pat_record), {"draft": str(draft_of(cast.pat_record).public_id), **more})


def titles(page) -> list[str]:  # type: ignore[no-untyped-def]
    return [line.title for line in page.preview.notice.lines]


def test_the_preview_says_why_it_stops_before_and_after_it_is_kept(cast: Cast, tess: Client) -> None:
    drop(cast, "heel-raise")
    first = tess.get(url("review_changes", cast.pat_record)).context["page"]
    assert [one.name for one in first.form.stop_fields()] == ["Heel raise"]
    assert titles(first) == ["Stopped: Heel raise"]
    shown = send(cast, tess, **{"stop-heel-raise": "not_needed", "show": "1", "review_by_on": "2030-01-02"})
    page = tess.get(shown.url).context["page"]
    assert page.preview.notice.lines[0].sentences == ("You do not need it any more.",)
    assert page.form["review_by_on"].value().isoformat() == "2030-01-02"
    assert page.form["stop-heel-raise"].value() == "not_needed"
    send(cast, tess, **{"stop-heel-raise": "not_needed", "stop-heel-raise-words": "Your calf was sore."})
    kept = RoutineRevision.objects.get(number=2)
    assert kept.published_at
    assert kept.stop_reasons == {"heel-raise": "Your calf was sore."}


def test_the_preview_is_in_the_patients_language(cast: Cast, tess: Client) -> None:
    cast.pat_record.language = "fr"
    cast.pat_record.save()
    drop(cast, "heel-raise")
    page = tess.get(url("review_changes", cast.pat_record)).context["page"]
    french = Exercise.objects.get(slug="heel-raise").texts.get(language="fr", variant=None).name
    assert french in titles(page)[0]
    assert page.changes.removed[0].name == "Heel raise"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"stop-heel-raise": "because"}, "Choose one from the list."),
        ({"stop-heel-raise-words": "x" * 5000}, "This text is too long."),
        ({"stop-heel-raise-words": "a\0b"}, "hidden character"),
        ({"phase_ends_on": "2020-01-01"}, "Choose today or a later day."),
        ({"phase_ends_on": "soon"}, "Write the date as year, month, day"),
        ({"saved_count": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(sent: dict[str, str], sentence: str) -> None:
    draft = RoutineRevision(phase=1, saved_count=3)
    form = PublishForm(sent, today=TODAY, draft=draft, stopped=[("heel-raise", "Heel raise")])
    assert sentence in str(form.errors)


def test_the_end_of_the_phase_is_asked_only_where_there_is_one(cast: Cast, tess: Client) -> None:
    assert "phase_ends_on" not in PublishForm(today=TODAY, draft=RoutineRevision()).fields
    RoutineRevision.objects.filter(number=2).update(phase=1, from_template="hip-oa-12-weeks")
    page = tess.get(url("review_changes", cast.pat_record)).context["page"]
    assert page.form["phase_ends_on"].value() > TODAY
    day = TODAY + timedelta(days=20)
    send(cast, tess, phase_ends_on=day.isoformat())
    assert RoutineRevision.objects.get(number=2).phase_ends_on == day
    assert CaseloadRow.objects.get(patient=cast.pat_record).phase_ends_on == day


def test_of_two_therapists_the_second_is_told_who_published(cast: Cast, tess: Client, signed_in: SignIn) -> None:
    tim = a_user("tim", "Tim Okoro")
    a_member(cast.northside, tim)
    TreatmentLink.objects.create(patient=cast.pat_record, therapist=tim, starts_on=TODAY - timedelta(days=9))
    draft = draft_of(cast.pat_record)
    send(cast, tess)
    response = signed_in(tim).post(url("publish", cast.pat_record), {"draft": str(draft.public_id)}, follow=True)
    assert "published already: revision 2, by Tess Moran, at" in response.content.decode()
    assert RoutineRevision.objects.filter(published_at__isnull=False).count() == 2
    assert AuditEvent.objects.filter(action="routine.published").count() == 2


def test_a_draft_that_was_changed_meanwhile_is_read_again_first(cast: Cast, tess: Client) -> None:
    drop(cast, "heel-raise")
    seen = draft_of(cast.pat_record).saved_count
    RoutineRevision.objects.filter(number=2).update(saved_count=seen + 1)
    response = send(cast, tess, saved_count=str(seen), **{"stop-heel-raise-words": "Your calf was sore."})
    assert response.status_code == 409
    assert "The draft was changed after you opened this page." in response.content.decode()
    assert "Your calf was sore." in response.content.decode()
    assert response.context["form"]["saved_count"].value() == seen + 1
    assert draft_of(cast.pat_record).published_at is None


def test_what_was_taken_out_of_the_library_is_named(cast: Cast, tess: Client) -> None:
    Exercise.objects.filter(slug="clamshell").update(is_retired=True)
    response = send(cast, tess)
    assert response.status_code == 422
    assert "Clamshell has been taken out of the library meanwhile." in response.content.decode()
    assert draft_of(cast.pat_record).published_at is None


def test_clashes_are_listed_with_the_reason_that_was_given(cast: Cast, tess: Client) -> None:
    ClinicalProfile.objects.filter(patient=cast.pat_record).update(
        operation_kind="replacement", approach="posterior", operated_on=TODAY - timedelta(weeks=20)
    )
    row = rows_of(draft_of(cast.pat_record))[1]
    page = tess.get(url("review_changes", cast.pat_record)).context["page"]
    (before,) = [one for one in page.clashes if one.name == "Clamshell"]
    assert before.is_open
    assert before.reasons
    PrescribedExercise.objects.filter(pk=row.pk).update(
        caution_reason="Done safely in the clinic",
        caution_reason_by=cast.tess,
    )
    page = tess.get(url("review_changes", cast.pat_record)).context["page"]
    (after,) = [one for one in page.clashes if one.name == "Clamshell"]
    assert (after.verdict, after.given, after.given_by) == ("Caution", "Done safely in the clinic", "Tess Moran")
