"""Answers between this city and others that do not come through: the city's to see to.

Ours that the other side has not acknowledged within the hour; theirs that are late although the
station has reminded once; and those that contradict each other and are not settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from tongban.cases.operations.office import office
from tongban.cases.queries.case_lists import CaseLine
from tongban.cases.queries.undelivered import Undelivered
from tongban.desks.city.list_screens import moment
from tongban.desks.city.present_overview import duty_url
from tongban.desks.city.present_upstream import again
from tongban.desks.shared import message_words
from tongban.desks.shared.case_rows import case_row
from tongban.desks.shared.page_keys import with_query, write_key
from tongban.desks.shared.phrases import DueText, due_text
from tongban.desks.shared.pieces import Action, ActionStyle, KeyHint, Link
from tongban.desks.shared.systems import system_name
from tongban.policy.vocabulary import Stream, System
from tongban.ports.registry import PORT_OF
from tongban.procedure.obligations import ObligationKind as K

SHOWN = 12
"""Rows of each kind on the page of all."""
NAMES = {
    "undelivered": K.DELIVER_ANSWER,
    "unanswered": K.WATCH_ANSWER,
    "unsettled": K.SETTLE_ANSWER,
}
"""The lists of the page, by the last part of their address."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One case: whose, where the other side is, since when, what was tried, what can be done.

    ``chase`` is the value the form of all sends for it: case and version.
    """

    url: str
    name: str
    number: str
    where: str
    notes: tuple[str, ...]
    due: DueText | None
    act: Action | None = None
    chase: str = ""


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One of the three lists; ``note`` says whose turn it is and what to do."""

    key: str
    title: str
    note: str
    rows: tuple[AnswerRow, ...]
    empty: str
    more_url: str = ""
    act: Action | None = None


@dataclass(frozen=True, slots=True)
class AnswersScreen:
    """The page of all three, or one of them page by page."""

    title: str
    parts: tuple[AnswerPart, ...]
    waiting_at_stations: Link | None = None
    said: str = ""
    keys: tuple[KeyHint, ...] = (KeyHint(("J", "K"), "下一件 上一件"),)
    actions: tuple[Action, ...] = ()


def undelivered_part(lines: Sequence[Undelivered], *, now: datetime, shown: int) -> AnswerPart:
    """Answers of ours that have not arrived within the hour."""
    rows = lines[:shown]
    last = rows[-1] if len(lines) > shown else None
    return AnswerPart(
        key="undelivered",
        title="本市的答复没有送达",
        note="审核结果 1 小时内要送到受理地所在系统；系统自动重发，仍不成的在这里再送一次。",
        rows=tuple(_undelivered(one, now=now) for one in rows),
        empty="本市的答复都已送达。",
        more_url=_more("undelivered", last.due_at, last.obligation_id) if last else "",
    )


def _undelivered(one: Undelivered, *, now: datetime) -> AnswerRow:
    home = office().city.get(one.home_county)
    tried = f"已试 {one.attempts} 次，{message_words.error(one.error)}" if one.error else "等着发送"
    return AnswerRow(
        url=reverse("shared:case", args=[one.case_id]),
        name=one.name,
        number=one.number,
        where=f"{home.short_name if home else ''} → {one.elsewhere}",
        notes=(
            f"{moment(one.answered_at, now)} 作出",
            f"{system_name(PORT_OF[System(one.system)])} · {tried}",
        ),
        due=due_text(one.due_at, now, office().calendar),
        act=_again(one),
    )


def _again(one: Undelivered) -> Action | None:
    """The button that sends it once more, where it was tried at all."""
    if one.message_id is None or not one.error:
        return None
    return replace(again(one.message_id), fields=(("from", "answers"),))


def unanswered_part(lines: Sequence[CaseLine], *, now: datetime, shown: int) -> AnswerPart:
    """Cases of ours whose home bureau is late although the station has reminded: the city's turn."""
    rows = lines[:shown]
    last = rows[-1] if len(lines) > shown else None
    chase_all = Action(
        f"催办以上 {len(rows)} 件",
        key="C",
        form="chase-answers",
        style=ActionStyle.PRIMARY,
        arms=True,
    )
    return AnswerPart(
        key="unanswered",
        title="户籍地催办后仍未答复",
        note="第一次由受理所催办，第二次起由市局催办；催办发到户籍地所在系统，期限随之重新计算。",
        rows=tuple(_unanswered(one, now=now) for one in rows),
        empty="没有轮到市局催办的件。",
        more_url=_more("unanswered", last.due_at, last.obligation_id) if last else "",
        act=chase_all if rows else None,
    )


def _unanswered(line: CaseLine, *, now: datetime) -> AnswerRow:
    row = case_row(line, rules=office(), now=now)
    chase = Action(
        "催办",
        form="chase-answers",
        name="case",
        value=chase_value(line.case_id, line.version),
    )
    return AnswerRow(
        url=row.url,
        name=row.name,
        number=row.number,
        where=row.route,
        notes=(row.category, f"已催办 {line.chases} 次"),
        due=row.due,
        act=chase,
        chase=chase_value(line.case_id, line.version),
    )


def unsettled_part(lines: Sequence[CaseLine], *, now: datetime, shown: int) -> AnswerPart:
    """Answers that contradict each other and were not settled in time by those who owe it."""
    rows = lines[:shown]
    last = rows[-1] if len(lines) > shown else None
    return AnswerPart(
        key="unsettled",
        title="矛盾的答复逾期没有核定",
        note="由件上写明的县局向户籍地（受理地）核实后核定；市局也可以打开案件核定。",
        rows=tuple(_unsettled(one, now=now) for one in rows),
        empty="没有逾期没有核定的。",
        more_url=_more("unsettled", last.due_at, last.obligation_id) if last else "",
    )


def _unsettled(line: CaseLine, *, now: datetime) -> AnswerRow:
    row = case_row(line, rules=office(), now=now)
    return AnswerRow(
        url=row.url,
        name=row.name,
        number=row.number,
        where=row.route,
        notes=(f"{row.stream} {row.category}".strip(), f"{row.owner} 核定", row.stage),
        due=row.due,
        act=_settle(line),
    )


def _settle(line: CaseLine) -> Action | None:
    """The way to settle it here; what came in from elsewhere only its reviewer can settle."""
    if line.stream is Stream.INCOMING:
        return None
    return Action("核定", url=reverse("shared:settle", args=[line.case_id]))


def waiting_at_stations(late: int) -> Link | None:
    """The late answers that a station has still to remind of, as a link to their list."""
    if not late:
        return None
    url = with_query(duty_url(K.WATCH_ANSWER, late=True), chased="0")
    return Link(f"另有 {late} 件等受理所第一次催办", url)


def chase_value(case_id: UUID, version: int) -> str:
    """What the form sends for one case: which one, and the version that was looked at."""
    return f"{case_id}~{version}"


def read_chase_value(text: str) -> tuple[UUID, int] | None:
    """Read what ``chase_value`` wrote; None for anything else."""
    case_id, _, version = text.partition("~")
    try:
        return UUID(case_id), int(version)
    except ValueError:
        return None


def _more(name: str, at: datetime | None, id_: UUID | None) -> str:
    return with_query(reverse("city:answers-part", args=[name]), after=write_key(at, id_))
