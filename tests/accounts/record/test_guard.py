"""The database itself keeps the record: nothing that was written is changed or taken away."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import AuditAnchor, AuditEvent, AuditSeal, CareGrant, GrantChange, GrantChangeKind, User
from accounts.record import guard
from accounts.record.sealing import seal_once
from tests.cast import Cast

EVENT_COLUMNS = [field.attname for field in AuditEvent._meta.concrete_fields if field.name not in {"id", "seal"}]


@pytest.fixture
def sealed(db: None) -> AuditEvent:
    audit.record("something.happened", by=None)
    seal_once(timezone.now() + timedelta(minutes=1))
    return AuditEvent.objects.select_related("seal").get()


def refused(sql: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except IntegrityError as error:
        return guard.REFUSAL in str(error)
    return False


def test_every_trigger_stands_after_all_migrations(db: None) -> None:
    """A migration that rebuilds a table on SQLite drops its triggers: it must put them up again (guard.install)."""
    assert guard.missing(connection) == set()


@pytest.mark.parametrize("column", EVENT_COLUMNS)
@pytest.mark.parametrize("is_sealed", [True, False])
def test_no_column_of_an_event_is_changed(sealed: AuditEvent, column: str, is_sealed: bool) -> None:
    if not is_sealed:
        audit.record("something.happened", by=None)
    row = AuditEvent.objects.latest("pk")
    kind = AuditEvent._meta.get_field(column).get_internal_type()
    value = {"DateTimeField": timezone.now() - timedelta(days=1), "BigIntegerField": 7}.get(kind, "x")
    assert refused(f"UPDATE accounts_auditevent SET {column} = %s WHERE id = %s", value, row.pk)  # noqa: S608


def test_an_event_is_sealed_once(sealed: AuditEvent) -> None:
    for seal in (None, sealed.seal_id):
        assert refused("UPDATE accounts_auditevent SET seal_id = %s", seal)


def test_sealing_may_change_nothing_beside(sealed: AuditEvent) -> None:
    audit.record("something.else", by=None)
    row = AuditEvent.objects.latest("pk")
    assert refused("UPDATE accounts_auditevent SET seal_id = %s, role = 'x' WHERE id = %s", sealed.seal_id, row.pk)
    assert not refused("UPDATE accounts_auditevent SET seal_id = %s WHERE id = %s", sealed.seal_id, row.pk)


def test_no_event_is_written_into_a_link_that_stands(sealed: AuditEvent) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.create(at=timezone.now(), action="late", seal=sealed.seal)


@pytest.mark.parametrize("table", [guard.EVENTS, guard.SEALS, guard.ANCHORS])
def test_no_row_goes(sealed: AuditEvent, table: str) -> None:
    AuditAnchor.objects.create(month="1999-01", events=1, seals=1, chain="x", dropped_at=timezone.now())
    audit.record("not.sealed", by=None)
    with transaction.atomic():
        # Not the foreign key is to refuse this.
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA defer_foreign_keys = ON")
        assert refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("table", [guard.SEALS, guard.ANCHORS])
def test_no_link_and_no_anchor_is_changed(sealed: AuditEvent, table: str) -> None:
    AuditAnchor.objects.create(month="1999-01", events=1, seals=1, chain="x", dropped_at=timezone.now())
    assert refused(f"UPDATE {table} SET chain = 'y'")  # noqa: S608


def test_the_orm_is_no_way_round(sealed: AuditEvent) -> None:
    sealed.action = "nothing.happened"
    for way in (sealed.save, sealed.delete, AuditEvent.objects.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            way()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own way to put a row in another's place")
@pytest.mark.parametrize("table", [guard.EVENTS, guard.SEALS])
def test_no_row_takes_the_place_of_another(sealed: AuditEvent, table: str) -> None:
    AuditAnchor.objects.create(month="1999-01", events=1, seals=1, chain="x", dropped_at=timezone.now())
    assert refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite knows no TRUNCATE")
@pytest.mark.parametrize("table", [guard.EVENTS, guard.SEALS, guard.ANCHORS])
def test_no_table_is_emptied(db: None, table: str) -> None:
    assert refused(f"TRUNCATE {table} CASCADE")


def test_a_month_goes_once_an_anchor_stands_for_it(sealed: AuditEvent) -> None:
    assert sealed.seal
    AuditAnchor.objects.create(
        month=sealed.seal.month, events=1, seals=1, chain=sealed.seal.chain, dropped_at=timezone.now()
    )
    audit.record("not.sealed", by=None)
    AuditEvent.objects.filter(seal=sealed.seal).delete()
    assert AuditEvent.objects.get().action == "not.sealed"
    assert AuditSeal.objects.exists()


@pytest.fixture
def change(cast: Cast) -> GrantChange:
    grant = cast.cara_for_pat
    return GrantChange.objects.create(
        grant=grant, at=timezone.now(), kind=GrantChangeKind.GIVEN, by=cast.pat, expires_on=grant.expires_on
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [("kind", "revoked"), ("at", timezone.now()), ("scopes", '["record"]'), ("expires_on", "2030-01-01")],
)
def test_what_became_of_a_grant_is_not_rewritten(change: GrantChange, column: str, value: object) -> None:
    assert refused(f"UPDATE accounts_grantchange SET {column} = %s", value)  # noqa: S608


def test_its_author_may_be_forgotten_but_not_become_another(change: GrantChange, cast: Cast) -> None:
    assert refused("UPDATE accounts_grantchange SET by_id = %s", cast.tess.pk)
    GrantChange.objects.filter(pk=change.pk).update(by=None)
    assert refused("UPDATE accounts_grantchange SET by_id = %s", cast.tess.pk)


def test_it_goes_with_the_grant_when_a_record_is_erased(change: GrantChange) -> None:
    CareGrant.objects.filter(pk=change.grant_id).delete()
    assert not GrantChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_product_cannot_empty_its_tables() -> None:
    audit.record("something.happened", by=None)
    User.objects.create_user("somebody@example.org", "Somebody")
    with pytest.raises(Exception, match=r"stays as it was written|couldn't be flushed"):
        call_command("flush", interactive=False, verbosity=0)
    assert User.objects.exists()


def test_the_guard_goes_and_comes_back_whole(db: None) -> None:
    with guard.lifted(connection):
        assert len(guard.missing(connection)) >= len(guard.ROW_TRIGGERS)
    assert guard.missing(connection) == set()


def test_a_guard_that_was_not_whole_is_not_made_whole_by_chance(db: None) -> None:
    guard.remove(connection)
    with guard.lifted(connection):
        pass
    assert guard.missing(connection)
    guard.install(connection)
