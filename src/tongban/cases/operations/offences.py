"""An offence with documents found at the window or in another system (第五条(四)).

What the register answers comes with the look-up; this is what the officer adds, with its source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from uuid_utils.compat import uuid7

from tongban.cases.models import Intake
from tongban.cases.operations.decision import Decision
from tongban.cases.operations.door import Call, Done, act_on_intake
from tongban.cases.operations.errors import BadInput, Barred, FieldFault
from tongban.procedure.acts import Act
from tongban.procedure.reasons import OffenceDocument, OffenceKind, OffenceSource
from tongban.standards.zones import local_date

CLAUSE = "第五条(四)"
LEAST_WORDS = 5
MOST = 10


@dataclass(frozen=True, slots=True)
class Found:
    """An offence as the officer found it; ``pages`` are blobs of the document, seized or copied.

    ``system`` and ``number`` name the record in another system, ``number`` on site the receipt.
    """

    kind: OffenceKind
    document: OffenceDocument
    source: OffenceSource
    on: date | None
    words: str
    system: str = ""
    number: str = ""
    pages: Sequence[str] = ()


def demand(found: Found, *, today: date) -> None:
    """Raise ``BadInput`` with everything that is wrong or missing, so that it is told at once."""
    faults = []
    if found.on is None:
        faults.append(FieldFault("on", "请填写查获或者记录的日期。", CLAUSE))
    elif found.on > today:
        faults.append(FieldFault("on", "日期不能晚于今天。", CLAUSE))
    if found.source is OffenceSource.RECORD:
        if not found.system.strip():
            faults.append(FieldFault("system", "请写明在哪个系统查到的。", CLAUSE))
        if not found.number.strip():
            faults.append(FieldFault("number", "请填写该系统的记录编号。", CLAUSE))
    elif not found.pages:
        faults.append(
            FieldFault("image", "请扫描或者拍照留存查获的证件，没有留存的不能作为依据。", CLAUSE)
        )
    if len(found.words.strip()) < LEAST_WORDS:
        faults.append(FieldFault("words", "请写明怎样发现、怎样核实的。", CLAUSE))
    if faults:
        raise BadInput(*faults)


def record_offence(intake_id: UUID, call: Call, *, found: Found) -> Done:
    """Write down an offence with its source; raises ``BadInput`` for what is missing."""
    demand(found, today=local_date(call.at))

    def decide(intake: Intake) -> Decision:
        if len(intake.offences) >= MOST:
            raise Barred(f"一次受理最多登记 {MOST} 项，请先移除登记错的。", clause=CLAUSE)
        row = _row(found, call)
        return Decision(
            event="OffenceRecorded",
            changes={"offences": [*intake.offences, row], "touched_at": call.at},
            data={
                "offence": row["id"],
                "kind": found.kind.value,
                "document": found.document.value,
                "source": found.source.value,
                "pages": list(found.pages),
            },
        )

    return act_on_intake(intake_id, Act.RECORD_OFFENCE, call, decide=decide)


def _row(found: Found, call: Call) -> dict[str, object]:
    on_site = found.source is OffenceSource.ON_SITE
    return {
        "id": str(uuid7()),
        "found": found.source.value,
        "recorded_on": found.on.isoformat() if found.on else "",
        "kind": found.kind.label,
        "document": found.document.label,
        "source": found.source.label if on_site else found.system.strip(),
        "source_number": found.number.strip(),
        "words": found.words.strip(),
        "pages": list(found.pages),
        "by": str(call.officer),
        "at": call.at.isoformat(),
    }


def take_back_offence(intake_id: UUID, call: Call, *, offence_id: UUID) -> Done:
    """Take out what an officer entered by mistake; the event keeps that it had been there.

    What the register answered stays: only the register takes it back.
    """

    def decide(intake: Intake) -> Decision:
        left = [one for one in intake.offences if one.get("id") != str(offence_id)]
        if len(left) == len(intake.offences):
            raise Barred("没有这一项登记，可能已经移除。", clause=CLAUSE)
        return Decision(
            event="OffenceTakenOut",
            changes={"offences": left, "touched_at": call.at},
            data={"offence": offence_id},
        )

    return act_on_intake(intake_id, Act.RECORD_OFFENCE, call, decide=decide)
