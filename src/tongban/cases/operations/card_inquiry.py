"""The inquiry into a lost or damaged card, settled by a supervisor (运行参数)."""

from __future__ import annotations

from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import CardFinding, Case, Obligation
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CardInquiryOutcome, CardTrouble

INQUIRED = (CardTrouble.MISSING, CardTrouble.DAMAGED)
LEAST_WORDS, MOST_WORDS = 5, 300


def settle_card_inquiry(
    case_id: UUID, call: Call, *, outcome: CardInquiryOutcome | None, words: str
) -> Done:
    """Record what was found out of the card that went missing or was damaged.

    Raises ``BadInput`` without an outcome and words, ``Barred`` where no inquiry is open.
    """
    found = _outcome(outcome, words=words)

    def decide(case: Case) -> Decision:
        kind = ObligationKind.INQUIRY_CARD
        if not Obligation.objects.filter(case=case, kind=kind, closed_at=None).exists():
            raise Barred("这一件没有待查的证件，可能已经查明。", clause="第十一条")
        lost = CardFinding.objects.filter(card__case=case, kind__in=[k.value for k in INQUIRED])
        about = lost.order_by("-at", "-id").values("card_id", "serial")[:1].get()
        return Decision(
            event="CardInquirySettled",
            data={"card": about["card_id"], "outcome": found.value},
            closes=frozenset({kind}),
            outcome=found.value,
            rows=[
                CardFinding(
                    id=uuid7(),
                    kind=CardTrouble.SETTLED,
                    card_id=about["card_id"],
                    serial=about["serial"],
                    unit=call.actor.unit,
                    by=call.officer,
                    at=call.at,
                    outcome=found,
                    words=words.strip(),
                )
            ],
        )

    return act_on_case(case_id, Act.SETTLE_CARD_INQUIRY, call, decide=decide)


def _outcome(outcome: CardInquiryOutcome | None, *, words: str) -> CardInquiryOutcome:
    faults = []
    if outcome is None:
        faults.append(FieldFault("outcome", "请选择查询的结果。", "第十一条"))
    if not LEAST_WORDS <= len(words.strip()) <= MOST_WORDS:
        sentence = f"请写明查了哪里、问了谁，{LEAST_WORDS} 到 {MOST_WORDS} 个字。"
        faults.append(FieldFault("words", sentence))
    if faults or outcome is None:
        raise BadInput(*faults)
    return outcome
