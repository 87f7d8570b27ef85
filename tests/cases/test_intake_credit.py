"""The bad credit list at the windows (第五条(五)): it counts from the push on, until taken back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.cases.world import World, id_number

from tongban.cases.models import CreditPush, CreditRecord, Intake
from tongban.cases.operations import credit


def push(
    world: World,
    number: int,
    *,
    added: Sequence[int] = (),
    withdrawn: Sequence[int] = (),
    is_full: bool = False,
) -> credit.Applied:
    return credit.apply_push(
        number,
        is_full=is_full,
        issued_at=world.at,
        additions=[
            credit.CreditAddition(f"C{n}", id_number(n % 1000), "冒领证件", world.at.date())
            for n in added
        ],
        withdrawals=[f"C{n}" for n in withdrawn],
        at=world.at,
    )


def counting() -> list[str]:
    rows = CreditRecord.objects.filter(withdrawn_at=None)
    return sorted(rows.values_list("record_id", flat=True))


def test_an_intake_that_is_open_is_judged_by_the_new_list(world: World) -> None:
    intake, other = world.open_intake(7), world.open_intake(8)
    push(world, 1, added=[7])
    assert [hit["record_id"] for hit in Intake.objects.get(id=intake.id).credit_hits] == ["C7"]
    assert Intake.objects.get(id=other.id).credit_hits == []
    push(world, 2, withdrawn=[7])
    assert Intake.objects.get(id=intake.id).credit_hits == []


def test_a_push_counts_once_and_in_order(world: World) -> None:
    assert push(world, 1, added=[1]) == credit.Applied(1)
    assert push(world, 1, added=[2]) == credit.Applied(1, repeated=True)
    assert push(world, 3, added=[3]) == credit.Applied(3, missing=2)
    assert push(world, 2, added=[2]) == credit.Applied(2)
    assert counting() == ["C1", "C2"]


def test_a_full_push_leaves_only_what_it_lists(world: World) -> None:
    push(world, 1, added=[1, 2])
    push(world, 2, withdrawn=[2])
    push(world, 9, added=[2, 3], is_full=True)
    assert counting() == ["C2", "C3"]
    assert CreditRecord.objects.get(record_id="C1").withdrawn_push_id == 9


@pytest.mark.parametrize("count", [10_000])
def test_a_long_list_is_taken_in_whole(world: World, count: int) -> None:
    push(world, 1, added=range(count), is_full=True)
    assert len(counting()) == count
    push(world, 2, added=[1], is_full=True)
    assert counting() == ["C1"]
    assert CreditPush.objects.count() == 2
