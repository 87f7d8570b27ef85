"""A paper that is found later is added to the file; what was sealed stays as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.cases.test_file_seal import by_sql, checked, sealed
from tests.cases.world import World

from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.file_keeping import Kept
from tongban.cases.models import Case, Event, FileAddition, FileSeal
from tongban.cases.operations import closing
from tongban.cases.operations.errors import BadInput, Barred, NotFound
from tongban.cases.operations.file_addition import add_to_file
from tongban.cases.queries.blob_refs import referenced
from tongban.cases.queries.file_check import Whole, additions_of
from tongban.cases.queries.files import file_of
from tongban.procedure.reasons import FilePart

WORDS = "纸质卷中找到，受理当日扫描仪故障"


def scan(world: World, content: bytes = b"scan") -> str:
    return store.put(content, kind=BlobKind.PAPER, media_type="application/pdf", at=world.at)


def added(world: World, case: Case, **other: Any) -> str:
    """Add the copies of evidence; the reference of the scan."""
    ref = scan(world)
    call = world.call(world.acceptor, minutes=other.pop("minutes", 400))
    given = {"part": FilePart.EVIDENCE, "pages": [ref], "words": WORDS, **other}
    add_to_file(case.id, call, **given)
    return ref


def missing(world: World, case: Case) -> tuple[FilePart, ...]:
    line = file_of(world.acceptor, case.id)
    assert line is not None
    return line.missing


def found(case: Case) -> list[Whole]:
    return [part.state for part in checked(case).parts if part.kind is Kept.ADDITION]


def test_a_file_becomes_whole_and_the_act_is_recorded(world: World) -> None:
    case = world.handed_over()
    assert FilePart.EVIDENCE in missing(world, case)
    added(world, case)
    assert FilePart.EVIDENCE not in missing(world, case)
    event, one = Event.objects.get(name="FileAddedTo"), FileAddition.objects.get()
    assert (event.officer, one.words) == (world.acceptor.officer_id, WORDS)
    assert event.data == {"part": "EVIDENCE", "pages": 1, "digest": bytes(one.digest).hex()}


def test_what_was_added_before_is_sealed_with_the_rest(world: World) -> None:
    case = world.handed_over()
    ref = added(world, case, minutes=290)
    closing.seal_file(case.id, world.call(world.acceptor, minutes=300))
    seal = FileSeal.objects.get(case=case)
    assert ref in seal.refs
    assert "ADDITION" in {one["kind"] for one in seal.entries}
    assert found(case) == [Whole.INTACT]


def test_a_sealed_file_gets_an_addition_with_its_own_digest(world: World) -> None:
    case, _ = sealed(world)
    before = FileSeal.objects.get(case=case)
    added(world, case)
    after = FileSeal.objects.get(case=case)
    assert (after.entries, bytes(after.digest)) == (before.entries, bytes(before.digest))
    assert bytes(FileAddition.objects.get().follows) == bytes(before.digest)
    assert found(case) == [Whole.INTACT, Whole.INTACT]
    assert checked(case).is_list_intact
    assert additions_of(case.id)[0]["follows"] == bytes(before.digest).hex()


def test_what_was_changed_afterwards_is_found(world: World) -> None:
    case, _ = sealed(world)
    added(world, case)
    by_sql("SET CONSTRAINTS ALL IMMEDIATE")
    by_sql("ALTER TABLE cases_fileaddition DISABLE TRIGGER addition_never_changes")
    FileAddition.objects.update(words="另一种说法")
    by_sql("ALTER TABLE cases_fileaddition ENABLE TRIGGER addition_never_changes")
    assert found(case) == [Whole.CHANGED, Whole.INTACT]


def test_the_database_keeps_it_with_the_file(world: World) -> None:
    case, _ = sealed(world)
    ref = added(world, case)
    for sql in ("UPDATE cases_fileaddition SET words = 'x'", "DELETE FROM cases_fileaddition"):
        with pytest.raises(IntegrityError, match=r"never changed|belongs to a sealed"):
            by_sql(sql)
    with pytest.raises(IntegrityError, match="picture"), transaction.atomic():
        store.erase(ref, at=world.at)
    store.sweep(referenced(), before=world.at + timedelta(days=1))
    assert store.get(ref).content == b"scan"


def test_only_what_is_missing_is_added_once(world: World) -> None:
    case = world.handed_over()
    added(world, case)
    with pytest.raises(Barred, match="已经在档"):
        added(world, case)
    with pytest.raises(Barred, match="已经在档"):
        added(world, case, part=FilePart.FORM)
    with pytest.raises(Barred, match="不需要"):
        added(world, case, part=FilePart.WITHDRAWAL)


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("part", {"part": FilePart.RECEIPT}),
        ("scan", {"pages": []}),
        ("words", {"words": " 无 "}),
        ("words", {"words": "长" * 201}),
        ("words", {"words": "有\x00字符的"}),
    ],
)
def test_what_is_typed_wrong_is_named(world: World, field: str, other: dict[str, Any]) -> None:
    case = world.handed_over()
    with pytest.raises(BadInput) as bad:
        added(world, case, **other)
    assert [fault.field for fault in bad.value.faults] == [field]
    assert not FileAddition.objects.exists()


def test_only_the_station_that_keeps_it(world: World) -> None:
    case = world.handed_over()
    call = world.call(world.elsewhere(), request_id=uuid4())
    with pytest.raises(NotFound):
        add_to_file(case.id, call, part=FilePart.EVIDENCE, pages=["x"], words=WORDS)
