"""A portal with the demo's people, in this process, and a browser that looks at it."""

from collections.abc import Iterator, Sequence
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
from tests.browser.prescribing_pages import prescribing_pages

PAPER = 794  # A4, in the pixels of a page to print
SCALES = {PHONE: 1.5, PAPER: 0.8}
CLASH = "[data-row]:has(.clash:not(.clash-caution))"


@dataclass(frozen=True)
class Picture:
    """`press` is a link on the page that leads to the one to be taken; `top` is what it begins with."""

    name: str
    who: str
    path: str
    width: int
    height: int
    press: str = ""
    top: str = ""
    is_printed: bool = False


def pictures() -> list[Picture]:
    pat = Patient.objects.get(name="Pat Ellis").public_id
    today = reverse("home:today", args=[pat])
    prescribing = prescribing_pages()
    return [
        Picture("today", "pat", today, PHONE, 1240),
        Picture("exercise", "pat", today, PHONE, 1240, press=".now .button"),
        Picture("library", "tess", reverse("exercises:library"), DESK, 880),
        Picture("patient", "tess", reverse("progress:patient", args=[pat]), DESK, 880),
        Picture("helpers", "pat", reverse("grants:helpers", args=[pat]), PHONE, 1240),
        Picture("looked", "pat", reverse("privacy:looked", args=[pat]), PHONE, 1240),
        Picture("clinic", "ada", reverse("clinic:patient", args=[pat]), DESK, 880),
        Picture("assign", "tess", prescribing["assign"], DESK, 880),
        Picture(
            "builder",
            "tess",
            prescribing["builder with a clash"],
            DESK,
            880,
            top="[data-row]:has(.clash:not(.clash-caution))",
        ),
        Picture("change", "pat", today, PHONE, 760, top=".change"),
        Picture("sheet", "tess", prescribing["page to print"], PAPER, 1400, is_printed=True),
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


def take_all(home: str, folder: Path, names: Sequence[str] = ()) -> list[Path]:
    """Or only those with these names."""
    folder.mkdir(parents=True, exist_ok=True)
    with started() as browser:
        return [_take(browser, home, one, folder) for one in pictures() if not names or one.name in names]


def _take(browser: Browser, home: str, picture: Picture, folder: Path) -> Path:
    context = browser.new_context(
        base_url=home,
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=SCALES.get(picture.width, 1),
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": _session_of(picture.who), "url": home}])
    page = context.new_page()
    page.goto(picture.path)
    if picture.press:
        with page.expect_navigation():
            page.click(picture.press)
    if picture.is_printed:
        page.emulate_media(media="print")
        # On a screen there is no margin of the printer.
        page.evaluate("document.body.style.padding = '12mm'")
    if picture.top:
        page.locator(picture.top).first.evaluate("(it) => scrollTo(0, it.getBoundingClientRect().top - 24)")
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
