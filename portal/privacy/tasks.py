"""What Celery calls once a night."""

from celery import shared_task
from django.core.management import call_command

AN_HOUR = 3600


@shared_task(soft_time_limit=AN_HOUR, time_limit=AN_HOUR + 60)  # type: ignore[untyped-decorator]
def purge() -> None:
    call_command("purge")
