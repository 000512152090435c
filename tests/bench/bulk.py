"""INSERT … SELECT for models, on both databases. Columns that are not named take the model's own defaults."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model, UUIDField
from django.db.models.fields import NOT_PROVIDED

RANDOM_UUID = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}


def insert_from(model: type[Model], columns: Mapping[str, str], source: str) -> int:
    """Rows from a SELECT. `columns` maps field names to SQL expressions; `source` is what follows FROM. Returns the count."""
    names: list[str] = []
    expressions: list[str] = []
    defaults: list[Any] = []
    for field in model._meta.concrete_fields:
        if field.primary_key or field.column is None:
            continue
        names.append(connection.ops.quote_name(field.column))
        if field.name in columns:
            expressions.append(columns[field.name].replace("%", "%%"))
        elif isinstance(field, UUIDField) and field.default is not NOT_PROVIDED:
            expressions.append(RANDOM_UUID[connection.vendor])
        else:
            expressions.append(_mark(field))
            defaults.append(_default(field))
    statement = (
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) "  # noqa: S608 (names of our own models)
        f"SELECT {', '.join(expressions)} FROM {source.replace('%', '%%')}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, defaults)
        return int(cursor.rowcount)


def _mark(field: "Field[Any, Any]") -> str:
    # PostgreSQL takes a bare parameter of a SELECT for text; SQLite's CAST would make a number of a date.
    return f"CAST(%s AS {field.db_type(connection)})" if connection.vendor == "postgresql" else "%s"


def _default(field: "Field[Any, Any]") -> Any:
    if field.default is not NOT_PROVIDED:
        value = field.get_default()
    elif field.null:
        value = None
    elif field.empty_strings_allowed:
        value = ""
    else:
        raise LookupError(f"{field.model.__name__}.{field.name} has no default: name it in the fill")
    return field.get_db_prep_save(value, connection)


def column(model: type[Model], name: str) -> "Field[Any, Any]":
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{model.__name__}.{name} is not a column")
    return field


def table(name: str, columns: Mapping[str, "Field[Any, Any] | str"], rows: Iterable[Sequence[Any]]) -> None:
    """A temporary table. A column is a model's field, whose way of storing values it takes, or an SQL type."""
    kinds = {key: kind if isinstance(kind, str) else kind.db_type(connection) for key, kind in columns.items()}
    fields = list(columns.values())
    stored = [[_stored(kind, value) for kind, value in zip(fields, row, strict=True)] for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ({', '.join(f'{key} {kind}' for key, kind in kinds.items())})")
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", stored)  # noqa: S608


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _stored(kind: "Field[Any, Any] | str", value: Any) -> Any:
    return value if isinstance(kind, str) else kind.get_db_prep_save(value, connection)
