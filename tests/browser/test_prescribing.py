"""Prescribing, as Tess does it: few presses, by keyboard alone, in two windows, on paper; and what comes of it at home."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, expect

from accounts.access import Role
from accounts.models import Patient
from exercises.models import Exercise
from portal.reminders.pump import pump_once
from portal.routines import actions
from portal.routines.models import PrecautionOrder, RoutineRevision
from portal.routines.publishing.actions import publish
from portal.sessions.models import ExerciseResult, RecordSource
from tests.browser.chromium import DESK, PHONE
from tests.browser.conftest import Opener
from tests.browser.window import Window
from tests.cast import Cast, access_of, give_routine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
FEWER_THAN = 12
NAME, BORN, OPERATED = "Nora Field", "03141952", "10262026"  # three weeks before the day of the test
# Counts what hands do: a press of the pointer, and every key but those that write a name or a date.
COUNTING = """
addEventListener("pointerdown", () => pressed("click"), true);
addEventListener("keydown", (event) => {
  const isTyping = event.key.length === 1 && event.target.matches("[name=name], [type=date]");
  if (!isTyping) pressed(event.key);
}, true);
"""


@pytest.fixture
def tess(past_the_door: Opener, cast: Cast, library: None) -> Window:
    # Adopts the library too, so that Tess may prescribe from it.
    give_routine(cast, cast.walt_record, ("heel-raise",), side="")
    return past_the_door(cast.tess, width=DESK)


# --- A new patient ----------------------------------------------------------------------------


def test_a_new_patient_has_a_routine_within_eleven_presses(clock: object, tess: Window) -> None:
    pressed = count_presses(tess.context)
    tess.open("/caseload/")
    describe_nora(tess)
    tess.press("Use this: Hip replacement, weeks 2 to 6")
    tess.stands_at("Publish revision 1 for Nora")
    clashes = tess.page.get_by_role("region", name="Clashes and cautions")
    expect(clashes.get_by_role("heading", level=3)).to_have_text(["Sit to stand from a raised seat: Caution"])
    pick(tess, "Why they are given all the same", "Tried in the clinic, done safely")
    tess.press("Publish")
    tess.sees("Published. Nora sees it now.")

    print(f"\n{len(pressed)} presses from the caseload to a published routine: {', '.join(pressed)}")
    assert 8 < len(pressed) < FEWER_THAN
    revision = RoutineRevision.objects.get(routine__patient__name=NAME)
    [given] = revision.prescribed.exclude(caution_reason="")
    assert (given.exercise.slug, given.caution_reason) == ("sit-to-stand", "Tried in the clinic, done safely")
    assert PrecautionOrder.objects.get(patient__name=NAME).rule == "THA-P"
    pigeon_pose_is_refused(tess)


def describe_nora(tess: Window) -> None:
    keyboard = tess.page.keyboard
    tess.follow("New patient")
    keyboard.type(NAME)
    keyboard.press("Tab")
    keyboard.type(BORN)
    pick(tess, "Operation", "Hip replacement")
    pick(tess, "Affected side", "Left")
    keyboard.press("Tab")
    keyboard.type(OPERATED)
    pick(tess, "Approach", "Posterior")
    pick(tess, "Precautions", "Until 12 weeks after")
    tess.press("Save and choose a routine")
    tess.stands_at(f"Assign a routine to {NAME}")


def pigeon_pose_is_refused(tess: Window) -> None:
    tess.press("Edit routine")
    box = tess.page.get_by_label("Search the library")
    box.press_sequentially("pigeon")
    row = tess.page.locator(".find-row").filter(has_text="Pigeon pose")
    expect(row).to_contain_text("Not offered after a hip replacement")
    expect(row.get_by_role("button")).to_have_count(0)
    # The key that adds says why not, and adds nothing.
    box.press("Enter")
    expect(tess.page.locator("#add [role=status]")).to_contain_text("Not offered after a hip replacement")
    expect(tess.page.locator("[data-row]")).to_have_count(5)


def count_presses(context: BrowserContext) -> list[str]:
    pressed: list[str] = []
    context.expose_binding("pressed", lambda _source, what: pressed.append(what))
    context.add_init_script(COUNTING)
    return pressed


def pick(window: Window, question: str, answer: str) -> None:
    window.page.get_by_role("group", name=question, exact=True).get_by_role("radio", name=answer, exact=True).click()


# --- The draft --------------------------------------------------------------------------------


def test_a_draft_saves_itself_and_an_older_window_overwrites_nothing(
    clock: object, cast: Cast, tess: Window, past_the_door: Opener
) -> None:
    open_draft_of(cast, "glute-bridge", "clamshell")
    older = past_the_door(cast.tess, width=DESK)
    for window in (tess, older):
        window.open(builder_of(cast.pat_record))
    with saves_itself(tess):
        sets_of(tess, "Glute bridge").fill("4")
    tess.page.reload()
    expect(sets_of(tess, "Glute bridge")).to_have_value("4")

    sets_of(older, "Clamshell").fill("7")
    expect(older.page.locator("#conflict")).not_to_be_empty()
    older.look("builder of an older window")
    # Sent by hand, it is refused too, and what was typed stays to be read.
    older.press("Save for later", within=older.page.locator(".side-panel"))
    expect(older.page.locator("body")).to_contain_text("7")
    draft = RoutineRevision.objects.get(routine__patient=cast.pat_record)
    assert draft.prescribed.get(exercise__slug="glute-bridge").sets == 4
    assert 7 not in [one.sets for one in draft.prescribed.all()]


def test_a_draft_is_built_by_keyboard_alone(clock: object, cast: Cast, tess: Window) -> None:
    open_draft_of(cast, "glute-bridge", "clamshell")
    tess.open(builder_of(cast.pat_record))
    keyboard, chosen = tess.page.keyboard, tess.page.locator(".find-row.is-chosen")
    keyboard.press("/")
    expect(tess.page.get_by_label("Search the library")).to_be_focused()
    keyboard.type("heel")
    expect(chosen).to_be_visible()
    first = chosen.get_attribute("data-found")
    keyboard.press("ArrowDown")
    expect(chosen).not_to_have_attribute("data-found", first or "")
    keyboard.press("ArrowUp")
    expect(chosen).to_have_attribute("data-found", first or "")
    with tess.page.expect_navigation():
        keyboard.press("Enter")
    expect(names(tess)).to_have_text(["Glute bridge", "Clamshell", first or ""])
    # Ready for the next one.
    expect(tess.page.get_by_label("Search the library")).to_be_focused()

    with saves_itself(tess):
        sets_of(tess, first or "").focus()
        keyboard.press("Alt+ArrowUp")
        expect(names(tess)).to_have_text(["Glute bridge", first or "", "Clamshell"])
        expect(sets_of(tess, first or "")).to_be_focused()
        expect(tess.page.locator("#order-status")).to_contain_text("is now number 2 of 3")
    tess.page.reload()
    expect(names(tess)).to_have_text(["Glute bridge", first or "", "Clamshell"])


def open_draft_of(cast: Cast, *slugs: str) -> RoutineRevision:
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST)
    draft = actions.open_draft(by=by)
    for slug in slugs:
        actions.add_exercise(draft, Exercise.objects.get(slug=slug), by=by)
    return draft


@contextmanager
def saves_itself(window: Window) -> Iterator[None]:
    """What is done within is saved before it goes on, and the page says so."""
    counted = window.page.locator("input[name=saved_count]")
    before = counted.input_value()
    yield
    expect(counted).not_to_have_value(before)
    expect(window.page.locator("#save-state")).to_contain_text("Saved at 09:")


def builder_of(patient: Patient) -> str:
    return reverse("routines:edit_routine", args=[patient.public_id])


def names(window: Window) -> Locator:
    return window.page.locator("[data-row] [data-name]")


def sets_of(window: Window, name: str) -> Locator:
    row = window.page.locator("[data-row]").filter(has=window.page.get_by_role("heading", name=name))
    return row.get_by_label("Sets")


# --- At home ----------------------------------------------------------------------------------


def test_pat_reads_what_changed_and_tess_sees_who_read_it(
    clock: object, cast: Cast, tess: Window, past_the_door: Opener
) -> None:
    give_routine(cast, cast.pat_record, ("glute-bridge", "clamshell"))
    change_routine(cast, stops="clamshell", begins="heel-slide")
    patient_page = reverse("progress:patient", args=[cast.pat_record.public_id])
    tess.open(patient_page)
    tess.sees("Not confirmed yet")

    pat = past_the_door(cast.pat, width=PHONE)
    pat.open("/")
    changed = pat.page.get_by_role("region", name="What changed")
    expect(changed.get_by_role("listitem").locator("b")).to_have_text(["New: Heel slide", "Stopped: Clamshell"])
    pat.look("change notice")
    pat.press("I have read this")
    expect(changed).to_have_count(0)

    tess.open(patient_page)
    tess.sees("Read by Pat,")
    tess.sees_not("Not confirmed yet")


def change_routine(cast: Cast, *, stops: str, begins: str) -> None:
    draft = open_draft_of(cast, begins)
    by = access_of(cast.tess, cast.pat_record, Role.THERAPIST)
    actions.remove_exercise(draft.prescribed.get(exercise__slug=stops), by=by)
    publish(draft, by=by)


# --- On paper ---------------------------------------------------------------------------------


def test_the_paper_twin_is_printed_and_comes_back_by_keys(
    clock: time_machine.Traveller, cast: Cast, tess: Window
) -> None:
    wednesday = timezone.now()
    clock.move_to(MONDAY)
    give_routine(cast, cast.pat_record, ("glute-bridge", "heel-raise"))
    pump_once(timezone.now())
    clock.move_to(wednesday)
    tess.open(reverse("progress:patient", args=[cast.pat_record.public_id]))
    tess.follow("On paper")
    tess.stands_at("Exercises on paper")
    pdf = tess.context.request.get(href_of(tess, "PDF, A4 paper"))
    assert (pdf.status, pdf.headers["content-type"], pdf.body()[:5]) == (200, "application/pdf", b"%PDF-")
    paper = tess.page.url
    tess.follow("Page to print, A4")
    tess.page.emulate_media(media="print")
    tess.look("page to print")
    tess.page.emulate_media(media="screen")

    tess.open(paper)
    tess.follow("Type in ticks from paper")
    tick_by_keys(tess)
    tess.sees("marked as from paper")
    recorded = ExerciseResult.objects.filter(exercise_session__routine__patient=cast.pat_record)
    assert {(one.source, one.exercise_session.local_date) for one in recorded.select_related("exercise_session")} == {
        (RecordSource.PAPER, MONDAY.date()),
        (RecordSource.PAPER, MONDAY.date() + timedelta(days=1)),
    }


def tick_by_keys(window: Window) -> None:
    """Monday and, one to the right, Tuesday, of the first exercise; then the Enter key saves."""
    keyboard, boxes = window.page.keyboard, window.page.locator("input[name=tick]")
    boxes.first.focus()
    keyboard.press("Space")
    keyboard.press("ArrowRight")
    keyboard.press("Space")
    expect(window.page.locator("input[name=tick]:checked")).to_have_count(2)
    with window.page.expect_navigation():
        keyboard.press("Enter")


def href_of(window: Window, name: str) -> str:
    return window.page.get_by_role("link", name=name).get_attribute("href") or ""
