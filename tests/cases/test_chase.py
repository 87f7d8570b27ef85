"""督办: a unit is told once, and what it owes is marked once, however often a form is sent."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.cases.world import World

from tongban.cases.models import Chase, Obligation
from tongban.cases.operations.chase import chase
from tongban.cases.operations.errors import BadInput, Forbidden
from tongban.procedure.obligations import ObligationKind as K

LATER = timedelta(days=30)


def test_sent_twice_it_is_one(world: World) -> None:
    case, request = world.composed(), uuid4()
    units = [(world.station, K.PAY, 1)]
    told = [
        chase(
            world.call(world.supervisor, minutes=minutes, request_id=request),
            units=[*units, *more],
            words="请今天办结。",
            due_by=world.at + LATER,
        )
        for minutes, more in ((0, []), (5, [(world.station, K.TELL, 1)]))
    ]
    assert told == [1, 0]
    assert Chase.objects.get().words == "请今天办结。"
    assert Obligation.objects.get(case=case, kind=K.PAY).chased_at == world.at


def test_only_supervisors_chase_and_not_without_words(world: World) -> None:
    units = [(world.station, K.PAY, 1)]
    with pytest.raises(Forbidden):
        chase(world.call(world.acceptor), units=units, words="请办结。", due_by=world.at)
    with pytest.raises(BadInput):
        chase(world.call(world.supervisor), units=units, words=" ", due_by=world.at)
    assert not Chase.objects.exists()
