"""Changes to an own exercise. Whatever a patient reads gets a new version once somebody stands for the present one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from exercises.models import Adoption, AdoptionKind, Exercise, ExercisePose, ExerciseText, LoadClass, PoseLeg
from exercises.own import files
from exercises.own.content import digest_of, put_search_words, read_by_patients, stamp_of, store_edition
from exercises.own.showing import shown_entry

if TYPE_CHECKING:
    from accounts.models import ClinicMember
    from exercises.own.files import NewFile

Words = Mapping[str, Any]


class ChangedMeanwhile(Exception):
    """Somebody has saved another change since the form was opened. Nothing was written."""


@contextmanager
def change(own: Exercise, *, stamp: str, event: str, by: ClinicMember) -> Iterator[Exercise]:
    """Yields the locked row to work on. Afterwards: version, digest and edition, if anything is different at all."""
    with transaction.atomic():
        row = Exercise.objects.select_for_update().get(pk=own.pk)
        if stamp_of(row) != stamp:
            raise ChangedMeanwhile
        before, was_adopted = read_by_patients(row), _stands(row)
        yield row
        digest = digest_of(row)
        if digest == row.digest:
            return
        if was_adopted and read_by_patients(row) != before:
            row.version += 1
        row.digest = digest
        row.save()
        store_edition(row)
        audit.record(event, by=by, about=row)


def save_words(own: Exercise, words: Mapping[str, Words | None], *, stamp: str, by: ClinicMember) -> None:
    """By language; None takes a language away."""
    with change(own, stamp=stamp, event="own_exercise.words_changed", by=by) as row:
        for language, typed in words.items():
            text = row.texts.filter(variant=None, language=language).first()
            if typed is None:
                if text is not None:
                    text.delete()
            elif text is None:
                ExerciseText.objects.create(exercise=row, language=language, **typed)
            else:
                _rewrite(text, typed)
        put_search_words(row)


def save_dose(own: Exercise, dose: Mapping[str, Any], *, stamp: str, by: ClinicMember) -> None:
    with change(own, stamp=stamp, event="own_exercise.dose_changed", by=by) as row:
        for name, value in dose.items():
            setattr(row, name, value)
        put_search_words(row)


def save_photo(
    own: Exercise, view: str, photo: NewFile, alts: Mapping[str, str], *, stamp: str, by: ClinicMember
) -> None:
    """`alts` says in words what the photo shows, by language."""
    with change(own, stamp=stamp, event="own_exercise.photo_saved", by=by) as row:
        entry = shown_entry(row.own_pictures, newest=True)
        stored = next(iter(files.store(row, [photo]).values()))
        files.show(row, {**entry, "photos": {**entry.get("photos", {}), view: stored}})
        for text in row.texts.filter(variant=None):
            text.pictures = {**text.pictures, view: alts.get(text.language) or next(iter(alts.values()))}
            text.save(update_fields=["pictures"])


def remove_photo(own: Exercise, view: str, *, stamp: str, by: ClinicMember) -> None:
    """The drawing shows again, and the parent's words for it where they are known."""
    parent = parent_of(own)
    with change(own, stamp=stamp, event="own_exercise.photo_removed", by=by) as row:
        entry = shown_entry(row.own_pictures, newest=True)
        if view not in entry.get("photos", {}):
            return
        photos = {name: file for name, file in entry["photos"].items() if name != view}
        files.show(row, {**entry, "photos": photos})
        said = {text.language: text.pictures for text in parent.texts.filter(variant=None)} if parent else {}
        for text in row.texts.filter(variant=None):
            text.pictures = {**text.pictures, view: said.get(text.language, {}).get(view, "")}
            text.save(update_fields=["pictures"])


def declare_angles(
    own: Exercise, poses: Sequence[Mapping[str, Any]], tags: Sequence[str], *, stamp: str, by: ClinicMember
) -> None:
    """A therapist stands with her name for what the precautions are checked against."""
    with change(own, stamp=stamp, event="own_exercise.angles_declared", by=by) as row:
        row.poses.all().delete()
        ExercisePose.objects.bulk_create(
            ExercisePose(exercise=row, order=order, **pose) for order, pose in enumerate(poses)
        )
        row.tags = list(tags)
        row.load_working = _heaviest(poses, PoseLeg.WORKING)
        row.load_other = _heaviest(poses, PoseLeg.OTHER)
        row.angles_declared_by = by.user.name
        row.angles_declared_at = timezone.now()


def undeclare(row: Exercise) -> None:
    """Inside a change: nobody stands for angles of a pose that is not the same any more."""
    row.poses.all().delete()
    row.tags, row.angles_declared_by, row.angles_declared_at = [], "", None


def withdraw(own: Exercise, *, stamp: str, by: ClinicMember) -> None:
    """It cannot be prescribed any more; routines that hold it keep it."""
    with change(own, stamp=stamp, event="own_exercise.withdrawn", by=by) as row:
        row.is_retired = True


def bring_back(own: Exercise, *, stamp: str, by: ClinicMember) -> None:
    with change(own, stamp=stamp, event="own_exercise.brought_back", by=by) as row:
        row.is_retired = False


def parent_of(own: Exercise) -> Exercise | None:
    """The library's exercise that it was copied from. It may have left the library; its row stays."""
    return Exercise.objects.filter(clinic__isnull=True, slug=own.copied_from).first()


def _rewrite(text: ExerciseText, typed: Words) -> None:
    """Who translated or reviewed the former words does not stand for these."""
    if all(getattr(text, name) == value for name, value in typed.items()):
        return
    for name, value in typed.items():
        setattr(text, name, value)
    text.translator, text.reviewer, text.reviewed_on = "", "", None
    text.save()


def _heaviest(poses: Sequence[Mapping[str, Any]], leg: str) -> str:
    order = list(LoadClass.values)
    loads = [str(pose["load"]) for pose in poses if pose["leg"] in (leg, PoseLeg.BOTH)]
    return max(loads, key=order.index)


def _stands(row: Exercise) -> bool:
    return Adoption.objects.stands_for(row.clinic, AdoptionKind.EXERCISE, row.slug, row.version)  # type: ignore[arg-type]
