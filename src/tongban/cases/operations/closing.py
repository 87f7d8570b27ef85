"""After acceptance: residence guidance (第四条); after the end: the file (第八条)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tongban.cases.models import Case, Obligation
from tongban.cases.operations.close import card_left
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import Barred
from tongban.procedure.acts import Act
from tongban.procedure.obligations import SURVIVE_ENDING, ObligationKind
from tongban.procedure.reasons import ResidenceOutcome
from tongban.procedure.stages import Stage

LEFT_A_CARD = (Stage.REVOKED, Stage.CLOSED)
"""Endings after which a card may be left that nobody is to have."""


def guide_residence(case_id: UUID, call: Call, *, outcome: ResidenceOutcome) -> Done:
    """Record how the guidance to residence registration ended; never a condition of anything."""
    return act_on_case(
        case_id,
        Act.GUIDE_RESIDENCE,
        call,
        decide=lambda _: Decision(
            event="ResidenceGuided",
            data={"outcome": outcome.value},
            closes=frozenset({ObligationKind.GUIDE_RESIDENCE}),
            outcome=outcome.value,
        ),
    )


def seal_file(case_id: UUID, call: Call, *, missing: Sequence[str] = ()) -> Done:
    """Seal the file of an ended case once nothing that outlives the ending is open.

    ``missing`` are codes of papers that should be in the file and are not: kept with the event.
    """

    def decide(case: Case) -> Decision:
        still = Obligation.objects.filter(
            case=case,
            closed_at=None,
            kind__in=[k.value for k in SURVIVE_ENDING - {ObligationKind.ARCHIVE}],
        ).values_list("kind", flat=True)
        if case.stage in LEFT_A_CARD and card_left(case.id) is not None:
            raise Barred("证件还没有销毁登记，登记后再封存。", clause="第八条")
        if still:
            names = "、".join(ObligationKind(kind).label for kind in still)
            raise Barred(f"还有未办结的事项：{names}。办结后再封存。", clause="第八条")
        return Decision(
            event="FileSealed",
            changes={"sealed_at": call.at},
            data={"missing": list(missing)} if missing else {},
            closes=frozenset({ObligationKind.ARCHIVE}),
        )

    return act_on_case(case_id, Act.SEAL_FILE, call, decide=decide)
