"""One person has one open intake or case; the place is free again after every ending."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.cases.world import World

from tongban.cases.models import Case, Intake, PersonSlot
from tongban.cases.operations import (
    intake_end,
    intake_open,
    taking_back,
    withdraw,
)
from tongban.cases.operations.errors import Occupied
from tongban.policy.vocabulary import Reason


def open_again(world: World) -> Intake:
    done = intake_open.open_intake(
        world.call(world.elsewhere(), minutes=400),
        found=world.found(),
        reason=Reason.DAMAGED,
        intake_id=intake_open.new_id(),
    )
    return Intake.objects.get(id=done.subject)


def test_a_second_opening_leads_to_the_open_intake(world: World) -> None:
    intake = world.open_intake()
    with pytest.raises(Occupied, match="一次受理正在进行") as taken:
        open_again(world)
    assert (taken.value.intake, taken.value.case) == (intake.id, None)
    unit = world.city.require(world.station)
    assert unit.short_name in taken.value.sentence
    assert Intake.objects.count() == 1


@pytest.mark.parametrize("make", ["composed", "signed", "returned", "issued", "at_station"])
def test_a_second_opening_leads_to_the_open_case(world: World, make: str) -> None:
    case: Case = getattr(world, make)()
    with pytest.raises(Occupied, match="一件异地申办正在办理") as taken:
        open_again(world)
    assert (taken.value.intake, taken.value.case) == (None, case.id)


def test_the_register_s_record_counts_not_the_number(world: World) -> None:
    """Numbers are duplicated in the register: two people may hold the same."""
    first = world.open_intake(7)
    twin = world.open_intake(8, id_number=first.record["id_number"])
    assert PersonSlot.objects.count() == 2
    assert twin.record["id_number"] == first.record["id_number"]


def by_refusal(world: World) -> None:
    world.discredit()
    intake = world.open_intake()
    intake_end.refuse(intake.id, world.call(world.acceptor), words="信用平台推送的记录。")


def by_leaving(world: World) -> None:
    intake = world.open_intake()
    intake_end.withdraw_intake(intake.id, world.call(world.acceptor), words="改天再来。")


def by_withdrawal(make: str) -> Callable[[World], None]:
    def end(world: World) -> None:
        case: Case = getattr(world, make)()
        withdraw.withdraw(
            case.id,
            world.call(world.acceptor, minutes=300),
            words="不办了。",
            signature="pad",
            seen_version=case.version,
        )

    end.__name__ = f"by_withdrawal_when_{make}"
    return end


def by_hand_over(world: World) -> None:
    world.handed_over()


ENDINGS = [
    by_refusal,
    by_leaving,
    by_withdrawal("composed"),
    by_withdrawal("signed"),
    by_withdrawal("returned"),
    by_withdrawal("issued"),
    by_hand_over,
]


@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)
def test_the_place_is_free_after_every_ending(world: World, end: Callable[[World], None]) -> None:
    end(world)
    assert not PersonSlot.objects.exists()
    assert open_again(world).slot.case_id is None


def test_a_void_gives_the_place_back_to_the_intake(world: World) -> None:
    case = world.composed()
    taking_back.void(case.id, world.call(world.acceptor), words="离开", seen_version=case.version)
    slot = PersonSlot.objects.get()
    assert (slot.case_id, slot.intake) == (None, Intake.objects.get())


def test_one_record_id_in_two_registers_is_two_people(world: World) -> None:
    here = world.open_intake()
    nation = world.found(register="national_register", home_unit=None, home_office="徐州市公安局")
    done = intake_open.open_intake(
        world.call(world.elsewhere()),
        found=nation,
        reason=Reason.DAMAGED,
        intake_id=intake_open.new_id(),
    )
    assert done.subject != here.id
    assert PersonSlot.objects.count() == 2
