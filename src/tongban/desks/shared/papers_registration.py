"""《居民身份证异地受理登记表》 out of a composed version (第六条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tongban.biometrics.fingers import Finger
from tongban.blobs import store
from tongban.blobs.errors import BlobError
from tongban.cases.facts import LONG_TERM
from tongban.cases.operations.office import office
from tongban.cases.queries.papers import CasePaper
from tongban.documents.forms.registration import (
    Applicant,
    FingerLine,
    Guardian,
    IssueNote,
    RegistrationForm,
)
from tongban.documents.forms.sheet import Sheet, Signature, money_text, validity_text
from tongban.policy.review_unit import bureau_elsewhere
from tongban.policy.vocabulary import Delivery, Reason, TemporaryDocument, Ward
from tongban.standards import ethnic_groups


def unit_name(code: str) -> str:
    """A unit's full name; the code where it is not of this city."""
    unit = office().city.get(code)
    return unit.name if unit else code


def home_station(case: CasePaper) -> str:
    """The household's station; outside the city the office that its register names."""
    return case.elsewhere or unit_name(case.home_unit)


def home_bureau(case: CasePaper) -> str:
    """The county bureau that reviews and issues (第九条).

    Outside the city it is known by name once it has issued, or where the register names a bureau.
    """
    if not case.elsewhere:
        return unit_name(case.home_county)
    return case.issuer or bureau_elsewhere(case.elsewhere)


def registration_form(case: CasePaper, *, sheet: Sheet) -> RegistrationForm:
    """The form of one version, with the signature and the issue note once they are there."""
    return RegistrationForm(
        sheet=sheet,
        case_number=case.number,
        version=case.version,
        category=f"{case.category.label}异地申办",
        applicant=_applicant(case),
        photo=content(case.photo),
        home_station=home_station(case),
        home_bureau=home_bureau(case),
        reason=case.reason.label,
        priority=case.priority.label,
        fee=money_text(case.fee_fen),
        delivery=case.delivery.label,
        delivery_address=_delivery_address(case),
        evidence="容缺受理，已签书面承诺" if case.is_tolerant else "、".join(case.evidence),
        old_card=_old_card(case),
        temporary_document=_TEMPORARY[case.temporary],
        fingers=tuple(_finger(one) for one in case.fingers),
        accepted_at=case.composed_at,
        acceptance_opinion=_OPINIONS[case.is_tolerant],
        guardian=_guardian(case),
        signature=signature(
            case.signature,
            by="监护人" if case.signer == "GUARDIAN" else "申领人",
            at=case.version_signed_at,
        ),
        issue=_issue(case),
    )


def _applicant(case: CasePaper) -> Applicant:
    details = case.details
    known = ethnic_groups.canonical(details.ethnicity) or ""
    return Applicant(
        name=details.name,
        sex=details.sex.label,
        ethnicity=ethnic_groups.NAMES.get(known, details.ethnicity),
        birth_date=details.birth_date,
        id_number=details.id_number,
        address=details.address,
        phone=case.phone,
    )


_OPINIONS = {
    False: "经核对，申领人与人口信息一致，符合异地受理条件，同意受理。",
    True: "经查看历史受理信息、现场比对，能够认定申领人身份，书面承诺已签，同意容缺受理。",
}


def _delivery_address(case: CasePaper) -> str:
    """Where the applicant has asked the card to go: to whom it is mailed, else 登记地址."""
    if case.delivery is Delivery.COURIER:
        return f"{case.address}（收件人：{case.recipient}，{case.phone}）"
    return case.address or unit_name(case.accepting_unit)


def content(ref: str) -> bytes:
    """What a blob holds; nothing where it was erased or is damaged: the paper says so by itself."""
    try:
        return store.get(ref).content
    except BlobError:
        return b""


def signature(ref: str, *, by: str, at: datetime | None) -> Signature | None:
    """A signature from the pad; None when signed on paper or not yet.

    One whose picture is gone leaves no line to sign on: the paper says that it was there.
    """
    if not ref or at is None:
        return None
    try:
        kept = store.get(ref)
    except BlobError:
        return Signature(picture=b"", by=by, at=at)
    if kept.media_type != "image/png":
        return None
    return Signature(picture=kept.content, by=by, at=at)


_TEMPORARY = {
    TemporaryDocument.CARD: "申请临时居民身份证，当场制发",
    TemporaryDocument.CERTIFICATE: "申请临时身份证明，当场出具",
    TemporaryDocument.NONE: "没有申请；需要时可以当场办理（第十二条）",
    None: "按第十二条，依申请当场办理",
}


def _old_card(case: CasePaper) -> str:
    if case.reason is Reason.LOST:
        return "申领人申报丢失"
    until = case.record["card"]["expires"]
    words = "长期" if until == LONG_TERM else f"有效期至 {until}"
    return f"{words}，领取新证时交回"


def _finger(stored: Mapping[str, Any]) -> FingerLine:
    name = Finger(stored["code"]).label
    if stored["template"]:
        return FingerLine(finger=name, result=f"已登记 · 质量 {stored['quality']}")
    return FingerLine(finger=name, result=f"未登记：{stored['missing_reason']}")


def _guardian(case: CasePaper) -> Guardian | None:
    if not case.guardian:
        return None
    return Guardian(
        name=case.guardian["name"],
        id_number=case.guardian["id_number"],
        relation=_relation(case.guardian),
        phone=case.guardian.get("phone", ""),
    )


def _relation(guardian: Mapping[str, Any]) -> str:
    """The relation, and the reason where it is not the applicant's age."""
    if guardian.get("ward") == Ward.NO_CAPACITY:
        return f"{guardian['relation']}（申领人{Ward.NO_CAPACITY.label}）"
    return str(guardian["relation"])


def _issue(case: CasePaper) -> IssueNote | None:
    if case.issued_at is None or case.valid_from is None:
        return None
    return IssueNote(
        authority=home_bureau(case),
        officer=case.issued_by,
        validity=validity_text(case.valid_from, until=case.valid_until),
        at=case.issued_at,
    )
