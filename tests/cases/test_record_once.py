"""A request id is one effect: every operation of the spine is called twice and acts once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from tests.cases import mailed
from tests.cases.world import World

from tongban.cases.models import Case
from tongban.cases.operations import (
    closing,
    compose,
    courier_way,
    fee,
    file_addition,
    fix,
    intake_capture,
    intake_checks,
    intake_end,
    intake_open,
    logistics,
    old_card,
    parcels,
    production,
    review,
    sign,
    taking_back,
    withdraw,
)
from tongban.cases.operations.door import Done
from tongban.policy.vocabulary import Delivery, EvidenceKind
from tongban.procedure.actors import CARD_CENTRE, SYSTEM
from tongban.procedure.reasons import Fault, FilePart, ResidenceOutcome, ReturnCategory
from tongban.procedure.stages import Stage

OPERATIONS: tuple[tuple[ModuleType, tuple[str, ...]], ...] = (
    (intake_open, ("open_intake", "take_over")),
    (
        intake_checks,
        (
            *("declare", "show_evidence", "take_back_evidence"),
            *("view_history", "compare", "state_identity"),
        ),
    ),
    (intake_capture, ("store_photo", "store_fingerprints", "set_details")),
    (intake_end, ("refuse", "withdraw_intake", "print_one_time_notice")),
    (compose, ("compose",)),
    (taking_back, ("void",)),
    (sign, ("sign",)),
    (review, ("issue", "return_for_correction")),
    (fix, ("recompose", "resubmit")),
    (withdraw, ("withdraw",)),
    (
        fee,
        (
            *("show_code", "take_cash", "confirm_paid", "record_receipt"),
            *("approve_refund", "record_refunded", "give_back_cash"),
        ),
    ),
    (production, ("order", "reject_production", "ship")),
    (
        logistics,
        (
            *("receive_at_county", "forward", "receive_at_station"),
            *("tell", "hand_over"),
        ),
    ),
    (courier_way, ("change_delivery",)),
    (parcels, ("post_card",)),
    (old_card, ("take_in_old_card", "write_off_old_card")),
    (closing, ("guide_residence", "seal_file")),
    (file_addition, ("add_to_file",)),
)


def rows() -> dict[str, int]:
    """How many rows every table holds."""
    return {
        model.__name__: model._default_manager.count()
        for model in apps.get_app_config("cases").get_models()
    }


def twice(operation: Callable[..., Any], seen: set[str]) -> Callable[..., Any]:
    def called(*args: Any, **kwargs: Any) -> Any:
        first = operation(*args, **kwargs)
        after_first = rows()
        again = operation(*args, **kwargs)
        assert rows() == after_first
        if isinstance(again, Done):
            assert again == Done(first.subject, repeated=True)
        else:
            assert all(done.repeated for done in again)
        seen.add(operation.__name__)
        return first

    return called


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the operations that were tried; every one is called twice from here on."""
    tried: set[str] = set()
    for module, names in OPERATIONS:
        for name in names:
            monkeypatch.setattr(module, name, twice(getattr(module, name), tried))
    return tried


def test_every_operation_repeated_under_its_request_id_has_one_effect(
    world: World, seen: set[str]
) -> None:
    _from_window_to_hand(world)
    _two_versions_and_a_void(world)
    _intakes_that_end(world)
    _money_that_goes_back(world)
    _a_card_that_cannot_be_made(world)
    _by_courier(world)
    assert seen == {name for _, names in OPERATIONS for name in names}


def _from_window_to_hand(world: World) -> None:
    case = world.at_station(1)
    logistics.tell(case.id, world.call(world.keeper, minutes=190), by=logistics.ToldBy.PHONE)
    given = logistics.HandOver("signature", True, False, logistics.OldCard.TAKEN_IN)
    logistics.hand_over(case.id, world.call(world.keeper, minutes=240), given=given)
    closing.seal_file(case.id, world.call(world.acceptor, minutes=300))
    file_addition.add_to_file(
        case.id,
        world.call(world.acceptor, minutes=310),
        part=FilePart.EVIDENCE,
        pages=["scan"],
        words="纸质卷中找到，当时没有扫描",
    )


def _two_versions_and_a_void(world: World) -> None:
    case = world.recomposed(world.returned(2))
    review.return_for_correction(
        case.id,
        world.call(world.reviewer, minutes=100),
        category=ReturnCategory.PHOTO,
        fields=[],
        words="照片仍有阴影，请重新采集。",
        seen_version=case.version,
    )
    case = world.fresh(case)
    fix.resubmit(
        case.id, world.call(world.acceptor), words="已核对，无阴影。", seen_version=case.version
    )
    case = world.composed(3)
    wanted = courier_way.Contact(Delivery.STATION, phone="13900000000", address="x")
    courier_way.change_delivery(case.id, world.call(world.acceptor), wanted=wanted)
    case = world.fresh(case)
    taking_back.void(case.id, world.call(world.acceptor), words="离开", seen_version=case.version)


def _by_courier(world: World) -> None:
    call = world.call(world.acceptor, minutes=400)
    given = old_card.OldCardIn(old_card.BroughtBy.APPLICANT, destroyed=True)
    old_card.take_in_old_card(mailed.delivered(world, 21).id, call, given=given)
    call = world.call(world.acceptor, minutes=400)
    old_card.write_off_old_card(mailed.delivered(world, 22).id, call, words="申请人声明已丢失")


def _intakes_that_end(world: World) -> None:
    call = world.call
    world.discredit(4)
    refused = world.open_intake(4)
    intake_end.refuse(refused.id, call(world.acceptor), words="信用平台推送的记录。")
    moved = world.open_intake(5)
    intake_open.take_over(moved.id, call(world.elsewhere()), found=world.found(5))
    left = world.open_intake(6)
    intake_checks.declare(left.id, call(world.acceptor), declared=left.declared)
    intake_checks.view_history(left.id, call(world.acceptor))
    shown = intake_checks.Shown(EvidenceKind.HOUSEHOLD_REGISTER, None)
    intake_checks.show_evidence(left.id, call(world.acceptor), shown=shown)
    row = left.evidence.get()
    intake_checks.take_back_evidence(left.id, call(world.acceptor), evidence_id=row.id)
    intake_end.print_one_time_notice(left.id, call(world.acceptor))
    intake_end.withdraw_intake(left.id, call(world.acceptor), words="改天再来。")


def _money_that_goes_back(world: World) -> None:
    case = world.signed(8)
    fee.take_cash(case.id, world.call(world.acceptor, minutes=7))
    world.pay(case)
    receipt = fee.Receipt("37010126", "0000000001", "abc123", world.at)
    fee.record_receipt(case.id, world.call(SYSTEM, minutes=10), receipt=receipt)
    closing.guide_residence(
        case.id, world.call(world.acceptor), outcome=ResidenceOutcome.REGISTERED
    )
    case = world.fresh(case)
    withdraw.withdraw(
        case.id,
        world.call(world.acceptor, minutes=20),
        words="不办了。",
        signature="pad",
        seen_version=case.version,
    )
    fee.approve_refund(case.id, world.call(world.supervisor, minutes=30))
    fee.record_refunded(case.id, world.call(SYSTEM, minutes=40))
    fee.give_back_cash(case.id, world.call(world.acceptor, minutes=50), signature="pad")


def _a_card_that_cannot_be_made(world: World) -> None:
    case = world.in_production(9)
    order_no = case.cards.get().order_no
    production.reject_production(
        case.id,
        world.call(CARD_CENTRE, minutes=70),
        order_no=order_no,
        fault=Fault.PRODUCTION,
        words="设备故障",
    )
    assert world.fresh(case).stage == Stage.IN_PRODUCTION
    assert [c.state for c in case.cards.order_by("n")] == ["REJECTED", "ORDERED"]


def test_a_repeat_hours_later_still_names_the_first_case(world: World) -> None:
    intake = world.complete()
    call = world.call(world.acceptor, minutes=5)
    first = compose.compose(intake.id, call, case_id=uuid4())
    case = Case.objects.get(id=first.subject)
    taking_back.void(case.id, world.call(world.acceptor), words="离开", seen_version=case.version)
    world.at += timedelta(hours=3)
    assert compose.compose(intake.id, call, case_id=uuid4()) == Done(first.subject, repeated=True)
