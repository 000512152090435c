"""What Celery calls: the recheck of the routines that run."""

from celery import shared_task
from django.utils import timezone

from portal.routines.rechecking import recheck

AN_HOUR = 3600


@shared_task(soft_time_limit=AN_HOUR, time_limit=AN_HOUR + 60)  # type: ignore[untyped-decorator]
def recheck_routines() -> None:
    recheck(timezone.now())


@shared_task(soft_time_limit=AN_HOUR, time_limit=AN_HOUR + 60)  # type: ignore[untyped-decorator]
def recheck_clashing() -> None:
    recheck(timezone.now(), only_clashing=True)
