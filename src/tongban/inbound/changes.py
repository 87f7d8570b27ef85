"""What each change read from another system does, through the cases' one door."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid5

from tongban.cases.operations import answers, arrival
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import NotFound
from tongban.cases.operations.intake_open import new_id
from tongban.cases.queries import exchanged
from tongban.inbound.arriving import arrival_of
from tongban.inbound.fetch import change_of
from tongban.inbound.models import InboundMessage
from tongban.ports.registry import get_ports
from tongban.ports.remote import CaseAnswered, CaseArrived, CaseWithdrawn
from tongban.procedure.actors import UPSTREAM
from tongban.procedure.stages import Stage


def handle_change(message: InboundMessage, *, at: datetime) -> None:
    """Act on a change; raises ``OperationError`` when nothing here fits it, ``UpstreamError`` when
    its contents cannot be had now."""
    call = Call(UPSTREAM, at, uuid5(message.message_id, ""))
    match change_of(message):
        case CaseArrived() as change:
            _arrived(change, message, call)
        case CaseWithdrawn() as change:
            _withdrawn(change, call)
        case CaseAnswered() as change:
            _answered(change, call)


def _arrived(change: CaseArrived, message: InboundMessage, call: Call) -> None:
    known = exchanged.incoming(change.case_number)
    if known is not None and known.stage is Stage.ANSWERED:
        arrival.record_message(known.case_id, call, kind=change.kind, version=change.version)
        return
    if known is not None and change.version <= known.version:
        return  # The same version once more: what it said is here.
    failing = message.body["failing_since"]
    found = arrival_of(
        change,
        system=message.system,
        ports=get_ports(),
        at=call.at,
        failing_since=datetime.fromisoformat(failing) if failing else None,
        received_at=message.received_at,
    )
    if known is None:
        arrival.arrive(call, arrival=found, case_id=new_id())
    else:
        arrival.resubmitted_there(known.case_id, call, arrival=found)


def _withdrawn(change: CaseWithdrawn, call: Call) -> None:
    known = exchanged.incoming(change.case_number)
    if known is None:
        raise NotFound("来文撤回的件没有送到过本市。")
    if known.stage is Stage.WITHDRAWN:
        return
    if known.stage is Stage.ANSWERED:
        arrival.record_message(known.case_id, call, kind=change.kind, version=change.version)
        return
    arrival.withdrawn_there(known.case_id, call, version=change.version)


def _answered(change: CaseAnswered, call: Call) -> None:
    case_id = exchanged.outgoing(change.case_number)
    if case_id is None:
        raise NotFound("来文答复的受理编号在本市没有对应的外出件。")
    said = change.decision
    answer = answers.Answer(
        version=change.version,
        outcome=said.outcome.value,
        deciding_unit=said.deciding_unit,
        deciding_office=said.deciding_office,
        category=said.category,
        fields=said.fields,
        words=said.words,
        valid_from=said.valid_from,
        valid_until=said.valid_until,
    )
    answers.take_answer(case_id, call, answer=answer)
