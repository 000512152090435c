"""Every file of the library against the clinical record, and against our own rules for words."""

import re

import pytest

from exercises.loading import read_library
from exercises.loading.entries import ExerciseEntry, TextEntry
from tests.exercises.clinical_record import rows
from tests.exercises.reading_grade import grade

LIBRARY = read_library()
EXERCISES = sorted(LIBRARY.exercises.values(), key=lambda entry: entry.code)
ANGLES = ["hip_flex", "hip_abd", "hip_rot", "knee_flex", "ankle", "trunk", "low_back", "side_bend"]

FORBIDDEN = re.compile(
    r"\b(monitor\w*|treat\w*|personali[sz]ed|adaptive|smart|risk\w*|alerts?|recommended for you|billable)\b", re.I
)
JARGON = re.compile(
    r"\b(gluteus|glutei|abduct\w*|adduct\w*|flexion|extension|contraction|patella|femur|supine)\b", re.I
)

every_exercise = pytest.mark.parametrize("entry", EXERCISES, ids=lambda entry: entry.slug)


def patient_words(text: TextEntry) -> list[str]:
    return [
        text.purpose,
        text.start,
        *text.steps,
        text.feel,
        *text.mistakes,
        *text.cautions,
        *text.helping,
        *text.pictures.values(),
        text.instead,
    ]


def all_english(entry: ExerciseEntry) -> list[str]:
    return patient_words(entry.texts["en"]) + [
        words for variant in entry.variants for words in patient_words(variant.texts["en"])
    ]


def test_all_34_exercises_of_the_record_are_there() -> None:
    assert {row["slug"] for row in rows("gates")} == set(LIBRARY.exercises)
    assert len(LIBRARY.exercises) == 34
    codes = [f"E{number:02}" for number in range(1, 24)] + [f"X{number:02}" for number in range(1, 12)]
    assert [entry.code for entry in EXERCISES] == codes


@every_exercise
def test_declared_angles_equal_the_record(entry: ExerciseEntry) -> None:
    wanted = [row for row in rows("angles") if row["slug"] == entry.slug]
    declared = [
        {
            "slug": entry.slug,
            "pose": pose.pose,
            "leg": pose.leg,
            **{name: str(getattr(pose, name)) for name in ANGLES},
            "load": pose.load,
        }
        for pose in entry.poses
    ]
    assert declared == wanted


@every_exercise
def test_load_week_and_tags_equal_the_record(entry: ExerciseEntry) -> None:
    gate = next(row for row in rows("gates") if row["slug"] == entry.slug)
    week = entry.columns["earliest_week_after_replacement"]
    assert (entry.columns["load_working"], entry.columns["load_other"]) == (gate["load_W"], gate["load_O"])
    assert ("" if week is None else str(week)) == gate["min_week_tha"]
    assert sorted(entry.columns["tags"]) == sorted(gate["tags"].split())


@every_exercise
def test_what_a_patient_reads_is_at_most_grade_six(entry: ExerciseEntry) -> None:
    text = entry.texts["en"]
    assert grade([*text.steps, text.purpose, text.feel]) <= 6
    assert grade([text.start, *text.mistakes, *text.cautions, *text.helping]) <= 6


@every_exercise
def test_steps_are_few_and_short(entry: ExerciseEntry) -> None:
    steps = entry.texts["en"].steps
    assert 2 <= len(steps) <= 6
    assert max(len(step.split()) for step in steps) <= 20


@every_exercise
def test_words_that_the_house_does_not_use_are_absent(entry: ExerciseEntry) -> None:
    for words in all_english(entry):
        assert not FORBIDDEN.search(words), words
        assert not JARGON.search(words), words
        assert "!" not in words


@every_exercise
def test_names_stand_in_three_languages(entry: ExerciseEntry) -> None:
    assert {"en", "fr", "es"} <= set(entry.texts)


@every_exercise
def test_nothing_claims_a_review_that_nobody_made(entry: ExerciseEntry) -> None:
    assert (entry.reviewer == "") == (entry.reviewed_on is None)


@every_exercise
def test_every_fact_has_a_source_that_exists(entry: ExerciseEntry) -> None:
    assert entry.sources
    assert set(entry.sources) <= set(LIBRARY.sources)


def test_the_variants_that_keep_precautions_are_there() -> None:
    wanted = {
        ("sit-to-stand", "raised-seat"),
        ("squat", "high-chair"),
        ("clamshell", "pillow"),
        ("side-lying-leg-raise", "pillow"),
        ("calf-stretch-wall", "short-step"),
        ("seated-march", "low-lift"),
        ("hip-thrust", "partial-range"),
        ("side-lying-leg-circles", "front-only"),
    }
    safe = {(entry.slug, variant.slug) for entry in EXERCISES for variant in entry.variants if variant.kind == "safe"}
    assert wanted <= safe


@every_exercise
def test_safe_variants_declare_their_own_angles(entry: ExerciseEntry) -> None:
    assert all(variant.poses for variant in entry.variants if variant.kind == "safe")


@pytest.mark.parametrize(
    ("slug", "variant", "most_hip_bend"),
    [
        ("sit-to-stand", "raised-seat", 90),
        ("squat", "high-chair", 80),
        ("seated-march", "low-lift", 85),
        ("hip-thrust", "partial-range", 70),
    ],
)
def test_a_safe_variant_stays_within_the_bend_it_promises(slug: str, variant: str, most_hip_bend: int) -> None:
    chosen = next(found for found in LIBRARY.exercises[slug].variants if found.slug == variant)
    assert max(pose.hip_flex for pose in chosen.poses) <= most_hip_bend


@pytest.mark.parametrize("slug", ["clamshell", "side-lying-leg-raise"])
def test_the_pillow_keeps_the_thigh_off_the_midline(slug: str) -> None:
    pillow = next(found for found in LIBRARY.exercises[slug].variants if found.slug == "pillow")
    assert min(pose.hip_abd for pose in pillow.poses) >= 0
