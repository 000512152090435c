"""The change notice: what is new, stopped, more or less, in plain words for the patient. Pure; in the active language.

It says what changed and never what to think of it: no verdict, no praise. Grade 6, for somebody who reads it once.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format, time_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from exercises.dosage import Dosage, for_patient, length_in_words, rest_for_patient
from exercises.laterality import Laterality
from exercises.weekdays import EVERY_DAY, days_per_week
from portal.routines.models import PrescribedExercise
from portal.routines.naming import name_of
from portal.routines.publishing.changes import Part, match
from portal.routines.publishing.stop_reasons import reason_words


class Kind(enum.StrEnum):
    NEW = "new"
    STOPPED = "stopped"
    MORE = "more"
    LESS = "less"
    CHANGED = "changed"


@dataclass(frozen=True)
class Line:
    """ "Stopped: Heel raise", and a sentence or two."""

    kind: Kind
    title: str
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Notice:
    title: str
    lines: list[Line]
    words: str = ""  # the therapist's own


def notice_lines(
    old: Part, new: Part, stop_reasons: Mapping[str, str], language: str, *, helped: str = ""
) -> list[Line]:
    """New first, then stopped, then what changed. `helped` is the patient's first name where somebody else reads it."""
    found = match(old.rows, new.rows)
    lines = [
        *[_new(row, language) for row in found.added],
        *[_stopped(row, stop_reasons, language, helped) for row in found.left],
        *[line for was, row in found.pairs if (line := _changed(was, row, old, new, language))],
        *_times(old, new),
    ]
    if lines:
        return lines
    words = _("The order has changed.") if found.is_in_another_order else _("The exercises are the same as before.")
    return [Line(Kind.CHANGED, words)]


def notice_title(*, therapist: str, on: date, today: date, helped: str = "") -> str:
    """ "Tess changed your exercises on Tuesday"."""
    facts = {"therapist": therapist, "name": helped, "day": day_of_news(on, today)}
    if helped:
        return _("%(therapist)s changed %(name)s’s exercises %(day)s") % facts
    return _("%(therapist)s changed your exercises %(day)s") % facts


def day_of_news(on: date, today: date) -> str:
    days = (today - on).days
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 7:
        return _("on %(weekday)s") % {"weekday": date_format(on, "l")}
    return _("on %(day)s") % {"day": date_format(on, _("j F"))}


def _new(row: PrescribedExercise, language: str) -> Line:
    return Line(Kind.NEW, _("New: %(name)s") % {"name": name_of(row, language)}, (for_patient(row.dosage),))


def _stopped(row: PrescribedExercise, reasons: Mapping[str, str], language: str, helped: str) -> Line:
    why = reason_words(reasons.get(row.exercise.slug, ""), helped=helped)
    return Line(Kind.STOPPED, _("Stopped: %(name)s") % {"name": name_of(row, language)}, (why,) if why else ())


@dataclass(frozen=True)
class _Said:
    """One sentence, and whether it means more (+1), less (-1) or simply something else (0)."""

    words: str
    way: int = 0


def _changed(was: PrescribedExercise, row: PrescribedExercise, old: Part, new: Part, language: str) -> Line | None:
    said = [
        *_form(name_of(was, language), name_of(row, language)),
        *_side(was, row),
        *_dose(was.dosage, row.dosage),
        *_resistance(was.resistance, row.resistance),
        *_days(was.weekdays, row.weekdays),
        *_hours(was, row, old, new),
        *_note(was.note, row.note),
    ]
    if not said:
        return None
    ways = {one.way for one in said}
    kind = {frozenset({1}): Kind.MORE, frozenset({-1}): Kind.LESS}.get(frozenset(ways), Kind.CHANGED)
    titles = {
        Kind.MORE: _("More: %(name)s"),
        Kind.LESS: _("Less: %(name)s"),
        Kind.CHANGED: _("Changed: %(name)s"),
    }
    return Line(kind, titles[kind] % {"name": name_of(row, language)}, tuple(one.words for one in said))


def _form(before: str, now: str) -> Iterator[_Said]:
    if before != now:
        yield _Said(_("This is another form. It was: %(before)s.") % {"before": before})


def _side(was: PrescribedExercise, row: PrescribedExercise) -> Iterator[_Said]:
    if was.side != row.side:
        yield _Said(_now_and_before(str(Laterality(was.side).label), str(Laterality(row.side).label)))


def _dose(before: Dosage, now: Dosage) -> Iterator[_Said]:
    if _amount(before) != _amount(now):
        yield from _how_much(before, now)
    if before.rest_seconds != now.rest_seconds and now.sets > 1:
        yield _Said(_rest(before.rest_seconds, now.rest_seconds))


def _rest(before: int, now: int) -> str:
    if not now:
        return _("No rest between sets now.")
    if not before:
        return rest_for_patient(Dosage(sets=2, rest_seconds=now))
    facts = {"now": length_in_words(now), "before": length_in_words(before)}
    return _("Rest %(now)s between sets. It was %(before)s.") % facts


def _how_much(before: Dosage, now: Dosage) -> Iterator[_Said]:
    same_hold = (before.hold_seconds, before.breaths) == (now.hold_seconds, now.breaths)
    same_count = (before.sets, before.reps) == (now.sets, now.reps)
    is_plain = not (before.is_one_long_hold or now.is_one_long_hold)
    way = _way(_amount(before), _amount(now))
    if is_plain and same_count and before.hold_seconds and now.hold_seconds:
        facts = {"now": length_in_words(now.hold_seconds), "before": length_in_words(before.hold_seconds)}
        yield _Said(_("Now hold %(now)s. It was %(before)s.") % facts, way)
        return
    if is_plain and same_hold:
        before, now = (replace(one, hold_seconds=None, breaths=None) for one in (before, now))
    # The side has a sentence of its own.
    before = replace(before, side=now.side)
    facts = {"now": _phrase(now), "before": _phrase(before)}
    yield _Said(_("Now %(now)s. It was %(before)s.") % facts, way)


def _amount(dose: Dosage) -> tuple[int, int, int, int]:
    return (dose.sets, dose.reps or 0, dose.hold_seconds or 0, dose.breaths or 0)


def _way(before: Sequence[int], now: Sequence[int]) -> int:
    """Only where nothing goes the other way."""
    if all(a <= b for a, b in zip(before, now, strict=True)):
        return 1
    return -1 if all(a >= b for a, b in zip(before, now, strict=True)) else 0


def _phrase(dose: Dosage) -> str:
    return for_patient(dose).removesuffix(".")


def _resistance(before: str, now: str) -> Iterator[_Said]:
    if before == now:
        return
    if not now:
        yield _Said(_("Now without: %(before)s.") % {"before": before})
    elif not before:
        yield _Said(_("Now with: %(now)s.") % {"now": now})
    else:
        yield _Said(_now_and_before(before, now))


def _days(before: int, now: int) -> Iterator[_Said]:
    if before != now:
        more = days_per_week(now) - days_per_week(before)
        yield _Said(_now_and_before(_days_in_words(before), _days_in_words(now)), (more > 0) - (more < 0))


def _days_in_words(weekdays: int) -> str:
    if weekdays == EVERY_DAY:
        return _("every day")
    return _list([str(WEEKDAYS[day]) for day in range(7) if weekdays >> day & 1])


def _hours(was: PrescribedExercise, row: PrescribedExercise, old: Part, new: Part) -> Iterator[_Said]:
    """Only what is said of this exercise; where it belongs to every time of the day, `_times` says it once."""
    before, now = _slots(was, old), _slots(row, new)
    if before == now or (_is_all(before, old) and _is_all(now, new)):
        return
    hours_before, hours_now = _hours_in_words(before, old), _hours_in_words(now, new)
    if hours_before != hours_now:
        more = len(now) - len(before)
        yield _Said(_now_and_before(hours_before, hours_now), (more > 0) - (more < 0))


def _slots(row: PrescribedExercise, part: Part) -> list[int]:
    return [slot for slot in range(len(part.times)) if row.slots == 0 or row.slots >> slot & 1]


def _is_all(slots: Sequence[int], part: Part) -> bool:
    return len(slots) == len(part.times)


def _hours_in_words(slots: Sequence[int], part: Part) -> str:
    return _list([_clock(part.times[slot]) for slot in slots])


def _note(before: str, now: str) -> Iterator[_Said]:
    if before == now:
        return
    if now:
        yield _Said(_("The note with it says: “%(note)s”") % {"note": now})
    else:
        yield _Said(_("The note “%(note)s” does not count any more.") % {"note": before})


def _times(old: Part, new: Part) -> Iterator[Line]:
    if list(old.times) != list(new.times) and old.rows:
        before, now = _list([_clock(one) for one in old.times]), _list([_clock(one) for one in new.times])
        more = len(new.times) - len(old.times)
        kind = Kind.MORE if more > 0 else Kind.LESS if more else Kind.CHANGED
        yield Line(kind, _("Times of the day"), (_now_and_before(before, now),))


def _clock(text: str) -> str:
    return time_format(time.fromisoformat(text), "TIME_FORMAT")


def _list(words: list[str]) -> str:
    """ "Monday, Wednesday and Friday"."""
    return get_text_list(words, pgettext("between the last two of a list", "and"))


def _now_and_before(before: str, now: str) -> str:
    """A time such as "4 p.m." ends the sentence by itself."""
    facts = {"now": now.removesuffix("."), "before": before.removesuffix(".")}
    return _("Now: %(now)s. It was: %(before)s.") % facts
