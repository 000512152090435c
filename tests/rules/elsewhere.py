"""The small world for the tests of a file that stands in another folder: `from tests.rules.elsewhere import …`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from exercises.models import Exercise
from tests.rules.world import World, build


@contextmanager
def standing(blocker: DjangoDbBlocker) -> Iterator[World]:
    from tests.rules.test_every_url import SLUGS

    with blocker.unblock(), transaction.atomic():
        if not Exercise.objects.exists():
            call_command("load_library", verbosity=0)
        built = build()
        built.kwargs |= {f"{name}.slug": slug for name, slug in SLUGS.items()}
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with standing(django_db_blocker) as built:
        yield built


@pytest.fixture
def world(built_once: World, db: None) -> World:
    return replace(built_once, kwargs=dict(built_once.kwargs))
