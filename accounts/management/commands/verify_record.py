"""manage.py verify_record: reads the record of who looked again, link by link. Writes nothing."""

import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.record.verifying import PATIENCE, Report, verify


class Command(BaseCommand):
    help = "Checks that the record of who looked is as it was written. Ends with 1 when it is not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--unsealed-minutes",
            type=int,
            default=int(PATIENCE.total_seconds() // 60),
            help="an event that waits longer than this for its seal is a trouble",
        )
        parser.add_argument(
            "--contains", default="", metavar="HASH", help="a link that the log has told: it must still be there"
        )

    def handle(self, *args: Any, unsealed_minutes: int, contains: str, **options: Any) -> None:
        begun = time.monotonic()
        patience = timedelta(minutes=unsealed_minutes)
        report = verify(timezone.now(), patience=patience, known_chain=contains.strip())
        self._figures(report, time.monotonic() - begun)
        for trouble in report.troubles:
            self.stdout.write(self.style.ERROR(str(trouble)))
        if report.troubles:
            raise CommandError(f"The record is not as it was written: {len(report.troubles)} troubles.")
        self.stdout.write("The record is as it was written.")

    def _figures(self, report: Report, seconds: float) -> None:
        self.stdout.write(
            f"{report.events} events in {report.links} links, {report.waiting} not sealed yet, in {seconds:.1f} s."
        )
        self.stdout.write(f"Newest link: {report.newest}")
        for anchor in report.dropped:
            self.stdout.write(
                f"{anchor.month} was dropped on {anchor.dropped_at:%Y-%m-%d}: "
                f"{anchor.events} events in {anchor.seals} links."
            )
