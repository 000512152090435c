"""One connection to the mail server for a whole run, and what its answers mean for us."""

import logging
import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

logger = logging.getLogger(__name__)

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
# A server that answers one byte a second never runs into a socket's own timeout.
HARD_LIMIT_SECONDS = 20.0
# Many servers end a connection after some number of mails.
MAILS_PER_CONNECTION = 100
SILENCES_ALLOWED = 1


class ServerRefusesUs(Exception):
    """No mail of ours gets through at all: wrong sign-in, no TLS, sender refused, nobody there."""


class NotNow(Exception):
    """This one not at the moment: try again later. `code` is empty when the server said nothing."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(code)
        self.code = code


class RefusedForGood(Exception):
    def __init__(self, code: int | None, *, is_unknown_address: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_unknown_address = is_unknown_address


class WatchedBackend(EmailBackend):
    """Keeps hold of the connection while it is still being made, so that a watchdog can end it."""

    being_made: smtplib.SMTP | None = None

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        backend = self

        class WatchedConnection(super().connection_class):  # type: ignore[misc]
            def connect(self, *args: Any, **kwargs: Any) -> Any:
                backend.being_made = self
                return super().connect(*args, **kwargs)

        return WatchedConnection

    def cut(self) -> None:
        """From another thread: whoever waits for the server's answer gets an error now."""
        sock = getattr(self.being_made, "sock", None)
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def drop(self) -> None:
        """Without a farewell, which a silent server would not answer either."""
        if self.being_made is not None:
            self.being_made.close()
        self.being_made = self.connection = None


class Mailer:
    def __init__(self) -> None:
        self.backend = WatchedBackend() if settings.EMAIL_BACKEND == SMTP_BACKEND else get_connection()
        self.is_open = False
        self.sent_on_it = 0
        self.silences = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> None:
        """Raises ServerRefusesUs. Costs nothing while the connection stands."""
        if self.is_open and self.sent_on_it < MAILS_PER_CONNECTION:
            return
        self.close()
        try:
            with self._watched():
                self.backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise ServerRefusesUs(_said(error)) from error
        self.is_open, self.sent_on_it = True, 0

    def send(self, message: EmailMessage) -> None:
        """Returns when the server has taken it. Raises ServerRefusesUs, NotNow or RefusedForGood."""
        self.open()
        try:
            with self._watched():
                self.backend.send_messages([message])
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            if isinstance(error, smtplib.SMTPException) and not isinstance(error, smtplib.SMTPServerDisconnected):
                raise meaning_of(error) from error
            raise self._silence(error) from error
        except smtplib.SMTPException as error:
            raise meaning_of(error) from error
        self.sent_on_it += 1
        self.silences = 0

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            with suppress(OSError, smtplib.SMTPException):
                self.backend.close()

    def _silence(self, error: Exception) -> Exception:
        """It hung up or did not answer. Once may be this mail's fault; again is not."""
        self._drop()
        self.silences += 1
        return ServerRefusesUs(_said(error)) if self.silences > SILENCES_ALLOWED else NotNow()

    def _drop(self) -> None:
        self.is_open = False
        if isinstance(self.backend, WatchedBackend):
            self.backend.drop()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        if not isinstance(self.backend, WatchedBackend):
            yield
            return
        watchdog = threading.Timer(HARD_LIMIT_SECONDS, self.backend.cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            yield
        finally:
            watchdog.cancel()


def meaning_of(error: smtplib.SMTPException) -> Exception:
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()))
            return _of_code(code, words)
        case smtplib.SMTPSenderRefused():
            return ServerRefusesUs(_said(error))
        case smtplib.SMTPDataError():
            return _of_code(error.smtp_code, b"")
        case smtplib.SMTPNotSupportedError():
            # The address needs what this server does not know.
            return RefusedForGood(None)
        case smtplib.SMTPResponseException():
            return ServerRefusesUs(_said(error))
    return NotNow()


def _of_code(code: int, words: bytes | str) -> Exception:
    if code == 421:
        return ServerRefusesUs(f"{code}")
    if code < 500:
        return NotNow(code)
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return RefusedForGood(code, is_unknown_address=text.startswith("5.1."))


def _said(error: Exception) -> str:
    """For the operator: never an address or a password, only the server's code and our class of error."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
