"""The middle of step 6: reason, speed, delivery, how to reach the applicant, guardian."""

from __future__ import annotations

from dataclasses import replace

from tongban.desks.shared.drafts import draft_url
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pieces import Action
from tongban.desks.station.intake_state import Work, act_url, step_url
from tongban.desks.station.present_look_up import reason_field
from tongban.desks.station.screens import StepKey
from tongban.desks.station.steps import (
    DetailsPanel,
)
from tongban.desks.station.way_fields import ADDRESS_HINT, delivery_field, recipient_field
from tongban.policy.vocabulary import Priority, TemporaryDocument

DETAILS = "details"


def details_panel(work: Work) -> DetailsPanel:
    """Step 6: reason, speed, delivery, how to reach the applicant, guardian of a child."""
    view, typed = work.view, work.typed
    terms = work.rules.terms(work.at)
    reason = view.reason.value if view.reason else ""
    return DetailsPanel(
        save_url=act_url(view.id, "details"),
        draft_url=draft_url(DETAILS, view.id),
        reason=reason_field(
            typed.value("reason", reason), terms=terms, error=typed.error("reason"), keys=True
        ),
        fields=_wishes(work),
        guardian_note=_guardian(work),
        guardian_link=_to_guardian(work),
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
    typed = work.typed
    value = typed.value("delivery", work.view.delivery.value)
    return delivery_field(value, error=typed.error("delivery"))


def _recipient(work: Work) -> Field:
    """The applicant stands in the field as soon as a parcel is chosen: nobody types it twice."""
    stored = work.view.recipient or str(work.view.record["name"])
    return recipient_field(
        work.typed.value("recipient", stored), error=work.typed.error("recipient")
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
        text("phone", "联系电话", _phone(work), hint="手机，或区号加固定电话；领证通知发到这里。"),
        kind=FieldKind.TEL,
        inputmode="tel",
        required=True,
        maxlength=24,
        focus=not view.phone or bool(typed.errors),
    )
    reason = text("priority_reason", "加快的原因", view.priority_reason, hint="选“加快”时填写。")
    address = text("address", "登记地址", view.address, hint=ADDRESS_HINT)
    return phone, reason, _recipient(work), replace(address, width="l")


def _phone(work: Work) -> str:
    """A child is reached through the guardian until another number is given."""
    return work.view.phone or (work.view.guardian or {}).get("phone", "")


def _guardian(work: Work) -> str:
    """Who acts for the applicant, registered with the documents in step 2."""
    stored = work.view.guardian
    if stored:
        return f"由监护人 {stored['name']}（{stored['relation']}）代为申领并签名。"
    if work.lacks_guardian:
        limit = work.rules.terms(work.at).guardian_below_age
        return f"申请人未满 {limit} 周岁，由监护人代为申领并签名，还没有登记。"
    return ""


def _to_guardian(work: Work) -> Action | None:
    if not work.view.guardian and not work.lacks_guardian:
        return None
    label = "更改监护人" if work.view.guardian else "去登记监护人"
    return Action(label, url=f"{step_url(work.view.id, StepKey.EVIDENCE)}#guardian")
