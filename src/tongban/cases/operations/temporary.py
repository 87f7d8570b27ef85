"""Temporary cards and certificates: given out on the spot, taken back with the card (第十二条)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from tongban.cases.models import Card, Case, ComposedVersion, TemporaryDocument
from tongban.cases.operations.decision import Change, Decision, Message, Opening
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.numbers import following, sequence, with_number
from tongban.cases.operations.office import office, opening
from tongban.cases.temporary_offer import Offer, offer
from tongban.policy.temporary import temporary_card_last_day, temporary_certificate_last_day
from tongban.policy.terms import Terms
from tongban.policy.vocabulary import TemporaryDocument as Kind
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import TemporaryEnding
from tongban.standards.zones import local_date

CLAUSE = "第十二条"
LONGEST_PURPOSE, LONGEST_WORDS = 60, 200
LETTERS = {Kind.CARD: "L", Kind.CERTIFICATE: "M"}
"""What tells the numbers of the two kinds from 受理编号 and from each other."""
LOSS_STATEMENT = "临时居民身份证已遗失，找到后即交回公安机关。"
"""What somebody says who has nothing to add."""
TAKE_BACK = frozenset({ObligationKind.TAKE_BACK_TEMPORARY})


def issue_temporary(case_id: UUID, call: Call, *, document_id: UUID, purpose: str = "") -> Done:
    """Give out a temporary card or, where the rules allow none, a certificate; free of charge.

    Which of the two follows from the case. ``purpose`` stands on a certificate only. Raises
    ``BadInput`` for a certificate without one and ``Barred`` while an earlier document is live.
    """

    def decide(case: Case) -> Decision:
        found = _found(case, call=call)
        terms = office().book.version(case.policy_version)
        offered = offer(case, found.version.text, terms=terms)
        words = _purpose(purpose) if offered.kind is Kind.CERTIFICATE else ""
        updates = _makes_room(found.live, call=call) if found.live else ()
        number = following(
            found.last,
            prefix=f"{call.actor.unit}{LETTERS[offered.kind]}",
            series=_series(call),
            day=local_date(call.at),
        )
        document = _document(found.version, offered, call=call, number=number.text, terms=terms)
        document.id, document.purpose = document_id, words
        is_card = offered.kind is Kind.CARD
        return Decision(
            event="TemporaryIssued",
            data={"document": document_id, "number": number.text, "kind": offered.kind.value},
            opens=[_to_take_back(case, call)] if is_card else (),
            sends=[Message("population", "temporary_card", {"document_id": document_id})]
            if is_card
            else (),
            rows=[*number.rows, document],
            updates=[*updates, *number.updates],
        )

    return with_number(lambda: act_on_case(case_id, Act.ISSUE_TEMPORARY, call, decide=decide))


@dataclass(frozen=True, slots=True)
class _Live:
    """What is with the applicant; a certificate of it may have run out."""

    id: UUID
    kind: Kind
    number: str
    valid_until: date


@dataclass(frozen=True, slots=True)
class _Found:
    """What an issue looks at: the version, what is live, the last number of the unit's day."""

    version: ComposedVersion
    live: _Live | None
    last: tuple[int, int] | None


def _series(call: Call) -> str:
    """One series a unit for both kinds, so that the register has no gaps."""
    return f"{call.actor.unit}L"


def _found(case: Case, *, call: Call) -> _Found:
    """Read what an issue looks at; one query."""
    live = TemporaryDocument.objects.filter(case=OuterRef("case"), ended_at=None).values(
        one=JSONObject(**{name: name for name in ("id", "kind", "number", "valid_until")})
    )
    last = sequence(_series(call), day=local_date(call.at)).values(
        one=JSONObject(key="pk", last="last")
    )
    version = ComposedVersion.objects.annotate(live=Subquery(live), last=Subquery(last)).get(
        case=case, n=case.current
    )
    row, number = vars(version)["live"], vars(version)["last"]
    return _Found(
        version,
        _Live(
            UUID(row["id"]),
            Kind(row["kind"]),
            row["number"],
            date.fromisoformat(row["valid_until"]),
        )
        if row
        else None,
        (number["key"], number["last"]) if number else None,
    )


def _document(
    version: ComposedVersion, offered: Offer, *, call: Call, number: str, terms: Terms
) -> TemporaryDocument:
    today = local_date(call.at)
    last_day = (
        temporary_card_last_day if offered.kind is Kind.CARD else temporary_certificate_last_day
    )
    return TemporaryDocument(
        case_id=version.case_id,
        kind=offered.kind,
        number=number,
        version=version.n,
        photo=version.photo,
        explained=offered.explanation,
        issued_at=call.at,
        issued_by=call.officer,
        issued_unit=call.actor.unit,
        valid_from=today,
        valid_until=last_day(today, terms=terms),
    )


def _purpose(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise BadInput(FieldFault("purpose", "请写明用途，例如乘坐火车、办理住宿登记。", CLAUSE))
    if len(words) > LONGEST_PURPOSE:
        raise BadInput(FieldFault("purpose", f"最多 {LONGEST_PURPOSE} 个字，请改短。"))
    return words


def _to_take_back(case: Case, call: Call) -> Opening:
    return opening(ObligationKind.TAKE_BACK_TEMPORARY, at=call.at, unit=case.accepting_unit)


def _makes_room(earlier: _Live, *, call: Call) -> tuple[Change, ...]:
    """A certificate that has run out gives way; anything else stands in the way."""
    kind = earlier.kind
    is_over = earlier.valid_until < local_date(call.at)
    if is_over and kind is Kind.CERTIFICATE:
        return (_end(earlier.id, TemporaryEnding.EXPIRED, call=call),)
    until = f"{earlier.valid_until:%Y年%m月%d日}"
    if is_over:
        advice = f"已于 {until} 到期，请先收回（遗失的由申请人写明），再制发。"
    elif kind is Kind.CARD:
        advice = f"有效至 {until}。打印坏了请补打；遗失的先由申请人写明遗失，再制发。"
    else:
        advice = f"有效至 {until}。需要再用的，请补打。"
    raise Barred(f"这一件已有{kind.label} {earlier.number}，{advice}", clause=CLAUSE)


def _end(document_id: UUID, ending: TemporaryEnding, *, call: Call, words: str = "") -> Change:
    return Change(
        TemporaryDocument,
        {"id": document_id, "ended_at": None},
        {"ended_at": call.at, "ended_by": call.officer, "ending": ending, "words": words},
    )


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The temporary card given back, or the words of somebody who has lost it.

    ``ending`` None is for the hand-over alone: it was left at home and is to be brought later.
    """

    ending: TemporaryEnding | None
    words: str = ""

    @property
    def statement(self) -> str:
        """What is kept: nothing beside a card that was given back."""
        if self.ending is not TemporaryEnding.LOST:
            return ""
        return self.words.strip()[:LONGEST_WORDS] or LOSS_STATEMENT


def take_back_temporary(case_id: UUID, call: Call, *, given: TakenBack) -> Done:
    """Take the temporary card back, or record that it is lost (never a bar).

    Raises ``BadInput`` where neither is said and ``Barred`` where no temporary card is out.
    """
    ending = given.ending
    if ending not in (TemporaryEnding.RETURNED, TemporaryEnding.LOST):
        raise BadInput(FieldFault("ending", "请选择已收回，或者遗失。", CLAUSE))
    return act_on_case(
        case_id,
        Act.TAKE_BACK_TEMPORARY,
        call,
        decide=lambda case: _ended(
            case, ending, event="TemporaryTakenBack", call=call, words=given.statement
        ),
    )


def write_off_temporary(case_id: UUID, call: Call, *, words: str) -> Done:
    """Give the temporary card of an ended case up, with the reason why it cannot be had back.

    Raises ``BadInput`` without a reason and ``Barred`` where no temporary card is out.
    """
    reason = words.strip()
    if not reason or len(reason) > LONGEST_WORDS:
        raise BadInput(
            FieldFault("words", f"请写明无法收回的原因，最多 {LONGEST_WORDS} 个字。", CLAUSE)
        )
    return act_on_case(
        case_id,
        Act.WRITE_OFF,
        call,
        decide=lambda case: _ended(
            case, TemporaryEnding.WRITTEN_OFF, event="TemporaryWrittenOff", call=call, words=reason
        ),
    )


def _ended(case: Case, ending: TemporaryEnding, *, event: str, call: Call, words: str) -> Decision:
    live = TemporaryDocument.objects.filter(case=case, kind=Kind.CARD, ended_at=None)
    document = live.first()
    if document is None:
        raise Barred("这一件没有尚未收回的临时居民身份证。", clause=CLAUSE)
    return Decision(
        event=event,
        data={"document": document.id, "ending": ending.value},
        closes=TAKE_BACK,
        outcome=ending.value,
        updates=[_end(document.id, ending, call=call, words=words)],
    )


def with_temporary(cards: QuerySet[Card]) -> QuerySet[Card]:
    """Return the cards with the live temporary document of their case, in the same query."""
    live = TemporaryDocument.objects.filter(case=OuterRef("case"), ended_at=None)
    return cards.annotate(temporary=Subquery(live.values(one=JSONObject(id="id", kind="kind"))))


def is_out(card: Card) -> bool:
    """Return whether a temporary card is with the applicant; ``card`` is of ``with_temporary``."""
    found = vars(card)["temporary"]
    return found is not None and found["kind"] == Kind.CARD


@dataclass(frozen=True, slots=True)
class AtHandOver:
    """What handing the card over does to the temporary document that was with the applicant."""

    closes: frozenset[ObligationKind] = frozenset()
    data: Mapping[str, Any] = field(default_factory=dict)
    updates: tuple[Change, ...] = ()


def at_hand_over(card: Card, *, given: TakenBack | None, call: Call) -> AtHandOver:
    """Return what becomes of the temporary document of a ``card`` of ``with_temporary``.

    A certificate runs out. A temporary card that was neither given back nor said to be lost stays
    to be taken back: it is never a bar.
    """
    found = vars(card)["temporary"]
    if found is None:
        return AtHandOver()
    document_id = UUID(found["id"])
    if not is_out(card):
        return AtHandOver(updates=(_end(document_id, TemporaryEnding.EXPIRED, call=call),))
    if given is None or given.ending is None:
        return AtHandOver(data={"temporary": None})
    return AtHandOver(
        closes=TAKE_BACK,
        data={"temporary": given.ending.value},
        updates=(_end(document_id, given.ending, call=call, words=given.statement),),
    )
