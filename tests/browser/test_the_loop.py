"""Assign, see, tick, remind, review: Tess, Pat and Cara, each in a window of their own, on a phone and at a desk."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, expect

from portal.sessions.models import ExerciseResult
from tests.browser.chromium import DESK, PHONE
from tests.browser.story import Story
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THURSDAY = datetime(2026, 11, 19, 11, 5, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 20, 11, 10, tzinfo=UTC)
FRIDAY_LATER = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)

CLAMSHELL = "Clamshell with a pillow between the knees"
SIDE_LYING = "Side-lying leg raise with a pillow between the legs"
BRIDGE, SIT_TO_STAND = "Glute bridge", "Sit to stand from a raised seat"
NOT_FOR_PAT = ("Step-up", "Single-leg stance (with support)", "Calf stretch at wall")
ADVICE = "Use the high chair from the hallway."
CHANGE = "These four for two weeks. Call me if one of them hurts."
WORDS = "A bit stiff at first. Is the pillow for sleeping too?"
CORRECTED = "A bit stiff at first, better after the second set."
CLINICAL = ("hip", "exercise", "pain", "clinic", "pat", "tess", "leg", "routine", "therap")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_tess_assigns_pat_and_cara_record_and_tess_reviews(story: Story) -> None:
    story.begin()
    tess = story.tess()
    tess_chooses_exercises(tess)
    tess_sets_the_doses(tess)
    tess_publishes(tess)
    pat_is_told(story, "Your page is ready")

    story.at(THURSDAY)
    pat_is_told(story, "A reminder for you")
    pat = story.pat()
    pat_finds_today(pat)
    pat_reads_an_exercise_and_ticks(pat)
    pat_takes_back_and_leaves_out(pat)
    pat_says_how_it_went(pat)
    pat_records_yesterday(pat)
    pat_looks_round_and_leaves(pat)

    story.at(FRIDAY)
    cara_helps_pat(story.cara())

    story.at(FRIDAY_LATER)
    tess_reviews(story.tess())
    assert who_recorded() == {("Pat Ellis", False), ("Cara Ellis", True)}


# --- Tess assigns ---------------------------------------------------------------------------


def tess_chooses_exercises(tess: Window) -> None:
    tess.stands_at("Who needs you today")
    tess.look("caseload")
    tess.follow("All patients", within=tess.page.get_by_role("navigation", name="Lists"))
    tess.look("caseload of all")
    tess.follow("Pat Ellis", exact=False)
    tess.stands_at("Pat Ellis")
    tess.look("patient without a routine")
    tess.follow("Assign a routine", within=tess.page.locator(".patient-head"))
    tess.look("assign")
    tess.press("Use this: Hip replacement, weeks 6 to 12")
    # Nothing of it is refused, so that it could be published at once.
    tess.stands_at("Publish revision 1 for Pat")
    tess.follow("Back to the draft", within=tess.page.locator("form.build"))
    tess.stands_at("Edit routine")
    for name in NOT_FOR_PAT:
        tess.press(f"Remove {name}")
    tess.page.get_by_label("Search the library").fill("chair")
    tess.press("Find")
    tess.press(f"Add {SIT_TO_STAND}")


def tess_sets_the_doses(tess: Window) -> None:
    raise_leg = prescribed(tess, SIDE_LYING)
    raise_leg.get_by_label("Sets").fill("1")
    raise_leg.get_by_label("Times", exact=True).fill("6")
    raise_leg.get_by_label("Hold, s").fill("2")
    raise_leg.get_by_label("Thu", exact=True).check()
    sit_to_stand = prescribed(tess, SIT_TO_STAND)
    sit_to_stand.get_by_label("Times", exact=True).fill("5")
    sit_to_stand.get_by_label("Note to Pat").fill(ADVICE)
    clamshell = prescribed(tess, CLAMSHELL)
    clamshell.get_by_label("Side").select_option("Right leg")
    times = tess.page.get_by_role("region", name="Times of the day")
    times.get_by_label("Time 1").fill("11:00")
    tess.page.get_by_label("Change in your words").fill(CHANGE)
    tess.press("Save for later", within=tess.page.locator(".side-panel"))
    tess.sees("Saved. Nobody sees it before you publish.")
    expect(prescribed(tess, SIDE_LYING).get_by_label("Sets")).to_have_value("1")
    tess.look("builder")


def tess_publishes(tess: Window) -> None:
    prescribed(tess, SIDE_LYING).get_by_label("Sets").fill("0")
    tess.press("Review and publish")
    tess.sees("Write a whole number from 1 to 20.")
    tess.look("builder with an error")
    prescribed(tess, SIDE_LYING).get_by_label("Sets").fill("2")
    tess.press("Review and publish")
    tess.stands_at("Publish revision 1 for Pat")
    tess.sees(CHANGE)
    tess.press("Publish")
    tess.sees("Say why, or go back to the draft and choose another form.")
    choose(tess, "Tried in the clinic, done safely")
    tess.look("review before publishing")
    tess.press("Publish")
    tess.sees("Published. Pat sees it now.")
    tess.look("patient with a new routine")


def prescribed(tess: Window, name: str) -> Locator:
    return tess.page.locator("li.rx").filter(has=tess.page.get_by_role("heading", name=name))


# --- Mail -------------------------------------------------------------------------------------


def pat_is_told(story: Story, subject: str) -> None:
    """One mail to Pat, which names nothing clinical and leads to her page."""
    [letter] = [one for one in story.letters() if one.to == [story.cast.pat.email]]
    assert letter.subject == subject
    said = f"{letter.subject} {letter.body}".lower().replace(story.home, "")
    assert [word for word in CLINICAL if word in said] == []
    assert f"{story.home}/" in str(letter.body)


# --- Pat --------------------------------------------------------------------------------------


def pat_finds_today(pat: Window) -> None:
    pat.stands_at("Good morning, Pat")
    pat.sees("0 of 3 done")
    pat.sees("Not recorded yet")
    pat.sees("Yesterday, 11 a.m.")
    pat.look("today")


def pat_reads_an_exercise_and_ticks(pat: Window) -> None:
    pat.follow("Start number 1", exact=False)
    pat.stands_at(CLAMSHELL)
    for words in ("Get ready", "How to do it", "Why it helps", "Where you feel it", "Common mistakes", "Right leg"):
        pat.sees(words)
    pat.sees("555 0142")
    pat.look("exercise")
    pat.press("Done, go to number 2")
    pat.stands_at(SIDE_LYING)
    pat.sees("2 sets of 6. Hold 2 seconds.")
    pat.press("Done, go to number 3")
    pat.stands_at(SIT_TO_STAND)
    pat.sees(ADVICE)
    pat.follow("Back to today")
    pat.sees("2 of 3 done")


def pat_takes_back_and_leaves_out(pat: Window) -> None:
    tick(pat, SIT_TO_STAND)
    pat.sees("3 of 3 done")
    pat.look("today all done")
    undo(pat, SIT_TO_STAND)
    pat.sees("2 of 3 done")
    pat.follow("Start number 3", exact=False)
    pat.follow("Not today")
    pat.look("not today")
    choose(pat, "Too tired")
    pat.press("Save and go on")


def pat_says_how_it_went(pat: Window) -> None:
    pat.sees("How much did your hip hurt during the exercises?")
    pat.look("finish")
    choose(pat, "6")
    choose(pat, "Hard", exact=False)
    pat.page.get_by_label("Anything to tell Tess?").fill(WORDS)
    pat.press("Save my answers")
    pat.sees("Saved. Thank you, Pat.")
    pat.sees("Not today: too tired")
    pat.look("today finished")
    pat.follow("Change what you said")
    expect(pat.page.get_by_label("Anything to tell Tess?")).to_have_value(WORDS)
    pat.page.get_by_label("Anything to tell Tess?").fill(CORRECTED)
    choose(pat, "4")
    pat.press("Save my answers")
    pat.sees("Saved. Thank you, Pat.")


def pat_records_yesterday(pat: Window) -> None:
    pat.follow("Yesterday, 11 a.m.")
    pat.stands_at("Yesterday, 11 a.m.")
    pat.look("yesterday")
    rows = pat.page.locator(".record-row")
    expect(rows).to_have_count(4)
    for row in rows.all():
        row.get_by_label("Done", exact=True).check()
    rows.last.get_by_label("Not done", exact=True).check()
    rows.last.get_by_label("Why not?", exact=False).select_option("No time")
    pat.press("Save this session")
    pat.sees("Saved. Thank you, Pat.")
    pat.sees_not("Not recorded yet")


def pat_looks_round_and_leaves(pat: Window) -> None:
    pat.follow("History")
    pat.sees(CORRECTED)
    pat.look("history")
    pat.follow("Reminders")
    pat.look("reminders")
    pat.press("Sign out")
    pat.open("/")
    pat.stands_at("Sign in")


def tick(window: Window, name: str) -> None:
    window.page.get_by_role("button", name=f"Tick off {name}").click()
    expect(window.page.get_by_role("button", name=f"Undo: {name} is done")).to_be_visible()


def undo(window: Window, name: str) -> None:
    window.page.get_by_role("button", name=f"Undo: {name} is done").click()
    expect(window.page.get_by_role("button", name=f"Tick off {name}")).to_be_visible()


def choose(window: Window, words: str, *, exact: bool = True) -> None:
    window.page.get_by_role("radio", name=words, exact=exact).check()


# --- Cara -------------------------------------------------------------------------------------


def cara_helps_pat(cara: Window) -> None:
    cara.stands_at("Whose exercises?")
    cara.sees("Walt Hanna")
    cara.look("people")
    cara.follow("Walt Hanna", exact=False)
    cara.sees("You are helping Walt")
    cara.look("today of Walt")
    cara.follow("Switch to Pat")
    cara.sees("You are helping Pat")
    cara.sees("What you tick is saved under your name")
    cara.look("today of Pat")
    cara.follow(CLAMSHELL, exact=False)
    cara.sees("You are helping Pat")
    cara.sees("How to help")
    cara.look("exercise for Pat")
    cara.follow("Back to today")
    for name in (CLAMSHELL, SIDE_LYING, BRIDGE, SIT_TO_STAND):
        tick(cara, name)
    cara.sees("That is today done for Pat.")
    cara.look("today of Pat done")
    cara.follow("Say how it went")
    cara.sees("How much did Pat’s hip hurt during the exercises?")
    choose(cara, "7")
    choose(cara, "Someone was near", exact=False)
    cara.look("finish for Pat")
    cara.press("Save my answers")
    cara.sees("Saved for Pat.")


# --- Tess reviews -----------------------------------------------------------------------------


def tess_reviews(tess: Window) -> None:
    tess.open("/caseload/")
    row = tess.page.get_by_role("row").filter(has_text="Pat Ellis")
    for words in ("3 of 3 sessions", "1 note unread since Thu 19 Nov", "Pain 7 on Fri 20 Nov, your limit is 5"):
        expect(row).to_contain_text(words)
    tess.look("caseload with a reason")
    tess.follow("Pat Ellis", exact=False)
    tess.sees(CORRECTED)
    sessions = tess.page.get_by_role("region", name="Last sessions")
    expect(sessions.get_by_role("row").filter(has_text="Fri 20 Nov")).to_contain_text("Cara for Pat")
    expect(sessions.get_by_role("row").filter(has_text="Thu 19 Nov")).to_contain_text("Too tired")
    tess.look("patient with a week")
    tess.press("Mark as read")
    tess.press("Mark as reviewed")
    tess.sees("Marked as reviewed.")
    tess.follow("Caseload")
    tess.sees("Nobody is waiting for you")


def who_recorded() -> set[tuple[str, bool]]:
    """Name, and whether it was on behalf of another."""
    standing = ExerciseResult.objects.filter(voided_at__isnull=True).select_related("recorded_by")
    return {(one.recorded_by.name, one.on_behalf_of_id is not None) for one in standing if one.recorded_by}
