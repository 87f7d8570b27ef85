"""Content is kept encrypted, once, found again, erased for good, swept when nobody needs it."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from tongban.blobs import store
from tongban.blobs.drawers import Recipe, register_drawer
from tongban.blobs.errors import BlobDamaged, BlobErased, BlobUnknown, NoDataFolder
from tongban.blobs.kinds import BlobKind
from tongban.blobs.models import Blob

AT = datetime(2026, 3, 9, 1, 0, tzinfo=UTC)
PICTURE = b"\xff\xd8 a picture " * 500
pytestmark = pytest.mark.django_db


def put(content: bytes = PICTURE, kind: BlobKind = BlobKind.EVIDENCE) -> str:
    return store.put(content, kind=kind, media_type="image/jpeg", at=AT)


def files_in(folder: Path) -> list[Path]:
    return [path for path in (folder / "blobs").rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", [kind for kind in BlobKind if kind is not BlobKind.DEMO_FACE])
def test_content_comes_back_as_put(folder: Path, kind: BlobKind) -> None:
    found = store.get(put(kind=kind))
    assert (found.content, found.media_type, found.kind) == (PICTURE, "image/jpeg", kind)
    assert bool(files_in(folder)) is not kind.is_in_database


def test_put_and_get_cost_one_query_each(
    folder: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        ref = put()
    with django_assert_num_queries(1):
        store.get(ref)


def test_nothing_readable_is_stored(folder: Path) -> None:
    put()
    put(kind=BlobKind.STANDARD_PHOTO)
    rows = b"".join(bytes(row.sealed) for row in Blob.objects.exclude(sealed=None) if row.sealed)
    on_disk = b"".join(path.read_bytes() for path in files_in(folder))
    assert rows
    assert on_disk
    assert b"picture" not in rows + on_disk


def test_equal_content_is_kept_once(folder: Path) -> None:
    assert put() == put()
    assert Blob.objects.count() == 1
    assert len(files_in(folder)) == 1
    assert put() != put(kind=BlobKind.SIGNATURE)


def test_files_and_key_are_for_the_owner_only(folder: Path) -> None:
    put()
    for path in [*files_in(folder), folder / "keys" / "blob.key"]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_address_depends_on_the_key(folder: Path, settings: Settings, tmp_path: Path) -> None:
    first = put()
    settings.DATA = tmp_path / "other"
    assert put() != first


@hypothesis_settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(position=st.integers(0, 10_000), change=st.integers(1, 255))
def test_any_changed_byte_is_found(folder: Path, position: int, change: int) -> None:
    ref = put()
    (path,) = files_in(folder)
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[position % len(damaged)] ^= change
    path.write_bytes(damaged)
    with pytest.raises(BlobDamaged):
        store.get(ref)
    path.write_bytes(whole)


@pytest.mark.parametrize("left", [b"", b"\x01", b"short"])
def test_a_cut_file_is_found(folder: Path, left: bytes) -> None:
    ref = put()
    files_in(folder)[0].write_bytes(left)
    with pytest.raises(BlobDamaged):
        store.get(ref)


def test_a_missing_file_is_found(folder: Path) -> None:
    ref = put()
    files_in(folder)[0].unlink()
    with pytest.raises(BlobDamaged):
        store.get(ref)


def test_content_of_another_blob_is_not_accepted(folder: Path) -> None:
    ref = put()
    mine = files_in(folder)[0]
    put(b"other content")
    (other,) = [path for path in files_in(folder) if path != mine]
    mine.write_bytes(other.read_bytes())
    with pytest.raises(BlobDamaged):
        store.get(ref)


@pytest.mark.parametrize("ref", ["", "zz", "ab" * 31, "ab" * 33, "ab" * 32, "AB " * 32])
def test_unknown_references(folder: Path, ref: str) -> None:
    with pytest.raises(BlobUnknown):
        store.get(ref)


def test_erased_content_is_gone_and_known_to_have_been(
    folder: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    refs = [put(), put(kind=BlobKind.STANDARD_PHOTO)]
    with django_capture_on_commit_callbacks(execute=True):
        for ref in refs:
            store.erase(ref, at=AT)
    for ref in refs:
        with pytest.raises(BlobErased):
            store.get(ref)
    assert files_in(folder) == []
    assert Blob.objects.filter(erased_at=AT, sealed=None).count() == 2
    assert store.get(put()).content == PICTURE


def test_the_file_stays_when_erasing_is_rolled_back(folder: Path) -> None:
    ref = put()
    with transaction.atomic():
        store.erase(ref, at=AT)
        transaction.set_rollback(True)
    assert store.get(ref).content == PICTURE


def test_the_database_refuses_an_erased_row_with_content(folder: Path) -> None:
    put(kind=BlobKind.STANDARD_PHOTO)
    with pytest.raises(IntegrityError, match="blob_erased_holds_nothing"):
        Blob.objects.update(erased_at=AT)


def test_sweep_removes_only_what_is_old_and_unreferenced(folder: Path) -> None:
    kept, unused = put(), put(b"nobody needs this")
    orphan = store.prepare(b"never inserted", kind=BlobKind.PAPER, media_type="a/b", at=AT)
    orphan.write_file()
    for path in files_in(folder):
        os.utime(path, (AT.timestamp() - 60, AT.timestamp() - 60))
    fresh = store.prepare(b"being written", kind=BlobKind.PAPER, media_type="a/b", at=AT)
    fresh.write_file()

    assert store.sweep({kept}, before=AT) == store.Swept(rows=0, files=1)
    swept = store.sweep({kept}, before=AT + timedelta(days=1))
    assert swept == store.Swept(rows=1, files=1)
    assert store.get(kept).content == PICTURE
    with pytest.raises(BlobUnknown):
        store.get(unused)
    assert {path.name for path in files_in(folder)} == {kept, fresh.ref}


def test_a_rotated_key_reads_the_old_and_seals_the_new(
    folder: Path, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    old = put()
    moved = tmp_path_factory.mktemp("moved") / "data"
    folder.rename(moved)
    with (moved / "keys" / "blob.key").open("a", encoding="ascii") as keys:
        keys.write("2 " + "5a" * 48 + "\n")
    settings.DATA = moved
    assert store.get(old).content == PICTURE
    assert put() == old
    new = put(b"sealed with the second key")
    assert store.get(new).content == b"sealed with the second key"
    (path,) = [path for path in files_in(moved) if path.name == new]
    assert path.read_bytes()[1:3] == b"\x00\x02"


def test_faces_are_drawn_when_read(folder: Path) -> None:
    drawn: list[object] = []

    def draw(arguments: dict[str, str | int | float | bool | None]) -> bytes:
        drawn.append(arguments)
        return f"face {arguments['seed']}".encode()

    register_drawer("test-face", draw)
    recipe = Recipe("test-face", {"seed": 7, "age": 36})
    ref = store.put_recipe(recipe, kind=BlobKind.DEMO_FACE, at=AT)
    assert drawn == []
    assert store.get(ref).content == store.get(ref).content == b"face 7"
    assert drawn == [{"seed": 7, "age": 36}]
    same = store.put_recipe(
        Recipe("test-face", {"age": 36, "seed": 7}), kind=BlobKind.DEMO_FACE, at=AT
    )
    assert same == ref
    with pytest.raises(KeyError):
        store.put_recipe(Recipe("nobody", {}), kind=BlobKind.DEMO_FACE, at=AT)


def test_prepared_blobs_enter_with_the_callers_transaction(
    folder: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    prepared = [
        store.prepare(text, kind=BlobKind.STANDARD_PHOTO, media_type="a/b", at=AT)
        for text in (b"one", b"two", b"one")
    ]
    for one in prepared:
        one.write_file()
    with django_assert_num_queries(1):
        store.insert(prepared)
    assert [store.get(one.ref).content for one in prepared] == [b"one", b"two", b"one"]


def test_without_a_data_folder_nothing_is_kept(settings: Settings) -> None:
    settings.DATA = None
    with pytest.raises(NoDataFolder):
        put()
    assert django_settings.DATA is None
