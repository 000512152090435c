"""The people of one journey, at the beginning of it: Pat has a record and no routine; Walt has one already."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from portal.reminders.pump import pump_once
from portal.routines.models import ClinicalProfile, PrecautionOrder
from tests.browser import signing_in
from tests.browser.window import Window
from tests.cast import PASSWORD, Cast, give_routine

NINE_WEEKS = timedelta(weeks=9)


@dataclass
class Story:
    home: str
    cast: Cast
    clock: time_machine.Traveller
    window_of: Callable[[str], Window]

    def begin(self) -> None:
        pat, today = self.cast.pat_record, timezone.now().date()
        operated_on = today - NINE_WEEKS
        ClinicalProfile.objects.create(
            patient=pat,
            side="left",
            operation="Left hip replacement",
            operation_kind="replacement",
            operated_on=operated_on,
            approach="posterior",
            weight_bearing="as_tolerated",
            pain_limit=5,
            goals="Walk to the shop and carry a bag home",
        )
        PrecautionOrder.objects.create(
            patient=pat,
            rule="THA-P",
            words="Hip not bent past 90°, legs not crossed",
            starts_on=operated_on,
            ends_on=operated_on + timedelta(weeks=12),
            ordered_by="Dr Lin Okafor, surgeon",
            recorded_by=self.cast.tess,
        )
        # Also adopts the library, so that Tess may prescribe from it.
        give_routine(self.cast, self.cast.walt_record, ("sit-to-stand", "heel-raise"), times=("10:30",), side="")

    def at(self, moment: datetime) -> None:
        self.clock.move_to(moment)

    def letters(self) -> list[EmailMultiAlternatives]:
        """Wakes the pump once, and hands out what it sent."""
        before = len(mail.outbox)
        pump_once(timezone.now())
        return [one for one in mail.outbox[before:] if isinstance(one, EmailMultiAlternatives)]

    def tess(self) -> Window:
        window = self.window_of("tess")
        signing_in.as_staff(window, self.cast.tess.email, PASSWORD)
        return window

    def pat(self) -> Window:
        window = self.window_of("pat")
        window.open("/")
        window.look("sign in")
        signing_in.with_code(window, self.cast.pat.email)
        return window

    def cara(self) -> Window:
        window = self.window_of("cara")
        signing_in.with_password(window, self.cast.cara.email, PASSWORD)
        return window
