"""Run as a program of its own by tests that need several pumps at once: python -m tests.portal.reminders.one_pump"""

import os
import sys

import django
from django.conf import settings

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"


def main(command: str) -> None:
    django.setup()
    from django.utils import timezone

    from portal.reminders.materialise import materialise
    from portal.reminders.pump import pump_once
    from tests.portal.reminders import counting

    settings.EMAIL_BACKEND = counting.BACKEND
    settings.MAIL_MAX_PER_MINUTE = 0
    print("ready", flush=True)
    sys.stdin.readline()
    if command == "materialise":
        print(materialise(timezone.now(), lambda: True))
    else:
        print(pump_once().sent)


if __name__ == "__main__":
    main(sys.argv[1])
