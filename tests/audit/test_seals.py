"""The audit log: only added to, sealed in batches, every tampering found."""

import random
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from tests.accounts.people import AT

from tongban.audit import seals
from tongban.audit.log import keyed, record
from tongban.audit.models import AuditRow, AuditSeal
from tongban.audit.reading import PAGE, page, parse_key
from tongban.audit.words import What
from tongban.procedure.actors import SYSTEM

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


def write(count: int, *, start: int = 0) -> None:
    for number in range(start, start + count):
        record(
            What.CASE_VIEWED,
            actor=SYSTEM,
            at=AT + timedelta(seconds=number // 3),
            subject=UUID(int=number),
            data={"n": number},
        )


def without_triggers(sql: str, *, row: UUID) -> int:
    """What somebody with the database's own rights could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, [row])
        changed = int(cursor.rowcount)
        cursor.execute("SET LOCAL session_replication_role = origin")
    return changed


def test_rows_cannot_be_changed_or_deleted() -> None:
    write(1)
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditRow.objects.update(what="OTHER")
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditRow.objects.all().delete()


def test_sealing_covers_old_rows_and_leaves_young_ones() -> None:
    write(10)
    assert seals.seal(AT + seals.GRACE) == 0
    assert seals.seal(AT + seals.GRACE + timedelta(seconds=2)) == 6
    assert seals.seal(LATER) == 4
    assert seals.seal(LATER) == 0
    found = seals.verify()
    assert (found.seals, found.rows, found.unsealed, found.holds) == (2, 10, 0, True)
    assert found.newest == bytes(AuditSeal.objects.get(rows=4).digest)


def test_an_empty_log_holds() -> None:
    assert seals.verify().holds
    assert seals.seal(LATER) == 0


def test_batches_follow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BATCH", 4)
    write(10)
    assert seals.seal(LATER) == 10
    assert sorted(AuditSeal.objects.values_list("rows", flat=True)) == [2, 4, 4]
    assert seals.verify().holds


_TAMPERINGS = [
    "UPDATE audit_auditrow SET at = at + interval '1 microsecond' WHERE id = %s",
    "UPDATE audit_auditrow SET officer_id = gen_random_uuid() WHERE id = %s",
    "UPDATE audit_auditrow SET unit = '370811550000' WHERE id = %s",
    "UPDATE audit_auditrow SET what = 'SIGNED_IN' WHERE id = %s",
    "UPDATE audit_auditrow SET subject = NULL WHERE id = %s",
    "UPDATE audit_auditrow SET data = '{\"n\": -1}' WHERE id = %s",
    "UPDATE audit_auditrow SET id = gen_random_uuid() WHERE id = %s",
    "DELETE FROM audit_auditrow WHERE id = %s",
    """INSERT INTO audit_auditrow
       SELECT gen_random_uuid(), at, NULL, '', what, subject, data
       FROM audit_auditrow WHERE id = %s""",
]


@pytest.mark.parametrize("sql", _TAMPERINGS)
def test_every_kind_of_tampering_with_rows_is_found(sql: str) -> None:
    write(40)
    seals.seal(LATER)
    write(1, start=6000)
    chance = random.Random(sql)
    sealed = list(AuditRow.objects.order_by("at", "id").values_list("id", flat=True)[:39])
    assert without_triggers(sql, row=chance.choice(sealed)) == 1
    assert "1 个封存段" in seals.verify().fault


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM audit_auditseal WHERE id = %s",
        "UPDATE audit_auditseal SET rows = rows + 1 WHERE id = %s",
        "UPDATE audit_auditseal SET at = at + interval '1 second' WHERE id = %s",
        "UPDATE audit_auditseal SET previous = sha256('x') WHERE id = %s",
        "UPDATE audit_auditseal SET digest = sha256('x') WHERE id = %s",
    ],
)
def test_tampering_with_seals_is_found(sql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seals, "BATCH", 5)
    write(15)
    seals.seal(LATER)
    second = AuditSeal.objects.order_by("upto_at", "upto_id")[1]
    assert without_triggers(sql, row=second.id) == 1
    assert not seals.verify().holds


def test_pages_go_on_by_key() -> None:
    write(PAGE + 5)
    first = page()
    assert len(first.rows) == PAGE
    assert first.next is not None
    second = page(after=parse_key(str(first.next)))
    assert len(second.rows) == 5
    assert second.next is None
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}


@pytest.mark.parametrize("text", ["", "x", "2026-01-01_", "2026-01-01T00:00:00_" + "0" * 32])
def test_what_is_no_key_is_none(text: str) -> None:
    assert parse_key(text) is None


def test_keyed_hashes_recognise_and_do_not_tell() -> None:
    assert keyed("guhuai1") == keyed("guhuai1") != keyed("guhuai2")
    assert "guhuai" not in keyed("guhuai1")
