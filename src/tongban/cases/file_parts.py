"""What the file of an ended case is made of, and which parts are there (第八条)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.models import (
    Card,
    Case,
    ComposedVersion,
    FileAddition,
    Paper,
    Parcel,
    Payment,
    TemporaryDocument,
)
from tongban.policy.vocabulary import Reason
from tongban.policy.vocabulary import TemporaryDocument as TemporaryKind
from tongban.procedure.reasons import FilePart
from tongban.procedure.stages import PaymentStage, Stage


@dataclass(frozen=True, slots=True)
class Held:
    """One part of a file: there, missing (``note`` says how to get it), or None: not due, and why."""

    part: FilePart
    is_there: bool | None
    note: str = ""


def found() -> dict[str, Subquery | ArraySubquery | Exists]:
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
        "added": ArraySubquery(FileAddition.objects.filter(case=OuterRef("id")).values("part")),
        "papers": ArraySubquery(papers.values(one=JSONObject(kind="kind", blob="blob"))),
    }


def parts_of(row: Case) -> Iterator[Held]:
    """Return the parts that a case annotated with ``found`` needs, and how each stands."""
    added = set(vars(row)["added"])
    for held in _parts(row):
        is_added = held.is_there is False and held.part in added
        yield Held(held.part, True, "后来补入的扫描件") if is_added else held


def _parts(row: Case) -> Iterator[Held]:
    read, stage = vars(row), Stage(row.stage)
    yield _form(row, read["composed"])
    yield _evidence(read["composed"])
    yield _receipt(read["payment_state"])
    if stage in (Stage.HANDED_OVER, Stage.DELIVERED):
        yield from _handed(row, stage, read["card"])
    if read["given"]:
        is_back = all(read["given"])
        note = "" if is_back else "收回，或者由申请人写明遗失；确实收不回的，说明理由后核销"
        yield Held(FilePart.TEMPORARY, is_back, note)
    yield from _of_ending(stage, read["papers"])


def _form(row: Case, composed: Mapping[str, Any]) -> Held:
    if composed["signature"] or composed["page"]:
        return Held(FilePart.FORM, True)
    if not row.reached_review:
        return Held(FilePart.FORM, None, "没有签名送审就已结束")
    return Held(FilePart.FORM, False, "找到签名的纸质登记表，扫描补入；找不到的，封存时写明")


def _evidence(composed: Mapping[str, Any]) -> Held:
    if any(paper["pages"] for paper in composed["evidence"]):
        return Held(FilePart.EVIDENCE, True, "复印件")
    if composed["commitment"]:
        return Held(FilePart.EVIDENCE, True, "容缺受理，书面承诺")
    return Held(FilePart.EVIDENCE, False, "受理时没有留存凭证影像；找到复印件的，扫描补入")


_WITHOUT_RECEIPT = {
    PaymentStage.REFUNDED: "已退费，不出具票据",
    PaymentStage.REFUNDING: "正在退费",
    PaymentStage.CANCELLED: "没有缴费",
    PaymentStage.DUE: "没有缴费",
}


def _receipt(state: str | None) -> Held:
    if state is None:
        return Held(FilePart.RECEIPT, None, "没有缴费")
    if state == PaymentStage.RECEIPTED:
        return Held(FilePart.RECEIPT, True)
    why = _WITHOUT_RECEIPT.get(PaymentStage(state))
    if why is not None:
        return Held(FilePart.RECEIPT, None, why)
    return Held(FilePart.RECEIPT, False, "财政票据出具后自动取回；到缴费页查询一次")


_OLD_CARD = {
    "TAKEN_IN": Held(FilePart.OLD_CARD, True, "已交回"),
    "LOST": Held(FilePart.OLD_CARD, True, "领取人说明遗失"),
    "NOT_DUE": Held(FilePart.OLD_CARD, None, "不需交回"),
}


def _handed(row: Case, stage: Stage, card: Mapping[str, Any] | None) -> Iterator[Held]:
    if stage is Stage.DELIVERED:
        yield Held(FilePart.HAND_OVER, None, "邮政速递签收")
        is_told = vars(row)["has_delivery"]
        yield Held(FilePart.DELIVERY, is_told, "" if is_told else "向邮政核实妥投，等其记录送达")
    else:
        is_signed = bool(card and card["signature"])
        yield Held(FilePart.HAND_OVER, is_signed, "" if is_signed else "找到签名的签收单，扫描补入")
    if row.reason == Reason.LOST:
        yield Held(FilePart.OLD_CARD, None, "丢失补领")
    elif card:
        yield _OLD_CARD.get(card["old"], Held(FilePart.OLD_CARD, None, "没有记录"))


_NOTICES = {Stage.REVOKED: "REVOCATION", Stage.CLOSED: "CLOSING"}


def _of_ending(stage: Stage, papers: Sequence[Mapping[str, Any]]) -> Iterator[Held]:
    if stage is Stage.WITHDRAWN:
        is_there = any(one["kind"] == "WITHDRAWAL" and one["blob"] for one in papers)
        yield Held(FilePart.WITHDRAWAL, is_there, "" if is_there else "找到签名的申请，扫描补入")
    wanted = _NOTICES.get(stage)
    if wanted is not None:
        is_there = any(one["kind"] == wanted for one in papers)
        yield Held(FilePart.NOTICE, is_there, "" if is_there else "到这一件的页面打印通知书")
