"""What the findings say, to the therapist and to the patient."""

from datetime import date

import pytest

from exercises.precaution_rules import rule_book
from exercises.precaution_sentences import FOR_PATIENTS, SENTENCES
from exercises.precautions import Circumstances, Limit, Movement, Precaution, check, matrix_row, patient_words
from tests.exercises.precautions.library import ALL, LEFT, TODAY, movement
from tests.exercises.reading_grade import grade
from tests.exercises.test_library_files import FORBIDDEN, JARGON


def said(moved: Movement | str, code: str, *limits: Limit, side: str = "left", **more: object) -> str:
    found = ALL[moved] if isinstance(moved, str) else moved
    circumstances = Circumstances(affected=LEFT, limits=limits, **more)  # type: ignore[arg-type]
    return next(one.words for one in check(found, side, circumstances, TODAY).findings if one.code == code)


THA_P = Precaution.THA_P
UNTIL = date(2027, 1, 3)


@pytest.mark.parametrize(
    ("slug", "code", "limit", "words"),
    [
        (
            "hip-thrust",
            "F90",
            Limit(THA_P, until_on=UNTIL),
            "Starts with the hip bent about 95°; the limit until 3 January is 90°.",
        ),
        (
            "hip-thrust",
            "F90",
            Limit(THA_P, until_on=date(2028, 1, 3)),
            "Starts with the hip bent about 95°; the limit until 3 January 2028 is 90°.",
        ),
        (
            "seated-march",
            "F90",
            Limit(THA_P),
            "Ends with the hip bent about 110°; the limit is 90°. That holds until the surgeon lifts it.",
        ),
        (
            "sit-to-stand",
            "F90",
            Limit(THA_P, is_assumed=True),
            "Passes through a pose with the hip bent about 110°; the limit is 90°. "
            "The surgeon's order is missing, so the most careful reading holds.",
        ),
        (
            "clamshell",
            "ADD0",
            Limit(THA_P, until_on=UNTIL),
            "Starts with the thigh about 5° across the midline; "
            "that is close to the limit of 5°, which holds until 3 January.",
        ),
        (
            "standing-hip-extension",
            "EXT",
            Limit(Precaution.THA_A),
            "Ends with the thigh about 15° behind the body; the limit is 5°. That holds until the surgeon lifts it.",
        ),
        (
            "seated-march",
            "DEEP",
            Limit(Precaution.OA),
            "Ends with the hip bent about 110°; caution begins at 100°.",
        ),
        (
            "squat",
            "DEEPLOAD",
            Limit(Precaution.OA),
            "Ends with the knee bent about 90°; under weight caution begins at 80°.",
        ),
        (
            "butterfly-stretch-supine",
            "FABER",
            Limit(Precaution.FAI),
            "Ends with the hip bent about 50°, the leg about 45° out to the side and the leg turned out about 45°; "
            "bent, out to the side and turned out is near the end of range.",
        ),
        (
            "clamshell",
            "SIDE",
            Limit(THA_P, until_on=UNTIL),
            "Lying on the side: a pillow between the knees, and not on a fresh wound. That holds until 3 January.",
        ),
        (
            "mini-squat",
            "WB",
            Limit(Precaution.NWB),
            "The affected leg carries weight (standing on two legs): more than the order allows. "
            "That holds as long as the order stands.",
        ),
    ],
)
def test_one_plain_sentence_with_the_numbers(slug: str, code: str, limit: Limit, words: str) -> None:
    assert said(slug, code, limit) == words


def test_where_only_one_role_of_the_leg_is_meant_it_is_said() -> None:
    both = said("seated-march", "F90", Limit(THA_P, until_on=UNTIL), side="each_side")
    assert both.endswith("is 90°. That is so when the affected leg is the working one.")
    weight = said("standing-hip-abduction", "WB", Limit(Precaution.NWB), side="each_side")
    assert "That is so when the affected leg is the other one." in weight
    assert "That is so" not in said("figure-4-stretch-supine", "F90", Limit(THA_P), side="each_side")
    assert "That is so" not in said("hip-thrust", "F90", Limit(THA_P), side="bilateral")


def test_weeks_age_and_sitting_in_words() -> None:
    after = {"is_replaced": True, "operated_on": date(2026, 11, 1)}
    assert said("squat", "EARLY", **after) == "Offered from week 12 after the operation, that is from 24 January."
    assert "Its day is missing, so no week counts as over." in said("squat", "EARLY", is_replaced=True)
    assert said("happy-baby", "NOTOFFERED", **after) == "Not offered after a hip replacement."
    assert said("it-band-stretch-standing", "THERAPIST", **after).startswith("After a hip replacement a therapist")
    assert said("squat", "AGE", born_on=date(2008, 12, 1)).startswith("Younger than 18 until 30 November:")
    assert "sitting and lying only" in said("squat", "SEATED", is_seated_only=True)


def test_a_form_without_angles_of_its_own_says_so() -> None:
    towel = movement("calf-stretch-wall", "seated-towel")
    assert "No angles are declared for this form" in said(towel, "WB", Limit(Precaution.NWB))
    assert said(towel, "F80", Limit(THA_P)).startswith("Is done sitting, with the hip bent about 90°;")


def test_every_finding_of_the_library_has_words() -> None:
    for moved in ALL.values():
        for rule, *checks in matrix_row(moved):
            for finding in [one for found in checks for one in found.findings]:
                assert finding.words.endswith("."), (moved.slug, rule, finding.code)
                assert "%(" not in finding.words
                assert finding.for_patient == patient_words(finding.code)


@pytest.mark.parametrize("code", sorted(FOR_PATIENTS))
def test_the_patient_reads_plain_words(code: str) -> None:
    words = patient_words(code)
    assert grade([words]) <= 6
    assert max(len(sentence.split()) for sentence in words.split(".")) <= 20
    assert not FORBIDDEN.search(words)
    assert not JARGON.search(words)
    assert "!" not in words


def test_what_must_be_avoided_has_nothing_for_the_patient() -> None:
    rules = [rule for one in rule_book().sets.values() for rule in one.rules]
    always = {rule.code for rule in rules} - {rule.code for rule in rules if rule.verdict == "caution"}
    assert all(patient_words(code) == "" for code in always | {"EARLY", "AGE", "SEATED", "no such code"})


def test_staff_sentences_promise_and_shout_nothing() -> None:
    assert not any(FORBIDDEN.search(str(words)) or "!" in str(words) for words in SENTENCES.values())
