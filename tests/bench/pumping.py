"""One sender of reminders, as a program of its own: runs the product's pump until there is nothing left to send."""

import os
from datetime import timedelta

import django

from tests.bench import clock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
LATER = timedelta(minutes=1)


def main() -> None:
    clock.start()
    django.setup()
    from portal.reminders.pump import pump_once

    # Twice with nothing: the other sender may have held the last rows.
    idle = 0
    while idle < 2:
        report = pump_once(clock.NOON + LATER)
        idle = 0 if report.sent else idle + 1


if __name__ == "__main__":
    main()
