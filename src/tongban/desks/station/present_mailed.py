"""What the counter shows of a card that goes by courier, and what is asked afterwards (第十一条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.courier_way import ELSEWHERE, Contact
from tongban.cases.operations.old_card import LONGEST_WORDS, BroughtBy
from tongban.cases.queries.counter import CounterCase
from tongban.cases.queries.parcels import ParcelView
from tongban.desks.shared.fields import Field, FieldKind, Option, Problem
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, KeyHint, Tag, Tone
from tongban.desks.shared.present_parcels import FEE, POST_PHONE, parcel_facts
from tongban.desks.station.way_fields import way_fields
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.table import judge
from tongban.standards.id_number import group

GO = "Ctrl+Enter"
_CLAUSE = "身份证法 第十一条"


@dataclass(frozen=True, slots=True)
class OldCardForm:
    """The old card after a delivery: handed in, or given up; ``problems`` come back from a post."""

    url: str
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    write_off_url: str
    write_off: Field | None


@dataclass(frozen=True, slots=True)
class AddressScreen:
    """A parcel that came back: whom to call, what to ask, where it goes now; name ``screen``."""

    name: str
    number: str
    id_number: str
    phone: str
    tags: tuple[Tag, ...]
    parcels: tuple[Fact, ...]
    ask: tuple[str, ...]
    url: str
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    barred: str
    actions: tuple[Action, ...]
    title: str = "核实收件地址"
    keys: tuple[KeyHint, ...] = ()


def contact_of(case: CounterCase) -> Contact:
    """How the card reaches the applicant as it stands."""
    return Contact(case.delivery, case.phone, case.address, case.recipient)


def mailed_facts(case: CounterCase, *, at: datetime) -> tuple[Fact, ...]:
    """The parcels of a case, the newest first."""
    return parcel_facts(case.parcels, now=at)


def old_card_form(
    case: CounterCase,
    *,
    actor: Actor,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    problems: Sequence[Problem],
) -> OldCardForm | None:
    """The old card is taken in and destroyed; None where none is asked for or not by this officer."""
    if not case.is_asking_old_card:
        return None
    if judge(Act.TAKE_IN_OLD_CARD, case.standing, actor) is not None:
        return None
    may_write_off = judge(Act.WRITE_OFF, case.standing, actor) is None
    return OldCardForm(
        url=reverse("station:old-card", args=[case.id]),
        fields=_old_card_fields(values, errors, is_fresh=not problems),
        problems=tuple(problems),
        write_off_url=reverse("station:old-card-write-off", args=[case.id]),
        write_off=_reason(values, errors) if may_write_off else None,
    )


def _old_card_fields(
    values: Mapping[str, str], errors: Mapping[str, str], *, is_fresh: bool
) -> tuple[Field, ...]:
    return (
        Field(
            "brought_by",
            "旧证怎样交来",
            FieldKind.RADIO,
            values.get("brought_by", ""),
            error=errors.get("brought_by", ""),
            focus=is_fresh,
            options=(
                Option(BroughtBy.APPLICANT.value, "本人送来", key="Alt+1"),
                Option(BroughtBy.SOMEBODY.value, "他人代送", key="Alt+2"),
                Option(BroughtBy.POST.value, "寄来", key="Alt+3"),
            ),
            clause=_CLAUSE,
        ),
        Field(
            "destroyed",
            "旧证已当场剪角作废，登记销毁",
            FieldKind.CHECKBOX,
            values.get("destroyed", ""),
            error=errors.get("destroyed", ""),
            key="Alt+4",
        ),
        Field(
            "words",
            "备注",
            value=values.get("words", ""),
            error=errors.get("words", ""),
            required=False,
            maxlength=LONGEST_WORDS,
        ),
    )


def _reason(values: Mapping[str, str], errors: Mapping[str, str]) -> Field:
    return Field(
        "reason",
        "收不回来的原因",
        value=values.get("reason", ""),
        error=errors.get("reason", ""),
        hint="例如申请人声明旧证已丢失。核销后可以归档。",
        maxlength=LONGEST_WORDS,
    )


def address_screen(
    case: CounterCase,
    *,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    problems: Sequence[Problem],
    at: datetime,
) -> AddressScreen:
    """The page on which the applicant is called about a parcel that came back."""
    newest = case.parcels[0] if case.parcels else None
    barred = (
        "本件暂扣，追回的证件留在制证中心；解除暂扣后再寄（第十五条(一)）。" if case.held else ""
    )
    return AddressScreen(
        name=case.name,
        number=case.number,
        id_number=group(case.id_number),
        phone=case.phone,
        tags=(Tag(case.stage.label), *((Tag("暂扣", Tone.BAD),) if case.held else ())),
        parcels=mailed_facts(case, at=at),
        ask=_ask(newest),
        url=reverse("station:card-address", args=[case.id]),
        fields=()
        if barred
        else way_fields(
            contact_of(case),
            applicant=case.name,
            values=values,
            errors=errors,
            keys=("Alt+1", "Alt+2"),
        ),
        problems=tuple(problems),
        barred=barred,
        actions=_address_actions(case, is_barred=bool(barred)),
    )


def _address_actions(case: CounterCase, *, is_barred: bool) -> tuple[Action, ...]:
    view = Action("看全部经过", url=reverse("shared:case", args=[case.id]))
    back = Action("回到速递", url=reverse("station:parcels"), key="Escape")
    if is_barred:
        return (view, back)
    save = Action("保存并再寄", form="way", key=GO, style=ActionStyle.PRIMARY)
    return (view, back, save)


def _ask(parcel: ParcelView | None) -> tuple[str, ...]:
    """What to say on the phone, one thought a line."""
    if parcel is None or parcel.reason is None:
        first = "邮件退回了制证中心，请核对收件人、电话和地址。"
    else:
        first = f"邮件因“{parcel.reason.label}”退回了制证中心，证件没有损失，也不再收工本费。"
    second = (
        "原地址寄不到：请说新地址，从省说到门牌号。"
        if parcel is not None and parcel.reason in ELSEWHERE
        else "还寄原地址，还是换地址、换收件人？"
    )
    return (first, second, "也可以改到本所领取，到所后短信通知。", FEE)


def watch_words() -> str:
    """What to do about a parcel that does not arrive."""
    return f"邮政 {POST_PHONE} 可凭邮件号查询"
