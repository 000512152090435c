"""An own exercise as plain data: what an edition keeps, and the digest by which two states are told apart."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from exercises.folding import fold
from exercises.models import AdoptionKind, Edition, OwnDrawing
from exercises.own.showing import shown_entry

if TYPE_CHECKING:
    from exercises.models import Exercise, ExercisePose

LANGUAGES = ("en", "fr", "es")  # those of the library's files
WORDS = ("name", "purpose", "start", "steps", "feel", "mistakes", "cautions", "helping", "pictures")
ANGLES = ("hip_flex", "hip_abd", "hip_rot", "knee_flex", "ankle", "trunk", "low_back", "side_bend")
POSE = ("pose", "leg", *ANGLES, "load")
DOSE = (
    "default_sets",
    "default_reps",
    "default_hold_seconds",
    "default_breaths",
    "default_rest_seconds",
    "tempo",
    "seconds_per_rep",
    "equipment",
)
# What a copy takes from its parent, besides words and dose. Not its angles, tags, reviewer and place after an operation:
# they were found right for another exercise.
COPIED = (
    "category",
    "second_category",
    "start_position",
    "laterality",
    "working_leg",
    "muscles",
    "load_working",
    "load_other",
    "easier_exercises",
    "harder_exercises",
    "synonyms",
)
STAMP = 16


def content_of(own: Exercise) -> dict[str, Any]:
    """By the names that the library's editions have, so that both are compared in the same way."""
    return {
        "slug": own.slug,
        "columns": {name: getattr(own, name) for name in (*COPIED, *DOSE, "tags")},
        "texts": texts_of(own),
        "variants": [],
        "poses": [pose_content(pose) for pose in own.poses.filter(variant=None)],
        "sources": list(own.sources.order_by("key").values_list("key", flat=True)),
        "drawing": numbers_of(own),
        "photos": sorted(_photos(own)),
    }


def texts_of(own: Exercise) -> dict[str, dict[str, Any]]:
    texts = own.texts.filter(variant=None).order_by("language")
    return {text.language: {name: getattr(text, name) for name in WORDS} for text in texts}


def pose_content(pose: ExercisePose) -> dict[str, Any]:
    return {name: getattr(pose, name) for name in POSE}


def numbers_of(own: Exercise) -> dict[str, Any]:
    """What differs from the parent's pose, by view."""
    numbers = OwnDrawing.objects.filter(exercise=own).values_list("numbers", flat=True).first()
    return numbers or {}


def read_by_patients(own: Exercise) -> Any:
    """Two states that agree in this are the same exercise to whoever does it."""
    return texts_of(own), numbers_of(own), _photos(own)


def digest_of(own: Exercise) -> str:
    """Of everything that a therapist can change, the photos themselves among it."""
    content = content_of(own)
    del content["slug"]
    more = (own.angles_declared_by, own.copied_from, own.copied_version, _photos(own), own.is_retired)
    return hashlib.sha256(json.dumps([content, more], sort_keys=True, default=str).encode()).hexdigest()


def stamp_of(own: Exercise) -> str:
    """What a form sends back, so that a change made meanwhile in another window is noticed."""
    return own.digest[:STAMP]


def store_edition(own: Exercise) -> None:
    """Written over only while nobody stands for that version."""
    Edition.objects.update_or_create(
        kind=AdoptionKind.EXERCISE,
        clinic=own.clinic,
        slug=own.slug,
        version=own.version,
        defaults={"digest": own.digest, "content": content_of(own), "stored_at": timezone.now()},
    )


def put_search_words(own: Exercise) -> None:
    """As the library's: the name first, for sorting; then what a therapist types to find it."""
    shared = [own.slug, own.copied_from, *own.synonyms, *own.equipment]
    shared += [*own.muscles.get("primary", []), *own.muscles.get("secondary", [])]
    found = fold(" ".join(shared))
    for text in own.texts.filter(variant=None):
        text.search_words = f"{fold(text.name)}\n{found}"
        text.save(update_fields=["search_words"])


def _photos(own: Exercise) -> dict[str, Any]:
    photos: dict[str, Any] = shown_entry(own.own_pictures, newest=True).get("photos", {})
    return photos
