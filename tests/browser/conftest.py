import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.browser.chromium import PHONE, started
from tests.browser.story import Story
from tests.browser.window import Window
from tests.cast import Cast

WEDNESDAY = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)

Opener = Callable[..., Window]


# Not for the whole run: other rooms drive a browser of their own, and Playwright starts once in a thread at a time.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, and Django would refuse the database because of it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with started() as browser:
        yield browser
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Wednesday, half past nine; it goes on from there, and a test moves it to another day."""
    with time_machine.travel(WEDNESDAY, tick=True) as traveller:
        yield traveller


@pytest.fixture
def portal(transactional_db: None, live_server: LiveServer, settings: Settings) -> str:
    """The address of the running portal; links in mails lead there. Nobody has asked for a code yet."""
    settings.SITE_URL = live_server.url
    cache.clear()
    return live_server.url


@pytest.fixture
def open_window(chromium: Browser, portal: str) -> Iterator[Opener]:
    """Opens one window for each person. At the end none of them may have complained."""
    windows: list[Window] = []

    def opened(who: str, *, width: int, has_script: bool = True) -> Window:
        windows.append(Window(chromium, portal, width=width, has_script=has_script, who=who))
        return windows[-1]

    yield opened
    complaints = [f"{window.who}, {one}" for window in windows for one in window.complaints]
    for window in windows:
        window.close()
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def past_the_door(open_window: Opener, portal: str) -> Opener:
    """A window of somebody who has signed in; the loop walks through the pages for that."""

    def entered(user: User, *, width: int = PHONE, has_script: bool = True) -> Window:
        window = open_window(user.name.split()[0], width=width, has_script=has_script)
        client = Client()
        client.force_login(user)
        name = django_settings.SESSION_COOKIE_NAME
        window.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": portal}])
        return window

    return entered


@pytest.fixture
def story(
    clock: time_machine.Traveller,
    portal: str,
    open_window: Opener,
    library: None,
    cast: Cast,
    width: int,
    has_script: bool,
) -> Story:
    """Asks the test for `width` and `has_script`."""
    return Story(portal, cast, clock, lambda who: open_window(who, width=width, has_script=has_script))
