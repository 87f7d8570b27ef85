"""One case at the counter: who may collect, what is asked, what is signed (第十一条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from tongban.cases.operations.guardian import must_guardian_act, ward_of
from tongban.cases.operations.logistics import OldCard
from tongban.cases.operations.office import Office
from tongban.cases.queries.counter import CounterCase
from tongban.cases.queries.newest_temporary import NewestTemporary
from tongban.desks.shared.fields import Field, FieldKind, Option, Problem
from tongban.desks.shared.papers_kinds import PaperKind, print_action
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pictures import picture_url
from tongban.desks.shared.pieces import (
    Action,
    ActionStyle,
    Fact,
    KeyHint,
    Photo,
    Tag,
    Tone,
)
from tongban.desks.shared.present_exchange import held_words
from tongban.desks.shared.temporary_back import back_fields
from tongban.desks.station.present_cards import SMS, told_tag
from tongban.desks.station.present_mailed import (
    OldCardForm,
    contact_of,
    mailed_facts,
    watch_words,
)
from tongban.desks.station.way_fields import way_fields
from tongban.policy.vocabulary import Reason, Sex, Ward
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.stages import Stage
from tongban.procedure.table import offered
from tongban.standards.ages import full_years
from tongban.standards.ethnic_groups import name_of
from tongban.standards.id_number import group
from tongban.standards.zones import local_date

GO = "Ctrl+Enter"


@dataclass(frozen=True, slots=True)
class HandOverForm:
    """Identity, old card, who collects, signature; ``problems`` come back from a post.

    ``kept_signature`` stands for what was signed before the form came back: nobody signs twice.
    """

    url: str
    identity: Field
    collector: Field | None
    old_card: Field | None
    temporary: tuple[Field, ...]
    signature_error: str
    problems: tuple[Problem, ...]
    kept_signature: str = ""


@dataclass(frozen=True, slots=True)
class ContactForm:
    """Another way, recipient, phone or address, while the card has not left."""

    url: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class CounterScreen:
    """One case at the counter; context name ``screen``."""

    name: str
    number: str
    id_number: str
    tags: tuple[Tag, ...]
    photo: Photo
    person: tuple[Fact, ...]
    card: tuple[Fact, ...]
    where: str
    form: HandOverForm | None
    contact: ContactForm | None
    done: tuple[Fact, ...]
    actions: tuple[Action, ...]
    parcels: tuple[Fact, ...] = ()
    ask: Action | None = None
    old_card: OldCardForm | None = None
    print_receipt: Action | None = None
    title: str = "发放证件"
    keys: tuple[KeyHint, ...] = ()


def counter(
    case: CounterCase,
    *,
    actor: Actor,
    rules: Office,
    at: datetime,
    form: HandOverForm | None,
    contact: ContactForm | None,
    old_card: OldCardForm | None = None,
) -> CounterScreen:
    """The page of one case."""
    is_done = case.stage is Stage.HANDED_OVER
    asks = case.is_asking_address and contact is not None
    return CounterScreen(
        name=case.name,
        number=case.number,
        id_number=group(case.id_number),
        tags=(
            Tag(case.stage.label, Tone.OK if is_done else Tone.INFO),
            Tag(case.reason.label),
            *((Tag("暂扣", Tone.BAD),) if case.held else ()),
        ),
        photo=Photo(picture_url(case.id, case.n, "photo"), "本次标准照片", "本次标准照片"),
        person=_person(case, rules=rules, at=at),
        card=_card_facts(case, at=at),
        where="" if form or is_done else _where(case),
        form=form,
        contact=None if asks else contact,
        parcels=mailed_facts(case, at=at),
        ask=Action("核实收件地址", url=reverse("station:card-address", args=[case.id]), key="A")
        if asks
        else None,
        old_card=old_card,
        done=_done(case, at=at) if is_done else (),
        print_receipt=_receipt(case) if is_done or form else None,
        actions=_actions(case, actor=actor, has_form=form is not None),
    )


def _receipt(case: CounterCase) -> Action:
    return print_action(PaperKind.HAND_OVER, case=case.id, label="打印发放签收单", key="P")


def _person(case: CounterCase, *, rules: Office, at: datetime) -> tuple[Fact, ...]:
    text = case.text
    born = str(text["birth_date"])
    age = full_years(_day(born), on=local_date(at))
    facts = [
        Fact("性别 / 民族", f"{Sex(text['sex']).label} / {name_of(text['ethnicity'])}"),
        Fact("出生日期", f"{born}（{age} 周岁）"),
        Fact("住址", str(text["address"])),
        Fact("联系电话", case.phone or "没有登记"),
    ]
    if case.guardian:
        facts.append(Fact("监护人", f"{case.guardian['name']}（{case.guardian['relation']}）"))
    return tuple(facts)


def _card_facts(case: CounterCase, *, at: datetime) -> tuple[Fact, ...]:
    card = case.card
    facts = []
    if case.valid_from:
        until = f"{case.valid_until:%Y.%m.%d}" if case.valid_until else "长期"
        facts.append(Fact("有效期限", f"{case.valid_from:%Y.%m.%d}-{until}"))
    if card is None:
        return (*facts, Fact("证件", "还没有下达制证"))
    if card.serial:
        facts.append(Fact("证件序列号", card.serial))
    if card.arrived_at:
        facts.append(Fact("到所", moment_phrase(card.arrived_at, at)))
    told = told_tag(card.told_at, card.told_way, at=at)
    state = told or SMS.get(card.sms)
    if state is not None and card.arrived_at:
        facts.append(Fact("通知", state.text, state.tone))
    return tuple(facts)


def _where(case: CounterCase) -> str:
    if case.held and case.is_settling:
        return f"{held_words(case.stage)}。"
    if case.held:
        return "本件暂扣，不能发放；请联系县局督导（第十五条(一)）。"
    words = {
        Stage.COMPOSED: "还没有签名送审。",
        Stage.IN_REVIEW: "户籍地正在审核签发。",
        Stage.RETURNED: "户籍地已退回，改正后重新送审。",
        Stage.ISSUED: "已经签发，工本费到账后下达制证。",
        Stage.IN_PRODUCTION: "正在制证。",
        Stage.TO_COUNTY: "证件正寄往县局。",
        Stage.AT_COUNTY: "证件在县局，2 个工作日内转交本所（第十一条）。",
        Stage.TO_STATION: "证件在转交途中，先清点接收批次再发放。",
        Stage.AT_STATION: "证件在本所。发放由证件岗民警办理。",
        Stage.TO_APPLICANT: f"证件正由邮政速递寄给申请人，不经本所；{watch_words()}（第十一条）。",
        Stage.DELIVERED: "证件已由邮政速递妥投，不经本所发放（第十一条）。",
    }
    if case.is_asking_address:
        return "邮件退回了制证中心：打电话核实地址后再寄，或改到本所领取（第十一条）。"
    return words.get(case.stage, f"现在是“{case.stage.label}”，没有证件可以发放。")


def _done(case: CounterCase, *, at: datetime) -> tuple[Fact, ...]:
    card = case.card
    if card is None or card.handed_at is None:
        return ()
    old = {
        OldCard.TAKEN_IN.value: "旧证已收回",
        OldCard.LOST.value: "领取人书面说明旧证已丢失",
    }
    facts = [
        Fact("发放时间", moment_phrase(card.handed_at, at), Tone.OK),
        Fact("领取人", "监护人" if card.handed_to == "GUARDIAN" else "本人"),
    ]
    if card.old_card in old:
        facts.append(Fact("旧证", old[card.old_card]))
    if card.temporary is not None:
        facts.append(_temporary_fact(case.id, card.temporary))
    return tuple(facts)


def _temporary_fact(case_id: UUID, found: NewestTemporary) -> Fact:
    url = reverse("shared:temporary", args=[case_id])
    if found.is_card_out:
        words, tone, note = "还没有交回", Tone.WARN, found.number
    else:
        words, tone, note = found.ending.label if found.ending else "", Tone.OK, found.words
    return Fact(
        found.kind.label, words, tone, note=note or found.number, clause="第十二条", url=url
    )


def _actions(case: CounterCase, *, actor: Actor, has_form: bool) -> tuple[Action, ...]:
    back = Action("下一位领证人", url=reverse("station:cards"), key="N")
    view = Action("看全部经过", url=reverse("shared:case", args=[case.id]))
    odd = Action("证件有问题", url=reverse("shared:card-trace", args=[case.id]), key="W")
    acts = offered(case.standing, actor)
    told: tuple[Action, ...] = ()
    if Act.TELL in acts and case.card is not None and case.card.told_at is None:
        told = (
            Action(
                "电话已通知", url=reverse("station:card-told", args=[case.id]), post=True, key="T"
            ),
        )
    if has_form:
        give = Action("签收并发放", form="hand-over", key=GO, style=ActionStyle.PRIMARY)
        return (view, odd, *told, Action("回到证件", url=reverse("station:cards")), give)
    return (view, *((odd,) if case.card else ()), *told, back)


def hand_over_form(
    case: CounterCase,
    *,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    problems: Sequence[Problem],
    at: datetime,
) -> HandOverForm:
    """The form of collection (第十一条)."""
    return HandOverForm(
        url=reverse("station:card-hand-over", args=[case.id]),
        identity=Field(
            "identity_checked",
            "已核对领取人身份：人和照片、号码一致",
            FieldKind.CHECKBOX,
            values.get("identity_checked", ""),
            error=errors.get("identity_checked", ""),
            focus=not problems,
            key="Alt+1",
        ),
        collector=_collector(case, values, errors, at=at) if case.guardian else None,
        old_card=_old_card(case, values, errors) if case.reason is not Reason.LOST else None,
        temporary=_temporary(case, values, errors),
        signature_error=errors.get("signature", ""),
        problems=tuple(problems),
    )


def _collector(
    case: CounterCase, values: Mapping[str, str], errors: Mapping[str, str], *, at: datetime
) -> Field:
    """The guardian by the age of that day (第十一条); who is of age by now may come himself."""
    guardian = case.guardian or {}
    is_acting = must_guardian_act(case.text, case.guardian, at=at)
    ward = ward_of(case.guardian) or Ward.MINOR
    return Field(
        "collector",
        "领取人",
        FieldKind.RADIO,
        values.get("collector", "GUARDIAN" if is_acting else "APPLICANT"),
        error=errors.get("collector", ""),
        options=(
            Option(
                "APPLICANT",
                "本人",
                key="Alt+2",
                blocked=f"申请人{ward.label}，由监护人领取" if is_acting else "",
            ),
            Option("GUARDIAN", f"监护人 {guardian.get('name', '')}", key="Alt+3"),
        ),
        clause="第十一条",
    )


def _old_card(case: CounterCase, values: Mapping[str, str], errors: Mapping[str, str]) -> Field:
    return Field(
        "old_card",
        "旧证",
        FieldKind.RADIO,
        values.get("old_card", ""),
        hint="换领新证要交回旧证。旧证确已丢失的，由领取人在签收单上写明，不影响领取。",
        error=errors.get("old_card", ""),
        options=(
            Option(OldCard.TAKEN_IN.value, "已收回", key="Alt+4"),
            Option(OldCard.LOST.value, "已丢失，写明情况", key="Alt+5"),
        ),
        clause="身份证法 第十一条",
    )


def _temporary(
    case: CounterCase, values: Mapping[str, str], errors: Mapping[str, str]
) -> tuple[Field, ...]:
    """What is asked of a temporary card that is out; never a condition (第十二条)."""
    out = case.temporary_out
    if out is None:
        return ()
    keys = ("Alt+6", "Alt+7", "Alt+8")
    return back_fields(values, errors, number=out.number, keys=keys, may_be_later=True)


def contact_form(
    case: CounterCase, *, values: Mapping[str, str], errors: Mapping[str, str]
) -> ContactForm:
    """How the card reaches the applicant, while it has not left."""
    return ContactForm(
        url=reverse("station:card-contact", args=[case.id]),
        fields=way_fields(contact_of(case), applicant=case.name, values=values, errors=errors),
    )


def _day(text: str) -> date:
    return date.fromisoformat(text)
