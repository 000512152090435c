"""A zone in which it is the middle of the day, so that quiet hours never make a fresh demo silent."""

from datetime import datetime
from zoneinfo import ZoneInfo

ZONES = (
    "Pacific/Pago_Pago",
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Halifax",
    "America/Sao_Paulo",
    "Atlantic/South_Georgia",
    "Atlantic/Azores",
    "Europe/London",
    "Europe/Paris",
    "Europe/Helsinki",
    "Europe/Istanbul",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Brisbane",
    "Pacific/Noumea",
    "Pacific/Auckland",
)
WANTED_MINUTE = 12 * 60 + 15


def midday_zone(now: datetime) -> str:
    return min(ZONES, key=lambda name: abs(_minute_of_day(now, name) - WANTED_MINUTE))


def _minute_of_day(now: datetime, name: str) -> int:
    local = now.astimezone(ZoneInfo(name))
    return local.hour * 60 + local.minute
