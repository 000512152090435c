"""A production portal as an operator would set it up, with a beat that need not be waited for."""

from portal.settings import *  # noqa: F403

CELERY_BEAT_SCHEDULE = {
    "reminders": {"task": "portal.reminders.tasks.tick", "schedule": 1.0, "options": {"expires": 25}},
}
