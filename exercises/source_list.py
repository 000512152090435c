"""All sources in one list, each with what rests on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from exercises.models import ExerciseSource, LearnSource, Source, TemplateSource
from exercises.models.sources import SourceKind


@dataclass(frozen=True)
class SourceRow:
    source: Source
    exercises: tuple[str, ...]  # slugs
    templates: tuple[str, ...]
    pages: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.exercises) + len(self.templates) + len(self.pages)


@dataclass(frozen=True)
class SourceGroup:
    name: str
    rows: tuple[SourceRow, ...]


def sources_in_use() -> list[SourceGroup]:
    """Four queries. A source that nothing rests on is listed too: the seeds name it."""
    exercises = _slugs(ExerciseSource.objects.values_list("source", "exercise__slug"))
    templates = _slugs(TemplateSource.objects.values_list("source", "template__slug"))
    pages = _slugs(LearnSource.objects.values_list("source", "page__slug"))
    rows = [
        SourceRow(one, exercises[one.pk], templates[one.pk], pages[one.pk])
        for one in Source.objects.order_by("title", "key")
    ]
    groups = [
        SourceGroup(str(kind.label), tuple(row for row in rows if row.source.kind == kind)) for kind in SourceKind
    ]
    return [group for group in groups if group.rows]


def _slugs(pairs: Iterable[tuple[int, str]]) -> dict[int, tuple[str, ...]]:
    found: dict[int, set[str]] = defaultdict(set)
    for source, slug in pairs:
        found[source].add(slug)
    return defaultdict(tuple, {source: tuple(sorted(slugs)) for source, slugs in found.items()})
