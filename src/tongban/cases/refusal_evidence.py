"""What a refusal would rest on, ground by ground, and what is still missing for it (第五条).

A ground is refused only with its own evidence: the record for a first issue, the fields that differ
and the means tried, the comparison with its picture, the source of an offence, the push of a bad credit
record. One path for the desk, which shows it, and for the refusal, which keeps it. Nothing here names a
value of the register: the notice is handed to somebody whose identity may not be settled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tongban.cases import facts
from tongban.cases.from_register import register_of
from tongban.cases.models import Intake
from tongban.policy.differences import differences
from tongban.policy.vocabulary import FaceResult, FingerprintResult, Ground
from tongban.procedure.reasons import OffenceSource
from tongban.standards.zones import local

Line = tuple[str, str]
RESTS_ON_PICTURE = (Ground.IDENTITY_UNSETTLED_MISMATCH, Ground.IDENTITY_UNSETTLED_APPEARANCE)
"""Grounds whose evidence is the comparison with the picture taken at the window."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What an intake holds that a refusal could rest on, in the stored form."""

    record: Mapping[str, Any]
    record_at: datetime
    declared: Mapping[str, Any]
    history_viewed_at: datetime | None
    face: FaceResult
    fingerprint: FingerprintResult
    compared_at: datetime | None
    has_live: bool
    confirmed: bool | None
    stated_at: datetime | None
    offences: Sequence[Mapping[str, Any]]
    credit_hits: Sequence[Mapping[str, str]]
    is_inquiry_open: bool = False


@dataclass(frozen=True, slots=True)
class GroundEvidence:
    """The evidence of one ground: what there is, as term and words, and what is missing."""

    ground: Ground
    lines: tuple[Line, ...]
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether a refusal may rest on it."""
        return not self.missing

    def stored(self) -> dict[str, Any]:
        """The form in which a refusal keeps it."""
        return {"code": self.ground.value, "lines": [list(line) for line in self.lines]}


def basis_of(intake: Intake, *, is_inquiry_open: bool = False) -> Basis:
    """Return what the intake holds."""
    return Basis(
        record=intake.record,
        record_at=intake.record_at,
        declared=intake.declared,
        history_viewed_at=intake.history_viewed_at,
        face=FaceResult(intake.face),
        fingerprint=FingerprintResult(intake.fingerprint),
        compared_at=intake.compared_at,
        has_live=bool(intake.live_photo),
        confirmed=intake.identity_confirmed,
        stated_at=intake.identity_at,
        offences=intake.offences,
        credit_hits=intake.credit_hits,
        is_inquiry_open=is_inquiry_open,
    )


def evidence_for(ground: Ground, basis: Basis) -> GroundEvidence:
    """Return the evidence of one ground as the intake stands."""
    lines, missing = _OF[ground](basis)
    return GroundEvidence(ground, tuple(lines), tuple(missing))


def _moment(at: datetime | None) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


def _first_issue(basis: Basis) -> tuple[list[Line], list[str]]:
    source = register_of(basis.record).label
    lines = [("查自", f"{source}，{_moment(basis.record_at)}")]
    if basis.record["card"]["issued"]:
        return lines, ["人口系统有发证记录，不是首次申领：请改选申领原因"]
    return [*lines, ("发证记录", "没有发过居民身份证")], []


def _mismatch(basis: Basis) -> tuple[list[Line], list[str]]:
    found = differences(facts.details(basis.declared), registered=facts.details(basis.record))
    names = "、".join(detail.label for detail in found)
    source = register_of(basis.record).label
    lines = [("与人口系统不一致", f"{names}（{source}，{_moment(basis.record_at)}）")]
    tried, missing = _means(basis)
    if not found:
        missing = ["申报信息与人口系统一致，没有不一致的项目", *missing]
    return [*lines, *tried], missing


def _appearance(basis: Basis) -> tuple[list[Line], list[str]]:
    tried, missing = _means(basis)
    if not basis.has_live:
        missing = ["还没有拍现场照片：与人口系统照片比对须留存现场照片", *missing]
    if basis.face is not FaceResult.DIFFERENT and basis.face is not FaceResult.NOT_DONE:
        missing = [f"人像比对为“{basis.face.label}”，不是相貌变化较大", *missing]
    if basis.record["card"]["fingerprint_registered"]:
        missing = ["人口系统登记有指纹，不属于未登记指纹", *missing]
    return tried, missing


def _means(basis: Basis) -> tuple[list[Line], list[str]]:
    """The means tried to settle identity, and those not tried yet."""
    lines: list[Line] = []
    missing: list[str] = []
    if basis.face is FaceResult.NOT_DONE:
        missing.append("还没有现场比对人像")
    else:
        kept = "，留存现场照片" if basis.has_live else ""
        lines.append(("人像比对", f"{basis.face.label}（{_moment(basis.compared_at)}{kept}）"))
    if not basis.record["card"]["fingerprint_registered"]:
        lines.append(("指纹", "人口系统未登记指纹"))
    elif basis.fingerprint in (FingerprintResult.NOT_DONE, FingerprintResult.NO_TEMPLATE):
        missing.append("人口系统登记有指纹，还没有比对")
    else:
        lines.append(("指纹比对", basis.fingerprint.label))
    if basis.history_viewed_at is None:
        missing.append("还没有查看历史受理信息")
    else:
        lines.append(("历史受理信息", f"{_moment(basis.history_viewed_at)} 已查看"))
    if basis.is_inquiry_open:
        missing.append("户籍派出所的协查还没有答复")
    if basis.confirmed is False:
        lines.append(("民警结论", f"经各种手段仍不能确认身份（{_moment(basis.stated_at)}）"))
    else:
        missing.append("还没有作出“经各种手段仍不能确认”的结论")
    return lines, missing


_WANTED = {"recorded_on": "日期", "document": "证件", "source": "来源系统"}


def _offence(basis: Basis) -> tuple[list[Line], list[str]]:
    lines: list[Line] = []
    missing: list[str] = []
    for one in basis.offences:
        lacks = [word for key, word in _WANTED.items() if not one.get(key)]
        is_on_site = one.get("found") == OffenceSource.ON_SITE
        if is_on_site and not one.get("pages"):
            lacks.append("证件的扫描或照片")
        if not is_on_site and not one.get("source_number"):
            lacks.append("记录编号")
        if lacks:
            missing.append(f"违法记录缺{'、'.join(lacks)}")
        else:
            lines.append((f"{one.get('kind', '')}{one['document']}", _offence_source(one, basis)))
    if not basis.offences:
        missing = ["没有查到或登记证件违法行为"]
    # One that is complete carries the ground; others beside it add nothing and take nothing away.
    return lines, [] if lines else missing


def _offence_source(one: Mapping[str, Any], basis: Basis) -> str:
    number = f"，编号 {one['source_number']}" if one.get("source_number") else ""
    pages = len(one.get("pages") or ())
    kept = f"，留存复印件 {pages} 页" if pages else ""
    asked = "" if one.get("id") else f"，{_moment(basis.record_at)} 查询"
    return f"{one['source']}，{one['recorded_on']}{number}{asked}{kept}"


def _bad_credit(basis: Basis) -> tuple[list[Line], list[str]]:
    lines = [
        ("不良信用记录", f"{hit['record_id']}，第 {hit['push']} 号推送，{hit['since']} 起")
        for hit in basis.credit_hits
    ]
    return lines, [] if lines else ["名单中没有这个人的记录，可能已经撤销"]


_OF: Mapping[Ground, Callable[[Basis], tuple[list[Line], list[str]]]] = {
    Ground.FIRST_ISSUE: _first_issue,
    Ground.IDENTITY_UNSETTLED_MISMATCH: _mismatch,
    Ground.IDENTITY_UNSETTLED_APPEARANCE: _appearance,
    Ground.DOCUMENT_OFFENCE: _offence,
    Ground.BAD_CREDIT: _bad_credit,
}
