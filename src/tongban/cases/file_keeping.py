"""What belongs to the file of a case, and the hashes by which it is known to be whole (第八条).

The file keeps what a signed application rests on: rows of the case, copies of the evidence,
signatures, papers and the photo on a signed form. Fingerprints, live pictures and unsigned captures
are no part of it; they are erased on their own (个人信息保护法 第十九条).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from tongban.cases.models import (
    Card,
    Case,
    ComposedVersion,
    FileAddition,
    FileSeal,
    Intake,
    Obligation,
    Paper,
    Payment,
    TemporaryDocument,
)
from tongban.procedure.obligations import SURVIVE_ENDING, ObligationKind
from tongban.procedure.reasons import FilePart
from tongban.standards.labels import Labelled
from tongban.standards.months import add_months
from tongban.standards.zones import CN, local_date

Row = Mapping[str, Any]


class Kept(Labelled):
    """The kinds of things in a file."""

    CASE = "CASE", "申办信息"
    VERSION = "VERSION", "合成版本"
    PAYMENT = "PAYMENT", "工本费"
    CARD = "CARD", "证件"
    TEMPORARY = "TEMPORARY", "临时身份证件"
    PAPER = "PAPER", "文书"
    CHAIN = "CHAIN", "办理经过"
    PICTURE = "PICTURE", "影像"
    ADDITION = "ADDITION", "补入材料"


_CASE = ("number", "stream", "category", "stage", "name", "id_number", "reason", "delivery",
         "policy_version", "composed_at", "signed_at", "issued_at", "valid_from", "valid_until",
         "ended_at", "accepting_unit", "home_unit", "elsewhere_name")  # fmt: skip
_VERSION = ("n", "composed_at", "composed_by", "text", "record", "verdict", "comparison",
            "evidence", "guardian", "photo", "signature", "signed_page", "signed_at", "signer",
            "signature_taken_by")  # fmt: skip
_PAYMENT = ("n", "amount_fen", "order_no", "code", "cash_by", "cash_at", "way", "paid_at",
            "receipt_code", "receipt_no", "receipt_check", "refunded_at")  # fmt: skip
_CARD = ("n", "order_no", "serial", "ordered_at", "produced_at", "handed_at", "handed_by",
         "handed_to", "signature", "old_card")  # fmt: skip
_TEMPORARY = ("kind", "number", "version", "photo", "purpose", "explained", "issued_at",
              "issued_by", "issued_unit", "valid_from", "valid_until", "ended_at", "ended_by",
              "ending", "words")  # fmt: skip
_ADDITION = ("part", "pages", "words", "added_at", "added_by")
_PAPER = ("kind", "made_at", "made_by", "contents", "blob")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing kept: a row by its id, a picture by its reference, a chain by its subject.

    ``fields`` are the columns of a row that held something when it was sealed: only they are
    compared later, so that what is filled in afterwards (a receipt that came late) breaks nothing.
    """

    kind: Kept
    key: str
    digest: str
    fields: tuple[str, ...] = ()
    label: str = ""

    def as_json(self) -> dict[str, Any]:
        """As stored with the seal."""
        return {
            "kind": self.kind.value,
            "key": self.key,
            "digest": self.digest,
            "fields": list(self.fields),
            "label": self.label,
        }

    @classmethod
    def of_json(cls, stored: Row) -> Entry:
        """As it was stored."""
        return cls(
            Kept(stored["kind"]),
            stored["key"],
            stored["digest"],
            tuple(stored["fields"]),
            stored["label"],
        )


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The last event of a chain: its number, and its hash in hexadecimal."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class FileContents:
    """All rows of a file as JSON, by kind and id; the ends of its chains; what is still open."""

    case_id: UUID
    rows: Mapping[tuple[Kept, str], Row]
    labels: Mapping[tuple[Kept, str], str]
    chains: Mapping[UUID, ChainEnd]
    still_open: tuple[ObligationKind, ...]


def file_contents(case_id: UUID) -> FileContents:
    """Read everything the file of a case that exists is made of; one query."""
    row = (
        Case.objects.filter(id=case_id)
        .annotate(
            found_case=JSONObject(**{name: name for name in ("id", *_CASE)}),
            found_versions=_rows(ComposedVersion, _VERSION),
            found_payments=_rows(Payment, _PAYMENT),
            found_cards=_rows(Card, _CARD),
            found_temporaries=_rows(TemporaryDocument, _TEMPORARY),
            found_papers=_papers(),
            found_additions=_rows(FileAddition, _ADDITION),
            found_intakes=ArraySubquery(
                Intake.objects.filter(case=OuterRef("id")).values(
                    one=JSONObject(id="id", seq="event_seq", hash="event_hash")
                )
            ),
            found_open=ArraySubquery(_open().values("kind")),
        )
        .values()
        .get()
    )
    rows, labels = _by_key(row)
    chains = {row["id"]: ChainEnd(row["event_seq"], bytes(row["event_hash"]).hex())}
    for one in row["found_intakes"]:
        chains[UUID(one["id"])] = ChainEnd(one["seq"], one["hash"].removeprefix("\\x"))
    still = tuple(ObligationKind(kind) for kind in row["found_open"])
    return FileContents(row["id"], rows, labels, chains, still)


def _rows(model: type[Model], fields: tuple[str, ...]) -> ArraySubquery:
    rows: QuerySet[Any, Any] = model._default_manager.filter(case=OuterRef("id")).order_by("id")
    return ArraySubquery(rows.values(one=JSONObject(**{name: name for name in ("id", *fields)})))


def _papers() -> ArraySubquery:
    intake = Intake.objects.filter(case=OuterRef(OuterRef("id"))).values("id")
    given = TemporaryDocument.objects.filter(case=OuterRef(OuterRef("id"))).values("id")
    of_it = Q(subject=OuterRef("id")) | Q(subject__in=intake) | Q(subject__in=given)
    rows = Paper.objects.filter(of_it).exclude(kind__startswith="FILE_").order_by("made_at", "id")
    fields = {name: name for name in ("id", "title", *_PAPER)}
    return ArraySubquery(rows.values(one=JSONObject(**fields)))


def _open() -> QuerySet[Obligation]:
    kinds = [kind.value for kind in SURVIVE_ENDING - {ObligationKind.ARCHIVE}]
    rows = Obligation.objects.filter(case=OuterRef("id"), closed_at=None, kind__in=kinds)
    return rows.order_by("kind")


_FOUND = {
    Kept.VERSION: "found_versions",
    Kept.PAYMENT: "found_payments",
    Kept.CARD: "found_cards",
    Kept.TEMPORARY: "found_temporaries",
    Kept.PAPER: "found_papers",
    Kept.ADDITION: "found_additions",
}


def _by_key(
    row: Row,
) -> tuple[dict[tuple[Kept, str], Row], dict[tuple[Kept, str], str]]:
    rows: dict[tuple[Kept, str], Row] = {(Kept.CASE, str(row["id"])): row["found_case"]}
    labels = {(Kept.CASE, str(row["id"])): row["number"]}
    for kind, column in _FOUND.items():
        for one in row[column]:
            rows[kind, one["id"]] = one
            labels[kind, one["id"]] = _label(kind, one)
    return rows, labels


def _label(kind: Kept, row: Row) -> str:
    match kind:
        case Kept.VERSION:
            return f"第 {row['n']} 版"
        case Kept.CARD:
            return str(row["order_no"])
        case Kept.TEMPORARY:
            return str(row["number"])
        case Kept.PAPER:
            return str(row["title"] or row["kind"])
        case Kept.ADDITION:
            return FilePart(row["part"]).label
        case _:
            return ""


def entries_of(found: FileContents) -> tuple[Entry, ...]:
    """Return what a seal lists: every row, the chains as they end, every picture of the file."""
    return (
        *(_row_entry(key, row, label=found.labels[key]) for key, row in found.rows.items()),
        *(
            Entry(Kept.CHAIN, f"{subject}:{end.seq}", end.hash, label=f"{end.seq} 条")
            for subject, end in found.chains.items()
        ),
        *(Entry(Kept.PICTURE, ref, ref, label=label) for ref, label in pictures_of(found).items()),
    )


_OUTSIDE = frozenset({"id", "title"})
"""What is read of a row and is no part of it: a title comes with the first print."""


def _row_entry(key: tuple[Kept, str], row: Row, *, label: str) -> Entry:
    fields = tuple(sorted(n for n in row if n not in _OUTSIDE and row[n] not in (None, "", [], {})))
    return Entry(key[0], key[1], digest_of(row, fields=fields), fields, label)


def digest_of(row: Row, *, fields: Sequence[str]) -> str:
    """Return the SHA-256 (hexadecimal) of the named fields of a row."""
    return hashlib.sha256(_bytes({name: row.get(name) for name in fields})).hexdigest()


def seal_digest(entries: Sequence[Row]) -> bytes:
    """Return the digest over all entries, each hashed onto the one before it."""
    state = bytes(32)
    for entry in entries:
        state = hashlib.sha256(state + _bytes(entry)).digest()
    return state


def last_seal(case_id: UUID) -> FileSeal | None:
    """Return the seal of a file as it is: the last one, where a case went on after the first."""
    return FileSeal.objects.filter(case_id=case_id).order_by("-sealed_at", "-id").first()


def additions_after(seal: FileSeal | None, *, case_id: UUID) -> QuerySet[FileAddition]:
    """Return what was added to a file since its seal (all, where it has none), the oldest first."""
    rows = FileAddition.objects.filter(case_id=case_id).order_by("added_at", "id")
    if seal is None:
        return rows
    covered = [one["key"] for one in seal.entries if one["kind"] == Kept.ADDITION]
    return rows.exclude(id__in=covered)


def addition_digest(follows: bytes, *, one: FileAddition) -> bytes:
    """Return the digest of an addition, hashed onto what it follows."""
    return hashlib.sha256(follows + _bytes(said_by(one))).digest()


def said_by(one: FileAddition) -> dict[str, Any]:
    """Return what the digest of an addition is taken of."""
    return {
        "case": str(one.case_id),
        "part": one.part,
        "pages": list(one.pages),
        "words": one.words,
        "added_at": one.added_at.astimezone(UTC).isoformat(),
        "added_by": str(one.added_by),
    }


def _bytes(value: object) -> bytes:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def pictures_of(found: FileContents) -> dict[str, str]:
    """Return the pictures of the file by reference, with what each is."""
    return {ref: label for ref, label in _pictures(found) if ref}


def _pictures(found: FileContents) -> Iterator[tuple[str, str]]:
    for (kind, _), row in found.rows.items():
        match kind:
            case Kept.VERSION:
                yield from _of_version(row)
            case Kept.CARD:
                yield row["signature"], "领取签名"
            case Kept.PAPER:
                yield row["blob"], "文书签名"
            case Kept.ADDITION:
                of = f"补入 {FilePart(row['part']).label}"
                yield from ((ref, f"{of} {n}") for n, ref in enumerate(row["pages"], start=1))
            case _:
                continue


def _of_version(row: Row) -> Iterator[tuple[str, str]]:
    of = f"第 {row['n']} 版"
    if row["signed_at"]:
        yield row["photo"], f"{of} 标准照片"
    yield row["signature"], f"{of} 登记表签名"
    yield row["signed_page"], f"{of} 签名的登记表"
    for ref in (row["guardian"] or {}).get("pages", ()):
        yield ref, f"{of} 监护关系证明"
    for number, shown in enumerate(row["evidence"], start=1):
        for page, ref in enumerate(shown["pages"], start=1):
            yield ref, f"{of} 受理凭证 {number}-{page}"


def keep_until(ended_at: datetime, *, years: int) -> datetime:
    """Return the end of the last day on which a file must be kept, counted from the ending."""
    last = add_months(local_date(ended_at), months=12 * years)
    return datetime(last.year, last.month, last.day, tzinfo=CN) + timedelta(days=1)
