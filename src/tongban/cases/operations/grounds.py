"""A ground seen after acceptance (第十五条(一)): reported, held, found untrue or released, revoked.

Whoever holds a case does not decide on it: release and revocation are another supervisor's. What an
officer writes, and the evidence, are papers of the case; events hold codes alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import Card, Case, Obligation, Paper, PersonSlot
from tongban.cases.operations import unwanted
from tongban.cases.operations.decision import Decision, Message, Opening
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.endings import cancels, closing, ended, opens_archive
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.cases.operations.money_rows import refund_of
from tongban.cases.operations.office import opening
from tongban.cases.operations.parcels import from_centre_to_county, recall_messages
from tongban.policy.vocabulary import Ground, Stream
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import Stage

CLAUSE = "第十五条(一)"
LEAST_WORDS, LONGEST_WORDS = 5, 500
REPORT, HELD, DISMISSED, RELEASED, REVOCATION = (
    "GROUND_REPORT",
    "GROUND_HOLD",
    "GROUND_DISMISSED",
    "GROUND_RELEASED",
    "REVOCATION",
)
"""The kinds of the papers that keep the words."""
DECIDED = frozenset({ObligationKind.DECIDE_GROUND})


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Which of the five grounds, the officer's account, and the evidence (a blob, or empty)."""

    ground: Ground | None
    words: str
    evidence: str = ""


def report_ground(case_id: UUID, call: Call, *, seen: Suspicion, seen_version: int) -> Done:
    """The reviewer reports a ground; the supervisors decide, and the review waits for them.

    Raises ``BadInput`` without a ground and words, ``Barred`` where one waits already.
    """
    ground = _demanded(seen)

    def decide(case: Case) -> Decision:
        if case.ground_since is not None:
            raise Barred("这一件已经报告过，正等待受理地督导核定。", clause=CLAUSE)
        return Decision(
            event="GroundReported",
            changes={"ground_since": call.at},
            data={"ground": ground.value, "version": case.current},
            opens=[_to_decide(case, call=call)],
            rows=[_paper(REPORT, case, call=call, seen=seen)],
        )

    return act_on_case(case_id, Act.REPORT_GROUND, call, decide=decide, seen_version=seen_version)


def dismiss_ground(case_id: UUID, call: Call, *, words: str, seen_version: int) -> Done:
    """A supervisor finds that what was reported is no ground; the review goes on."""
    _demand_words(words)

    def decide(case: Case) -> Decision:
        if case.ground_since is None:
            raise Barred("这一件没有等待核定的情形：可能已经由他人核定。")
        return Decision(
            event="GroundDismissed",
            changes={"ground_since": None},
            closes=DECIDED,
            outcome="DISMISSED",
            rows=[_paper(DISMISSED, case, call=call, seen=Suspicion(None, words))],
        )

    return act_on_case(case_id, Act.DISMISS_GROUND, call, decide=decide, seen_version=seen_version)


def hold(case_id: UUID, call: Call, *, seen: Suspicion, seen_version: int) -> Done:
    """暂扣: neither order nor hand-over until another supervisor has decided.

    What is reported already keeps its due time.
    """
    ground = _demanded(seen)

    def decide(case: Case) -> Decision:
        is_new = case.ground_since is None
        return Decision(
            event="Held",
            changes={
                "held": True,
                "held_by": call.officer,
                "ground_since": call.at if is_new else case.ground_since,
            },
            data={"ground": ground.value},
            opens=[_to_decide(case, call=call)] if is_new else (),
            sends=_recalls(case),
            rows=[_paper(HELD, case, call=call, seen=seen)],
        )

    return act_on_case(case_id, Act.HOLD, call, decide=decide, seen_version=seen_version)


def release(case_id: UUID, call: Call, *, words: str, seen_version: int) -> Done:
    """解除暂扣 by another supervisor: no ground; what waited for it goes on."""
    _demand_words(words)

    def decide(case: Case) -> Decision:
        _demand_hold(case)
        is_doubted = case.stream == Stream.OUTGOING and _has_two_answers(case)
        ready = case.stage == Stage.ISSUED and case.is_paid and not is_doubted
        return Decision(
            event="Released",
            changes={"held": is_doubted, "held_by": None, "ground_since": None},
            closes=DECIDED,
            outcome="RELEASED",
            sends=[Message("self", "order")] if ready else _to_collect(case),
            rows=[_paper(RELEASED, case, call=call, seen=Suspicion(None, words))],
        )

    return act_on_case(case_id, Act.RELEASE, call, decide=decide, seen_version=seen_version)


def _to_collect(case: Case) -> list[Message]:
    """The applicant whose card lies at the station and who was not told yet is told now."""
    if case.stage != Stage.AT_STATION:
        return []
    card = Card.objects.filter(case=case, state=Card.State.AT_STATION, told_at=None).first()
    return [Message("sms", "collect", {"card_id": card.id})] if card else []


def revoke(case_id: UUID, call: Call, *, seen: Suspicion, seen_version: int) -> Done:
    """撤销 by another supervisor on one of the five grounds, with evidence.

    A fee is refunded where no card was made; a card there is must be destroyed, and none that is still
    in production is mailed. Raises ``BadInput`` without evidence of its own or with the report or the hold.
    """
    ground = _demanded(seen)

    def decide(case: Case) -> Decision:
        _demand_hold(case)
        if not (seen.evidence or _has_evidence(case)):
            raise BadInput(FieldFault("evidence", "请上传认定情形的依据材料。", CLAUSE))
        money = refund_of(case, call=call, reason=f"撤销：{ground.clause}", unless_made=True)
        aside = unwanted.at_ending(case, call=call)
        way = from_centre_to_county(case)
        return Decision(
            event="Revoked",
            changes={**ended(Stage.REVOKED, at=call.at), **way.changes},
            data={"ground": ground.value, "version": case.current},
            closes=closing(),
            outcome="REVOKED",
            opens=[
                *money.opens,
                *_to_tell_home(case, call=call),
                opens_archive(case, at=call.at),
            ],
            sends=[*cancels(case, why="REVOKED"), *money.sends, *_recalls(case), *way.sends],
            updates=[*money.updates, *aside.updates],
            deletes=[(PersonSlot, {"case_id": case.id})],
            rows=[*aside.rows, _paper(REVOCATION, case, call=call, seen=seen)],
        )

    return act_on_case(case_id, Act.REVOKE, call, decide=decide, seen_version=seen_version)


def _demanded(seen: Suspicion) -> Ground:
    faults = []
    if seen.ground is None:
        faults.append(FieldFault("ground", "请选择属于五种情形中的哪一种。", "第五条"))
    faults += _word_faults(seen.words)
    if faults or seen.ground is None:
        raise BadInput(*faults)
    return seen.ground


def _demand_words(words: str) -> None:
    faults = _word_faults(words)
    if faults:
        raise BadInput(*faults)


def _word_faults(words: str) -> list[FieldFault]:
    length = len(words.strip())
    if length < LEAST_WORDS:
        return [FieldFault("words", "请写明查到了什么、怎样核实的，据此认定。", CLAUSE)]
    if length > LONGEST_WORDS:
        return [FieldFault("words", f"最多 {LONGEST_WORDS} 个字，请改短。")]
    return []


def _demand_hold(case: Case) -> None:
    """A hold without a holder is of contradicting answers, and ends when those are settled."""
    if case.held_by is None:
        raise Barred("这一件因户籍地前后答复矛盾暂缓，请先核定答复。")


def _has_two_answers(case: Case) -> bool:
    kind = ObligationKind.SETTLE_ANSWER
    return Obligation.objects.filter(case=case, kind=kind, closed_at=None).exists()


def _has_evidence(case: Case) -> bool:
    given = Paper.objects.filter(subject=case.id, kind__in=(REPORT, HELD)).exclude(blob="")
    return given.exists()


def _to_decide(case: Case, *, call: Call) -> Opening:
    return opening(ObligationKind.DECIDE_GROUND, at=call.at, unit=case.accepting_county)


def _to_tell_home(case: Case, *, call: Call) -> list[Opening]:
    """Return the duty to tell a bureau elsewhere that what it has issued is revoked here."""
    if case.stream != Stream.OUTGOING or case.issued_at is None:
        return []
    return [opening(ObligationKind.SETTLE_ANSWER, at=call.at, unit=case.accepting_county)]


def _recalls(case: Case) -> list[Message]:
    """Return the message that calls a parcel on its way back."""
    return recall_messages(case) if case.stage == Stage.TO_APPLICANT else []


def _paper(kind: str, case: Case, *, call: Call, seen: Suspicion) -> Paper:
    contents: dict[str, Any] = {"words": seen.words.strip()}
    if seen.ground is not None:
        contents["ground"] = seen.ground.value
    return Paper(
        id=uuid7(),
        kind=kind,
        subject=case.id,
        made_at=call.at,
        made_by=call.actor.officer_id,
        contents=contents,
        prints=0,
        blob=seen.evidence,
    )
