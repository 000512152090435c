"""Sign-in mails leave beside the request, not inside it.

Whoever asks for a code or a new password gets the same answer for a known and an unknown address; it must not take
longer for the known one either. Writing and sending a mail takes longest of all, so it happens in a thread of its own.
"""

import contextvars
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import close_old_connections, connection

logger = logging.getLogger(__name__)

# Two, so that a mail server that hangs holds up one of them only. A process that ends sends what is waiting first.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sign-in-mail")
# Threads share one processor: begun at once, the mail would slow down the very answer that it must not slow down.
PAUSE_SECONDS = 0.3
IN_MEMORY = "django.core.mail.backends.locmem.EmailBackend"


def send_beside(work: Callable[[], None]) -> None:
    """Tests keep their mail in memory and want it at once."""
    if settings.EMAIL_BACKEND == IN_MEMORY:
        work()
    else:
        # An empty context: the request belongs to the thread that answers it.
        _threads.submit(contextvars.Context().run, _send, work)


def _send(work: Callable[[], None]) -> None:
    time.sleep(PAUSE_SECONDS)
    close_old_connections()
    try:
        work()
    except Exception as error:
        # The error's own words may name an address.
        logger.error("A sign-in mail was not sent: %s", type(error).__name__)
    finally:
        connection.close()
