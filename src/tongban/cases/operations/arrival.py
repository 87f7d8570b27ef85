"""Incoming cases (转入): ours by household, accepted elsewhere; here they are only reviewed (第九条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from uuid_utils.compat import uuid7

from tongban.cases import person_key
from tongban.cases.models import Case, ComposedVersion
from tongban.cases.operations.compose import owed
from tongban.cases.operations.decision import Decision, Opening
from tongban.cases.operations.door import Call, Done, act_on_case, subject_of
from tongban.cases.operations.endings import closing
from tongban.cases.operations.errors import BadInput, FieldFault, Forbidden
from tongban.cases.operations.office import office, opening
from tongban.cases.operations.record import first_event, insert_rows
from tongban.policy.due_notes import FETCHED_LATE
from tongban.policy.late_fetch import Outage
from tongban.policy.units import UnitKind
from tongban.policy.vocabulary import Category, Stream, System
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import LateCause
from tongban.procedure.stages import Stage
from tongban.procedure.table import judge_unit


@dataclass(frozen=True, slots=True)
class Arrival:
    """A version accepted elsewhere, its pictures kept as blobs already.

    ``text`` and ``record`` have the stored form of ``cases.facts``; ``record`` is what the register
    here says of the person, empty when it knows nobody. ``arrived_at`` is the upstream's time;
    ``outage`` when it could not be reached before this was fetched.
    """

    case_number: str
    version: int
    system: System
    category: Category
    accepting_unit: str
    accepting_name: str
    home_unit: str
    text: Mapping[str, Any]
    record: Mapping[str, Any]
    reason: str
    priority: str
    delivery: str
    evidence: Sequence[Mapping[str, Any]]
    face: str
    fingerprint: str
    photo: str
    fingers: Sequence[Mapping[str, Any]]
    composed_at: datetime
    arrived_at: datetime
    fetched_at: datetime
    late_cause: LateCause | None = None
    outage: Outage | None = None
    answer: str = ""


def arrive(call: Call, *, arrival: Arrival, case_id: UUID) -> Done:
    """Store a case that arrived and open its REVIEW, counted from the upstream's arrival time.

    Always stored, whatever else the person has running. Repeating a version has no second effect.
    Raises ``BadInput`` where the household is not one of this city.
    """
    refused = judge_unit(Act.ARRIVE, call.actor)
    if refused is not None:
        raise Forbidden(refused.sentence)
    case = _new_case(arrival, case_id=case_id)
    event = first_event(
        case,
        act=Act.ARRIVE,
        event="Arrived",
        data=_told(arrival),
        actor=call.actor,
        at=call.at,
        request_id=call.request_id,
    )
    duty = _review(arrival, county=case.home_county)
    try:
        insert_rows([case, event, _version(arrival, case=case), owed(duty, case)])
    except IntegrityError:
        known = subject_of(call.request_id) or _known(arrival.case_number)
        if known is None:
            raise
        return Done(known, repeated=True)
    return Done(case.id)


def _known(number: str) -> UUID | None:
    return Case.objects.filter(number=number).values_list("id", flat=True).first()


def _home(arrival: Arrival) -> tuple[str, str]:
    """Return the home station and its county bureau; raises ``BadInput``."""
    city = office().city
    unit = city.get(arrival.home_unit)
    if unit is None or unit.kind is UnitKind.CITY:
        raise BadInput(
            FieldFault(
                "home_unit", "来件的户籍地不是本市登记的单位，请市局核对单位代码。", "第九条"
            )
        )
    station = unit.code if unit.kind is UnitKind.STATION else ""
    return station, city.county_of(unit.code).code


def _new_case(arrival: Arrival, *, case_id: UUID) -> Case:
    station, county = _home(arrival)
    text = arrival.text
    return Case(
        id=case_id,
        number=arrival.case_number,
        stream=Stream.INCOMING,
        category=arrival.category,
        stage=Stage.IN_REVIEW,
        system=arrival.system,
        elsewhere_unit=arrival.accepting_unit,
        elsewhere_name=arrival.accepting_name,
        home_unit=station,
        home_county=county,
        name=text["name"],
        id_number=text["id_number"],
        person_key=person_key.of_record(text["record_id"]),
        reason=arrival.reason,
        priority=arrival.priority,
        delivery=arrival.delivery,
        policy_version=office().book.at(arrival.arrived_at).version,
        residence="NOT_DUE",
        current=arrival.version,
        reached_review=True,
        composed_at=arrival.composed_at,
        **_clock(arrival),
    )


def _told(arrival: Arrival) -> dict[str, Any]:
    """What the event keeps: version, system, and the outage that explains a late fetch."""
    told = {"version": arrival.version, "system": arrival.system.value}
    if arrival.late_cause is LateCause.UPSTREAM_DOWN and arrival.outage is not None:
        return {**told, "down_since": arrival.outage.since, "down_until": arrival.outage.until}
    return told


def _review(arrival: Arrival, *, county: str) -> Opening:
    """The duty to review, counted from the arrival there; born overdue it is not the bureau's delay."""
    duty = opening(ObligationKind.REVIEW, at=arrival.arrived_at, unit=county)
    is_missed = duty.due_at is not None and duty.due_at < arrival.fetched_at
    return replace(duty, due_note=FETCHED_LATE) if is_missed else duty


def _clock(arrival: Arrival) -> dict[str, Any]:
    return {
        "queued_at": arrival.arrived_at,
        "arrived_at": arrival.arrived_at,
        "fetched_at": arrival.fetched_at,
        "late_cause": arrival.late_cause.value if arrival.late_cause else "",
    }


def _version(arrival: Arrival, *, case: Case) -> ComposedVersion:
    return ComposedVersion(
        id=uuid7(),
        case=case,
        n=arrival.version,
        composed_at=arrival.composed_at,
        composed_by=None,
        text=dict(arrival.text),
        record=dict(arrival.record),
        verdict={},
        comparison={
            "history_viewed": False,
            "face": arrival.face,
            "fingerprint": arrival.fingerprint,
            "identity_by": None,
            "declared": dict(arrival.text),
        },
        evidence=[dict(one) for one in arrival.evidence],
        photo=arrival.photo,
        fingers=[dict(one) for one in arrival.fingers],
        signed_at=arrival.composed_at,
    )


def resubmitted_there(case_id: UUID, call: Call, *, arrival: Arrival) -> Done:
    """The station elsewhere sent a corrected version: reviewed anew, from its own arrival time."""

    def decide(case: Case) -> Decision:
        _demand_newer(case, arrival)
        return Decision(
            event="ResubmittedThere",
            changes={
                "stage": Stage.IN_REVIEW,
                "current": arrival.version,
                "approved_by": None,
                "name": arrival.text["name"],
                "priority": arrival.priority,
                "returned": {**case.returned, "answer": arrival.answer} if case.returned else None,
                **_clock(arrival),
            },
            data=_told(arrival),
            closes=frozenset({ObligationKind.REVIEW, ObligationKind.DELIVER_ANSWER}),
            outcome="RESUBMITTED",
            opens=[_review(arrival, county=case.home_county)],
            rows=[_version(arrival, case=case)],
        )

    return act_on_case(case_id, Act.RESUBMITTED_THERE, call, decide=decide)


def _demand_newer(case: Case, arrival: Arrival) -> None:
    if arrival.version <= case.current:
        raise BadInput(FieldFault("version", "这一版本已经收到过，没有新的内容。"))


def withdrawn_there(case_id: UUID, call: Call, *, version: int) -> Done:
    """The applicant withdrew where the case was accepted: nothing is left to do here."""

    def decide(case: Case) -> Decision:
        return Decision(
            event="WithdrawnThere",
            changes={"stage": Stage.WITHDRAWN, "ended_at": call.at},
            data={"version": version},
            closes=closing(),
        )

    return act_on_case(case_id, Act.WITHDRAWN_THERE, call, decide=decide)


def record_message(case_id: UUID, call: Call, *, kind: str, version: int) -> Done:
    """Keep that a message came after our answer.

    A withdrawal or a new version that crossed it is to be settled: they wait, or do not wait any
    more, for something else than what we said.
    """

    def decide(case: Case) -> Decision:
        crossed = kind == "WITHDRAWN" or version > case.current
        settle = opening(ObligationKind.SETTLE_ANSWER, at=call.at, unit=case.home_county)
        return Decision(
            event="MessageRecorded",
            data={"kind": kind, "version": version},
            closes=frozenset({ObligationKind.SETTLE_ANSWER}) if crossed else frozenset(),
            opens=[settle] if crossed else [],
        )

    return act_on_case(case_id, Act.RECORD_MESSAGE, call, decide=decide)
