"""The bench lives at noon of one Thursday, so that its data never grow old and every run sees the same pages."""

import os
from datetime import UTC, date, datetime, timedelta

import time_machine

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
TODAY: date = NOON.date()
# Real moment at which the run began, in Unix seconds: all processes of one run count from it.
BEGAN = "BENCH_BEGAN"


def start() -> None:
    """Sets this process's clock. The first process of a run says when it began; its children inherit that."""
    real_now = datetime.now(UTC)
    began = datetime.fromtimestamp(float(os.environ.setdefault(BEGAN, str(real_now.timestamp()))), UTC)
    time_machine.travel(NOON + (real_now - began), tick=True).start()


def days_ago(number: int) -> date:
    return TODAY - timedelta(days=number)
