"""GET and POST /library/<slug>/change/pose/, and the worker that draws: asked for, drawn, failed, adopted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import AuditEvent
from exercises import actions, tasks
from exercises.adoptable import shelves
from exercises.figures.library import POSES
from exercises.models import DrawingState, Exercise, OwnDrawing, OwnPicture
from exercises.own import drawing
from exercises.own.adopting import CannotAdopt
from exercises.own.joints import groups_of, moved, parent_figure, touches_of
from tests.cast import Cast, give_routine
from tests.conftest import SignIn
from tests.exercises.own.conftest import Own

pytestmark = [pytest.mark.thorough, pytest.mark.django_db, pytest.mark.usefixtures("library")]

OPENED = {"end.leg_left.swing": "20"}
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><title>a pose</title></svg>'


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """In place of the drawing packages; holds the figures that were drawn."""
    drawn: list[Any] = []

    def draw(figure: Any, look: Any) -> list[tuple[str, str, tuple[int, int]]]:
        drawn.append(figure)
        names = [f"{view}-{side}" for view in figure.views for side in figure.sides]
        return [(name, SVG, (900, 400)) for name in names]

    monkeypatch.setattr(drawing, "load_engine", lambda: SimpleNamespace(draw=draw))
    return drawn


@pytest.fixture
def without_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "ENGINE", "exercises.figures.no_such_engine")


def ask(own: Own, **changed: object) -> None:
    response = own.client.post(own.url("pose/"), own.pose(**(changed or OPENED)))
    assert response.status_code == 302, response.content.decode()[:4000]


def draw(own: Own) -> str:
    return drawing.draw_own(own.row.pk)


def row_of(own: Own) -> OwnDrawing:
    return OwnDrawing.objects.get(exercise=own.row)


def page(own: Own) -> str:
    return own.client.get(own.url("pose/")).content.decode()


def test_every_exercise_with_a_drawing_can_be_posed() -> None:
    for path in POSES.glob("*.yaml"):
        if path.stem.startswith("learn-"):
            continue
        figure = parent_figure(path.stem)
        assert figure is not None
        assert moved(figure, {}).views == figure.views, path.stem
        for view in figure.views:
            controls = [control for group in groups_of(figure, view) for control in group.controls]
            assert len({control.name for control in controls}) == len(controls), path.stem
            assert all(control.low <= control.value <= control.high for control in controls), path.stem


def test_a_moved_joint_moves_the_figure_and_nothing_else() -> None:
    figure = parent_figure("clamshell")
    assert figure is not None
    bent = moved(figure, {"end": {"leg_right.knee_flex": 60, "arm_right.elbow": 40}})
    assert bent.views["start"] == figure.views["start"]
    assert (bent.views["end"].legs["right"].knee, bent.views["end"].arms["right"].elbow) == (60, 40)
    assert bent.views["end"].legs["left"] == figure.views["end"].legs["left"]


def test_legs_that_mirror_each_other_go_on_doing_so() -> None:
    figure = parent_figure("glute-bridge")
    assert figure is not None
    wide = moved(figure, {"end": {"leg_both.foot_y": 10}}).views["end"].legs
    before = figure.views["end"].legs
    assert wide["left"].foot
    assert wide["right"].foot
    assert before["left"].foot
    assert wide["left"].foot.offset[1] == pytest.approx(before["left"].foot.offset[1] + 0.10)
    assert wide["right"].foot.offset[1] == pytest.approx(-wide["left"].foot.offset[1])


def test_the_page_offers_sliders_that_work_without_script(own: Own) -> None:
    html = page(own)
    assert 'type="range"' in html
    assert "Knee swung outward" in html
    ask(own, **{"slide-end.leg_left.swing": "20"})  # the box beside it still says 0
    assert row_of(own).numbers == {"end": {"leg_left.swing": 20}}


def test_asking_waits_for_the_worker_and_takes_the_declaration_back(own: Own) -> None:
    own.client.post(own.url("angles/"), own.angles())
    assert own.row.is_checkable
    ask(own)
    row = own.row
    assert row_of(own).state == DrawingState.WAITING
    assert (row.is_checkable, row.tags, row.poses.count()) == (False, [], 0)
    html = page(own)
    assert "The pictures are being drawn" in html
    assert "Look again" in html
    assert AuditEvent.objects.filter(action="own_exercise.pose_changed").exists()


def test_the_worker_is_woken_after_the_commit(
    own: Own,
    engine: list[Any],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask(own)
    assert row_of(own).state == DrawingState.READY


def test_with_the_queue_away_it_stays_waiting_and_a_command_draws_it(
    own: Own,
    engine: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError

    monkeypatch.setattr(tasks.draw_own, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        ask(own)
    assert row_of(own).state == DrawingState.WAITING
    call_command("draw_own")
    assert "Drawn: 1. Could not be drawn: 0." in capsys.readouterr().out
    assert row_of(own).state == DrawingState.READY


def test_what_is_drawn_is_shown_for_each_side_and_each_person(own: Own, engine: list[Any]) -> None:
    ask(own)
    assert draw(own) == DrawingState.READY
    assert OwnPicture.objects.count() == 8  # two bodies, two views, two sides
    row = own.row
    right, left, man = row.picture("end", "right"), row.picture("end", "left"), row.picture("end", figure="man-dark")
    assert right is not None
    assert left is not None
    assert man is not None
    assert len({right.address, left.address, man.address}) == 3
    assert man.src.endswith("#dark")
    assert right.src.endswith("/end-right.svg")
    assert not right.shows_parent
    assert row.picture("helper") is None
    answer = own.client.get(right.src)
    assert (answer.content.decode(), answer.headers["Content-Type"]) == (SVG, "image/svg+xml")
    assert "The pictures show your clinic’s pose." in page(own)
    assert engine[0].slug == own.slug


def test_an_impossible_pose_is_explained_and_the_parents_picture_stays(own: Own, engine: list[Any]) -> None:
    ask(own, **{"end.leg_left.foot_z": "30"})
    assert draw(own) == DrawingState.FAILED
    html = page(own)
    assert "The changed pose could not be drawn" in html
    assert "left foot and right foot should touch and are" in html
    assert "Picture of <span" in html
    assert not OwnPicture.objects.exists()
    assert engine == []


def test_a_contact_that_is_given_up_is_not_asked_for(own: Own, engine: list[Any]) -> None:
    figure = parent_figure("clamshell")
    assert figure is not None
    name = next(touch.name for touch in touches_of(figure, "end") if touch.pair == ("shoe_left", "shoe_right"))
    ask(own, **{"end.leg_left.foot_z": "10", f"end.{name}": None})
    assert row_of(own).numbers["end"][name] == 0
    assert draw(own) == DrawingState.READY, row_of(own).reason


@pytest.mark.usefixtures("without_packages")
def test_without_the_packages_it_says_whom_to_ask(own: Own) -> None:
    ask(own)
    assert draw(own) == DrawingState.FAILED
    assert "Drawing needs the figures packages; ask the operator." in page(own)
    shown = own.row.picture("end")
    assert shown is not None
    assert shown.shows_parent
    assert "The pictures are those of" in own.client.get(f"/library/{own.slug}/").content.decode()


def test_a_drawing_that_breaks_is_told(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(figure: Any, look: Any) -> list[Any]:
        raise RuntimeError

    monkeypatch.setattr(drawing, "load_engine", lambda: SimpleNamespace(draw=broken))
    ask(own)
    assert draw(own) == DrawingState.FAILED
    assert "Ask for it again" in page(own)
    monkeypatch.setattr(drawing, "load_engine", lambda: SimpleNamespace(draw=lambda figure, look: []))
    own.client.post(own.url("pose/again/"))
    assert row_of(own).state == DrawingState.WAITING
    assert draw(own) == DrawingState.READY


@pytest.mark.parametrize("state", [DrawingState.WAITING, DrawingState.FAILED])
def test_nobody_adopts_a_pose_that_is_not_drawn(own: Own, state: str) -> None:
    ask(own)
    OwnDrawing.objects.update(state=state)
    with pytest.raises(CannotAdopt):
        actions.adopt_exercise(own.row, version=1, by=own.member)
    html = own.client.get(f"/library/{own.slug}/").content.decode()
    assert "Adopt this version" not in html
    answer = own.client.post(f"/library/{own.slug}/adopt/", {"version": "1", "stamp": own.stamp}, follow=True)
    assert "picture of the changed pose" in answer.content.decode() or "could not be drawn" in answer.content.decode()
    item = next(i for shelf in shelves(own.member.clinic, "en") for i in shelf.items if i.slug == own.slug)
    sent = {"item": item.token, "do": "adopt"}
    review = own.client.post("/library/review/adopt/", sent, follow=True).content.decode()
    assert escape(item.hindrance) in review
    actions.adopt_everything(own.member.clinic, by="Tess Moran")
    assert not Exercise.objects.prescribable(own.member.clinic).filter(slug=own.slug).exists()


def test_going_back_to_the_librarys_pose(own: Own, engine: list[Any]) -> None:
    ask(own)
    draw(own)
    sent = own.pose() | {"do": "library_pose"}
    assert own.client.post(own.url("pose/"), sent).status_code == 302
    assert not OwnDrawing.objects.exists()
    assert not OwnPicture.objects.exists()
    shown = own.row.picture("end")
    assert shown is not None
    assert shown.shows_parent
    assert actions.adopt_exercise(own.row, version=1, by=own.member)


def test_a_newer_request_replaces_an_older_one(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the first is being drawn, the pose is changed again: what the first one drew is not kept."""
    asked: list[int] = []

    def slow(figure: Any, look: Any) -> list[tuple[str, str, tuple[int, int]]]:
        if not asked:
            asked.append(1)
            ask(own, **{"end.leg_left.swing": "10"})
        return [("end-right", SVG, (9, 4))]

    monkeypatch.setattr(drawing, "load_engine", lambda: SimpleNamespace(draw=slow))
    ask(own)
    assert draw(own) == ""
    assert row_of(own).state == DrawingState.WAITING
    assert not OwnPicture.objects.exists()
    assert draw(own) == DrawingState.READY
    assert row_of(own).numbers == {"end": {"leg_left.swing": 10}}
    assert draw(own) == ""  # a second worker finds nothing to do


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("end.leg_left.swing", "76", "Write a whole number from -75 to 75."),
        ("end.leg_right.knee_flex", "-4", "Write a whole number from -3 to 155."),
        ("end.leg_right.knee_flex", "bent", "Write a whole number from -3 to 155."),
        ("end.leg_right.knee_flex", str(2**80), "Write a whole number from -3 to 155."),
    ],
)
def test_a_number_out_of_bounds_is_said_and_kept(own: Own, name: str, value: str, sentence: str) -> None:
    sent = own.pose(**{name: value, "start.trunk.bend": "23"})
    response = own.client.post(own.url("pose/"), sent)
    html = response.content.decode()
    assert response.status_code == 422
    assert sentence in html
    assert 'value="23"' in html
    assert not OwnDrawing.objects.exists()


def test_a_slider_out_of_bounds_or_of_nonsense_is_ignored(own: Own) -> None:
    for value in ("999", "x", "\x00", "1e9", "9" * 400):
        sent = own.pose(**{"slide-end.leg_left.swing": value})
        assert own.client.post(own.url("pose/"), sent).status_code == 302
    assert not OwnDrawing.objects.exists()


def test_two_tabs(own: Own) -> None:
    first, second = own.pose(**OPENED), own.pose(**{"end.leg_left.swing": "33"})
    own.client.post(own.url("pose/"), first)
    response = own.client.post(own.url("pose/"), second)
    assert response.status_code == 409
    assert 'value="33"' in response.content.decode()
    assert row_of(own).numbers == {"end": {"leg_left.swing": 20}}


def test_an_exercise_that_the_library_does_not_draw_has_no_pose_to_change(own: Own) -> None:
    Exercise.objects.filter(pk=own.row.pk).update(copied_from="no-such-pose")
    assert "there is no pose to change" in page(own)
    assert own.client.post(own.url("pose/"), {"stamp": own.stamp}).status_code == 422


def test_patients_see_the_drawing_that_was_adopted_and_the_page_asks_no_more_than_before(
    own: Own, cast: Cast, signed_in: SignIn, engine: list[Any]
) -> None:
    revision = give_routine(cast, cast.pat_record, [own.slug])
    prescribed = revision.prescribed.get()
    url = reverse(
        "sessions:exercise",
        args=[cast.pat_record.public_id, cast.pat_record.today(timezone.now()), 1, prescribed.public_id],
    )
    pat = signed_in(cast.pat)
    pat.get(url)
    with CaptureQueriesContext(connection) as before:
        assert "/library/own-picture/" not in pat.get(url).content.decode()
    ask(own)
    draw(own)
    assert own.row.version == 2
    assert "/library/own-picture/" not in pat.get(url).content.decode()  # nobody has adopted it yet
    assert actions.adopt_exercise(own.row, version=2, by=own.member)
    routine = give_routine(cast, cast.pat_record, [])
    assert routine.prescribed.get().exercise_version == 2
    url = reverse(
        "sessions:exercise",
        args=[cast.pat_record.public_id, cast.pat_record.today(timezone.now()), 1, routine.prescribed.get().public_id],
    )
    pat.get(url)
    with CaptureQueriesContext(connection) as after:
        html = pat.get(url).content.decode()
    assert "/library/own-picture/" in html
    assert len(after) <= len(before)


def test_the_form_of_angles_says_what_the_changed_pose_shows(own: Own) -> None:
    assert "Drawn:" not in own.client.get(own.url("angles/")).content.decode()
    ask(own, **{"end.leg_right.knee_flex": "40"})
    assert "Drawn: 40°" in own.client.get(own.url("angles/")).content.decode()


@pytest.mark.thorough
def test_a_real_drawing(own: Own) -> None:
    pytest.importorskip("numba")
    pytest.importorskip("scipy")
    ask(own)
    assert draw(own) == DrawingState.READY, row_of(own).reason
    names = {one.name.split("/", 1)[1] for one in OwnPicture.objects.all()}
    assert {"woman/start-left.svg", "man/end-right.svg"} <= names
    assert all(bytes(one.content).startswith(b"<svg") for one in OwnPicture.objects.all())
