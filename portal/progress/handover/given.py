"""What is given: who it is for, what holds today, the routine and its last change. Lines of plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.access import PatientAccess
from exercises.laterality import Laterality
from exercises.precautions import Verdict
from portal.progress.profile_panel import LimitLine, ProfilePanel
from portal.progress.revisions import Held
from portal.routines.checking import Checked
from portal.routines.models import EndReason, PrescribedExercise, RoutinePause
from portal.routines.naming import name_of
from portal.routines.publishing.changes import Changes, Difference, Part, compare
from portal.routines.publishing.stop_reasons import reason_words
from portal.routines.words import dose_in_words


def day(on: date) -> str:
    return date_format(on, _("j M Y"))


def one_line(words: str) -> str:
    """What people wrote, without the line breaks that would break the list."""
    return " ".join(words.split())


def head(access: PatientAccess, panel: ProfilePanel) -> list[str]:
    patient, profile = access.patient, panel.profile
    lines = [
        _("Home exercises, summary of %(day)s") % {"day": day(access.today)},
        _("%(name)s, born %(born)s") % {"name": patient.name, "born": day(patient.born_on)},
    ]
    if profile is None:
        return [*lines, _("The clinical profile is not filled in.")]
    told = [
        (_("Diagnosis: %(words)s"), profile.diagnosis),
        (_("Operation: %(words)s"), _operation(panel)),
        (_("Side: %(words)s"), profile.get_side_display()),
        (_("Approach: %(words)s"), profile.get_approach_display()),
        (_("Weight-bearing: %(words)s"), profile.get_weight_bearing_display()),
        (_("Goal: “%(words)s”"), one_line(profile.goals)),
    ]
    return lines + [line % {"words": words} for line, words in told if words]


def _operation(panel: ProfilePanel) -> str:
    profile = panel.profile
    if profile is None or profile.operated_on is None or panel.week is None:
        return panel.operation
    facts = {"what": panel.operation, "day": day(profile.operated_on), "week": panel.week}
    if not panel.operation:
        return _("%(day)s, week %(week)d after it") % facts
    return _("%(what)s, %(day)s, week %(week)d after it") % facts


def limits(panel: ProfilePanel) -> list[str]:
    profile = panel.profile
    lines = [_limit(one) for one in panel.holding]
    if panel.is_free and profile and profile.no_precautions_on:
        facts = {"who": profile.no_precautions_by, "day": day(profile.no_precautions_on)}
        lines.append(_("- No movement precautions, said by %(who)s on %(day)s") % facts)
    return [_("LIMITS TODAY"), *(lines or [_("- None on record")])]


def _limit(one: LimitLine) -> str:
    facts = {"name": one.name, "when": one.when, "words": one_line(one.words), "who": one.ordered_by}
    if one.is_assumed:
        return _("- %(name)s, assumed %(when)s") % facts
    if one.words and one.ordered_by:
        return _("- %(name)s, %(when)s: %(words)s (ordered by %(who)s)") % facts
    if one.words:
        return _("- %(name)s, %(when)s: %(words)s") % facts
    return _("- %(name)s, %(when)s") % facts


def routine(
    current: Held | None, held: Sequence[Held], found: Sequence[Checked], pause: RoutinePause | None, language: str
) -> list[str]:
    """`held`: every published revision, newest first. `pause`: the one that runs today."""
    if current is None:
        return [_("ROUTINE"), _no_routine(held)]
    author = current.revision.author
    facts = {
        "number": current.revision.number,
        "day": day(current.since),
        "name": author.name if author else _("an account that is erased"),
        "template": current.template,
        "times": ", ".join(current.revision.times),
    }
    lines = [_("ROUTINE"), _("Revision %(number)d, since %(day)s, by %(name)s") % facts]
    if current.template:
        lines.append(_("Begun from the template “%(template)s”") % facts)
    lines.append(_("Times of the day: %(times)s") % facts)
    for number, one in enumerate(found, start=1):
        lines += _exercise(number, one, current.revision.times, language)
    if pause:
        lines.append(
            _("Paused from %(first)s to %(last)s") % {"first": day(pause.starts_on), "last": day(pause.ends_on)}
        )
    return lines


def _no_routine(held: Sequence[Held]) -> str:
    ended = held[0].routine if held else None
    if ended is None or ended.ended_on is None:
        return _("None yet.")
    if ended.end_reason:
        facts = {"day": day(ended.ended_on), "why": EndReason(ended.end_reason).label}
        return _("None. The last one ended on %(day)s: %(why)s.") % facts
    return _("None. The last one ended on %(day)s.") % {"day": day(ended.ended_on)}


def _exercise(number: int, one: Checked, times: Sequence[str], language: str) -> Iterator[str]:
    row = one.prescribed
    facts = {
        "number": number,
        "name": name_of(row, language),
        "side": Laterality(row.side).label,
        "dose": dose_in_words(row, times),
    }
    yield _("%(number)d. %(name)s (%(side)s): %(dose)s") % facts
    if row.note:
        yield _("   Note: %(note)s") % {"note": one_line(row.note)}
    if row.caution_reason:
        yield _caution(row)
    for finding in one.check.findings:
        if finding.verdict == Verdict.AVOID:
            yield _("   Outside the precautions today: %(words)s") % {"words": finding.words}
    if one.needs_reason:
        yield _("   Asks for caution today, without a reason on record")
    if one.check.verdict == Verdict.NOT_CHECKED:
        yield _("   Not checked against the precautions")


def _caution(row: PrescribedExercise) -> str:
    reason = one_line(row.caution_reason)
    if row.caution_reason_by is None or row.caution_reason_at is None:
        return _("   Given with caution: %(reason)s") % {"reason": reason}
    facts = {"reason": reason, "who": row.caution_reason_by.name, "day": day(row.caution_reason_at)}
    return _("   Given with caution: %(reason)s (%(who)s, %(day)s)") % facts


def change(current: Held, before: Held | None, rows: dict[int, list[PrescribedExercise]], language: str) -> list[str]:
    """Nothing of a first revision. `rows` by revision."""
    if before is None:
        return []
    was, now = before.revision, current.revision
    changes = compare(Part(rows[was.pk], was.times), Part(rows[now.pk], now.times), language)
    lines = [_("LAST CHANGE"), *_differences(changes, now.stop_reasons)]
    if now.change_notice:
        lines.append(_("In the therapist’s words: “%(words)s”") % {"words": one_line(now.change_notice)})
    return [*lines, _confirmed(current)]


def _differences(changes: Changes, stop_reasons: dict[str, str]) -> Iterator[str]:
    told = [
        (_("New: %(names)s"), [one.name for one in changes.new]),
        (_("Changed: %(names)s"), [one.name for one in changes.changed]),
        (_("Stopped: %(names)s"), [_stopped(one, stop_reasons.get(one.slug, "")) for one in changes.removed]),
    ]
    for words, names in told:
        if names:
            yield words % {"names": ", ".join(names)}
    yield from changes.overall


def _stopped(one: Difference, kept: str) -> str:
    """With the reason that the patient read."""
    why = one_line(reason_words(kept)) if kept else ""
    return _("%(name)s (“%(why)s”)") % {"name": one.name, "why": why} if why else one.name


def _confirmed(current: Held) -> str:
    if not current.confirmed:
        return _("Not confirmed yet at home")
    said = [_("%(who)s on %(day)s") % {"who": one.who, "day": day(one.at)} for one in current.confirmed]
    return _("Confirmed by %(people)s") % {"people": ", ".join(said)}
