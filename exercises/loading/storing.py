"""Writes a checked library to the database, in one transaction.

An entry is written when its content, its version or its review differs from what is stored, so a second run does
nothing. Nothing is ever deleted, for prescriptions point here: what has left the files is retired.

A clinic adopts a version. Content may therefore not change under a version that any clinic has adopted: the file then
needs a higher number, and every clinic that wants the new content adopts it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from exercises.folding import fold
from exercises.loading.documents import LibraryProblems, Problem
from exercises.loading.entries import (
    Entry,
    ExerciseEntry,
    LearnEntry,
    Library,
    TemplateEntry,
    TextEntry,
)
from exercises.models import (
    Adoption,
    AdoptionKind,
    Edition,
    Exercise,
    ExercisePose,
    ExerciseSource,
    ExerciseText,
    ExerciseVariant,
    LearnPage,
    LearnSource,
    LearnText,
    RoutineTemplate,
    Source,
    TemplateExercise,
    TemplateSource,
)
from exercises.precaution_terms import Angles


@dataclass(frozen=True)
class Change:
    verb: str  # Added, Changed, Retired
    what: str

    def __str__(self) -> str:
        return f"{self.verb} {self.what}"


@transaction.atomic
def store(library: Library) -> list[Change]:
    """What was changed, empty when all was up to date. Raises LibraryProblems before the first write."""
    stored_exercises = {row.slug: row for row in Exercise.objects.filter(clinic__isnull=True)}
    stored_templates = {row.slug: row for row in RoutineTemplate.objects.filter(clinic__isnull=True)}
    stored_learn = {row.slug: row for row in LearnPage.objects.filter(clinic__isnull=True)}
    problems = [
        *_broken_promises(library.exercises.values(), stored_exercises, AdoptionKind.EXERCISE, AdoptionKind.VARIANT),
        *_broken_promises(library.templates.values(), stored_templates, AdoptionKind.TEMPLATE),
        *_broken_promises(library.learn.values(), stored_learn, AdoptionKind.LEARN),
    ]
    if problems:
        raise LibraryProblems(problems)
    changes = _store_sources(library)
    sources = {source.key: source for source in Source.objects.all()}
    for entry in library.exercises.values():
        changes += _store_exercise(entry, stored_exercises.get(entry.slug), sources)
    for template in library.templates.values():
        changes += _store_template(template, stored_templates.get(template.slug), sources)
    for page in library.learn.values():
        changes += _store_learn_page(page, stored_learn.get(page.slug), sources)
    changes += _retire(stored_exercises, library.exercises) + _retire(stored_templates, library.templates)
    changes += _retire(stored_learn, library.learn)
    return changes


def _broken_promises(
    entries: Iterable[ExerciseEntry] | Iterable[TemplateEntry] | Iterable[LearnEntry],
    stored: dict[str, Exercise] | dict[str, RoutineTemplate] | dict[str, LearnPage],
    *kinds: AdoptionKind,
) -> Iterable[Problem]:
    adopted = {
        (slug.split("/")[0], version)  # a variant's slug begins with its exercise's
        for slug, version in Adoption.objects.filter(kind__in=kinds).values_list("slug", "version")
    }
    for entry in entries:
        row = stored.get(entry.slug)
        if row is None:
            continue
        if entry.version < row.version:
            reason = f"version {entry.version} is older than version {row.version}, which is already loaded"
            yield Problem(entry.origin.file, entry.origin.version_line, reason)
        elif entry.digest != row.digest and (entry.slug, entry.version) in adopted:
            reason = f"the content changed and a clinic has adopted version {entry.version}: make it {row.version + 1}"
            yield Problem(entry.origin.file, entry.origin.version_line, reason)


def _is_current(entry: Entry, row: Exercise | RoutineTemplate | LearnPage) -> bool:
    return all(getattr(row, name) == value for name, value in _standing(entry).items())


def _store_edition(kind: AdoptionKind, entry: Entry) -> None:
    """Written over only while nobody stands for that version: _broken_promises has seen to it."""
    Edition.objects.update_or_create(
        kind=kind,
        clinic=None,
        slug=entry.slug,
        version=entry.version,
        defaults={"digest": entry.digest, "content": entry.content, "stored_at": timezone.now()},
    )


def _store_sources(library: Library) -> list[Change]:
    stored = {source.key: source for source in Source.objects.all()}
    changes = []
    for key, entry in library.sources.items():
        columns = asdict(entry)
        source = stored.get(key) or Source(key=key)
        if source.pk and all(getattr(source, name) == value for name, value in columns.items()):
            continue
        changes.append(Change("Changed" if source.pk else "Added", f"source {key}"))
        _write(source, columns)
    return changes


def _store_exercise(entry: ExerciseEntry, row: Exercise | None, sources: dict[str, Source]) -> list[Change]:
    if row is not None and _is_current(entry, row):
        _store_language_reviews(row, entry)
        return []
    change = Change("Changed" if row else "Added", f"exercise {entry.slug} (version {entry.version})")
    exercise = row or Exercise(slug=entry.slug)
    _write(exercise, {**entry.columns, "code": entry.code, **_standing(entry)})
    _clear(exercise, [variant.slug for variant in entry.variants])
    _add_texts(exercise, None, entry.texts, _search_words(entry))
    _add_poses(exercise, None, entry.poses)
    _add_sources(exercise, None, entry.sources, sources)
    _store_variants(exercise, entry, sources)
    _store_edition(AdoptionKind.EXERCISE, entry)
    return [change]


def _store_language_reviews(exercise: Exercise, entry: ExerciseEntry) -> None:
    """A native speaker's name is no new content: it needs no new version."""
    for language, text in entry.texts.items():
        if text.reviewer:
            reviewed = exercise.texts.filter(variant__isnull=True, language=language)
            reviewed.update(reviewer=text.reviewer, reviewed_on=text.reviewed_on)


def _clear(exercise: Exercise, variants: list[str]) -> None:
    """Makes room for the new rows. A variant that has left the files keeps its own: someone may still be doing it."""
    rewritten = Q(variant__isnull=True) | Q(variant__slug__in=variants)
    exercise.texts.filter(rewritten).delete()
    exercise.poses.filter(rewritten).delete()
    exercise.source_links.filter(rewritten).delete()


def _store_variants(exercise: Exercise, entry: ExerciseEntry, sources: dict[str, Source]) -> None:
    stored = {variant.slug: variant for variant in exercise.variants.all()}
    for order, wanted in enumerate(entry.variants):
        variant = stored.pop(wanted.slug, None) or ExerciseVariant(exercise=exercise, slug=wanted.slug)
        _write(variant, {"kind": wanted.kind, "tags": list(wanted.tags), "order": order, "is_retired": False})
        _add_texts(exercise, variant, wanted.texts, {})
        _add_poses(exercise, variant, wanted.poses)
        _add_sources(exercise, variant, wanted.sources, sources)
    for gone in stored.values():
        _write(gone, {"is_retired": True})


def _store_template(entry: TemplateEntry, row: RoutineTemplate | None, sources: dict[str, Source]) -> list[Change]:
    if row is not None and _is_current(entry, row):
        return []
    change = Change("Changed" if row else "Added", f"template {entry.slug} (version {entry.version})")
    template = row or RoutineTemplate(slug=entry.slug)
    _write(template, {**entry.columns, **_standing(entry)})
    template.exercises.all().delete()
    TemplateSource.objects.filter(template=template).delete()
    TemplateSource.objects.bulk_create(TemplateSource(template=template, source=sources[key]) for key in entry.sources)
    shared = Exercise.objects.filter(clinic__isnull=True).prefetch_related("variants")
    exercises = {exercise.slug: exercise for exercise in shared}
    for order, line in enumerate(entry.lines):
        exercise = exercises[line.exercise]
        variant = next((variant for variant in exercise.variants.all() if variant.slug == line.variant), None)
        TemplateExercise.objects.create(
            template=template, exercise=exercise, variant=variant, order=order, **line.columns
        )
    _store_edition(AdoptionKind.TEMPLATE, entry)
    return [change]


def _store_learn_page(entry: LearnEntry, row: LearnPage | None, sources: dict[str, Source]) -> list[Change]:
    if row is not None and _is_current(entry, row):
        return []
    change = Change("Changed" if row else "Added", f"Learn page {entry.slug} (version {entry.version})")
    page = row or LearnPage(slug=entry.slug)
    _write(page, {**entry.columns, **_standing(entry)})
    page.texts.all().delete()
    LearnSource.objects.filter(page=page).delete()
    LearnSource.objects.bulk_create(LearnSource(page=page, source=sources[key]) for key in entry.sources)
    LearnText.objects.bulk_create(
        LearnText(page=page, language=language, **asdict(text)) for language, text in entry.texts.items()
    )
    _store_edition(AdoptionKind.LEARN, entry)
    return [change]


def _retire(
    stored: dict[str, Exercise] | dict[str, RoutineTemplate] | dict[str, LearnPage],
    wanted: dict[str, ExerciseEntry] | dict[str, TemplateEntry] | dict[str, LearnEntry],
) -> list[Change]:
    changes = []
    for slug, row in stored.items():
        if slug not in wanted and not row.is_retired:
            _write(row, {"is_retired": True})
            changes.append(Change("Retired", f"{row._meta.verbose_name} {slug}"))
    return changes


def _standing(entry: Entry) -> dict[str, object]:
    return {
        "version": entry.version,
        "digest": entry.digest,
        "reviewer": entry.reviewer,
        "reviewed_on": entry.reviewed_on,
        "review_by_on": entry.review_by_on,
        "is_retired": False,
    }


def _write(row: Source | Exercise | ExerciseVariant | RoutineTemplate | LearnPage, columns: dict[str, object]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()


def _add_texts(
    exercise: Exercise, variant: ExerciseVariant | None, texts: dict[str, TextEntry], search_words: dict[str, str]
) -> None:
    ExerciseText.objects.bulk_create(
        ExerciseText(
            exercise=exercise,
            variant=variant,
            language=language,
            search_words=search_words.get(language, ""),
            **asdict(text),
        )
        for language, text in texts.items()
    )


def _add_poses(exercise: Exercise, variant: ExerciseVariant | None, poses: Iterable[Angles]) -> None:
    ExercisePose.objects.bulk_create(
        ExercisePose(exercise=exercise, variant=variant, order=order, **asdict(pose))
        for order, pose in enumerate(poses)
    )


def _add_sources(
    exercise: Exercise, variant: ExerciseVariant | None, keys: Iterable[str], sources: dict[str, Source]
) -> None:
    ExerciseSource.objects.bulk_create(
        ExerciseSource(exercise=exercise, variant=variant, source=sources[key]) for key in keys
    )


def _search_words(entry: ExerciseEntry) -> dict[str, str]:
    """Name, synonyms, muscles and equipment: what a therapist types to find it. The name comes first, for sorting."""
    columns = entry.columns
    shared = [entry.slug, entry.code, *columns["synonyms"], *columns["equipment"]]
    shared += [*columns["muscles"]["primary"], *columns["muscles"]["secondary"]]
    return {language: f"{fold(text.name)}\n{fold(' '.join(shared))}" for language, text in entry.texts.items()}
