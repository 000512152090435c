"""manage.py drop_old_record: lets whole months of the record of who looked go when their time is over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.record.retention import YEARS, MustStay, check, drop, events_of, old_months


class Command(BaseCommand):
    help = "Drops sealed months of the record of who looked that are older than their time; what they held stays said."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--years", type=int, default=YEARS, help=f"how long the record is kept (default {YEARS})")
        parser.add_argument("--dry-run", action="store_true", help="only say what would go")

    def handle(self, *args: Any, years: int, dry_run: bool, **options: Any) -> None:
        if not 1 <= years <= 100:
            raise CommandError("Keep the record for at least one year: --years 1 to 100.")
        now = timezone.now()
        months = old_months(now, years)
        if not months:
            self.stdout.write(f"Nothing is older than {years} years.")
        kept = [complaint for month in months if (complaint := self._drop(month, dry_run))]
        if kept:
            raise CommandError("\n".join(kept))

    def _drop(self, month: str, dry_run: bool) -> str:
        try:
            if dry_run:
                check(month)
                self.stdout.write(f"{month}: {events_of(month)} events would go.")
            else:
                self.stdout.write(f"{month}: {drop(month, now=timezone.now())} events dropped.")
        except MustStay as reason:
            return f"{month} stays: {reason}"
        return ""
