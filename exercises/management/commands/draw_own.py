"""manage.py draw_own: draws the changed poses of clinics' own exercises that wait, as the worker does."""

from typing import Any

from django.core.management.base import BaseCommand

from exercises.models import DrawingState
from exercises.own.drawing import draw_own, waiting


class Command(BaseCommand):
    help = "Draws what waits of clinics' own exercises. Needs the `figures` packages; safe beside a running worker."

    def handle(self, *args: Any, **options: Any) -> None:
        states = [draw_own(pk) for pk in waiting()]
        drawn, failed = states.count(DrawingState.READY), states.count(DrawingState.FAILED)
        self.stdout.write(f"Drawn: {drawn}. Could not be drawn: {failed}.")
