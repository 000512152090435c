"""What changed since this reader last confirmed it: the card on today's page, and the quiet line after it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.access import PatientAccess, Role, Scope
from portal.routines.models import PrescribedExercise, RevisionConfirmation, RoutineRevision
from portal.routines.publishing.changes import Part
from portal.routines.publishing.notice import Notice, notice_lines, notice_title
from portal.sessions.standing import Standing, with_words

# A change is news for a week; for who can confirm it, until then.
NEWS_DAYS = 7


@dataclass(frozen=True)
class ChangeCard:
    """`notice` until it is read; then only `read`, one line for the rest of the week."""

    revision: RoutineRevision
    notice: Notice | None = None
    may_confirm: bool = False
    on_behalf_words: str = ""
    read: str = ""


def may_confirm(access: PatientAccess) -> bool:
    """The patient, or a helper who may record for them. The therapist wrote it."""
    return access.role in (Role.PATIENT, Role.CAREGIVER) and access.may(Scope.RECORD)


def is_news(access: PatientAccess, revision: RoutineRevision) -> bool:
    return revision.effective_on is not None and (access.today - revision.effective_on).days < NEWS_DAYS


def change_card(access: PatientAccess, standing: Standing) -> ChangeCard | None:
    """One query, and another where the words of what was there before are not known yet, or several were missed.

    None at all for a first revision, and for who cannot confirm once the week is over.
    """
    revision = standing.revision
    is_own_to_read = may_confirm(access)
    if revision.number < 2 or not (is_own_to_read or is_news(access, revision)):
        return None
    before = with_words(_rows_read_last(access, revision), standing.language)
    if before:
        return ChangeCard(
            revision,
            notice=_notice(access, standing, before),
            may_confirm=is_own_to_read,
            on_behalf_words=_on_behalf(access) if is_own_to_read and access.on_behalf else "",
        )
    return ChangeCard(revision, read=_read(access, revision)) if is_news(access, revision) else None


def _rows_read_last(access: PatientAccess, newest: RoutineRevision) -> QuerySet[PrescribedExercise]:
    """Of the revision that this reader confirmed last, else of the one before. No rows where the newest is confirmed."""
    mine = RevisionConfirmation.objects.filter(confirmed_by=access.user)
    before = access.rows(RoutineRevision).filter(
        routine=newest.routine, published_at__isnull=False, number__lt=newest.number
    )
    last = before.annotate(is_read=Exists(mine.filter(revision=OuterRef("pk")))).order_by("-is_read", "-number")
    return access.rows(PrescribedExercise).filter(
        ~Exists(mine.filter(revision=newest)), revision__in=last.values("pk")[:1]
    )


def _notice(access: PatientAccess, standing: Standing, before: Sequence[PrescribedExercise]) -> Notice:
    old, new = before[0].revision, standing.revision
    helped = access.patient.first_name if access.on_behalf else ""
    return Notice(
        title=notice_title(
            therapist=new.author.first_name if new.author else access.patient.clinic.name,
            on=new.effective_on or access.today,
            today=access.today,
            helped=helped,
        ),
        lines=notice_lines(
            Part(before, old.times),
            Part(standing.prescribed, new.times),
            _stop_reasons(access, old, new),
            standing.language,
            helped=helped,
        ),
        words=new.change_notice,
    )


def _stop_reasons(access: PatientAccess, old: RoutineRevision, new: RoutineRevision) -> dict[str, str]:
    """Of every revision since the one that was read, the newest reason last."""
    reasons: dict[str, str] = {}
    if old.number < new.number - 1:
        missed = access.rows(RoutineRevision).filter(
            routine=new.routine, published_at__isnull=False, number__gt=old.number, number__lt=new.number
        )
        for kept in missed.order_by("number").values_list("stop_reasons", flat=True):
            reasons |= kept
    reasons |= new.stop_reasons
    return reasons


def _on_behalf(access: PatientAccess) -> str:
    return _("You say this for %(name)s. %(name)s and the clinic can see that it was you.") % {
        "name": access.patient.first_name
    }


def _read(access: PatientAccess, revision: RoutineRevision) -> str:
    title = notice_title(
        therapist=revision.author.first_name if revision.author else access.patient.clinic.name,
        on=revision.effective_on or access.today,
        today=access.today,
        helped=access.patient.first_name if access.on_behalf else "",
    )
    return _("%(what)s. You have read it.") % {"what": title}
