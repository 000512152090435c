"""What a routine asks of a patient in all: how many exercises, minutes a day, things to have ready. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from exercises import dosage
from portal.routines.models import PrescribedExercise

# The programmes of the library hold four to six; above that the builder says so, and no more.
USUAL_MOST = 6
SECONDS_PER_MINUTE = 60


@dataclass(frozen=True)
class Summary:
    """Minutes of the shortest and the longest day on which anything is due; 0 for an empty routine."""

    count: int
    fewest_minutes: int
    most_minutes: int
    equipment: list[str]

    @property
    def is_long(self) -> bool:
        return self.count > USUAL_MOST

    @property
    def is_the_same_each_day(self) -> bool:
        return self.fewest_minutes == self.most_minutes


def summarise(rows: Sequence[PrescribedExercise], times: int) -> Summary:
    """`times` is how many times of the day there are."""
    days = [sum(seconds_a_day(row, times) for row in rows if row.weekdays >> day & 1) for day in range(7)]
    minutes = [max(round(seconds / SECONDS_PER_MINUTE), 1) for seconds in days if seconds]
    things = dict.fromkeys(thing for row in rows for thing in row.exercise.equipment)
    return Summary(len(rows), min(minutes, default=0), max(minutes, default=0), list(things))


def seconds_a_day(row: PrescribedExercise, times: int) -> int:
    slots = times if row.slots == 0 else (row.slots & ((1 << times) - 1)).bit_count()
    exercise = row.exercise
    once = dosage.estimated_seconds(
        row.dosage, seconds_per_rep=exercise.seconds_per_rep, usual_hold_seconds=exercise.default_hold_seconds
    )
    return once * slots
