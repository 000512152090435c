"""The demo's people, with weeks behind them: the pages the loop does not pass, and those that fill up with time."""

from collections.abc import Callable

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import Patient, TextSize, User
from portal.demo.cast import address, seed
from portal.reminders.models import ReminderPreference
from tests.browser.chromium import DESK, PHONE
from tests.browser.conftest import Opener
from tests.browser.every_link import broken_links
from tests.browser.prescribing_pages import of, prescribing_pages
from tests.browser.window import Window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SignedIn = Callable[..., Window]


@pytest.fixture
def demo(clock: time_machine.Traveller, portal: str, library: None) -> None:
    seed(now=timezone.now())


@pytest.fixture
def signed_in(demo: None, past_the_door: Opener) -> SignedIn:
    def enter(handle: str, *, width: int = PHONE, has_script: bool = True) -> Window:
        return past_the_door(User.objects.get(email=address(handle)), width=width, has_script=has_script)

    return enter


def test_a_therapist_can_use_every_page(signed_in: SignedIn) -> None:
    pages = {
        "caseload": reverse("home:caseload"),
        "patient": of("Pat Ellis", "progress:patient"),
        "paused patient": of("Lucy Chen", "progress:patient"),
        "library": reverse("exercises:library"),
        "exercise": reverse("exercises:exercise", args=["clamshell"]),
        "templates": reverse("exercises:templates"),
        "template": reverse("exercises:template", args=["tha-weeks-6-12"]),
        **prescribing_pages(),
    }
    for width in (PHONE, DESK):
        tess = signed_in("tess", width=width)
        for name, path in pages.items():
            tess.open(path)
            tess.look(name)
    tess.open(pages["builder with a clash"])
    tess.sees("Not inside Jack’s precautions")


def test_a_patient_can_use_pages_full_of_weeks(signed_in: SignedIn) -> None:
    preference = ReminderPreference.objects.create(
        patient=Patient.objects.get(name="Pat Ellis"), recipient=User.objects.get(email=address("pat"))
    )
    for width in (PHONE, DESK):
        pat = signed_in("pat", width=width)
        pat.open("/")
        pat.sees("Tess changed your exercises")
        pat.look("today")
        pat.follow("History")
        pat.look("history")
        pat.open(reverse("reminders:stop", args=[preference.stop_token]))
        pat.look("stop")
    lucy = signed_in("lucy")
    lucy.open("/")
    lucy.sees("There is a pause until")
    lucy.look("today in a pause")


def test_a_patient_reads_french_and_the_largest_text(signed_in: SignedIn) -> None:
    User.objects.filter(email__in=[address("pat"), address("cara")]).update(text_size=TextSize.LARGEST)
    hugo, pat, cara = signed_in("hugo"), signed_in("pat", has_script=False), signed_in("cara", has_script=False)
    for window in (hugo, pat):
        window.open("/")
        window.look("today")
        with window.page.expect_navigation():
            window.page.locator(".tick-row-main").first.click()
        window.look("exercise")
    assert hugo.page.locator("html").get_attribute("lang") == "fr"
    pat.follow("Not today")
    pat.look("not today")
    pat.open(of("Pat Ellis", "progress:history"))
    pat.look("history")
    pat.open(of("Pat Ellis", "reminders:preferences"))
    pat.look("reminders")
    cara.open("/")
    cara.look("people")
    cara.follow("Walt Hanna", exact=False)
    cara.look("today of Walt")


def test_no_link_leads_nowhere(signed_in: SignedIn) -> None:
    for handle in ("tess", "pat", "cara", "ada", "sam"):
        broken, opened = broken_links(signed_in(handle).context, "/")
        assert not broken, f"{handle}:\n" + "\n".join(broken)
        assert opened > 3
