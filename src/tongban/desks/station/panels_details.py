"""The middle of step 6: reason, speed, delivery, how to reach the applicant, guardian."""

from __future__ import annotations

from dataclasses import replace

from tongban.desks.shared.drafts import draft_url
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.station.intake_state import Work, act_url
from tongban.desks.station.present_look_up import reason_field
from tongban.desks.station.steps import (
    DetailsPanel,
)
from tongban.policy.vocabulary import Delivery, Priority, TemporaryDocument
from tongban.standards.ages import full_years
from tongban.standards.zones import local_date

DETAILS = "details"


def details_panel(work: Work) -> DetailsPanel:
    """Step 6: reason, speed, delivery, how to reach the applicant, guardian of a child."""
    view, typed = work.view, work.typed
    terms = work.rules.terms(work.at)
    reason = view.reason.value if view.reason else ""
    guardian, note = _guardian(work)
    return DetailsPanel(
        save_url=act_url(view.id, "details"),
        draft_url=draft_url(DETAILS, view.id),
        reason=reason_field(
            typed.value("reason", reason), terms=terms, error=typed.error("reason"), keys=True
        ),
        fields=_wishes(work),
        guardian=guardian,
        guardian_note=note,
    )


def _wishes(work: Work) -> tuple[Field, ...]:
    return (_delivery(work), _priority(work), *_texts(work), *_temporary(work))


def _temporary(work: Work) -> tuple[Field, ...]:
    """Whether the applicant wants something that bridges the wait (第十二条); never a condition."""
    kind = work.desk.temporary
    if kind is None:
        return ()
    hints = {
        TemporaryDocument.CARD: "签名送审后当场制发，不收费，领证时收回。",
        TemporaryDocument.CERTIFICATE: "该户籍地暂不能制发临时居民身份证，签名送审后当场出具，不收费。",
    }
    # A box that is not ticked sends nothing: where a form came back, that is its answer.
    stored = "1" if work.view.wants_temporary else ""
    wanted = work.typed.value("temporary", "") if work.typed.values else stored
    return (
        Field(
            "temporary",
            f"申请{kind.label}",
            FieldKind.CHECKBOX,
            wanted,
            hint=hints[kind],
            required=False,
        ),
    )


def _delivery(work: Work) -> Field:
    courier = Option(
        Delivery.COURIER.value,
        Delivery.COURIER.label,
        blocked="邮寄接口还没有开通，暂只能到所领取",
    )
    station = Option(Delivery.STATION.value, Delivery.STATION.label, "证件到所后短信通知")
    return Field(
        "delivery",
        "领证方式",
        FieldKind.RADIO,
        Delivery.STATION.value,
        width="m",
        error=work.typed.error("delivery"),
        clause="第十一条",
        options=(station, courier),
    )


def _priority(work: Work) -> Field:
    notes = {
        Priority.ORDINARY: "退回后 3 个工作日改好",
        Priority.EXPEDITED: "退回后 2 个工作日改好",
    }
    return Field(
        "priority",
        "办理速度",
        FieldKind.RADIO,
        work.typed.value("priority", work.view.priority.value),
        width="m",
        clause="第十条",
        options=tuple(Option(one.value, one.label, note) for one, note in notes.items()),
    )


def _texts(work: Work) -> tuple[Field, ...]:
    view, typed = work.view, work.typed

    def text(name: str, label: str, stored: str, *, hint: str) -> Field:
        value, error = typed.value(name, stored), typed.error(name)
        return Field(
            name,
            label,
            value=value,
            error=error,
            hint=hint,
            width="m",
            required=False,
            maxlength=200,
        )

    phone = replace(
        text("phone", "联系电话", view.phone, hint="手机，或区号加固定电话；领证通知发到这里。"),
        kind=FieldKind.TEL,
        inputmode="tel",
        required=True,
        maxlength=24,
        focus=not view.phone or bool(typed.errors),
    )
    reason = text("priority_reason", "加快的原因", view.priority_reason, hint="选“加快”时填写。")
    address = text("address", "登记地址", view.address, hint="现在的居住地址，印在登记表上。")
    return phone, reason, replace(address, width="l")


def _guardian(work: Work) -> tuple[tuple[Field, ...], str]:
    birth = work.view.situation.record
    if birth is None:
        return (), ""
    age = full_years(birth.details.birth_date, on=local_date(work.at))
    limit = work.rules.terms(work.at).guardian_below_age
    if age >= limit and not work.view.guardian:
        return (), ""
    given = work.view.guardian or {}

    def of(name: str, key: str, label: str) -> Field:
        value = work.typed.value(name, given.get(key, ""))
        return Field(name, label, value=value, error=work.typed.error(name), width="m")

    relations = tuple(Option(r, r) for r in RELATIONS)
    fields = (
        of("guardian_name", "name", "监护人姓名"),
        replace(of("guardian_id_number", "id_number", "监护人公民身份号码"), spaced=True),
        replace(
            of("guardian_relation", "relation", "与申请人的关系"),
            kind=FieldKind.SELECT,
            options=relations,
        ),
    )
    return fields, f"申请人 {age} 周岁，未满 {limit} 周岁，由监护人代为申领并签名。"


RELATIONS = ("父亲", "母亲", "祖父母", "外祖父母", "兄姐", "其他监护人")
