"""What Celery calls. It wakes the pump and decides nothing."""

import logging

from celery import shared_task
from celery.worker import state

from portal.reminders.pump import pump_once

logger = logging.getLogger(__name__)


@shared_task  # type: ignore[untyped-decorator]
def tick() -> None:
    report = pump_once(is_stopping=is_worker_stopping)
    logger.info("Reminders: %s", report)


def is_worker_stopping() -> bool:
    """True in a worker that was told to end: what is begun is finished, nothing new is claimed."""
    # An exit status, which may be 0; False and None both mean that nobody asked.
    return any(word is not None and word is not False for word in (state.should_stop, state.should_terminate))
