"""Fills the bench's database: 11,100 patients of three therapists, six of them measured, and three libraries."""

from django.db import transaction

from tests.bench.fill import crowd, history, place, shelves


@transaction.atomic
def fill() -> None:
    clinic = place.make()
    crowd.make(clinic)
    history.make()
    shelves.make()
