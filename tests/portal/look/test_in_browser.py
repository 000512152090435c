"""The look in a real Chromium: what axe finds, what overflows, and the four small scripts."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.portal.look import stub_urls

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.portal.look.stub_urls"),
    pytest.mark.django_db(transaction=True),
]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = [
    "/styleguide/",
    "/styleguide/staff/",
    "/styleguide/paper/",
    "/account/login/",
    "/account/password/reset/",
    "/nowhere/",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, and Django would refuse the database because of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(5000)
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def _forget() -> None:
    stub_urls.ticked.clear()
    stub_urls.kept_sizes.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(chromium: Browser, live_server: LiveServer, address: str, width: int, theme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=theme)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.goto(live_server.url + address)
    found = Axe().run(page, options=RULES).response["violations"]
    context.close()
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found] == []
    assert [words for words in said if "404" not in words] == []


@pytest.mark.parametrize("size", ["standard", "largest"])
@pytest.mark.parametrize("address", PAGES)
def test_no_page_scrolls_sideways_on_a_small_phone(
    page: Page, live_server: LiveServer, address: str, size: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}{address}?text={size}")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_tick_stays_on_the_page_and_keeps_the_focus(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/p/{uuid4()}/")
    page.evaluate("window.stayed = true")
    page.click("#tick-clamshell")
    page.wait_for_selector("#tick-clamshell.is-done")
    assert stub_urls.ticked == {"clamshell"}
    assert page.evaluate("window.stayed")
    assert page.evaluate("document.activeElement.id") == "tick-clamshell"
    assert page.inner_text(".progress-words") == "1 of 2 done"
    expect(page.locator("#tick-status")).to_have_text("1 of 2 done")
    page.click("#tick-clamshell")  # the new button works too
    page.wait_for_selector("#tick-clamshell:not(.is-done)")
    assert stub_urls.ticked == set()


def test_a_tick_works_without_script(chromium: Browser, live_server: LiveServer) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/p/{uuid4()}/")
    page.click("#tick-bridge")
    page.wait_for_selector("#tick-bridge.is-done")
    context.close()
    assert stub_urls.ticked == {"bridge"}


def test_a_tick_that_meets_an_error_is_sent_the_plain_way(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/p/{uuid4()}/")
    page.route("**/tick/**", lambda route: route.abort() if route.request.resource_type == "xhr" else route.continue_())
    with page.expect_navigation():
        page.click("#tick-bridge")
    page.wait_for_selector("#tick-bridge.is-done")


def test_the_text_size_changes_at_once_and_is_kept(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/styleguide/")
    with page.expect_response("**/text-size/"):
        page.click("button[value=largest]")
    assert page.evaluate("document.documentElement.dataset.text") == "largest"
    assert page.get_attribute("button[value=largest]", "aria-pressed") == "true"
    assert page.get_attribute("button[value=standard]", "aria-pressed") == "false"
    assert stub_urls.kept_sizes == ["largest"]


def test_the_hold_timer_counts_down_and_says_when_it_is_over(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/styleguide/")
    page.click("[data-hold] button")
    assert page.inner_text("[data-hold-label]") == "Stop"
    expect(page.locator("[data-hold-number]")).to_have_text("1")
    expect(page.locator("[data-hold-status]")).to_have_text("Hold is over")
    assert page.inner_text("[data-hold-label]") == "Start"
    assert page.inner_text("[data-hold-number]") == "3"
