"""One person's window: where they are, what they press, and whatever the page complained about."""

import os
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.browser.chromium import HEIGHTS
from tests.browser.looks import axe_violations, misfits, small_controls

REFUSED = (409, 422)  # a form that comes back with a sentence is an answer
# SCREENSHOTS=/some/folder keeps a picture of every page that is looked at.
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")


class Window:
    def __init__(self, browser: Browser, home: str, *, width: int, has_script: bool, who: str) -> None:
        self.home, self.width, self.has_script, self.who = home, width, has_script, f"{who} at {width}"
        self.context = browser.new_context(
            base_url=home,
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=has_script,
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(10_000)
        self.complaints: list[str] = []
        self.looked = 0
        self.page: Page = self.context.new_page()
        self._listen()

    def open(self, path: str) -> None:
        self.page.goto(path)

    def press(self, name: str, *, role: str = "button", exact: bool = True, within: Locator | None = None) -> None:
        """Presses what bears this name, and waits for the page it leads to."""
        found = (within or self.page).get_by_role(role, name=name, exact=exact)  # type: ignore[arg-type]
        with self.page.expect_navigation():
            found.click()

    def follow(self, name: str, *, exact: bool = True, within: Locator | None = None) -> None:
        self.press(name, role="link", exact=exact, within=within)

    def unfold(self, words: str) -> None:
        self.page.locator("summary", has_text=words).click()

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def sees_not(self, words: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(words)

    def stands_at(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def look(self, name: str) -> None:
        """Judges the page as it is once its styles are there. Nothing is hidden behind the first finding."""
        self.page.wait_for_load_state("load")
        self._picture(name)
        found = misfits(self.page) + small_controls(self.page)
        if self.has_script:
            found += axe_violations(self.page)
        self.complaints += [f"{name}: {one}" for one in found]

    def close(self) -> None:
        self.context.close()

    def _picture(self, name: str) -> None:
        if not SCREENSHOTS:
            return
        self.looked += 1
        script = "script" if self.has_script else "plain"
        who = self.who.replace(" ", "-")
        file = f"{who}-{script}-{self.looked:02}-{name.replace(' ', '-')}.png"
        self.page.screenshot(path=Path(SCREENSHOTS) / file, full_page=True)

    def _listen(self) -> None:
        page = self.page
        # What breaks the content security policy is an error of the console too.
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._complain(str(error)))
        page.on("request", self._requested)
        page.on("response", self._answered)

    def _said(self, said: ConsoleMessage) -> None:
        # A failed request is told by its answer, below.
        if said.type in ("error", "warning") and not said.text.startswith("Failed to load resource"):
            self._complain(said.text)

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:")):
            self._complain(f"left the portal for {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in REFUSED:
            self._complain(f"{response.status} from {response.url}")

    def _complain(self, words: str) -> None:
        self.complaints.append(f"{self.page.url}: {words}")
