"""What supervisors, reviewers and the window press to hold, decide, withdraw and close."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from tests.cases import test_close as closes
from tests.cases import test_grounds as grounds
from tests.desks.cost.model import Press, Ready, of_case
from tests.desks.county.desk import Desk
from tests.desks.station.test_cards import drawn
from tests.desks.station.test_returns import picture

from tongban.cases.models import Case
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind as K

SEEN = {"ground": "DOCUMENT_OFFENCE", "words": "所持证件系伪造，已核实。"}


def reported(desk: Desk) -> Ready:
    case = desk.world.signed()
    return of_case(desk, desk.world.reviewer, case, act="REPORT_GROUND", evidence=picture(), **SEEN)


def to_hold(desk: Desk) -> Ready:
    case = desk.world.issued()
    return of_case(desk, desk.world.supervisor, case, act="HOLD", evidence=picture(), **SEEN)


def to_dismiss(desk: Desk) -> Ready:
    case = grounds.report(desk.world, desk.world.signed())
    return of_case(desk, desk.world.supervisor, case, act="DISMISS_GROUND", words=SEEN["words"])


def held(desk: Desk, **form: Any) -> Ready:
    case = grounds.held(desk.world, desk.world.issued())
    return of_case(desk, desk.world.chief, case, **form)


def unpaid(desk: Desk) -> Case:
    case = closes.unpaid(desk.world)
    return closes.remind_on(desk.world, case, K.PAY, 3, 15, 30)


def to_close(desk: Desk) -> Ready:
    case = unpaid(desk)
    desk.clock.at += timedelta(days=closes.WAITED)
    return of_case(desk, desk.world.supervisor, case, reason="NOT_PAID", words="多次电话提醒未缴。")


def to_withdraw(desk: Desk) -> Ready:
    case = desk.world.paid()
    return of_case(
        desk, desk.world.acceptor, case, act="WITHDRAW", words="不办了", signature_png=drawn()
    )


def to_wish(desk: Desk) -> Ready:
    case, form = desk.world.at_station(), {"words": "不要了", "signature_png": drawn()}
    return of_case(desk, desk.world.acceptor, case, act="WISH_TO_WITHDRAW", **form)


def to_approve(desk: Desk) -> Ready:
    """Where two officers review, the first one's press."""
    two_reviewers()
    case, _ = desk.world.signed(1), desk.world.signed(2)
    return of_case(desk, desk.world.reviewer, case)


def two_reviewers() -> None:
    """Let the operator's file ask for two (运行参数)."""
    data: Path = settings.DATA or Path()
    folder = data / "overlay"
    folder.mkdir(exist_ok=True)
    terms = '- version: "2020-09-01"\n  terms: {reviewers_per_case: {value: 2}}'
    (folder / "terms.yaml").write_text(terms, encoding="utf-8")


PRESSES: list[Press[Desk]] = [
    Press("shared:ground", (Act.REPORT_GROUND,), reported, case="report"),
    Press("shared:ground", (Act.HOLD,), to_hold, case="hold"),
    Press("shared:ground", (Act.DISMISS_GROUND,), to_dismiss, case="dismiss"),
    Press(
        "shared:ground",
        (Act.RELEASE,),
        lambda desk: held(desk, act="RELEASE", words=SEEN["words"]),
        case="release",
    ),
    Press(
        "shared:ground",
        (Act.REVOKE,),
        lambda desk: held(desk, act="REVOKE", evidence=picture(), **SEEN),
        case="revoke",
    ),
    Press("county:review-approve", (Act.APPROVE,), to_approve),
    Press("shared:close", (Act.CLOSE,), to_close),
    Press("shared:withdraw", (Act.WITHDRAW,), to_withdraw),
    Press("shared:withdraw", (Act.WISH_TO_WITHDRAW,), to_wish, case="wish"),
]
