"""What is written to the log: where something went wrong and of which kind, never with which values."""

import logging
import traceback
from types import TracebackType


class PlainFormatter(logging.Formatter):
    """A traceback without the messages of its errors: a database quotes in them the values that it refused."""

    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        parts: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            parts.append(f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__qualname__}")
            error = error.__cause__ or error.__context__
        return "\nwhich came after\n".join(parts)
