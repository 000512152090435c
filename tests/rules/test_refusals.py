"""What is not there and what is not for you get the same answer, byte for byte; an error page tells nothing either."""

import re
from typing import Any
from uuid import uuid4
from zlib import crc32

import pytest
from django.db import DatabaseError, transaction
from django.http import HttpResponse

from tests.rules.conftest import Figures
from tests.rules.sight import listening, text_of
from tests.rules.test_every_url import FULL, LOOK, RULES, World
from tests.rules.world import PATTERNS, SIGNED_OUT

PROOF = "missing and forbidden look the same"
OF_A_FAULT = "qzxxxxzq"
# New in every answer: the token of each form, and how long the session still lasts.
PASSING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|data-seconds="\d+"')
RANDOM_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OF_PATIENTS = sorted(name for name, rule in RULES.items() if rule.is_about_a_patient and PATTERNS[name])


def missing(world: World, name: str) -> dict[str, Any]:
    """The same address with ids that nobody has."""
    return {key: uuid4() for key in PATTERNS[name] if RANDOM_ID.fullmatch(str(world.kwargs.get(key, "")))}


def plain(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, RANDOM_ID.sub("id", PASSING.sub("", text_of(answer)))


@pytest.mark.thorough
@pytest.mark.parametrize("name", OF_PATIENTS)
def test_missing_and_forbidden_look_the_same(world: World, name: str, figures: Figures) -> None:
    rule, wrong, tried = RULES[name], [], 0
    for who in ("sam", "bea", "luis", "rob", "eve", "vera", "tim", "otto", "opal", "dora"):
        if rule.lets_in(who) or not (FULL or crc32(f"{name} {who}".encode()) % 3 == 0):
            continue
        for method in sorted(rule.methods - {"HEAD"}):
            tried += 1
            forbidden = plain(world.ask(who, method, world.url(name)))
            absent = plain(world.ask(who, method, world.url(name, **missing(world, name))))
            wrong += [f"{method} {name} for {who}"] if forbidden != absent or forbidden[0] != 404 else []
    figures(PROOF, pairs=tried, that_differ=len(wrong))
    assert wrong == []


@pytest.mark.parametrize(
    ("place", "fault"),
    [("accounts.access._find", RuntimeError), ("accounts.audit.AuditEvent.save", DatabaseError)],
    ids=["in our code", "in the record of who looked"],
)
def test_a_fault_tells_nothing(
    world: World, place: str, fault: type[Exception], monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    """Not in the page, and not in the log: a fault may carry a patient's words in its message."""

    def fail(*_args: object, **_kwargs: object) -> None:
        raise fault(f"Something is wrong with {OF_A_FAULT}")

    monkeypatch.setattr(place, fail)
    with listening() as ear:
        answers = {name: in_trouble(world, name) for name in OF_PATIENTS}
    assert [name for name, answer in answers.items() if OF_A_FAULT in text_of(answer)] == []
    assert [line for line in ear.heard if OF_A_FAULT in line] == []
    looks = {name: answer.status_code for name, answer in answers.items() if RULES[name].methods & LOOK}
    assert 503 in looks.values() if fault is DatabaseError else 500 in looks.values()
    figures("a fault tells nothing", pages=len(answers), words_found=0)


def in_trouble(world: World, name: str) -> HttpResponse:
    rule = RULES[name]
    who = sorted(rule.who - SIGNED_OUT)[0]
    with transaction.atomic():
        if rule.methods & LOOK:
            answer = world.ask(who, "GET", world.url(name))
        else:
            answer = world.ask(who, "POST", world.url(name), dict(rule.data))
        transaction.set_rollback(True)
    return answer
