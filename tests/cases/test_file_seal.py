"""A sealed file is known to be whole, and the database lets nothing of it go before its time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cases.odd_cards import ship_again
from tests.cases.test_remake import counted_in
from tests.cases.world import World

from tongban.blobs import files, store
from tongban.blobs.errors import BlobUnknown
from tongban.blobs.kinds import BlobKind
from tongban.cases.file_keeping import Kept, file_contents, pictures_of
from tongban.cases.models import Card, Case, FileSeal, Payment
from tongban.cases.operations import closing, logistics, production, remake
from tongban.cases.operations.papers import counted
from tongban.cases.queries.blob_refs import referenced
from tongban.cases.queries.file_check import CheckedFile, Whole, check_file
from tongban.procedure.actors import SYSTEM
from tongban.procedure.reasons import Fault
from tongban.standards.zones import local


def sealed(world: World) -> tuple[Case, str]:
    """A sealed file in which the hand-over was signed on the pad; the signature's reference."""
    case = world.handed_over()
    ref = store.put(b"png", kind=BlobKind.SIGNATURE, media_type="image/png", at=world.at)
    Card.objects.filter(case=case).update(signature=ref)
    counted("REGISTRATION", subject=case.id, contents={}, actor=world.acceptor, at=world.at)
    closing.seal_file(case.id, world.call(world.acceptor, minutes=300), missing=["RECEIPT"])
    return world.fresh(case), ref


def checked(case: Case) -> CheckedFile:
    found = check_file(case.id)
    assert found is not None
    return found


def by_sql(sql: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_seal_lists_every_part_and_stands_in_the_chain(world: World) -> None:
    case, ref = sealed(world)
    seal = FileSeal.objects.get(case=case)
    kinds = {one["kind"] for one in seal.entries}
    assert kinds == {"CASE", "VERSION", "PAYMENT", "CARD", "PAPER", "CHAIN", "PICTURE"}
    assert ref in seal.refs
    assert seal.missing == ["RECEIPT"]
    assert checked(case).is_list_intact
    assert case.ended_at is not None
    assert local(seal.keep_until).date() == local(case.ended_at).date().replace(
        year=local(case.ended_at).year + 5
    ) + timedelta(days=1)


def test_captures_are_no_part_of_the_file(world: World) -> None:
    case, _ = sealed(world)
    version = case.versions.get()
    refs = set(pictures_of(file_contents(case.id)))
    assert version.live_photo not in refs
    prints = {value for one in version.fingers for value in one.values() if isinstance(value, str)}
    assert not refs & prints
    assert version.photo in refs


def test_an_untouched_file_is_whole_but_for_what_was_never_kept(world: World) -> None:
    case, _ = sealed(world)
    found = checked(case)
    # The world's pictures are invented references; only the signature is really kept.
    assert {part.kind for part in found.faults} == {Kept.PICTURE}
    assert [p.state for p in found.parts if p.label == "领取签名"] == [Whole.INTACT]


def test_a_receipt_that_comes_late_breaks_nothing(world: World) -> None:
    case, _ = sealed(world)
    Payment.objects.filter(case=case).update(receipt_no="0000000001")
    counted("REGISTRATION", subject=case.id, contents={}, actor=world.acceptor, at=world.at)
    assert {part.kind for part in checked(case).faults} == {Kept.PICTURE}


def test_what_is_changed_afterwards_is_found(world: World) -> None:
    case, ref = sealed(world)
    Card.objects.filter(case=case).update(serial="S99999999")
    files.remove(ref, folder=store._folder_and_keys()[0])
    faults = {(part.kind, part.state) for part in checked(case).faults}
    assert (Kept.CARD, Whole.CHANGED) in faults
    signature = [part.state for part in checked(case).parts if part.label == "领取签名"]
    assert signature == [Whole.GONE]


def test_a_list_that_was_rewritten_does_not_match_the_chain(world: World) -> None:
    case, _ = sealed(world)
    by_sql("SET CONSTRAINTS ALL IMMEDIATE")
    by_sql("ALTER TABLE cases_fileseal DISABLE TRIGGER seal_is_kept")
    FileSeal.objects.filter(case=case).update(entries=[])
    by_sql("ALTER TABLE cases_fileseal ENABLE TRIGGER seal_is_kept")
    assert not checked(case).is_list_intact


DELETES = [
    "DELETE FROM cases_payment WHERE case_id = %s",
    "DELETE FROM cases_card WHERE case_id = %s",
    "DELETE FROM cases_intake WHERE case_id = %s",
    "DELETE FROM cases_paper WHERE subject = %s",
    "DELETE FROM cases_event WHERE subject = %s",
    "DELETE FROM cases_composedversion WHERE case_id = %s",
    "DELETE FROM cases_case WHERE id = %s",
    "DELETE FROM cases_fileseal WHERE case_id = %s",
    "UPDATE cases_fileseal SET keep_until = keep_until - interval '1 day' WHERE case_id = %s",
    "UPDATE cases_fileseal SET digest = '' WHERE case_id = %s",
]


@pytest.mark.parametrize("sql", DELETES)
def test_nothing_of_a_sealed_file_can_be_deleted(world: World, sql: str) -> None:
    case, _ = sealed(world)
    with pytest.raises(IntegrityError, match=r"kept|sealed|history|seal of a file"):
        by_sql(sql, case.id)


def test_pictures_of_a_sealed_file_are_neither_deleted_nor_erased_nor_swept(world: World) -> None:
    case, ref = sealed(world)
    with pytest.raises(IntegrityError, match="picture"):
        by_sql("DELETE FROM blobs_blob WHERE digest = %s", bytes.fromhex(ref))
    with pytest.raises(IntegrityError, match="picture"), transaction.atomic():
        store.erase(ref, at=world.at)
    Card.objects.filter(case=case).update(signature="")
    assert ref in referenced()
    other = store.put(b"other", kind=BlobKind.SIGNATURE, media_type="image/png", at=world.at)
    store.sweep(referenced(), before=world.at + timedelta(days=1))
    assert store.get(ref).content == b"png"
    with pytest.raises(BlobUnknown):
        store.get(other)


def test_the_time_is_only_lengthened_and_after_it_the_rows_may_go(world: World) -> None:
    case, ref = sealed(world)
    by_sql(
        "UPDATE cases_fileseal SET keep_until = keep_until + interval '1 year' WHERE case_id = %s",
        case.id,
    )
    by_sql("SET CONSTRAINTS ALL IMMEDIATE")
    by_sql("ALTER TABLE cases_fileseal DISABLE TRIGGER seal_is_kept")
    FileSeal.objects.filter(case=case).update(keep_until=world.at - timedelta(days=4000))
    by_sql("ALTER TABLE cases_fileseal ENABLE TRIGGER seal_is_kept")
    by_sql("DELETE FROM cases_payment WHERE case_id = %s", case.id)
    store.erase(ref, at=world.at)
    by_sql("DELETE FROM cases_fileseal WHERE case_id = %s", case.id)


def test_no_seal_is_shorter_than_five_years(world: World) -> None:
    case = world.handed_over()
    ended = case.ended_at
    assert ended is not None
    seal = FileSeal(
        id=case.id, case=case, sealed_at=ended, keep_until=ended + timedelta(days=1825), entries=[],
        digest=b"",
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="five years"), transaction.atomic():
        seal.save(force_insert=True)


def test_a_file_that_was_sealed_before_the_fault_was_seen_is_sealed_once_more(
    world: World,
) -> None:
    case = world.handed_over()
    closing.seal_file(case.id, world.call(world.acceptor, minutes=300))
    remake.wrong_data(
        case.id,
        world.call(world.keeper, minutes=400),
        fault=Fault.PRODUCTION,
        words="住址少一个字。",
        taken_in=True,
    )
    production.order(case.id, world.call(SYSTEM, minutes=401))
    case = counted_in(world, ship_again(world, case, serial="S2", minutes=600))
    given = logistics.HandOver("signature", True, False, logistics.OldCard.TAKEN_IN)
    logistics.hand_over(case.id, world.call(world.keeper, minutes=700), given=given)
    closing.seal_file(case.id, world.call(world.acceptor, minutes=720))
    case, first = world.fresh(case), FileSeal.objects.earliest("sealed_at")
    now = check_file(case.id)
    assert (case.sealed_at, FileSeal.objects.count()) == (world.call(SYSTEM, minutes=720).at, 2)
    assert now is not None
    assert now.is_list_intact
    assert now.digest != bytes(first.digest).hex()
    # The world's pictures are invented references.
    assert {part.kind for part in now.faults} == {Kept.PICTURE}
