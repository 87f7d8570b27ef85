"""The middle of step 7: what will be locked, the form, the signature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from tongban.biometrics.fingers import Finger
from tongban.cases.operations.guardian import must_guardian_act, ward_of
from tongban.cases.queries.composed import Composed
from tongban.desks.shared.details import shown
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.papers import PaperKind, print_action
from tongban.desks.shared.pictures import intake_picture_url, picture_url
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, Photo, Tag, Tone
from tongban.desks.shared.present_exchange import sent_words
from tongban.desks.station.intake_state import Work, act_url
from tongban.desks.station.present_validity import validity_facts
from tongban.desks.station.steps import ComposePanel
from tongban.policy.review_unit import bureau_elsewhere
from tongban.policy.vocabulary import Ask, Delivery, Detail, Outcome, Reason, Ward
from tongban.procedure.stages import Stage
from tongban.standards import id_number
from tongban.standards.zones import local


def compose_panel(work: Work, *, version: Composed | None) -> ComposePanel:
    """Step 7: before composing what will be locked; after it the form and the signature."""
    if version is None:
        return _before(work)
    case = work.case
    is_unsigned = version.signed_at is None and case.stage is Stage.COMPOSED
    return ComposePanel(
        content=_content(work, version.text),
        photo=Photo(picture_url(case.id, version.n, "photo"), "标准照片"),
        composed=Tag(f"受理编号 {case.number} · 第 {version.n} 版", Tone.OK),
        print_form=print_action(
            PaperKind.REGISTRATION, case=case.id, label="打印登记表", key="P" if is_unsigned else ""
        ),
        sign_url=act_url(work.view.id, "sign") if is_unsigned else "",
        signer=_signer(work, version) if is_unsigned else None,
        signed=_signed(work, version),
        signed_note=_signed_note(work, version),
        returned=Action("已退回，去改正", url=reverse("station:return", args=[case.id]))
        if case.stage is Stage.RETURNED
        else None,
        sign_error=work.typed.error("signature"),
        seen_version=str(case.version),
        void=Action("作废", url="?open=void", opens="void", style=ActionStyle.DANGER)
        if is_unsigned
        else None,
    )


def _before(work: Work) -> ComposePanel:
    view = work.view
    record = dict(view.record)
    return ComposePanel(
        content=_content(work, record | {"phone": view.phone, "delivery_address": view.address}),
        photo=Photo(intake_picture_url(view.id, "photo"), "标准照片") if view.has_photo else None,
        missing=missing(work),
    )


def missing(work: Work) -> tuple[str, ...]:
    """What must still be done before composing, told at once."""
    view = work.view
    if work.desk.verdict.outcome is Outcome.REFUSE:
        return ("属于不予异地受理情形，不能合成。",)
    asked = [
        f"{f.message}（{f.clause}）" for f in work.desk.verdict.findings if f.code in _asks(work)
    ]
    if not view.has_photo:
        asked.append("采集标准照片（第六条）")
    if not view.fingers:
        asked.append("采集指纹，或写明采不到的原因（第六条）")
    if not view.phone:
        asked.append("填写联系电话（第十一条）")
    if work.lacks_guardian:
        asked.append("登记监护人（第六条）")
    return tuple(asked)


def _asks(work: Work) -> frozenset[Ask]:
    return work.desk.verdict.asks


def _content(work: Work, text: Mapping[str, Any]) -> tuple[Fact, ...]:
    declared = work.view.situation.record
    details = shown(declared.details) if declared else {}
    view = work.view
    lines = [
        Fact(
            "住址" if one is Detail.ADDRESS else one.label,
            id_number.group(value) if one is Detail.ID_NUMBER else value,
        )
        for one, value in details.items()
    ]
    reason = view.reason.label if isinstance(view.reason, Reason) else "待选"
    lines += [
        Fact("申领原因", f"{reason} · {view.priority.label}"),
        Fact("领证方式", view.delivery.label),
        Fact("联系电话", str(text.get("phone", "")) or "待填写"),
        Fact("指纹", _fingers(view.fingers)),
        Fact("受理凭证", _evidence(work)),
        *validity_facts(work),
    ]
    if text.get("delivery_address"):
        lines.append(Fact("登记地址", str(text["delivery_address"])))
    if view.delivery is Delivery.COURIER:
        lines.append(Fact("收件人", view.recipient))
    if view.guardian:
        lines.append(Fact("监护人", f"{view.guardian['name']}（{view.guardian['relation']}）"))
    return tuple(lines)


def _evidence(work: Work) -> str:
    if work.serving:
        return work.serving
    return "容缺受理，已签书面承诺" if work.view.commitment else "待出示"


def _fingers(stored: Sequence[Mapping[str, Any]]) -> str:
    words = [
        f"{Finger(one['code']).label}{'' if one['template'] else '：' + one['missing_reason']}"
        for one in stored
    ]
    return "，".join(words) or "待采集"


def _signer(work: Work, version: Composed) -> Field | None:
    """The person signs, or the guardian by the age of that day (第六条)."""
    if not version.guardian:
        return None
    is_acting = must_guardian_act(version.record, version.guardian, at=work.at)
    own = f"申请人{(ward_of(version.guardian) or Ward.MINOR).label}，由监护人签名"
    grown = f"申请人今天已满 {work.rules.terms(work.at).guardian_below_age} 周岁，由本人签名"
    options = (
        Option("APPLICANT", "申请人本人", blocked=own if is_acting else ""),
        Option(
            "GUARDIAN", f"监护人 {version.guardian['name']}", blocked="" if is_acting else grown
        ),
    )
    chosen = "GUARDIAN" if is_acting else "APPLICANT"
    return Field("signer", "签名人", FieldKind.RADIO, chosen, options=options, clause="第六条")


def _signed(work: Work, version: Composed) -> Photo | None:
    if not version.way:
        return None
    url = picture_url(work.case.id, version.n, version.way)
    return Photo(url, "签名" if version.way == "sign" else "已签名的登记表")


def _signed_note(work: Work, version: Composed) -> str:
    if version.signed_at is None:
        return ""
    who = "监护人" if version.signer == "GUARDIAN" else "申请人本人"
    signed = f"{who} {local(version.signed_at):%m月%d日 %H:%M} 签名，"
    exchange = work.case.exchange
    if exchange is None:
        return f"{signed}已送户籍地县局审核签发。"
    return f"{signed}送{bureau_elsewhere(exchange.office)}审核签发。{sent_words(exchange, now=work.at)}"


def new_intake_url() -> str:
    """Where the next person begins."""
    return reverse("station:intake")
