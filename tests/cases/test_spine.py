"""The spine by the real operations: from the window to the card in hand."""

from __future__ import annotations

from tests.cases.world import World

from tongban.cases.models import Obligation, PersonSlot
from tongban.procedure.stages import Stage


def test_a_case_goes_from_the_window_to_the_card_in_hand(world: World) -> None:
    case = world.handed_over()
    assert case.stage == Stage.HANDED_OVER
    assert not PersonSlot.objects.exists()
    still_open = set(
        Obligation.objects.filter(case=case, closed_at=None).values_list("kind", flat=True)
    )
    assert still_open == {"ARCHIVE"}
