"""manage.py with the mail server that only counts: python -m tests.portal.reminders.manage_counting reminders --once"""

import os
import sys

import django
from django.conf import settings
from django.core.management import execute_from_command_line

from tests.portal.reminders.counting import BACKEND

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    settings.EMAIL_BACKEND = BACKEND
    settings.MAIL_MAX_PER_MINUTE = 0
    execute_from_command_line(sys.argv)
