"""The files of ended cases: what is in them, what is missing, what is sealed (第八条)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.models import (
    Card,
    Case,
    ComposedVersion,
    Obligation,
    Paper,
    Parcel,
    Payment,
    TemporaryDocument,
)
from tongban.cases.standing import visible
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Category, Reason
from tongban.policy.vocabulary import TemporaryDocument as TemporaryKind
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import ENDINGS, PaymentStage, Stage
from tongban.standards.id_number import compact
from tongban.standards.labels import Labelled
from tongban.standards.names import fold
from tongban.standards.zones import at_local

PAGE = 50


class Part(Labelled):
    """What a file is made of (第八条)."""

    FORM = "FORM", "签名的登记表"
    EVIDENCE = "EVIDENCE", "受理凭证复印件（或书面承诺）"
    RECEIPT = "RECEIPT", "财政票据"
    HAND_OVER = "HAND_OVER", "签名的发放签收单"
    OLD_CARD = "OLD_CARD", "旧证收回"
    TEMPORARY = "TEMPORARY", "临时居民身份证收回"
    WITHDRAWAL = "WITHDRAWAL", "签名的撤回申请"
    DELIVERY = "DELIVERY", "邮政妥投记录"
    NOTICE = "NOTICE", "结束通知"


@dataclass(frozen=True, slots=True)
class Held:
    """One part of a file: there, missing (``note`` says how to get it), or None: not due, and why."""

    part: Part
    is_there: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What files are asked for: a text (name, ID or case number), days of the ending, the ending."""

    text: str = ""
    since: date | None = None
    until: date | None = None
    stage: Stage | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not (compact(self.text) or self.since or self.until or self.stage)


@dataclass(frozen=True, slots=True)
class FileLine:
    """The file of an ended case: which parts it needs, which are there, what is still open."""

    case_id: UUID
    name: str
    number: str
    category: Category
    stage: Stage
    ended_at: datetime
    sealed_at: datetime | None
    due_at: datetime | None
    due_note: str
    parts: tuple[Held, ...]
    open_duties: tuple[ObligationKind, ...]

    unit: str = ""
    id_number: str = ""

    @property
    def missing(self) -> tuple[Part, ...]:
        """What should be in the file and is not."""
        return tuple(one.part for one in self.parts if one.is_there is False)


def files_to_seal(
    actor: Actor, *, after: tuple[datetime | None, UUID] | None = None
) -> list[FileLine]:
    """Return one page (and one more) of ended cases whose file is open, by due; one query."""
    rows = _files(actor).filter(sealed_at=None, archive_id__isnull=False)
    if after is not None:
        due_at, last = after
        beyond = Q(archive_due__gt=due_at) | Q(archive_due=due_at, id__gt=last)
        if due_at is None:
            beyond = Q(archive_due=None, id__gt=last) | Q(archive_due__isnull=False)
        rows = rows.filter(beyond)
    rows = rows.order_by(F("archive_due").asc(nulls_first=True), "id")
    return [_line(row) for row in rows[: PAGE + 1]]


def sealed_files(actor: Actor, *, limit: int = PAGE) -> list[FileLine]:
    """Return the files sealed last; one query."""
    rows = _files(actor).filter(sealed_at__isnull=False).order_by("-sealed_at", "-id")
    return [_line(row) for row in rows[:limit]]


Mark = tuple[datetime, UUID]


def find_files(actor: Actor, asked: Asked, *, after: Mark | None = None) -> list[FileLine]:
    """Return one page (and one more) of files, the latest ended first; one query.

    The station's own; to the bureaus above it those of their stations.
    """
    if asked.is_empty:
        return []
    rows = _files(actor).filter(_text(asked.text))
    if asked.since:
        rows = rows.filter(ended_at__gte=at_local(asked.since, clock=time.min))
    if asked.until:
        rows = rows.filter(ended_at__lt=at_local(asked.until, clock=time.min) + timedelta(days=1))
    if asked.stage:
        rows = rows.filter(stage=asked.stage)
    if after is not None:
        at, last = after
        rows = rows.filter(Q(ended_at__lt=at) | Q(ended_at=at, id__lt=last))
    return [_line(row) for row in rows.order_by("-ended_at", "-id")[: PAGE + 1]]


def _text(text: str) -> Q:
    wanted = compact(text).upper()
    if not wanted:
        return Q()
    if wanted.isascii():
        return Q(number__startswith=wanted) | Q(id_number=wanted)
    return Q(name__startswith=fold(text.strip()))


def file_of(actor: Actor, case_id: UUID) -> FileLine | None:
    """Return the file of one ended case of the station, or of a station below; one query."""
    row = _files(actor).filter(id=case_id).first()
    return _line(row) if row is not None else None


def _here(actor: Actor) -> Q:
    """The files an actor has to do with: his station's, or those of the stations below."""
    match actor.unit_kind:
        case UnitKind.STATION:
            return visible(actor) & Q(accepting_unit=actor.unit)
        case UnitKind.COUNTY:
            return visible(actor) & Q(accepting_county=actor.unit)
        case _:
            return visible(actor) & ~Q(accepting_unit="")


def _files(actor: Actor) -> QuerySet[Any, Any]:
    archive = Obligation.objects.filter(
        case=OuterRef("id"), kind=ObligationKind.ARCHIVE, closed_at=None
    )
    return (
        Case.objects.filter(_here(actor), stage__in=ENDINGS)
        .exclude(stage=Stage.VOIDED)
        .annotate(
            archive_id=Subquery(archive.values("id")[:1]),
            archive_due=Subquery(archive.values("due_at")[:1]),
            archive_note=Subquery(archive.values("due_note")[:1]),
            **_found(),
            still_open=Subquery(_still_open()),
        )
    )


def _found() -> dict[str, Subquery | ArraySubquery | Exists]:
    """What is there of a case, as far as its file is judged by it."""
    version = ComposedVersion.objects.filter(case=OuterRef("id"), n=OuterRef("current"))
    composed = JSONObject(
        evidence="evidence",
        commitment="comparison__commitment",
        signature="signature",
        page="signed_page",
    )
    payment = Payment.objects.filter(case=OuterRef("id"), is_extra=False).order_by("-n")
    card = Card.objects.filter(case=OuterRef("id"), state=Card.State.HANDED_OVER).order_by("-n")
    given = TemporaryDocument.objects.filter(case=OuterRef("id"), kind=TemporaryKind.CARD)
    papers = Paper.objects.filter(subject=OuterRef("id"))
    delivered = Parcel.objects.filter(case=OuterRef("id"), step="DELIVERED")
    return {
        "composed": Subquery(version.values(all=composed)[:1]),
        "payment_state": Subquery(payment.values("state")[:1]),
        "card": Subquery(card.values(all=JSONObject(signature="signature", old="old_card"))[:1]),
        "given": ArraySubquery(given.order_by("issued_at").values("ending")),
        "has_delivery": Exists(delivered),
        "papers": ArraySubquery(papers.values(one=JSONObject(kind="kind", blob="blob"))),
    }


def _still_open() -> QuerySet[Obligation, list[str]]:
    others = Obligation.objects.filter(case=OuterRef("id"), closed_at=None)
    kinds = others.exclude(kind=ObligationKind.ARCHIVE).order_by().values("case")
    return kinds.annotate(kinds=ArrayAgg("kind")).values_list("kinds", flat=True)


def _line(row: Case) -> FileLine:
    found = vars(row)
    return FileLine(
        case_id=row.id,
        name=row.name,
        number=row.number,
        category=Category(row.category),
        stage=Stage(row.stage),
        ended_at=row.ended_at or row.composed_at,
        sealed_at=row.sealed_at,
        due_at=found["archive_due"],
        due_note=found["archive_note"] or "",
        parts=tuple(_parts(row)),
        open_duties=tuple(ObligationKind(kind) for kind in found["still_open"] or ()),
        unit=row.accepting_unit,
        id_number=row.id_number,
    )


def _parts(row: Case) -> Iterator[Held]:
    found, stage = vars(row), Stage(row.stage)
    yield _form(row, found["composed"])
    yield _evidence(found["composed"])
    yield _receipt(found["payment_state"])
    if stage in (Stage.HANDED_OVER, Stage.DELIVERED):
        yield from _handed(row, stage, found["card"])
    if found["given"]:
        is_back = all(found["given"])
        note = "" if is_back else "收回，或者由申请人写明遗失；确实收不回的，说明理由后核销"
        yield Held(Part.TEMPORARY, is_back, note)
    yield from _of_ending(stage, found["papers"])


def _form(row: Case, composed: Mapping[str, Any]) -> Held:
    if composed["signature"] or composed["page"]:
        return Held(Part.FORM, True)
    if not row.reached_review:
        return Held(Part.FORM, None, "没有签名送审就已结束")
    return Held(Part.FORM, False, "找到签名的纸质登记表，装入纸质卷；封存时写明")


def _evidence(composed: Mapping[str, Any]) -> Held:
    if any(paper["pages"] for paper in composed["evidence"]):
        return Held(Part.EVIDENCE, True, "复印件")
    if composed["commitment"]:
        return Held(Part.EVIDENCE, True, "容缺受理，书面承诺")
    return Held(
        Part.EVIDENCE, False, "受理时没有留存凭证影像；找到复印件的，装入纸质卷，封存时写明"
    )


_WITHOUT_RECEIPT = {
    PaymentStage.REFUNDED: "已退费，不出具票据",
    PaymentStage.REFUNDING: "正在退费",
    PaymentStage.CANCELLED: "没有缴费",
    PaymentStage.DUE: "没有缴费",
}


def _receipt(state: str | None) -> Held:
    if state is None:
        return Held(Part.RECEIPT, None, "没有缴费")
    if state == PaymentStage.RECEIPTED:
        return Held(Part.RECEIPT, True)
    why = _WITHOUT_RECEIPT.get(PaymentStage(state))
    if why is not None:
        return Held(Part.RECEIPT, None, why)
    return Held(Part.RECEIPT, False, "财政票据出具后自动取回；到缴费页查询一次")


_OLD_CARD = {
    "TAKEN_IN": Held(Part.OLD_CARD, True, "已交回"),
    "LOST": Held(Part.OLD_CARD, True, "领取人说明遗失"),
    "NOT_DUE": Held(Part.OLD_CARD, None, "不需交回"),
}


def _handed(row: Case, stage: Stage, card: Mapping[str, Any] | None) -> Iterator[Held]:
    if stage is Stage.DELIVERED:
        yield Held(Part.HAND_OVER, None, "邮政速递签收")
        is_told = vars(row)["has_delivery"]
        yield Held(Part.DELIVERY, is_told, "" if is_told else "向邮政核实妥投，等其记录送达")
    else:
        is_signed = bool(card and card["signature"])
        yield Held(Part.HAND_OVER, is_signed, "" if is_signed else "找到签名的签收单，装入纸质卷")
    if row.reason == Reason.LOST:
        yield Held(Part.OLD_CARD, None, "丢失补领")
    elif card:
        yield _OLD_CARD.get(card["old"], Held(Part.OLD_CARD, None, "没有记录"))


_NOTICES = {Stage.REVOKED: "REVOCATION", Stage.CLOSED: "CLOSING"}


def _of_ending(stage: Stage, papers: Sequence[Mapping[str, Any]]) -> Iterator[Held]:
    if stage is Stage.WITHDRAWN:
        is_there = any(one["kind"] == "WITHDRAWAL" and one["blob"] for one in papers)
        yield Held(Part.WITHDRAWAL, is_there, "" if is_there else "找到签名的申请，装入纸质卷")
    wanted = _NOTICES.get(stage)
    if wanted is not None:
        is_there = any(one["kind"] == wanted for one in papers)
        yield Held(Part.NOTICE, is_there, "" if is_there else "到这一件的页面打印通知书")
