"""A portal with the demo's people, in this process, and a browser that looks at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.test import Client
from django.test.testcases import LiveServerThread
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page

from accounts.models import Patient, User
from portal.demo.cast import address, load_library, seed
from tests.browser.chromium import DESK, PHONE, started


@dataclass(frozen=True)
class Picture:
    """`press` is a link on the page that leads to the one to be taken."""

    name: str
    who: str
    path: str
    width: int
    height: int
    press: str = ""


def pictures() -> list[Picture]:
    pat = Patient.objects.get(name="Pat Ellis").public_id
    today = reverse("home:today", args=[pat])
    return [
        Picture("today", "pat", today, PHONE, 1240),
        Picture("exercise", "pat", today, PHONE, 1240, press=".now .button"),
        Picture("library", "tess", reverse("exercises:library"), DESK, 880),
        Picture("patient", "tess", reverse("progress:patient", args=[pat]), DESK, 880),
        Picture("helpers", "pat", reverse("grants:helpers", args=[pat]), PHONE, 1240),
        Picture("looked", "pat", reverse("privacy:looked", args=[pat]), PHONE, 1240),
        Picture("clinic", "ada", reverse("clinic:patient", args=[pat]), DESK, 880),
    ]


@contextmanager
def demo_portal() -> Iterator[str]:
    """Its address."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_library()
    seed(now=timezone.now())
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://localhost:{server.port}"
    server.terminate()


def take_all(home: str, folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    with started() as browser:
        return [_take(browser, home, one, folder) for one in pictures()]


def _take(browser: Browser, home: str, picture: Picture, folder: Path) -> Path:
    context = browser.new_context(
        base_url=home,
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=1.5 if picture.width == PHONE else 1,
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": _session_of(picture.who), "url": home}])
    page = context.new_page()
    page.goto(picture.path)
    if picture.press:
        with page.expect_navigation():
            page.click(picture.press)
    _wait_for_drawings(page)
    file = folder / f"{picture.name}.png"
    page.screenshot(path=file)
    context.close()
    return file


def _session_of(handle: str) -> str:
    client = Client()
    client.force_login(User.objects.get(email=address(handle)))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _wait_for_drawings(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
