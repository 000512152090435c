"""Reads exercises/library/<slug>.yaml."""

from __future__ import annotations

from typing import Any

from exercises.laterality import EXERCISE_LATERALITIES
from exercises.loading.documents import Field
from exercises.loading.entries import ExerciseEntry, Origin, TextEntry, VariantEntry
from exercises.loading.text_fields import read_text
from exercises.models import AfterHipReplacement, Category, LoadClass, PoseLeg, StartPosition, VariantKind
from exercises.muscles import is_known
from exercises.precaution_terms import Angles

REQUIRED = [
    "slug",
    "code",
    "version",
    "category",
    "second_category",
    "start_position",
    "laterality",
    "working_leg",
    "muscles",
    "equipment",
    "tags",
    "load",
    "after_hip_replacement",
    "dose",
    "tempo",
    "seconds_per_rep",
    "angles",
    "variants",
    "easier_exercises",
    "harder_exercises",
    "synonyms",
    "text",
    "sources",
    "author",
    "reviewer",
    "reviewed_on",
]
# Degrees that a body can reach, and a little more.
ANGLES = {
    "hip_flex": (-35, 140),
    "hip_abd": (-45, 80),
    "hip_rot": (-60, 90),
    "knee_flex": (-10, 160),
    "ankle": (-60, 45),
    "trunk": (-100, 120),
    "low_back": (-45, 80),
    "side_bend": (-50, 50),
}


def read_exercise(document: Field) -> ExerciseEntry:
    fields = document.mapping(REQUIRED, ["names", "review_by"])
    slug = fields["slug"].slug()
    if slug and slug != document.name:
        fields["slug"].wrong(f"the file is called {document.file}, so the slug must be '{document.name}'")
    return ExerciseEntry(
        origin=Origin(document.file, fields["version"].line, fields["sources"].line),
        slug=slug,
        code=fields["code"].text(8),
        version=fields["version"].whole(1, 10_000),
        columns=_columns(fields),
        poses=_poses(fields["angles"]),
        variants=_variants(fields["variants"]),
        texts=_texts(fields["text"], fields["names"]),
        sources=_sources(fields["sources"]),
        reviewer=fields["reviewer"].text_or_empty(160),
        reviewed_on=fields["reviewed_on"].day_or_none(),
        review_by_on=fields["review_by"].day_or_none(),
    )


def _columns(fields: dict[str, Field]) -> dict[str, Any]:
    muscles = fields["muscles"].mapping(["primary", "secondary"])
    for item in (one for names in muscles.values() for one in names.items()):
        if isinstance(item.value, str) and not is_known(item.value):
            item.wrong(f"the muscle '{item.value}' is not known; see exercises/muscles.py")
    load = fields["load"].mapping(["working", "other"])
    second = fields["second_category"]
    return {
        "category": fields["category"].choice(Category),
        "second_category": "" if second.value is None else second.choice(Category),
        "start_position": fields["start_position"].choice(StartPosition),
        "laterality": fields["laterality"].choice([side.value for side in EXERCISE_LATERALITIES]),
        "working_leg": fields["working_leg"].text(80),
        "muscles": {name: list(names.texts()) for name, names in muscles.items()},
        "equipment": list(fields["equipment"].texts()),
        "tags": list(fields["tags"].texts()),
        "load_working": load["working"].choice(LoadClass),
        "load_other": load["other"].choice(LoadClass),
        "tempo": fields["tempo"].text_or_empty(200),
        "seconds_per_rep": fields["seconds_per_rep"].whole(1, 600),
        "easier_exercises": list(fields["easier_exercises"].slugs()),
        "harder_exercises": list(fields["harder_exercises"].slugs()),
        "synonyms": list(fields["synonyms"].texts()),
        "author": fields["author"].text(160),
        **_gate(fields["after_hip_replacement"]),
        **_dose(fields["dose"]),
    }


def _gate(field: Field) -> dict[str, Any]:
    gate = field.mapping(["offered"], ["week"])
    offered = gate["offered"].choice(AfterHipReplacement)
    week = gate["week"].whole_or_none(0, 104)
    if (offered == AfterHipReplacement.YES_FROM) != (week is not None):
        field.wrong('give a week with offered: "yes_from", and only then')
    return {"after_hip_replacement": offered, "earliest_week_after_replacement": week}


def _dose(field: Field) -> dict[str, Any]:
    dose = field.mapping(["sets", "reps", "hold_seconds", "breaths", "rest_seconds"])
    reps, hold, breaths = (
        dose["reps"].whole_or_none(1, 200),
        dose["hold_seconds"].whole_or_none(1, 3600),
        dose["breaths"].whole_or_none(1, 100),
    )
    if not (reps or hold or breaths):
        field.wrong("give at least one of reps, hold_seconds and breaths")
    return {
        "default_sets": dose["sets"].whole(1, 20),
        "default_reps": reps,
        "default_hold_seconds": hold,
        "default_breaths": breaths,
        "default_rest_seconds": dose["rest_seconds"].whole_or_none(0, 600) or 0,
    }


def _poses(field: Field) -> tuple[Angles, ...]:
    poses = tuple(_pose(row) for row in field.items())
    legs: dict[str, list[str]] = {}
    for pose in poses:
        legs.setdefault(pose.pose, []).append(pose.leg)
    for name in ("start", "end"):
        if name not in legs:
            field.wrong(f"the pose '{name}' is missing")
    for name, named in legs.items():
        if sorted(named) not in (["O", "W"], ["both"]):
            field.wrong(f"the pose '{name}' needs one row for both legs, or one for W and one for O")
    return poses


def _pose(row: Field) -> Angles:
    fields = row.mapping(["pose", "leg", *ANGLES, "load"])
    return Angles(
        pose=fields["pose"].text(16),
        leg=fields["leg"].choice(PoseLeg),
        load=fields["load"].choice(LoadClass),
        **{name: fields[name].whole(low, high) for name, (low, high) in ANGLES.items()},
    )


def _variants(field: Field) -> tuple[VariantEntry, ...]:
    variants = tuple(_variant(item) for item in field.items())
    slugs = [variant.slug for variant in variants]
    for slug in {slug for slug in slugs if slugs.count(slug) > 1}:
        field.wrong(f"the variant '{slug}' stands here twice")
    return variants


def _variant(item: Field) -> VariantEntry:
    fields = item.mapping(["slug", "kind", "name", "instead", "tags", "angles", "sources"], ["text"])
    texts = {"en": TextEntry(name=fields["name"].text(120), instead=fields["instead"].text())}
    for language, text in fields["text"].entries().items():
        words = text.mapping(["name", "instead"])
        texts[language] = TextEntry(name=words["name"].text(120), instead=words["instead"].text())
    return VariantEntry(
        slug=fields["slug"].slug(),
        kind=fields["kind"].choice(VariantKind),
        tags=fields["tags"].texts(),
        poses=_poses(fields["angles"]) if fields["angles"].value is not None else (),
        texts=texts,
        sources=_sources(fields["sources"]),
    )


def _texts(text: Field, names: Field) -> dict[str, TextEntry]:
    """English in full; other languages in full or, from `names`, by name alone."""
    texts = {language: TextEntry(name=name.text(120)) for language, name in names.entries().items()}
    texts |= {language: read_text(words) for language, words in text.entries().items()}
    if "en" not in texts or not texts["en"].steps:
        text.wrong("the English text is missing")
    return texts


def _sources(field: Field) -> tuple[str, ...]:
    sources = field.texts(least=1)
    for key in {key for key in sources if sources.count(key) > 1}:
        field.wrong(f"the source '{key}' stands here twice")
    return sources
