"""Ids of two patients in one request: 404 and nothing written, even by somebody who may see both of them.

Pat and Walt are both Tess's patients, and Cara helps both: so it is not the person who is refused, but the mixture.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from accounts.models import Patient
from tests.rules.conftest import Figures
from tests.rules.lives import counterparts, owned_models
from tests.rules.reading_forms import Pairs
from tests.rules.sending import Sending, as_data, sendings
from tests.rules.sight import sent, shown
from tests.rules.test_every_url import FULL, RULES, World
from tests.rules.world import PATTERNS, watch_writes

PROOF = "ids of two patients in one request"
# The patient, and people of the team: Tess treats both.
NOT_A_ROW = {"patient_id", "person_id"}


@pytest.fixture
def swaps(world: World) -> dict[str, list[str]]:
    """For each id of a row of Pat's: the ids of Walt's rows of the same kind."""
    return counterparts(world.patients["pat"], world.patients["walt"])


def kwargs_of(world: World, name: str) -> dict[str, Any]:
    return {key: world.kwargs.get(f"{name}.{key}", world.kwargs.get(key)) for key in PATTERNS[name]}


def inner_ids(world: World, name: str) -> list[str]:
    return [key for key, value in kwargs_of(world, name).items() if key not in NOT_A_ROW and isinstance(value, UUID)]


def urls_with_two(world: World) -> list[str]:
    return [name for name in RULES if "patient_id" in PATTERNS[name] and inner_ids(world, name)]


def mixed_urls(world: World, name: str, swaps: dict[str, list[str]]) -> Iterator[str]:
    """Pat's address with a row of Walt's in it, and Walt's with a row of Pat's."""
    walt = world.patients["walt"].public_id
    yield world.url(name, patient_id=walt)
    for key in inner_ids(world, name):
        others = swaps.get(str(kwargs_of(world, name)[key]), [])
        assert others, f"{name}: {key} is the id of nothing that Walt has too; give it to him in tests/rules/lives.py"
        for other in others:
            yield world.url(name, **{f"{name}.{key}": other, key: other})


@pytest.mark.thorough
def test_no_address_mixes_two_patients(world: World, swaps: dict[str, list[str]], figures: Figures) -> None:
    wrong, tried = [], 0
    for name in urls_with_two(world):
        for url in mixed_urls(world, name, swaps):
            for who in sorted(RULES[name].who - {"anonymous", "dan"}):
                for method in sorted(RULES[name].methods):
                    tried += 1
                    wrong += try_mixture(world, who, method, url, dict(RULES[name].data), f"{method} {name} by {who}")
    figures(PROOF, addresses=tried, let_through=len(wrong))
    assert not wrong, "\n".join(wrong)
    assert tried


def try_mixture(world: World, who: str, method: str, url: str, data: dict[str, Any], what: str) -> list[str]:
    with transaction.atomic(), watch_writes() as writes:
        answer = world.ask(who, method, url, data if method == "POST" else None)
        transaction.set_rollback(True)
    wrong = [] if answer.status_code == 404 else [f"{what}: {answer.status_code}"]
    return wrong + [f"{what}: wrote {write}" for write in writes.found]


def test_each_patient_is_opened_by_ids_of_their_own(world: World) -> None:
    """Without this, the test above could be passed by addresses that lead nowhere."""
    for name in urls_with_two(world):
        who = "tess" if "tess" in RULES[name].who else sorted(RULES[name].who)[0]
        method = "GET" if "GET" in RULES[name].methods else "POST"
        with transaction.atomic():
            answer = world.ask(who, method, world.url(name), dict(RULES[name].data) if method == "POST" else None)
            transaction.set_rollback(True)
        assert answer.status_code in {200, 302, 409, 422}, f"{name}: {answer.status_code}"


@pytest.mark.thorough
@pytest.mark.parametrize("who", ["tess", "cara", "pat", "ada"])
def test_no_form_takes_the_id_of_another_patients_row(
    world: World, swaps: dict[str, list[str]], who: str, figures: Figures
) -> None:
    wrong, tried = [], 0
    before = fingerprint(world.patients["walt"])
    for sending in sendings(world, who):
        for pairs in mixed_pairs(sending, swaps):
            tried += 1
            wrong += try_form(world, sending, pairs, before)
    figures(PROOF, forms=tried, let_through=len(wrong))
    assert not wrong, "\n".join(wrong)


def mixed_pairs(sending: Sending, swaps: dict[str, list[str]]) -> Iterator[Pairs]:
    """The form with one id at a time exchanged, wherever it stands: as a value, or in the name of a field.

    A plain run exchanges each for one of Walt's, `make prove` for each of Walt's.
    """
    mine = {one for one in swaps for name, value in sending.pairs if one in name or one == value}
    for one in sorted(mine):
        for other in swaps[one] if FULL else swaps[one][:1]:
            yield [(name.replace(one, other), other if value == one else value) for name, value in sending.pairs]


def try_form(world: World, sending: Sending, pairs: Pairs, before: dict[str, list[tuple[Any, ...]]]) -> list[str]:
    with transaction.atomic():
        answer = world.ask(sending.who, "POST", sending.url, as_data(tuple(pairs)))
        after = fingerprint(world.patients["walt"])
        transaction.set_rollback(True)
    wrong = [f"changed {name} of Walt" for name in before if before[name] != after[name]]
    if answer.status_code not in {302, 404, 409, 422}:
        wrong.append(str(answer.status_code))
    return [f"{sending}: {what}" for what in [*wrong, *shown(world, sending.who, answer), *sent(world)]]


def fingerprint(patient: Patient) -> dict[str, list[tuple[Any, ...]]]:
    return {
        model.__name__: list(model._base_manager.filter(**{path: patient}).order_by("pk").values_list())
        for model, path in owned_models().items()
    }
