"""Whatever can stand in the record has words that a patient can read."""

import ast
from collections.abc import Iterator

import pytest

from accounts.audit import Purpose
from accounts.models import GrantChangeKind
from accounts.record.names import role_words
from accounts.record.words import DONE, GROUPS, OPENED, PURPOSES, words_for
from exercises.models import AdoptionKind
from tests.exercises.reading_grade import grade
from tests.rules.source import modules, shown, tree_of
from tests.rules.test_every_url import RULES

HIGHEST_GRADE = 6
LONGEST = 60  # characters: the column of the table
# Where the action is put together while the program runs: what it can be.
PUT_TOGETHER = {
    "opened.{}": [],  # the pages, below
    "grant.{}": [f"grant.{kind}" for kind in GrantChangeKind],
    "{}.adopted": [f"{kind}.adopted" for kind in AdoptionKind],
    "{}.unadopted": [f"{kind}.unadopted" for kind in AdoptionKind],
    "{}": ["own_exercise.words_changed"],
}
READS = sorted(name for name, rule in RULES.items() if rule.is_about_a_patient and "GET" in rule.methods)


def recorded() -> Iterator[tuple[str, str]]:
    """Every action in the source, and where."""
    for path in modules():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
                pattern = pattern_of(node.args[0])
                for action in PUT_TOGETHER.get(pattern, [pattern]):
                    yield action, shown(path, node)


def pattern_of(said: ast.expr) -> str:
    if isinstance(said, ast.Constant):
        return str(said.value)
    parts = said.values if isinstance(said, ast.JoinedStr) else [said]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)


def has_words(action: str) -> bool:
    group, _dot, what = action.partition(".")
    return group == "own_exercise" or (what in OPENED if group == "opened" else action in DONE)


@pytest.mark.thorough
def test_every_action_of_the_source_has_words() -> None:
    assert [f"{action}: {where}" for action, where in recorded() if not has_words(action)] == []


@pytest.mark.parametrize("name", READS)
def test_every_page_about_a_patient_has_words(name: str) -> None:
    assert name in OPENED


def test_every_action_fits_its_column_and_belongs_to_a_group() -> None:
    actions = {action for action, _where in recorded()} | {f"opened.{name}" for name in READS}
    assert [action for action in actions if len(action) > LONGEST] == []
    assert {action.partition(".")[0] for action in actions} <= set(GROUPS)


def test_every_purpose_has_words() -> None:
    assert set(PURPOSES) == set(Purpose)


def test_what_has_no_words_is_still_told() -> None:
    assert words_for("opened.nowhere:nothing") == "Opened a page"
    assert words_for("nothing.happened") == "Changed something"


def test_the_words_are_easy_to_read() -> None:
    words = {str(one) for one in (*OPENED.values(), *DONE.values())}
    assert grade(sorted(words)) <= HIGHEST_GRADE


@pytest.mark.parametrize("role", ["patient", "caregiver", "therapist", "covering", "admin"])
def test_every_role_has_words(role: str) -> None:
    assert role_words(role)
