"""An outgoing case between here and the home bureau elsewhere, in words (第六、九条)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.case_page import CasePage
from tongban.cases.queries.exchange import Exchange, OtherAnswer, Sent, ToldThere
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.failed_words import advice, why
from tongban.desks.shared.phrases import due_text, moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, Tone
from tongban.desks.shared.systems import system_name
from tongban.policy.due_explained import explain
from tongban.policy.review_unit import bureau_elsewhere
from tongban.policy.vocabulary import System
from tongban.ports.registry import PORT_OF
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage
from tongban.procedure.table import judge

OUTCOMES = {"ISSUED": "已签发", "RETURNED": "已退回"}


def short(system: System) -> str:
    """A system as short as a line allows; the full names are those of 第九条."""
    return system_name(PORT_OF[system])


def answer_by(at: datetime, *, rules: Office, now: datetime) -> str:
    """Until when the answer on a version that is handed in at ``at`` is expected (运行参数)."""
    terms = rules.book.at_or_first(at)
    due = explain(ObligationKind.WATCH_ANSWER.value, at, calendar=rules.calendar, terms=terms).due
    return due_text(due, now, rules.calendar).text.partition(" · ")[0]


def exchange_facts(
    exchange: Exchange, *, stage: Stage, rules: Office, now: datetime
) -> tuple[Fact, ...]:
    """Who decides, whether the version is there, since when an answer is waited for, and so on."""
    through = f"经{exchange.through.label}答复"
    return (
        Fact("审核签发", bureau_elsewhere(exchange.office), note=through, clause="第九条"),
        *_sent(exchange, now=now),
        *_waiting(exchange, rules=rules, now=now),
        *_chased(exchange, now=now),
        *_cancelled(exchange, now=now),
        *_contradicted(exchange, stage=stage, now=now),
    )


def chase_action(case: CasePage, actor: Actor, *, now: datetime) -> tuple[Action, ...]:
    """催办, for the station whose answer is overdue; the only thing to press on the page then."""
    exchange = case.exchange
    if exchange is None or not exchange.may_chase(now):
        return ()
    if actor.unit != case.accepting_unit or judge(Act.CHASE, case.standing, actor) is not None:
        return ()
    return (
        Action(
            "催办户籍地",
            url=reverse("station:answer-chase", args=[case.id]),
            post=True,
            key="Ctrl+Enter",
            style=ActionStyle.PRIMARY,
            fields=(("seen_version", str(case.version)),),
        ),
    )


def _sent(exchange: Exchange, *, now: datetime) -> tuple[Fact, ...]:
    told = exchange.submission
    if told is None:
        return ()
    words, tone, note = _state(told, kind="submit", now=now)
    to = f"第 {exchange.version} 版送{exchange.handed_to.label}"
    return (Fact("送审", words, tone, note=f"{to}{'。' + note if note else ''}"),)


def sent_words(exchange: Exchange, *, now: datetime) -> str:
    """How far the version has come on its way, as a sentence; empty before it was signed."""
    told = exchange.submission
    if told is None:
        return ""
    words, _, note = _state(told, kind="submit", now=now)
    return f"送往{short(exchange.handed_to)}，{words}。{note}"


def _state(told: ToldThere, *, kind: str, now: datetime) -> tuple[str, Tone, str]:
    """How far a message has come: words, tone, what more there is to say."""
    if told.state is Sent.ARRIVED and told.arrived_at is not None:
        return f"{moment_phrase(told.arrived_at, now)} 已送达", Tone.OK, ""
    if told.state is Sent.STUCK:
        return f"没有送达：{why(told.error)}", Tone.BAD, advice(kind, told.error)
    if told.state is Sent.DROPPED:
        return "不再发送", Tone.NONE, ""
    tried = f"已试 {told.attempts} 次，{why(told.error)}，会自动再发。" if told.attempts else ""
    return "正在发送，还没有收到确认", Tone.WARN if told.attempts else Tone.INFO, tried


def _waiting(exchange: Exchange, *, rules: Office, now: datetime) -> tuple[Fact, ...]:
    watch = exchange.watch
    if watch is None:
        return ()
    due = due_of(
        ObligationKind.WATCH_ANSWER,
        since=watch.since,
        due_at=watch.due_at,
        note=watch.due_note,
        rules=rules,
        now=now,
    )
    anew = "期限从最近一次催办起算：" if exchange.chases else ""
    return (Fact("等待答复", due.text, due.tone, note=f"{anew}{due.reason}"),)


def _chased(exchange: Exchange, *, now: datetime) -> tuple[Fact, ...]:
    """How often the home bureau was reminded of this version, and who does it next."""
    if not exchange.chases or exchange.chase is None:
        return ()
    by = "受理所已催办" if exchange.chases == 1 else f"已催办 {exchange.chases} 次"
    words, tone, note = _state(exchange.chase, kind="chase", now=now)
    last = f"最近一次 {moment_phrase(exchange.chase.written_at, now)}，{words}。{note}"
    onwards = "仍不答复的，第二次起由市局催办。" if exchange.watch is not None else ""
    shown = Tone.BAD if tone is Tone.BAD else Tone.NONE
    return (Fact("催办", by, shown, note=f"{last}{onwards}"),)


def _cancelled(exchange: Exchange, *, now: datetime) -> tuple[Fact, ...]:
    told = exchange.cancel
    if told is None:
        return ()
    words, tone, note = _state(told, kind="cancel", now=now)
    return (Fact("撤回通知", words, tone, note=note),)


def _contradicted(exchange: Exchange, *, stage: Stage, now: datetime) -> tuple[Fact, ...]:
    heard = _heard(exchange.other, now=now)
    if exchange.is_settling:
        return (Fact("不一致的答复", held_words(stage), Tone.BAD, note=heard),)
    settled = exchange.settled
    if settled is None:
        return ()
    words = f"{heard}{moment_phrase(settled.at, now)} 核定：{settled.words}"
    return (Fact("不一致的答复", settled.by.label, Tone.OK, note=words),)


def held_words(stage: Stage) -> str:
    """What a difference between two answers means for the card."""
    if stage is Stage.ISSUED:
        return "已暂缓下达制证：两次答复不一致，由县局核定"
    if stage is Stage.WITHDRAWN:
        return "申请人已撤回，户籍地却已签发，由县局核定"
    return "两次答复不一致，由县局核定"


def _heard(other: OtherAnswer | None, *, now: datetime) -> str:
    if other is None:
        return ""
    said = OUTCOMES.get(other.outcome, other.outcome)
    reason = f"：{other.words.rstrip('。')}" if other.words else ""
    return f"{moment_phrase(other.at, now)} {other.office or '户籍地'}又答复{said}{reason}。"
