"""Reads exercises/library/templates/<slug>.yaml and exercises/library/_sources.yaml."""

from __future__ import annotations

from typing import Any

from exercises.loading.documents import Field, Problem
from exercises.loading.entries import Origin, SourceEntry, TemplateEntry, TemplateLine
from exercises.loading.template_phases import misplaced_lines, read_phases
from exercises.models.sources import SourceKind
from exercises.precautions import Precaution
from exercises.weekdays import SPREAD

REQUIRED = [
    "slug",
    "version",
    "order",
    "name",
    "for_whom",
    "phase",
    "weeks",
    "phases",
    "leads_to",
    "checked_against",
    "how_often",
    "besides",
    "exercises",
    "move_on_when",
    "leave_out",
    "status_note",
    "sources",
    "author",
    "reviewer",
    "reviewed_on",
]
LINE_REQUIRED = ("exercise", "sets", "days_per_week")
LINE_OPTIONAL = [
    "variant",
    "reps",
    "hold_seconds",
    "breaths",
    "rest_seconds",
    "resistance",
    "is_core",
    "times_per_day",
    "from_week",
    "to_week",
    "is_optional",
    "note",
    "staff_note",
]


def read_template(document: Field) -> TemplateEntry:
    fields = document.mapping(REQUIRED, ["review_by"])
    slug = fields["slug"].slug()
    if slug and slug != document.name:
        fields["slug"].wrong(f"the file is called {document.file}, so the slug must be '{document.name}'")
    weeks = fields["weeks"].mapping(["from", "to"])
    first, last = weeks["from"].whole_or_none(0, 520), weeks["to"].whole_or_none(0, 520)
    move_on_when = fields["move_on_when"].texts(least=1)
    columns: dict[str, Any] = {
        "name": fields["name"].text(120),
        "order": fields["order"].whole(0, 1000),
        "for_whom": fields["for_whom"].text(),
        "phase": fields["phase"].text(120),
        "from_week": first,
        "to_week": last,
        "phases": read_phases(fields["phases"], (first, last), move_on_when),
        "leads_to": fields["leads_to"].slug() if fields["leads_to"].value is not None else "",
        "checked_against": [item.choice(Precaution) for item in fields["checked_against"].items()],
        "how_often": fields["how_often"].text(),
        "besides": list(fields["besides"].texts()),
        "move_on_when": list(move_on_when),
        "leave_out": list(fields["leave_out"].slugs()),
        "status_note": fields["status_note"].text(),
        "author": fields["author"].text(160),
    }
    lines = tuple(_line(item) for item in fields["exercises"].items())
    for line, reason in misplaced_lines(columns["phases"], lines):
        document.problems.append(Problem(document.file, line or fields["phases"].line, reason))
    return TemplateEntry(
        origin=Origin(document.file, fields["version"].line, fields["sources"].line),
        slug=slug,
        version=fields["version"].whole(1, 10_000),
        columns=columns,
        lines=lines,
        sources=fields["sources"].texts(least=1),
        reviewer=fields["reviewer"].text_or_empty(160),
        reviewed_on=fields["reviewed_on"].day_or_none(),
        review_by_on=fields["review_by"].day_or_none(),
    )


def _line(item: Field) -> TemplateLine:
    fields = item.mapping(LINE_REQUIRED, LINE_OPTIONAL)
    columns: dict[str, Any] = {
        "sets": fields["sets"].whole(1, 20),
        "reps": fields["reps"].whole_or_none(1, 200),
        "hold_seconds": fields["hold_seconds"].whole_or_none(1, 3600),
        "breaths": fields["breaths"].whole_or_none(1, 100),
        "rest_seconds": fields["rest_seconds"].whole_or_none(0, 600) or 0,
        "resistance": fields["resistance"].text_or_empty(60),
        "is_core": fields["is_core"].truth(),
        "times_per_day": fields["times_per_day"].whole_or_none(1, 16) or 1,
        "weekdays": SPREAD[fields["days_per_week"].whole(1, 7)],
        "from_week": fields["from_week"].whole_or_none(0, 520),
        "to_week": fields["to_week"].whole_or_none(0, 520),
        "is_optional": fields["is_optional"].truth(),
        "note": fields["note"].text_or_empty(),
        "staff_note": fields["staff_note"].text_or_empty(),
    }
    if not (columns["reps"] or columns["hold_seconds"] or columns["breaths"]):
        item.wrong("give at least one of reps, hold_seconds and breaths")
    if (columns["from_week"] or 0) > (columns["to_week"] or 520):
        item.wrong("to_week comes before from_week")
    variant = fields["variant"].slug() if fields["variant"].value is not None else ""
    return TemplateLine(item.line, fields["exercise"].slug(), variant, columns)


def read_sources(document: Field) -> dict[str, SourceEntry]:
    return {key: _source(key, field) for key, field in document.entries().items()}


def _source(key: str, field: Field) -> SourceEntry:
    fields = field.mapping(["kind", "title"], ["authors", "year", "doi", "address", "note"])
    return SourceEntry(
        key=key,
        kind=fields["kind"].choice(SourceKind),
        title=fields["title"].text(300),
        authors=fields["authors"].text_or_empty(300),
        year=fields["year"].whole_or_none(1900, 2100),
        doi=fields["doi"].text_or_empty(120),
        address=fields["address"].text_or_empty(300),
        note=fields["note"].text_or_empty(),
    )
