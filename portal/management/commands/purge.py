"""manage.py purge: what is kept no longer than it has to be goes. Every night."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.privacy.purging import RULES, forget_the_bytes, idle_accounts


class Command(BaseCommand):
    help = "Deletes what is older than its time (docs/data.md), and says how much of what."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="change nothing, print the same numbers")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        now = timezone.now()
        for rule in RULES:
            count = rule.due(now) if dry_run else rule.apply(now)
            self.stdout.write(f"{rule.words}: {count}")
        idle = list(idle_accounts(now).values_list("pk", flat=True))
        numbers = f" (numbers {', '.join(map(str, idle))})" if idle else ""
        self.stdout.write(f"Accounts without a sign-in for 12 months, only listed: {len(idle)}{numbers}")
        if dry_run:
            self.stdout.write("Nothing was changed.")
        else:
            forget_the_bytes()
