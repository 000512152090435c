"""Forty field names that no form asked for change nothing: not a role, not an end date, not whose row it is.

Each form is sent twice as it is, to learn which columns are random, and once with the forty beside what it asks for.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from tests.rules.conftest import Figures
from tests.rules.sending import Sending, as_data, sendings
from tests.rules.test_every_url import FULL, World
from tests.rules.world import Writes, watch_writes

PROOF = "forty fields that no form asks for"
# What a person may not choose, with a value that would pay.
EXTRA = {
    "id": "1",
    "pk": "1",
    "public_id": "00000000-0000-4000-8000-000000000001",
    "role": "admin",
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "",
    "is_staff_member": "on",
    "deactivated_at": "",
    "sessions_from": "",
    "erased_at": "2026-01-01 00:00:00",
    "date_joined": "2020-01-01 00:00:00",
    "last_login": "2020-01-01 00:00:00",
    "terms_version": "99",
    "factors": "1:1",
    "user": "{sam}",
    "user_id": "{sam}",
    "caregiver": "{sam}",
    "caregiver_id": "{sam}",
    "therapist": "{sam}",
    "recipient": "{sam}",
    "recorded_by": "{sam}",
    "written_by": "{sam}",
    "on_behalf_of": "{luis}",
    "patient": "{luis}",
    "patient_id": "{luis}",
    "clinic": "{southgate}",
    "clinic_id": "{southgate}",
    "scopes": "clinical",
    "basis": "best_interests",
    "decided_by": "{sam}",
    "decided_at": "2020-01-01 00:00:00",
    "expires_on": "2099-12-31",
    "expires_at": "2099-12-31 00:00:00",
    "ends_on": "2099-12-31",
    "starts_on": "2020-01-01",
    "revoked_at": "",
    "suspended_at": "",
    "status": "done",
    "version": "99",
    "is_shared": "on",
    "token_hash": "0" * 64,
    "email_verified": "on",
    "accepted_at": "2020-01-01 00:00:00",
    "published_at": "2020-01-01 00:00:00",
}
assert len(EXTRA) >= 40

MODELS = {model._meta.db_table: model for model in apps.get_models() if model._meta.managed}
Column = tuple[str, int, str]


@pytest.fixture(autouse=True)
def standing_clock() -> Iterator[None]:
    """Or a form that takes a second would seem to have changed a time."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.mark.thorough
@pytest.mark.parametrize("who", ["pat", "cara", "vera", "tess", "ada", "sam"])
def test_no_form_takes_more_than_it_asks_for(world: World, who: str, figures: Figures) -> None:
    extra = extra_values(world)
    wrong, tried, changing = [], 0, 0
    for sending in one_of_each(sendings(world, who)):
        tried += 1
        plain = after(world, sending, {})
        again = after(world, sending, {}) if plain else plain
        with_more = after(world, sending, {name: value for name, value in extra.items() if name not in sending.asked})
        changing += bool(plain)
        steady = {column for column in plain.keys() | again.keys() if plain.get(column) == again.get(column)}
        moved = {
            column for column in steady | with_more.keys() - again.keys() if plain.get(column) != with_more.get(column)
        }
        wrong += [f"{sending}: {table}.{column}" for table, _row, column in sorted(moved)]
    assert changing
    figures(PROOF, forms=tried, of_them_writing=changing, changed_columns=len(wrong))
    assert not wrong, "\n".join(wrong)


def one_of_each(all_of_them: list[Sending]) -> list[Sending]:
    """A plain run sends one form to each address, `make prove` those of every button."""
    return all_of_them if FULL else list({sending.name: sending for sending in all_of_them}.values())


def extra_values(world: World) -> dict[str, str]:
    sam = world.people["sam"]
    assert sam
    luis, southgate = world.patients["luis"].pk, world.cast.southgate.pk
    return {name: value.format(sam=sam.pk, luis=luis, southgate=southgate) for name, value in EXTRA.items()}


def after(world: World, sending: Sending, extra: dict[str, str]) -> dict[Column, Any]:
    """Every column of the tables that this form wrote to, as it stands afterwards."""
    with transaction.atomic(), watch_writes() as writes:
        world.ask(sending.who, "POST", sending.url, {**as_data(sending.pairs), **extra})
        found = {column: value for table in sorted(tables(writes)) for column, value in columns(table).items()}
        transaction.set_rollback(True)
    return found


def tables(writes: Writes) -> set[str]:
    return {write.split()[1] for write in writes.found} & MODELS.keys()


def columns(table: str) -> dict[Column, Any]:
    """By place in the table, since a sequence does not count back."""
    model: type[models.Model] = MODELS[table]
    names = [field.attname for field in model._meta.concrete_fields]
    rows = model._base_manager.order_by("pk").values_list(*names)
    return {
        (table, place, name): value for place, row in enumerate(rows) for name, value in zip(names, row, strict=True)
    }


def test_the_comparison_sees_a_field_that_a_form_takes(world: World) -> None:
    sending = Sending("pat", "home:text_size", world.url("home:text_size"), (("text_size", "large"),))
    plain, other = after(world, sending, {}), after(world, sending, {"text_size": "largest"})
    assert {key[2] for key, value in plain.items() if other[key] != value} == {"text_size"}
