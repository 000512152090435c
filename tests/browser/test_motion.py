"""The moving picture in a real browser, and the choice of who is in the pictures."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, Request, Route, expect

from accounts.models import Patient
from exercises import pictures
from portal.routines.models import PrescribedExercise
from tests.browser.chromium import DESK, PHONE
from tests.browser.conftest import Opener
from tests.browser.window import Window
from tests.cast import Cast, give_routine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILE = "**/motion-left.svg"
SHOW, STEPS = "Show it moving", "Show it step by step"
FAILED = "The moving picture did not load."
SVG = 'xmlns="http://www.w3.org/2000/svg" class="fig fig-woman" viewBox="0 0 700 400" width="700" height="400"'


def moving(inside: str = "", root: str = "") -> str:
    """Seven frames, of which the first is shown: a ball that goes across."""
    frames = "".join(
        f'<g class="fig-frame" data-part="{number / 6:.3f}"{" display=" + chr(34) + "none" + chr(34) if number else ""}>'
        f'<circle class="fig-shirt" cx="{60 + number * 95}" cy="200" r="40"/></g>'
        for number in range(7)
    )
    return f"<svg {SVG} {root}><title>Ball</title>{inside}{frames}</svg>"


Opened = Callable[..., Window]


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """The committed pictures, with a moving one for the clamshell."""
    found: dict[str, Any] = dict(pictures.manifest())
    found["clamshell"] = {**found["clamshell"], "motion": True}
    monkeypatch.setattr(pictures, "manifest", lambda path=None: found)


@pytest.fixture
def clamshell(clock: time_machine.Traveller, portal: str, library: None, cast: Cast) -> PrescribedExercise:
    """Two seconds there, one second of hold, three seconds back."""
    revision = give_routine(cast, cast.pat_record, ["clamshell"])
    one = revision.prescribed.get()
    one.hold_seconds = 1
    one.save()
    return one


@pytest.fixture
def opened(clamshell: PrescribedExercise, cast: Cast, open_window: Opener, portal: str) -> Opened:
    def opened(svg: str = "", *, width: int = PHONE, has_script: bool = True, may_move: bool = True) -> Window:
        window = open_window("pat", width=width, has_script=has_script)
        client = Client()
        client.force_login(cast.pat)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        window.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": portal}])
        window.page.route(FILE, lambda route: served(route, svg or moving()))
        window.page.emulate_media(reduced_motion="no-preference" if may_move else "reduce")
        day = cast.pat_record.today(clamshell.revision.published_at)  # type: ignore[arg-type]
        window.open(reverse("sessions:exercise", args=[cast.pat_record.public_id, day, 1, clamshell.public_id]))
        return window

    return opened


def served(route: Route, svg: str) -> None:
    route.fulfill(body=svg, content_type="image/svg+xml")


def part(page: Page) -> float:
    """Which frame is shown; exactly one ever is."""
    shown = page.locator(".fig-frame:not([display])")
    assert shown.count() == 1
    return float(shown.get_attribute("data-part") or "-1")


def comes_to(page: Page, wanted: float) -> None:
    expect(page.locator(f'.fig-frame[data-part="{wanted:.3f}"]')).not_to_have_attribute("display", "none", timeout=9000)


def stands_still(page: Page) -> bool:
    before = part(page)
    page.wait_for_timeout(2600)  # longer than the rest at either end
    return part(page) == before


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_it_moves_when_asked_holds_and_comes_back(opened: Opened, width: int) -> None:
    pat = opened(width=width)
    asked: list[Request] = []
    pat.page.on("request", lambda request: asked.append(request) if "motion-left.svg" in request.url else None)
    pat.page.wait_for_timeout(300)
    assert asked == []
    pat.page.get_by_role("button", name=SHOW).click()
    expect(pat.page.get_by_role("button", name="Pause")).to_be_focused()
    assert len(asked) == 1
    assert part(pat.page) == 0
    comes_to(pat.page, 1)
    expect(pat.page.locator("[data-phase=hold]")).to_be_visible()
    expect(pat.page.locator("[data-motion-number]")).to_have_text("1")
    comes_to(pat.page, 0)
    comes_to(pat.page, 1)
    assert len(asked) == 1
    pat.look("moving")


def test_pause_holds_it_and_play_goes_on_by_keyboard(opened: Opened) -> None:
    pat = opened()
    pat.page.get_by_role("button", name=SHOW).press("Enter")
    comes_to(pat.page, 0.5)
    pat.page.keyboard.press("Space")
    expect(pat.page.get_by_role("button", name="Play")).to_be_focused()
    assert stands_still(pat.page)
    pat.page.keyboard.press("Enter")
    comes_to(pat.page, 1)


def test_it_stops_where_nobody_sees_it(opened: Opened) -> None:
    pat = opened()
    pat.page.get_by_role("button", name=SHOW).click()
    comes_to(pat.page, 0.5)
    pat.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    pat.page.wait_for_timeout(200)
    assert stands_still(pat.page)
    pat.page.locator("[data-motion-picture]").scroll_into_view_if_needed()
    comes_to(pat.page, 1)
    pat.page.evaluate(
        """() => { Object.defineProperty(document, "hidden", { value: true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    assert stands_still(pat.page)


def test_whoever_wants_no_motion_steps_through_it(opened: Opened) -> None:
    pat = opened(may_move=False)
    pat.page.get_by_role("button", name=STEPS).click()
    expect(pat.page.get_by_role("button", name="Start", exact=True).first).to_be_focused()
    expect(pat.page.get_by_role("button", name="Pause")).not_to_be_visible()
    assert stands_still(pat.page)
    pat.page.get_by_role("button", name="Halfway").click()
    assert part(pat.page) == 0.5
    pat.page.get_by_role("button", name="End", exact=True).click()
    assert part(pat.page) == 1
    expect(pat.page.get_by_role("button", name="End", exact=True)).to_have_attribute("aria-pressed", "true")
    pat.look("moving step by step")


def test_a_circle_goes_round_and_never_back(opened: Opened) -> None:
    pat = opened(moving(root='data-loop="true"'))
    pat.page.get_by_role("button", name=SHOW).click()
    comes_to(pat.page, 1)
    expect(pat.page.locator("[data-phase=start]")).to_be_visible()
    assert pat.page.locator("[data-phase=back]").is_hidden()


@pytest.mark.parametrize(
    "svg",
    [
        moving("<script>document.title = 'broken'</script>"),
        moving(root='onload="document.title = 1"'),
        moving('<image href="https://elsewhere.example/x.png"/>'),
        moving('<a href="javascript:alert(1)"><path d="M0 0"/></a>'),
        moving('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'),
        moving('<path fill="url(https://elsewhere.example/#x)" d="M0 0"/>'),
        f"<svg {SVG}></svg>",
        "<svg",
        "not a picture",
    ],
)
def test_a_file_that_is_not_one_of_ours_is_refused(opened: Opened, svg: str) -> None:
    pat = opened(svg)
    title = pat.page.title()
    pat.page.get_by_role("button", name=SHOW).click()
    pat.sees(FAILED)
    assert pat.page.locator("[data-motion-picture] svg").count() == 0
    assert pat.page.title() == title
    # The content policy speaks up as well, as it should.
    pat.complaints = [one for one in pat.complaints if "Content Security Policy" not in one]


def test_a_file_that_does_not_come_is_told_and_can_be_asked_for_again(opened: Opened) -> None:
    pat = opened()
    pat.page.unroute(FILE)
    pat.page.route(FILE, lambda route: route.abort())
    pat.page.get_by_role("button", name=SHOW).click()
    pat.sees(FAILED)
    pat.page.unroute(FILE)
    pat.page.route(FILE, lambda route: served(route, moving()))
    pat.page.get_by_role("button", name=SHOW).click()
    expect(pat.page.get_by_text(FAILED)).not_to_be_visible()
    comes_to(pat.page, 0.5)


def test_without_script_and_on_paper_there_are_the_still_pictures(opened: Opened) -> None:
    plain = opened(has_script=False)
    expect(plain.page.get_by_role("button", name=SHOW)).not_to_be_visible()
    assert plain.page.locator(".picture-steps img").count() == 2
    plain.look("exercise without motion")
    pat = opened()
    pat.page.get_by_role("button", name=SHOW).click()
    comes_to(pat.page, 0.5)
    pat.page.emulate_media(media="print")
    expect(pat.page.locator(".motion-stage")).not_to_be_visible()
    expect(pat.page.locator(".picture-steps img").first).to_be_visible()


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
def test_pat_chooses_who_is_in_the_pictures(opened: Opened, cast: Cast, width: int, has_script: bool) -> None:
    pat = opened(width=width, has_script=has_script)
    pat.open("/")
    pat.follow("Choose who is in the pictures")
    pat.stands_at("Who is in the pictures")
    pat.look("who is in the pictures")
    pat.page.get_by_role("radio", name="Man, brown skin", exact=True).check(force=True)
    pat.press("Save my choice")
    pat.sees("Saved. This is who the pictures show now.")
    assert Patient.objects.get(pk=cast.pat_record.pk).figure == "man-brown"
    pat.open("/")
    sources = pat.page.locator("main .picture img").evaluate_all("(all) => all.map((one) => one.getAttribute('src'))")
    assert sources
    assert all("/man/" in one and one.endswith("#brown") for one in sources)
