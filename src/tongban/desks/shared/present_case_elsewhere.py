"""What the page of a case says of the other bureau, where one of another city is part of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tongban.cases.queries.case_page import CasePage
from tongban.desks.shared.event_words import tone_of, words_of
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Fact, Tone
from tongban.policy.vocabulary import Stream
from tongban.procedure.reasons import LateCause

_ANSWERS = {"Issued": ("已签发", Tone.OK), "ReturnedForCorrection": ("已退回", Tone.WARN)}

_AFTER = {"AnswerAcknowledged": "送达", "MessageRecorded": "来文", "AnswerSettled": "核定"}


def elsewhere_facts(case: CasePage, *, now: datetime) -> Iterator[Fact]:
    """Who issued elsewhere; of a case from there, through which system it came and when.

    What passes between here and the home bureau of an outgoing case stands in a part of its own.
    """
    if case.issuer_name:
        yield Fact("签发机关", case.issuer_name)
    if case.standing.stream is not Stream.INCOMING:
        return
    yield Fact("往来系统", case.system.label)
    if case.arrived_at is not None:
        yield Fact("到达", moment_phrase(case.arrived_at, now), note="审签期限由此起算")
    if case.fetched_at is not None:
        cause = LateCause(case.late_cause).label if case.late_cause else ""
        tone = Tone.WARN if cause else Tone.NONE
        yield Fact("取到", moment_phrase(case.fetched_at, now), tone, note=cause)


def answer_facts(case: CasePage, *, now: datetime) -> Iterator[Fact]:
    """What was answered on a case accepted elsewhere, and what became of the answer."""
    for event in case.events:
        when = moment_phrase(event.at, now)
        if event.name in _ANSWERS:
            answer, tone = _ANSWERS[event.name]
            yield Fact(
                f"第 {event.data['version']} 版", answer, tone, note=f"{when} {event.officer}"
            )
        elif event.name in _AFTER:
            yield Fact(_AFTER[event.name], words_of(event), tone_of(event), note=when)
