"""From a case's rows to its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.case_page import CardLine, CasePage, DutyLine, PaymentLine
from tongban.cases.queries.happenings import PastEvent
from tongban.desks.shared.dues import due_of, fetched_late
from tongban.desks.shared.event_words import tone_of, who_of, words_of
from tongban.desks.shared.green import green_facts, green_tags
from tongban.desks.shared.papers_kinds import PaperKind, print_action
from tongban.desks.shared.phrases import DueText, moment_phrase
from tongban.desks.shared.pieces import Action, Fact, Happening, KeyHint, Photo, Tag, Tone
from tongban.desks.shared.present_case_elsewhere import answer_facts, elsewhere_facts
from tongban.desks.shared.present_case_endings import (
    ending_actions,
    ending_facts,
    ending_papers,
)
from tongban.desks.shared.present_case_temporary import temporary_action, temporary_facts
from tongban.desks.shared.present_case_tolerant import commitment_fact, guardian_fact
from tongban.desks.shared.present_exchange import chase_action, exchange_facts
from tongban.desks.shared.present_parcels import parcel_facts
from tongban.policy.units import City, UnitKind
from tongban.policy.vocabulary import Category, Delivery, Priority, Reason, Stream
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.procedure.table import offered
from tongban.standards.ethnic_groups import name_of
from tongban.standards.id_number import mask
from tongban.standards.money import yuan
from tongban.standards.zones import local

SEX = {"1": "男", "2": "女"}


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty on the page: what, whose, by when and why then, met or open.

    ``due`` is None where it was met in time; ``late`` says how much too late it was met.
    """

    label: str
    owner: str
    due: DueText | None
    met: str
    late: str = ""


@dataclass(frozen=True, slots=True)
class CaseScreen:
    """Everything the page of a case shows; context name ``screen``.

    A case accepted elsewhere has no fee, card or paper here: ``is_ours`` is False then, and
    ``answers`` are what was answered to the other side. ``exchange`` tells how a case of ours stands
    with a home bureau outside the city.
    """

    title: str
    name: str
    number: str
    tags: tuple[Tag, ...]
    facts: tuple[Fact, ...]
    text: tuple[Fact, ...]
    photo: Photo | None
    duties: tuple[Duty, ...]
    happenings: tuple[Happening, ...]
    cards: tuple[Fact, ...]
    money: tuple[Fact, ...]
    papers: tuple[Action, ...]
    actions: tuple[Action, ...]
    is_ours: bool = True
    answers: tuple[Fact, ...] = ()
    exchange: tuple[Fact, ...] = ()
    keys: tuple[KeyHint, ...] = ()


def case_screen(case: CasePage, actor: Actor, *, rules: Office, now: datetime) -> CaseScreen:
    """Return the page of a case as it stands at ``now``."""
    city, stream = rules.city, case.standing.stream
    return CaseScreen(
        title=f"异地申办件 {case.number}",
        name=case.name,
        number=case.number,
        tags=_tags(case),
        facts=(
            *_facts(case, city=city, now=now),
            *green_facts(case.green, case.green_words, case.visit),
            *ending_facts(case, now=now),
        ),
        text=_text(case),
        photo=Photo(f"/pictures/{case.id}/{case.current}/photo", "本次标准照片", "本次照片"),
        duties=tuple(_duty(d, case=case, rules=rules, now=now) for d in case.duties),
        happenings=_happenings(case, city=city, now=now),
        cards=(
            *(_card(c, case=case) for c in case.cards),
            *parcel_facts(case.parcels, now=now),
            *temporary_facts(case, actor),
        ),
        money=tuple(_payment(p, now=now) for p in case.payments),
        exchange=exchange_facts(case.exchange, stage=case.stage, rules=rules, now=now)
        if case.exchange
        else (),
        papers=(*_papers(case, actor), *ending_papers(case, actor)),
        actions=_all_actions(case, actor, rules=rules, now=now),
        is_ours=stream is not Stream.INCOMING,
        answers=tuple(answer_facts(case, now=now)) if stream is Stream.INCOMING else (),
    )


def _tags(case: CasePage) -> tuple[Tag, ...]:
    """How it stands, what it is, what presses."""
    stage_tone = Tone.OK if case.stage.is_ending else Tone.INFO
    stream = case.standing.stream
    return (
        Tag(case.stage.label, Tone.WARN if case.stage is Stage.RETURNED else stage_tone),
        *((Tag(stream.label),) if stream is not Stream.INTERNAL else ()),
        Tag(Category(case.category).label),
        Tag(Reason(case.reason).label),
        *((Tag(Priority.EXPEDITED.label, Tone.WARN),) if case.priority != "ORDINARY" else ()),
        *green_tags(case.green, is_visited=case.visit is not None),
        *((Tag("暂扣", Tone.BAD),) if case.held and not case.stage.is_ending else ()),
    )


def _happenings(case: CasePage, *, city: City, now: datetime) -> tuple[Happening, ...]:
    # The intake's end and the case's birth are one act; it is told once.
    told = (e for e in case.events if e.name != "IntakeComposed")
    return tuple(_happening(e, city=city, now=now) for e in told)


def _all_actions(
    case: CasePage, actor: Actor, *, rules: Office, now: datetime
) -> tuple[Action, ...]:
    terms = rules.book.version(case.policy_version)
    return (
        *temporary_action(case, actor, terms=terms),
        *_actions(case, actor),
        *chase_action(case, actor, now=now),
        *ending_actions(case, actor),
    )


def _facts(case: CasePage, *, city: City, now: datetime) -> tuple[Fact, ...]:
    is_incoming = case.standing.stream is Stream.INCOMING
    home = _name(city, case.home_unit) or _name(city, case.home_county)
    facts = [
        Fact("受理地", _name(city, case.accepting_unit) or case.elsewhere_name),
        Fact("户籍地", home or case.elsewhere_name),
        Fact("受理时间", moment_phrase(local(case.composed_at), local(now))),
        *elsewhere_facts(case, now=now),
        *(() if is_incoming else (Fact("联系电话", case.phone or "—"), _way(case))),
        *guardian_fact(case.guardian),
        *commitment_fact(case.commitment),
        Fact("合成版本", f"第 {case.current} 版"),
        *(() if is_incoming else (Fact("政策版本", case.policy_version),)),
    ]
    if case.stage is Stage.RETURNED and case.returned:
        facts.append(Fact("退回说明", case.returned["words"], Tone.WARN))
    if case.valid_from:
        end = "长期" if case.is_long_term else f"{case.valid_until:%Y.%m.%d}"
        facts.append(Fact("有效期限", f"{case.valid_from:%Y.%m.%d}-{end}"))
    return tuple(facts)


def _way(case: CasePage) -> Fact:
    """How the card reaches the applicant; to whom and where, if it is mailed."""
    to = f"{case.recipient} · {case.address}" if case.delivery is Delivery.COURIER else ""
    return Fact("领证方式", case.delivery.label, note=to)


def _text(case: CasePage) -> tuple[Fact, ...]:
    text = case.text
    if not text:
        return ()
    return (
        Fact("姓名", text["name"]),
        Fact("性别", SEX.get(text["sex"], "")),
        Fact("民族", name_of(text["ethnicity"])),
        Fact("出生日期", text["birth_date"]),
        Fact("公民身份号码", mask(text["id_number"])),
        Fact("住址", text["address"]),
    )


def _name(city: City, code: str) -> str:
    unit = city.get(code)
    return unit.name if unit else ""


def _duty(duty: DutyLine, *, case: CasePage, rules: Office, now: datetime) -> Duty:
    owner = rules.city.get(duty.owner_unit)
    # A duty that was met is judged at the moment it was met.
    due = _due(duty, case=case, rules=rules, now=duty.closed_at or now)
    met = f"{moment_phrase(local(duty.closed_at), local(now))} 办结" if duty.closed_at else ""
    is_late = met and due.is_past
    by = moment_phrase(local(duty.due_at), local(now)) if duty.due_at else due.short
    return Duty(
        label=duty.kind.label,
        owner=owner.short_name if owner else "",
        due=due if is_late or not met else None,
        met=met,
        late=f"{by} 到期，{due.left.removeprefix('已')}" if is_late else "",
    )


def _due(duty: DutyLine, *, case: CasePage, rules: Office, now: datetime) -> DueText:
    late = None
    if duty.kind is ObligationKind.REVIEW and duty.opened_at == case.arrived_at:
        late = fetched_late(
            arrived_at=case.arrived_at,
            fetched_at=case.fetched_at,
            cause=case.late_cause,
            due_at=duty.due_at,
            events=case.events,
            rules=rules,
        )
    return due_of(
        duty.kind,
        since=duty.opened_at,
        due_at=duty.due_at,
        note=duty.due_note,
        rules=rules,
        now=now,
        late=late,
    )


def _happening(event: PastEvent, *, city: City, now: datetime) -> Happening:
    unit = city.get(event.unit)
    on = local(event.at)
    day = "" if on.date() == local(now).date() else f"{on:%m-%d}"
    who = who_of(event, unit=unit.short_name if unit else "")
    return Happening(event.at, words_of(event), who, tone_of(event), day=day)


def _card(card: CardLine, *, case: CasePage) -> Fact:
    way = " → ".join(part for part in (card.batch, card.transfer) if part)
    serial = f"证件号 {card.serial}" if card.serial else "尚未制成"
    return Fact(
        card.order_no,
        card.state,
        note=f"{serial}{' · ' + way if way else ''}",
        url=reverse("shared:card-trace", args=[case.id]),
    )


def _payment(payment: PaymentLine, *, now: datetime) -> Fact:
    notes = [payment.way] if payment.way else []
    if payment.cash_no:
        notes.append(f"现金单 {payment.cash_no}")
    if payment.receipt_no:
        notes.append(f"票据 {payment.receipt_no} 校验码 {payment.receipt_check}")
    return Fact(
        f"{yuan(payment.amount_fen)} 元",
        payment.state.label,
        note=" · ".join(notes),
        clause="第七条",
    )


def _papers(case: CasePage, actor: Actor) -> tuple[Action, ...]:
    if actor.unit != case.accepting_unit:
        return ()
    papers = [print_action(PaperKind.REGISTRATION, case=case.id, label="异地受理登记表")]
    if case.standing.reached_review:
        papers.append(print_action(PaperKind.COLLECTION_SLIP, case=case.id, label="领取凭证"))
    return tuple(papers)


def _actions(case: CasePage, actor: Actor) -> tuple[Action, ...]:
    acts = offered(case.standing, actor)
    actions = []
    if Act.ISSUE in acts:
        actions.append(Action("去审核签发", url=f"/county/review/{case.id}/", key="A"))
    settle = ObligationKind.SETTLE_ANSWER
    if Act.SETTLE_ANSWER in acts and any(d.kind is settle and not d.closed_at for d in case.duties):
        actions.append(Action("核定矛盾答复", url=f"/cases/{case.id}/settle/", key="S"))
    if Act.RECOMPOSE in acts:
        actions.append(Action("去处理退回", url=f"/station/returns/{case.id}/", key="R"))
    kinds = {duty.kind for duty in case.duties if not duty.closed_at}
    if Act.CHANGE_DELIVERY in acts and ObligationKind.ASK_ADDRESS in kinds:
        actions.append(Action("核实收件地址", url=f"/station/cards/{case.id}/address/", key="D"))
    if Act.TAKE_IN_OLD_CARD in acts and ObligationKind.RETURN_OLD_CARD in kinds:
        actions.append(Action("收回旧证", url=f"/station/cards/{case.id}/", key="O"))
    if Act.HAND_OVER in acts:
        actions.append(Action("去发放", url=f"/station/cards/{case.id}/", key="H"))
    is_window = actor.unit_kind is UnitKind.STATION and Role.ACCEPTANCE in actor.roles
    if is_window and (Act.SIGN in acts or Act.SHOW_CODE in acts):
        actions.append(Action("回到受理页", url=f"/station/case/{case.id}/", key="E"))
    return tuple(actions)
