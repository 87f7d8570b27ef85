"""Rows that go with an act: written in its one statement, in order, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cases.world import World

from tongban.cases.models import (
    Case,
    ComposedVersion,
    DailySequence,
    Draft,
    Event,
    Obligation,
    Outgoing,
    Paper,
    PersonSlot,
)
from tongban.cases.operations import courier_way, intake_checks
from tongban.cases.operations.decision import Change, Decision, Message
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import BadInput
from tongban.cases.operations.office import opening
from tongban.cases.operations.record import RowMoved, insert_rows, record_act
from tongban.policy.vocabulary import Delivery, EvidenceKind
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind

SERIES = "370800000000"


def paper(case: Case, **other: Any) -> Paper:
    made = {"id": uuid4(), "kind": "NOTE", "subject": case.id, "made_at": case.composed_at}
    return Paper(**{**made, "contents": {"for": case.id, "at": case.composed_at}, **other})


def write(world: World, case: Case, **parts: Any) -> bool:
    """Record an act with some parts, beside an event, a duty and a message."""
    call = world.call(world.acceptor, minutes=30)
    decision = Decision(
        event="ContactChanged",
        changes={"phone": "13911111111"},
        opens=[opening(ObligationKind.TELL, at=call.at, unit=case.accepting_unit)],
        sends=[Message("sms", "note")],
        **parts,
    )
    return record_act(
        case,
        act=Act.CHANGE_DELIVERY,
        decision=decision,
        actor=call.actor,
        at=call.at,
        request_id=call.request_id,
    )


def everything() -> list[object]:
    """All that an act can leave behind."""
    models = (Case, Event, Obligation, Outgoing, Paper, DailySequence, PersonSlot, ComposedVersion)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


@pytest.fixture
def case(world: World) -> Case:
    return world.signed()


def taken(last: int) -> Change:
    """The next number of a series, after the ``last``."""
    row = DailySequence.objects.get(series=SERIES)
    return Change(DailySequence, {"id": row.id, "last": last}, {"last": last + 1})


def numbered(world: World) -> None:
    DailySequence.objects.create(series=SERIES, day=world.at.date(), last=1)


def test_an_act_with_all_its_rows_is_one_statement(world: World, case: Case) -> None:
    numbered(world)
    two = [paper(case), paper(case, kind="OTHER")]
    parts = {"updates": [taken(1)], "deletes": [(PersonSlot, {"case_id": case.id})]}
    with CaptureQueriesContext(connection) as done:
        assert write(world, case, rows=two, **parts)
    asked = [one["sql"] for one in done if "SAVEPOINT" not in one["sql"]]
    assert len(asked) == 1
    assert {row.kind for row in Paper.objects.all()} == {"NOTE", "OTHER"}
    kept = Paper.objects.get(kind="NOTE").contents
    assert kept == {"for": str(case.id), "at": case.composed_at.isoformat().replace("+00:00", "Z")}
    assert DailySequence.objects.get(series=SERIES).last == 2
    assert not PersonSlot.objects.exists()
    assert Obligation.objects.filter(case=case, kind="TELL").count() == 1
    assert Outgoing.objects.filter(case=case, kind="note").count() == 1


def test_a_version_that_moved_on_leaves_nothing(world: World, case: Case) -> None:
    numbered(world)
    Case.objects.filter(id=case.id).update(version=case.version + 1)
    before = everything()
    gone = [(PersonSlot, {"case_id": case.id})]
    assert not write(world, case, rows=[paper(case)], updates=[taken(1)], deletes=gone)
    assert everything() == before


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_that_moved_undoes_the_whole_act(world: World, case: Case, place: int) -> None:
    numbered(world)
    slot = PersonSlot.objects.get(case=case)
    duty = Obligation.objects.get(case=case, kind="REVIEW")
    changes = [
        Change(PersonSlot, {"key": slot.key}, {"station": "x"}),
        taken(1),
        Change(Obligation, {"id": duty.id, "closed_at": None}, {"due_note": "x"}),
    ]
    moved = changes[place]
    otherwise = ({"key": bytes(32)}, {"last": 7}, {"closed_at": case.composed_at})[place]
    changes[place] = Change(moved.model, {**moved.match, **otherwise}, moved.values)
    before = everything()
    with pytest.raises(RowMoved) as error:
        write(world, case, rows=[paper(case)], updates=changes)
    assert error.value.model == moved.model.__name__
    assert everything() == before


def test_more_than_one_row_is_not_the_row(world: World, case: Case) -> None:
    insert_rows([paper(case), paper(case)])
    before = everything()
    with pytest.raises(RowMoved):
        write(world, case, updates=[Change(Paper, {"subject": case.id}, {"kind": "X"})])
    assert everything() == before


def test_a_number_is_taken_before_the_row_that_bears_it(world: World, case: Case) -> None:
    """Whoever comes second learns that the number is gone, not that the row is there already."""
    numbered(world)
    first = paper(case)
    insert_rows([first])
    with pytest.raises(RowMoved) as moved:
        write(world, case, rows=[paper(case, id=first.id)], updates=[taken(7)])
    assert moved.value.model == DailySequence.__name__
    begun = DailySequence(series=SERIES, day=world.at.date(), last=1)
    with pytest.raises(IntegrityError, match="sequence_once"), transaction.atomic():
        write(world, case, rows=[begun, paper(case, id=first.id)])


def test_a_named_constraint_is_told_by_its_name_and_leaves_nothing(
    world: World, case: Case
) -> None:
    again = ComposedVersion.objects.get(case=case)
    again.id = uuid4()
    before = everything()
    with pytest.raises(IntegrityError, match="version_counted_once"):
        write(world, case, rows=[paper(case), again])
    assert everything() == before


def test_rows_that_begin_a_chain_are_all_there_or_none(case: Case) -> None:
    with CaptureQueriesContext(connection) as done:
        insert_rows([paper(case), paper(case)])
    assert sum("SAVEPOINT" not in one["sql"] for one in done) == 1
    first = paper(case)
    with pytest.raises(IntegrityError, match="cases_paper_pkey"):
        insert_rows([paper(case), first, paper(case, id=first.id)])
    assert Paper.objects.count() == 2


def typed(world: World, *keys: str) -> Sequence[str]:
    """Words that the officer typed, under some keys; a colleague typed under them too."""
    for key in keys:
        for actor in (world.acceptor, world.acceptor2):
            officer = world.call(actor).officer
            Draft.objects.create(officer=officer, key=key, body={}, saved_at=world.at)
    return keys


def test_what_was_typed_is_forgotten_with_the_act(world: World) -> None:
    intake = world.open_intake()
    mine, other = typed(world, "mine", "other")
    call = Call(world.acceptor, world.at, uuid4(), drafts=(mine,))
    shown = intake_checks.Shown(EvidenceKind.PASSPORT, None)
    intake_checks.show_evidence(intake.id, call, shown=shown)
    left = set(Draft.objects.values_list("officer", "key"))
    me, colleague = world.acceptor.officer_id, world.acceptor2.officer_id
    assert left == {(me, other), (colleague, mine), (colleague, other)}


def test_what_was_typed_stays_when_the_act_did_not_happen(world: World, case: Case) -> None:
    call = Call(world.acceptor, world.at, uuid4(), drafts=tuple(typed(world, "mine")))
    with pytest.raises(BadInput):
        courier_way.change_delivery(
            case.id, call, wanted=courier_way.Contact(Delivery.STATION, phone="1", address="x")
        )
    assert Draft.objects.count() == 2
