"""The English of the library as its reader meets it: how hard, how long, one action a step, and never advice."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.exercises.reading_grade import grade, sentences, syllables, words

LIBRARY = Path(__file__).parents[2] / "exercises" / "library"
EXERCISES = sorted(path.stem for path in LIBRARY.glob("[a-z]*.yaml"))
PAGES = sorted(path.stem for path in LIBRARY.glob("learn/*.yaml"))

HIGHEST_GRADE = 6
LONGEST_SENTENCE = 20
LONGEST_STEP = 14
MOST_STEPS = 6
PAGE_WORDS = range(150, 351)
MOST_PARAGRAPHS = 3
MOST_POINTS = 6

Document = dict[str, Any]


def read(name: str) -> Document:
    document: Document = yaml.safe_load((LIBRARY / f"{name}.yaml").read_text(encoding="utf-8"))
    return document


def english_of(exercise: str) -> list[str]:
    """All that a patient or a helper reads of one exercise, its variants and the words of its pictures included."""
    document = read(exercise)
    text = document["text"]["en"]
    lists = [*text["steps"], *text["mistakes"], *text["cautions"], *text["helping"]]
    instead = [variant["instead"] for variant in document["variants"]]
    return [text["purpose"], text["start"], text["feel"], *lists, *text["picture"].values(), *instead]


def learn(page: str) -> Document:
    words_of_page: Document = read(f"learn/{page}")["text"]["en"]
    return words_of_page


def english_of_page(page: str) -> list[str]:
    text = learn(page)
    inside = [
        part
        for section in text["sections"]
        for part in [section["heading"], *section.get("paragraphs", []), *section.get("points", [])]
    ]
    return [text["title"], text["summary"], *inside, text["not_this"]]


def steps_of(exercise: str) -> list[str]:
    steps: list[str] = read(exercise)["text"]["en"]["steps"]
    return steps


# The words that steps begin with: "Lift", "Hold" and so on. One of them after "and" is a second action.
ACTIONS = {words(step)[0].lower() for exercise in EXERCISES for step in steps_of(exercise)} - {"when", "with"}
SECOND_ACTION = re.compile(rf"\b(?:then|and (?:{'|'.join(sorted(ACTIONS))}))\b")

# The house never advises: only "ask your therapist before you stop" is right, never "Stop" or "Do more".
ORDER = re.compile(r"^(?:Stop|Start|Skip|Change|Add|Increase|Reduce|Do more|Do fewer|Do less|Try)\b")
PROMISE = re.compile(
    r"%|\bper ?cent\b|\b(?:cures?|guarantee\w*|prevents?|will (?:heal|help|ease|improve|get better))\b", re.I
)
HOUSE_NEVER_SAYS = re.compile(
    r"\b(?:monitor\w*|treat\w*|personali[sz]ed|adaptive|smart|risk\w*|alerts?|recommended|billable)\b", re.I
)
# These stand in the stop-and-call list, in one wording for all pages, and nowhere else.
STOP_SIGNS = re.compile(r"\b(?:chest pain|swollen|fever|numbness|ambulance|emergency)\b", re.I)

every_exercise = pytest.mark.parametrize("exercise", EXERCISES)
every_page = pytest.mark.parametrize("page", PAGES)


@every_exercise
def test_an_exercise_is_read_with_ease(exercise: str) -> None:
    assert grade(english_of(exercise)) <= HIGHEST_GRADE


@every_exercise
def test_no_sentence_of_an_exercise_is_long(exercise: str) -> None:
    assert long_sentences(english_of(exercise)) == []


@every_exercise
def test_a_step_is_one_short_sentence(exercise: str) -> None:
    steps = steps_of(exercise)
    assert 2 <= len(steps) <= MOST_STEPS
    for step in steps:
        assert len(sentences([step])) == 1, step
        assert len(words(step)) <= LONGEST_STEP, step
        assert step.endswith("."), step


@every_exercise
def test_a_step_is_one_action(exercise: str) -> None:
    assert [step for step in steps_of(exercise) if SECOND_ACTION.search(step)] == []


@every_exercise
def test_every_declared_pose_is_told_in_words(exercise: str) -> None:
    document = read(exercise)
    declared = {angles["pose"] for angles in document["angles"]}
    assert declared <= set(document["text"]["en"]["picture"])


@every_exercise
def test_the_words_say_where_a_helper_stands_and_never_that_one_pulls(exercise: str) -> None:
    document = read(exercise)
    helper = document["text"]["en"]["picture"].get("helper", "")
    if document["start_position"] in {"standing", "walking"}:
        assert helper
    assert not re.search(r"\b(pull|lift|push|drag)(s|ed|ing)? (the|an?|their|her|his)\b", helper)
    assert not helper or re.search(r"\b(hands?|fingers)\b", helper)


def test_the_nine_pages_are_there_in_an_order_of_their_own() -> None:
    assert len(PAGES) == 9
    assert sorted(read(f"learn/{page}")["order"] for page in PAGES) == list(range(1, 10))


@every_page
def test_a_page_is_short_and_read_with_ease(page: str) -> None:
    text = english_of_page(page)
    assert sum(len(words(part)) for part in text) in PAGE_WORDS
    assert grade(text) <= HIGHEST_GRADE
    assert long_sentences([*text, learn(page)["picture"]]) == []


@every_page
def test_the_sections_of_a_page_are_small(page: str) -> None:
    for section in learn(page)["sections"]:
        assert len(section.get("paragraphs", [])) <= MOST_PARAGRAPHS
        assert len(section.get("points", [])) <= MOST_POINTS


@every_page
def test_a_page_orders_nothing_and_promises_nothing(page: str) -> None:
    for sentence in sentences(english_of_page(page)):
        assert not ORDER.search(sentence), sentence
        assert not PROMISE.search(sentence), sentence
        assert not HOUSE_NEVER_SAYS.search(sentence), sentence
        assert not STOP_SIGNS.search(sentence), sentence


@every_page
def test_a_page_says_what_it_is_not(page: str) -> None:
    not_this = learn(page)["not_this"]
    assert re.search(r"\bnot replace\b", not_this)
    assert "therapist" in not_this


@every_page
def test_a_page_claims_no_review(page: str) -> None:
    document = read(f"learn/{page}")
    assert (document["reviewer"] is None) == (document["reviewed_on"] is None)


def test_a_second_action_would_be_found() -> None:
    assert SECOND_ACTION.search("Hold, and lower your hips.")
    assert SECOND_ACTION.search("Lift your hips and hold them.")
    assert SECOND_ACTION.search("Wait, then lower the knee.")
    assert not SECOND_ACTION.search("Keep your back upright and still.")


def test_the_grade_tells_easy_from_hard() -> None:
    easy = "Lie on your back. Bend both knees. Lift your hips."
    hard = (
        "Progressive neuromuscular rehabilitation of the abductor musculature necessitates individualised supervision, "
        "particularly following arthroplasty."
    )
    assert grade([easy]) < 1
    assert grade([hard]) > 20


def test_a_colon_does_not_make_a_sentence_shorter() -> None:
    assert len(sentences(["Hold on: the floor may be wet. Is it 1.5 m away? Go."])) == 3


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("knees", 1),
        ("moves", 1),
        ("lifted", 2),
        ("places", 2),
        ("little", 2),
        ("being", 2),
        ("something", 2),
        ("position", 3),
        ("exercises", 4),
        ("osteoporosis", 6),
        ("12", 2),
    ],
)
def test_syllables_are_counted_as_they_are_said(word: str, count: int) -> None:
    assert syllables(word) == count


def long_sentences(texts: list[str]) -> list[str]:
    return [sentence for sentence in sentences(texts) if len(words(sentence)) > LONGEST_SENTENCE]
