"""Days of the week as bits, Monday = 1."""

EVERY_DAY = 0b1111111
DAYS_IN_WEEK = 7

# Spread over the week, with a day of rest between where there is room for one.
SPREAD = {
    1: 0b0000001,
    2: 0b0001001,  # Monday, Thursday
    3: 0b0010101,  # Monday, Wednesday, Friday
    4: 0b0101011,  # Monday, Tuesday, Thursday, Saturday
    5: 0b0011111,  # Monday to Friday
    6: 0b0111111,
    7: EVERY_DAY,
}


def days_per_week(weekdays: int) -> int:
    return (weekdays & EVERY_DAY).bit_count()
