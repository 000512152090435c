"""Rows of a table as plain values: only the fields that are classed for this kind of copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from portal.privacy.classes import Copy, fields_in

Row = dict[str, Any]
# A plain number in the audit, so that it outlives the row it leads to.
PEOPLE_BESIDE_KEYS = {"accounts.auditevent": ("actor_id",)}


@dataclass(frozen=True)
class Table:
    label: str
    fields: list[str]
    rows: list[Row]
    people: tuple[str, ...]  # those of the fields that name a person

    def people_ids(self) -> set[int]:
        return {row[name] for row in self.rows for name in self.people if row[name] is not None}


def read(rows: models.QuerySet[Any], copy: Copy) -> Table:
    """One query, however long the history. In the order in which the rows came to be."""
    model = rows.model
    label = model._meta.label_lower
    names = fields_in(label, copy)
    columns = [model._meta.get_field(name).attname for name in names]
    values = rows.order_by("pk").values_list(*columns)
    return Table(label, names, [dict(zip(names, one, strict=True)) for one in values], _people(model, label, names))


def _people(model: type[models.Model], label: str, names: list[str]) -> tuple[str, ...]:
    linked = [name for name in names if model._meta.get_field(name).related_model is get_user_model()]
    own = ["id"] if label == get_user_model()._meta.label_lower else []
    return (*own, *linked, *PEOPLE_BESIDE_KEYS.get(label, ()))


def plain(value: Any) -> Any:
    """As it stands in data.json: moments in UTC to the microsecond, so that nothing is lost on the way."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def label_of(table: str, field: str, value: Any) -> str:
    """The words for a choice, in the reader's language; empty where there was no answer."""
    if value in (None, ""):
        return ""
    column = apps.get_model(table)._meta.get_field(field)
    return str(dict(column.flatchoices).get(value, value))
