"""The old card after a delivery by courier: handed in and destroyed, or written off (第十一条)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import Card, Case, Obligation, Paper
from tongban.cases.operations.decision import Change, Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.logistics import OldCard
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind

RETURN_OLD_CARD = frozenset({ObligationKind.RETURN_OLD_CARD})
PAPER = "OLD_CARD"
"""The kind under which the record of a destroyed old card is kept."""
LONGEST_WORDS = 200
CLAUSE = "身份证法 第十一条"


class BroughtBy(StrEnum):
    """How the old card came to the station."""

    APPLICANT = "APPLICANT"
    SOMEBODY = "SOMEBODY"
    POST = "POST"


@dataclass(frozen=True, slots=True)
class OldCardIn:
    """What is recorded with an old card: who brought it, and that it was made unusable."""

    brought_by: BroughtBy | None
    destroyed: bool
    words: str = ""


def take_in_old_card(case_id: UUID, call: Call, *, given: OldCardIn) -> Done:
    """Take the old card in after the delivery and keep the record of its destruction."""
    faults = []
    if given.brought_by is None:
        faults.append(FieldFault("brought_by", "请选择旧证是谁交来的。", CLAUSE))
    if not given.destroyed:
        sentence = "旧证要当场剪角作废，办好后勾选；不作废的不能登记收回。"
        faults.append(FieldFault("destroyed", sentence, CLAUSE))
    if len(given.words) > LONGEST_WORDS:
        faults.append(FieldFault("words", f"最多 {LONGEST_WORDS} 个字，请改短。"))
    if faults:
        raise BadInput(*faults)

    def decide(case: Case) -> Decision:
        card = _delivered(case)
        brought = given.brought_by or BroughtBy.APPLICANT
        contents = {"brought_by": brought.value, "way": "CUT", "words": given.words.strip()}
        return Decision(
            event="OldCardTakenIn",
            data={"card": card.id, "brought_by": brought.value},
            closes=RETURN_OLD_CARD,
            outcome=OldCard.TAKEN_IN.value,
            updates=[_became(card, OldCard.TAKEN_IN)],
            rows=[_paper(case, call, contents)],
        )

    return act_on_case(case_id, Act.TAKE_IN_OLD_CARD, call, decide=decide)


def write_off_old_card(case_id: UUID, call: Call, *, words: str) -> Done:
    """Give the old card up with a reason; never a condition of anything (运行参数)."""
    if not words.strip():
        raise BadInput(
            FieldFault("words", "请写明旧证为什么收不回来，例如申请人声明已丢失。", CLAUSE)
        )
    if len(words) > LONGEST_WORDS:
        raise BadInput(FieldFault("words", f"最多 {LONGEST_WORDS} 个字，请改短。"))

    def decide(case: Case) -> Decision:
        card = _delivered(case)
        contents = {"brought_by": "", "way": "WRITTEN_OFF", "words": words.strip()}
        return Decision(
            event="OldCardWrittenOff",
            data={"card": card.id},
            closes=RETURN_OLD_CARD,
            outcome=OldCard.LOST.value,
            updates=[_became(card, OldCard.LOST)],
            rows=[_paper(case, call, contents)],
        )

    return act_on_case(case_id, Act.WRITE_OFF, call, decide=decide)


def _delivered(case: Case) -> Card:
    """Return the delivered card whose old one is still asked for."""
    duty = Obligation.objects.filter(case=case, kind=ObligationKind.RETURN_OLD_CARD, closed_at=None)
    card = Card.objects.filter(case__in=duty.values("case")).order_by("-n").first()
    if card is None:
        raise Barred("这一件没有待收回的旧证：可能已经收回，或者是丢失补领。")
    return card


def _became(card: Card, what: OldCard) -> Change:
    return Change(Card, {"id": card.id, "old_card": card.old_card}, {"old_card": what.value})


def _paper(case: Case, call: Call, contents: dict[str, str]) -> Paper:
    return Paper(
        id=uuid7(),
        kind=PAPER,
        subject=case.id,
        made_at=call.at,
        made_by=call.actor.officer_id,
        contents=contents,
        prints=0,
    )
