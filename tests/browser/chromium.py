"""The system's Chromium, driven by Playwright."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PHONE, DESK = 390, 1280
HEIGHTS = {PHONE: 844, DESK: 800}


class NoChromium(Exception):
    def __init__(self) -> None:
        super().__init__("No Chromium here. On Debian: sudo apt-get install chromium")


@contextmanager
def started() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise NoChromium
    with sync_playwright() as playwright:
        # Chromium's sandbox refuses to start for root.
        args = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=args)
        yield browser
        browser.close()
