"""The pump without Celery: once, for cron; or for ever, for a portal without a queue."""

import logging
import signal
import threading
from argparse import ArgumentParser

from django.core.management import BaseCommand
from django.db import close_old_connections

from portal.reminders.pump import pump_once

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Sends the reminders that are due."

    def add_arguments(self, parser: ArgumentParser) -> None:
        how_often = parser.add_mutually_exclusive_group(required=True)
        how_often.add_argument("--once", action="store_true", help="one run, then end")
        how_often.add_argument("--loop", action="store_true", help="run until stopped by Ctrl-C or SIGTERM")
        parser.add_argument("--every", type=float, default=10, metavar="SECONDS", help="pause between two runs")

    def handle(self, *, loop: bool, every: float, **options: object) -> None:
        stopping = threading.Event()
        # What is being sent is finished and written down; nothing new is begun.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stopping.set())
        if not loop:
            self.pump(stopping)
        while loop and not stopping.is_set():
            self.pump_or_complain(stopping)
            stopping.wait(every)

    def pump(self, stopping: threading.Event) -> None:
        report = pump_once(is_stopping=stopping.is_set)
        self.stdout.write(f"Reminders: {report}")

    def pump_or_complain(self, stopping: threading.Event) -> None:
        """A database that is away for a moment must not end a loop that runs for weeks."""
        close_old_connections()
        try:
            self.pump(stopping)
        except Exception:
            logger.exception("This run failed; the next one comes in a moment.")
