"""Checking a sealed file: every part is as it was when it was sealed (第八条)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.blobs import store
from tongban.blobs.errors import BlobError
from tongban.cases.chain import GENESIS
from tongban.cases.file_keeping import (
    Entry,
    FileContents,
    Kept,
    addition_digest,
    additions_after,
    digest_of,
    file_contents,
    last_seal,
    said_by,
    seal_digest,
)
from tongban.cases.models import Event, FileAddition, FileSeal
from tongban.cases.queries.chains import hash_of
from tongban.procedure.reasons import FilePart
from tongban.standards.labels import Labelled


class Whole(Labelled):
    """How a part was found."""

    INTACT = "INTACT", "完好"
    CHANGED = "CHANGED", "有变动"
    GONE = "GONE", "缺失"


@dataclass(frozen=True, slots=True)
class CheckedPart:
    """One entry of the seal and how it was found."""

    kind: Kept
    label: str
    state: Whole


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was checked: ``is_list_intact`` is of the list itself, against the event chain."""

    digest: str
    is_list_intact: bool
    parts: tuple[CheckedPart, ...]

    @property
    def faults(self) -> tuple[CheckedPart, ...]:
        """What is not as it was."""
        return tuple(part for part in self.parts if part.state is not Whole.INTACT)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing or changed."""
        return self.is_list_intact and not self.faults


@dataclass(frozen=True, slots=True)
class SealedFile:
    """The seal of a file as stored."""

    sealed_at: datetime
    keep_until: datetime
    digest: str
    entries: tuple[Mapping[str, Any], ...]
    missing: tuple[str, ...]


def sealed_file(case_id: UUID) -> SealedFile | None:
    """Return the seal of a case's file; whether it may be seen is for the caller; one query."""
    row = last_seal(case_id)
    return None if row is None else _as_sealed(row)


def _as_sealed(row: FileSeal) -> SealedFile:
    digest = bytes(row.digest).hex()
    return SealedFile(row.sealed_at, row.keep_until, digest, tuple(row.entries), tuple(row.missing))


def check_file(case_id: UUID) -> CheckedFile | None:
    """Compare every part with the seal; reads the pictures; None where there is no seal."""
    row = last_seal(case_id)
    if row is None:
        return None
    seal = _as_sealed(row)
    found = file_contents(case_id)
    chains = _chains(found)
    parts = tuple(_checked(Entry.of_json(one), found, chains) for one in seal.entries)
    parts += tuple(_added(row))
    event = (
        Event.objects.filter(subject=case_id, name="FileSealed")
        .order_by("seq")
        .values("data")
        .last()
    )
    said = event["data"].get("digest") if event else None
    is_intact = seal_digest(seal.entries).hex() == seal.digest == said
    return CheckedFile(seal.digest, is_intact, parts)


def _added(seal: FileSeal) -> Iterator[CheckedPart]:
    """What was added since, each hashed onto the one before it, as its event in the chain says."""
    events = Event.objects.filter(subject=seal.case_id, name="FileAddedTo")
    said = {data["digest"] for data in events.values_list("data", flat=True)}
    last = bytes(seal.digest)
    for one in additions_after(seal, case_id=seal.case_id):
        own = bytes(one.digest)
        is_same = bytes(one.follows) == last and addition_digest(last, one=one) == own
        state = Whole.INTACT if is_same and own.hex() in said else Whole.CHANGED
        label = FilePart(one.part).label
        yield CheckedPart(Kept.ADDITION, label, state)
        yield from (CheckedPart(Kept.ADDITION, label, _picture(ref)) for ref in one.pages)
        last = own
    held = FileAddition.objects.filter(case_id=seal.case_id).values_list("digest", flat=True)
    for _ in said - {bytes(one).hex() for one in held}:
        yield CheckedPart(Kept.ADDITION, "", Whole.GONE)


def _checked(
    entry: Entry, found: FileContents, chains: Mapping[str, Mapping[int, str]]
) -> CheckedPart:
    match entry.kind:
        case Kept.PICTURE:
            state = _picture(entry.key)
        case Kept.CHAIN:
            state = _chain(entry, chains)
        case _:
            state = _row(entry, found)
    return CheckedPart(entry.kind, entry.label, state)


def _picture(ref: str) -> Whole:
    try:
        store.get(ref)
    except BlobError:
        return Whole.GONE
    return Whole.INTACT


def _row(entry: Entry, found: FileContents) -> Whole:
    row = found.rows.get((entry.kind, entry.key))
    if row is None:
        return Whole.GONE
    is_same = digest_of(row, fields=entry.fields) == entry.digest
    return Whole.INTACT if is_same else Whole.CHANGED


def _chain(entry: Entry, chains: Mapping[str, Mapping[int, str]]) -> Whole:
    subject, _, seq = entry.key.partition(":")
    good = chains.get(subject, {})
    if int(seq) not in good:
        return Whole.GONE
    return Whole.INTACT if good[int(seq)] == entry.digest else Whole.CHANGED


def _chains(found: FileContents) -> dict[str, dict[int, str]]:
    """The hashes of each chain as far as it holds, computed from the events themselves."""
    good: dict[str, dict[int, str]] = {}
    broken: set[str] = set()
    previous: dict[str, bytes] = {}
    events = Event.objects.filter(subject__in=list(found.chains)).order_by("subject", "seq")
    for event in events:
        subject = str(event.subject)
        is_next = bytes(event.previous) == previous.get(subject, GENESIS)
        if subject in broken or not is_next or hash_of(event) != bytes(event.hash):
            broken.add(subject)
            continue
        previous[subject] = bytes(event.hash)
        good.setdefault(subject, {})[event.seq] = bytes(event.hash).hex()
    return good


def additions_of(case_id: UUID) -> list[dict[str, Any]]:
    """Return what was added to a file, with the digests that chain it; one query."""
    rows = FileAddition.objects.filter(case_id=case_id).order_by("added_at", "id")
    return [
        {
            "said": said_by(one),
            "follows": bytes(one.follows).hex(),
            "digest": bytes(one.digest).hex(),
        }
        for one in rows
    ]


def events_of(found: FileContents) -> list[dict[str, Any]]:
    """Return the events of a file in their order, with the hashes that chain them; one query."""
    events = Event.objects.filter(subject__in=list(found.chains)).order_by("subject", "seq")
    return [
        {
            "subject": str(one.subject),
            "seq": one.seq,
            "act": one.act,
            "name": one.name,
            "at": one.at.isoformat(),
            "officer": str(one.officer) if one.officer else None,
            "party": one.party,
            "unit": one.unit,
            "data": one.data,
            "request_id": str(one.request_id),
            "previous": bytes(one.previous).hex(),
            "hash": bytes(one.hash).hex(),
        }
        for one in events
    ]
