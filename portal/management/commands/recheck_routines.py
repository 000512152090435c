"""manage.py recheck_routines: every routine that runs is checked against its patient's limits of today."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from portal.routines.rechecking import recheck


class Command(BaseCommand):
    help = "Checks all running routines again, as the portal does by itself each night. Worth it after an update."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Patients whose place on the list changed: {recheck(timezone.now())}")
