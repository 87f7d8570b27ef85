"""After acceptance: residence guidance (第四条); after the end: the file (第八条)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from tongban.cases.file_keeping import file_contents
from tongban.cases.models import Case
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_case
from tongban.cases.operations.errors import Barred
from tongban.cases.operations.file_seal import seal_of
from tongban.cases.operations.unwanted import card_left, is_unwanted
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import ResidenceOutcome


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

    The seal lists the hash of every part, chained into one digest that stands in the event too.
    ``missing`` are codes of papers that should be in the file and are not: kept with the event.
    """

    def decide(case: Case) -> Decision:
        if is_unwanted(case) and card_left(case.id) is not None:
            raise Barred("证件还没有列入销毁清单，销毁后再封存。", clause="第八条")
        found = file_contents(case.id)
        if found.still_open:
            names = "、".join(kind.label for kind in found.still_open)
            raise Barred(f"还有未办结的事项：{names}。办结后再封存。", clause="第八条")
        seal = seal_of(case, found, call=call, missing=missing)
        data = {"digest": bytes(seal.digest).hex(), "parts": len(seal.entries)}
        return Decision(
            event="FileSealed",
            changes={"sealed_at": call.at},
            data={**data, "missing": list(missing)} if missing else data,
            closes=frozenset({ObligationKind.ARCHIVE}),
            rows=[seal],
        )

    return act_on_case(case_id, Act.SEAL_FILE, call, decide=decide)
