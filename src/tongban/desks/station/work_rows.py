"""One line of the workbench: a duty, or something that waits, with the page where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.operations.remind import ASKED
from tongban.cases.queries.station_waiting import Source, Waiting
from tongban.cases.queries.station_work import AWAITED, Owed
from tongban.desks.shared import message_words
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.failed_words import advice, why
from tongban.desks.shared.green import green_tags
from tongban.desks.shared.phrases import DueText, arrival_phrase
from tongban.desks.shared.pieces import Action, Tag, Tone
from tongban.desks.shared.systems import system_name
from tongban.procedure.actors import Actor
from tongban.procedure.obligations import ObligationKind as K
from tongban.procedure.reasons import InquiryAnswer
from tongban.procedure.roles import Role

TONES = {
    InquiryAnswer.SAME: Tone.OK,
    InquiryAnswer.NOT_SAME: Tone.BAD,
    InquiryAnswer.CANNOT_SAY: Tone.WARN,
}
"""How an answer to an inquiry stands for the applicant."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing to do: whose, what about it, by when, where it is done; ``advice`` says how."""

    url: str
    name: str
    note: str
    advice: str = ""
    due: DueText | None = None
    tags: tuple[Tag, ...] = ()
    act: Action | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """Who looks at the bench, by which rules, when."""

    actor: Actor
    rules: Office
    at: datetime

    def due(self, kind: K, due_at: datetime | None, *, since: datetime, note: str = "") -> DueText:
        """A due time in words, with its reasons."""
        return due_of(kind, since=since, due_at=due_at, note=note, rules=self.rules, now=self.at)

    def unit(self, code: str) -> str:
        """The short name of a unit."""
        found = self.rules.city.get(code)
        return found.short_name if found else ""


def owed_row(desk: Desk, one: Owed) -> WorkRow:
    """One duty as a row."""
    tags = green_tags(one.green, is_visited=one.is_visited)
    tags = (*tags, Tag("督办", Tone.BAD)) if one.is_chased else tags
    if one.kind is AWAITED and one.chases:
        tags = (*tags, Tag("已催办", Tone.INFO, "仍不答复的，第二次起由市局催办。"))
    if one.kind is K.PAY_ON_BEHALF and one.officer == desk.actor.officer_id:
        tags = (*tags, Tag("本人经手", Tone.WARN))
    return WorkRow(
        url=url_of(desk.actor, one),
        name=one.name,
        note=_note(desk, one),
        due=desk.due(one.kind, one.due_at, since=one.opened_at, note=one.due_note),
        tags=tags,
        act=_chase(desk, one) or _remind(one),
    )


def _chase(desk: Desk, one: Owed) -> Action | None:
    """催办, on an answer that is overdue and of which nobody was reminded yet."""
    is_due = one.due_at is None or one.due_at <= desk.at
    may = one.kind is AWAITED and not one.chases and Role.ACCEPTANCE in desk.actor.roles
    if not (may and is_due):
        return None
    return Action(
        "催办",
        url=reverse("station:answer-chase", args=[one.case_id]),
        post=True,
        fields=(("seen_version", str(one.version)), ("back", "work")),
    )


def _remind(one: Owed) -> Action | None:
    if one.kind not in ASKED or one.case_id is None:
        return None
    url = reverse("station:remind", args=[one.case_id, one.kind.value])
    return Action("电话已提醒", url=url, post=True)


def _note(desk: Desk, one: Owed) -> str:
    begun = arrival_phrase(one.opened_at, desk.at)
    if one.due_at is None and one.due_note:
        return one.due_note
    if one.kind is AWAITED:
        return f"{one.elsewhere} · {one.number[-12:]} · {begun} 起"
    if one.kind in (K.TELL, K.COLLECT, K.PAY, K.ASK_ADDRESS, K.RETURN_OLD_CARD):
        return f"{one.phone} · {begun} 起" if one.phone else f"{begun} 起"
    if one.kind is K.ANSWER_INQUIRY:
        return f"{begun} 发起"
    if one.kind is K.TELL_AGAIN:
        return f"{begun} 起可以重新申办，请告知"
    if one.intake_id is not None:
        return f"{begun} 一次性告知"
    return f"{one.number[-12:]} · {begun} 起" if one.number else f"{begun} 起"


def _of_intake(one: Owed) -> str:
    if one.kind is K.TELL_AGAIN:
        return f"{reverse('shared:refusals')}?only=untold"
    asked = one.inquiry_id if one.kind is K.ANSWER_INQUIRY else None
    if asked:
        return reverse("station:inquiry", args=[asked])
    return reverse("station:intake-open", args=[one.intake_id])


def url_of(actor: Actor, one: Owed) -> str:
    """Where a duty is met; a page of another role gives way to the page of the case."""
    if one.intake_id is not None:
        return _of_intake(one)
    if one.case_id is None:
        return "/station/"
    page = _PAGES.get(one.kind)
    if page is None and Role.ACCEPTANCE in actor.roles:
        page = _PAGES_OF_ACCEPTANCE.get(one.kind)
    return reverse(page or "shared:case", args=[one.case_id])


_PAGES = {
    K.TELL: "station:card",
    K.COLLECT: "station:card",
    K.WATCH_BATCH: "station:card",
    K.WATCH_PARCEL: "station:card",
    K.RETURN_OLD_CARD: "station:card",
    K.TAKE_BACK_TEMPORARY: "shared:temporary",
}
_PAGES_OF_ACCEPTANCE = {
    K.ASK_ADDRESS: "station:card-address",
    K.FIX_RETURN: "station:return",
    K.PAY_ON_BEHALF: "station:payment",
    K.GIVE_BACK_CASH: "station:payment",
    K.ARCHIVE: "shared:file",
    K.PAY: "station:case",
    K.GUIDE_RESIDENCE: "station:case",
}


def waiting_row(desk: Desk, one: Waiting) -> WorkRow:
    begun = arrival_phrase(one.at, desk.at)
    if one.source is Source.BATCH:
        counted = f"已收 {one.note} 张" if one.note != "0" else "未清点"
        note = f"{one.number} 张 · {counted} · {begun} 转出"
        url = reverse("station:batch", args=[one.id])
        due = desk.due(K.WATCH_BATCH, one.due_at, since=one.at) if one.due_at else None
        return WorkRow(url, one.name, note, due=due)
    if one.source is Source.FAILED:
        return _failed_row(desk, one, begun=begun)
    if one.source is Source.ANSWERED:
        said = InquiryAnswer(one.note)
        url = reverse("station:intake-step", args=[one.id, "compare"])
        tags = (Tag(said.label, TONES[said]),)
        return WorkRow(url, one.name, f"{one.number[-12:]} · {begun} 答复", tags=tags)
    if one.source is Source.UNSIGNED:
        n, green = one.note.split(" ")
        version = f"第 {n} 版 · " if n != "1" else ""
        note = f"{version}{one.number[-12:]} · {begun} 合成"
        marks = green_tags(green, is_visited=False)
        return WorkRow(f"/station/case/{one.case_id}/", one.name, note, tags=marks)
    marks = green_tags(one.note, is_visited=False)
    return WorkRow(f"/station/intake/{one.id}/", one.name, f"{begun} 办到一半", tags=marks)


def _failed_row(desk: Desk, one: Waiting, *, begun: str) -> WorkRow:
    """What did not arrive where, why, and what to do; sent again by an officer who accepts."""
    system, kind, error = one.note.split(" ", 2)
    where = "本系统" if system == "self" else system_name(system)
    again = Action("再送一次", url=reverse("station:message-again", args=[one.id]), post=True)
    return WorkRow(
        url=reverse("shared:case", args=[one.case_id]),
        name=one.name,
        note=f"{message_words.sent(kind)} → {where} · {one.number[-12:]} · {begun}",
        advice=f"{why(error)}。{advice(kind, error)}",
        act=again if Role.ACCEPTANCE in desk.actor.roles else None,
    )
