"""The first step of the pump alone, as a program: python -m tests.portal.reminders.make_sessions"""

import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.utils import timezone

    from portal.reminders.materialise import materialise

    print(materialise(timezone.now(), lambda: True))
