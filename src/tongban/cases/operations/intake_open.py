"""Opening an intake, and taking one over at another station."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from uuid_utils.compat import uuid7

from tongban.cases import facts, person_key
from tongban.cases.from_register import register_of
from tongban.cases.models import Case, Intake, Obligation, PersonSlot
from tongban.cases.operations.credit import credit_hits
from tongban.cases.operations.decision import Change, Decision
from tongban.cases.operations.door import Call, Done, act_on_intake, subject_of
from tongban.cases.operations.errors import Barred, Forbidden, Occupied
from tongban.cases.operations.office import office
from tongban.cases.operations.record import first_event, insert_rows
from tongban.cases.shown import documents
from tongban.policy.assess import assess
from tongban.policy.vocabulary import Reason
from tongban.ports.registry import Register
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.obligations import OF_AN_INTAKE
from tongban.procedure.stages import IntakeStage, Stage
from tongban.procedure.table import judge_unit
from tongban.standards.zones import CN


@dataclass(frozen=True, slots=True)
class Found:
    """What the look-ups before an intake brought: the register's record and what it says more.

    ``record`` and ``declared`` have the stored form read by ``cases.facts``; ``offences`` is the
    list of document offences with their source (第五条(四)); ``residence`` a ``Residence`` value.
    """

    record: Mapping[str, Any]
    declared: Mapping[str, Any]
    offences: Sequence[Mapping[str, Any]]
    residence: str


def open_intake(call: Call, *, found: Found, reason: Reason | None, intake_id: UUID) -> Done:
    """Begin an intake at the actor's station for the person found.

    Raises ``Barred`` when the person's home station is this one (no remote application, 第一条),
    ``Occupied`` when the person already has an open intake or case, leading to it.
    """
    actor = call.actor
    refused = judge_unit(Act.OPEN_INTAKE, actor)
    if refused is not None:
        raise Forbidden(refused.sentence)
    if found.record["home_unit"] == actor.unit:
        raise Barred(
            "这位群众的户籍就在本所，不属于异地申办，请按本地业务直接受理。", clause="第一条"
        )
    intake = _new_intake(call, found=found, reason=reason, intake_id=intake_id)
    event = first_event(
        intake,
        act=Act.OPEN_INTAKE,
        event="IntakeOpened",
        data={"station": actor.unit, "person": intake.person_key.hex()},
        actor=actor,
        at=call.at,
        request_id=call.request_id,
    )
    slot = PersonSlot(key=intake.person_key, intake=intake, station=actor.unit, taken_at=call.at)
    try:
        insert_rows([intake, slot, event])
    except IntegrityError:
        before = subject_of(call.request_id)
        if before is not None:
            return Done(before, repeated=True)
        raise _occupied(bytes(intake.person_key)) from None
    return Done(intake.id)


def _new_intake(call: Call, *, found: Found, reason: Reason | None, intake_id: UUID) -> Intake:
    record = dict(found.record)
    intake = Intake(
        id=intake_id,
        stage=IntakeStage.OPEN,
        station_id=call.actor.unit,
        opened_by=call.officer,
        opened_at=call.at,
        touched_at=call.at,
        home_unit=record["home_unit"] or "",
        person_key=person_key.of_record(record["record_id"], register=register_of(record)),
        declared=dict(found.declared),
        record=record,
        record_at=call.at,
        reason=reason.value if reason else "",
        offences=list(found.offences),
        credit_hits=credit_hits(record["id_number"]),
        residence=found.residence,
    )
    verdict = assess(
        facts.situation(intake, evidence=(), at=call.at),
        city=office().city,
        terms_book=office().book,
    )
    intake.category = verdict.category.value if verdict.category else ""
    intake.policy_version = verdict.policy_version
    return intake


def _occupied(key: bytes) -> Occupied:
    slot = PersonSlot.objects.filter(key=key).first()
    if slot is None:
        return Occupied("这位群众的上一次受理刚刚结束，请再查询一次。", intake=None, case=None)
    unit = office().city.get(slot.station)
    where = unit.short_name if unit else slot.station
    return Occupied(
        f"这位群众在{where}有{_what(slot)}",
        intake=slot.intake_id,
        case=slot.case_id,
    )


def under_way(record_id: str, *, register: Register) -> Occupied | None:
    """Return what of this person is under way here, for his home station to be led to.

    None: nothing is, and the local procedure may simply begin. ``register``: where the record is kept.
    """
    slot = PersonSlot.objects.filter(key=person_key.of_record(record_id, register=register)).first()
    if slot is None:
        return None
    unit = office().city.get(slot.station)
    where = unit.short_name if unit else slot.station
    what = (
        "一次异地受理正在进行。申请人在场的，由本所接过来结束那一次，再按本地业务办理。"
        if slot.intake_id is not None
        else "一件异地申办正在办理，请不要重复办证：在原件上继续；要改在本所办的，先由申请人撤回原件。"
    )
    return Occupied(
        f"这位群众的户籍就在本所，不属于异地申办（第一条），但在{where}有{what}",
        intake=slot.intake_id,
        case=slot.case_id,
    )


def _what(slot: PersonSlot) -> str:
    """What occupies the place: where it stands, and what can be done here with the person present.

    No more of the person than the officer in front of him knows already.
    """
    if slot.intake_id is not None:
        return (
            f"一次受理正在进行，{slot.taken_at.astimezone(CN):%m月%d日}开始。一人同时只能有一件："
            "申请人在场的，可以由本所接办，已登记的凭证和采集都还在，身份由您重新确认。"
        )
    case = Case.objects.filter(slot=slot)
    stage = case.values_list("stage", flat=True).first()
    now = f"，现为“{Stage(stage).label}”" if stage else ""
    return (
        f"一件异地申办正在办理{now}。一人同时只能有一件：请在原件上继续办理，领证、补正到该所，"
        "查询进度请申请人与该所联系。"
    )


def take_over(intake_id: UUID, call: Call, *, found: Found) -> Done:
    """Continue, at the actor's station, an intake begun at another one; the person is present.

    Category and verdict follow the new station; the record is the one just looked up. At the home
    station it is no remote application (第一条): the intake ends as LOCAL, and the person is free for
    the local procedure. Raises ``Barred`` when the record is another person's.
    """

    def decide(intake: Intake) -> Decision:
        if found.record["record_id"] != intake.record["record_id"]:
            raise Barred("查询到的人与这次受理不是同一人，请核对后再接办。")
        former = intake.station_id
        moved = {
            "station_id": call.actor.unit,
            "former_units": sorted({*intake.former_units, former}),
            "record": dict(found.record),
            "record_at": call.at,
            "touched_at": call.at,
        }
        if found.record["home_unit"] == call.actor.unit:
            return _turned_local(intake, call, moved=moved)
        return _gone_on_with(intake, call, moved=moved, found=found)

    return act_on_intake(intake_id, Act.TAKE_OVER, call, decide=decide)


def _gone_on_with(
    intake: Intake, call: Call, *, moved: Mapping[str, Any], found: Found
) -> Decision:
    """The intake goes on here, judged anew; identity is this officer's to state."""
    former = intake.station_id
    intake.station_id, intake.record = call.actor.unit, dict(found.record)
    rules = office()
    verdict = assess(
        facts.situation(intake, evidence=documents(intake), at=call.at),
        city=rules.city,
        terms_book=rules.book,
    )
    return Decision(
        event="IntakeTakenOver",
        changes={
            **moved,
            "offences": [*found.offences, *_found_by_officers(intake)],
            "credit_hits": credit_hits(found.record["id_number"]),
            "residence": found.residence,
            "category": verdict.category.value if verdict.category else "",
            "identity_confirmed": None,
        },
        data={"station": call.actor.unit},
        updates=[
            Change(PersonSlot, {"intake_id": intake.id}, {"station": call.actor.unit}),
            *_duties_moved(intake, former=former, to=call.actor),
        ],
    )


def _found_by_officers(intake: Intake) -> list[Mapping[str, Any]]:
    """What officers wrote down themselves holds at every station; the register is asked anew."""
    return [one for one in intake.offences if "id" in one]


def _turned_local(intake: Intake, call: Call, *, moved: Mapping[str, Any]) -> Decision:
    """The intake is over, with all that was owed for it: nothing remote is left of it."""
    return Decision(
        event="IntakeTurnedLocal",
        changes={
            **moved,
            "category": "",
            "stage": IntakeStage.LOCAL,
            "ended_at": call.at,
            "ended_by": call.officer,
        },
        data={"station": call.actor.unit, "from": intake.station_id},
        closes=OF_AN_INTAKE,
        deletes=[(PersonSlot, {"intake_id": intake.id})],
    )


def _duties_moved(intake: Intake, *, former: str, to: Actor) -> list[Change]:
    """What the former station owed about the intake is owed by the one that goes on with it."""
    owed = Obligation.objects.filter(intake_id=intake.id, owner_unit=former, closed_at=None)
    owner = {"owner_unit": to.unit, "owner_county": to.county or ""}
    return [
        Change(Obligation, {"id": duty, "closed_at": None}, owner)
        for duty in owed.values_list("id", flat=True)
    ]


def new_id() -> UUID:
    """Return a new time-ordered id (UUIDv7) for an intake or case."""
    return uuid7()
