"""How suspicion is reported and decided, and how a case ends that brings no card."""

from __future__ import annotations

from collections.abc import Mapping

from tests.cases.any_order.review_acts import CaseDoer
from tests.cases.any_order.town import Town

from tongban.cases.models import Case
from tongban.cases.operations import close, erasure, grounds, review, wish
from tongban.policy.vocabulary import Ground
from tongban.procedure.actors import Actor, Party
from tongban.procedure.acts import Act
from tongban.procedure.reasons import CloseReason

WORDS = "比对底册后认为有疑点，已电话核实"


def _suspicion(town: Town) -> grounds.Suspicion:
    return grounds.Suspicion(town.chance.choice(tuple(Ground)), WORDS, "scan")


def approve(town: Town, case: Case, actor: Actor) -> object:
    return review.approve(case.id, town.call(actor), seen_version=case.version)


def report(town: Town, case: Case, actor: Actor) -> object:
    call = town.call(actor)
    return grounds.report_ground(case.id, call, seen=_suspicion(town), seen_version=case.version)


def dismiss(town: Town, case: Case, actor: Actor) -> object:
    return grounds.dismiss_ground(case.id, town.call(actor), words=WORDS, seen_version=case.version)


def hold(town: Town, case: Case, actor: Actor) -> object:
    call = town.call(actor)
    return grounds.hold(case.id, call, seen=_suspicion(town), seen_version=case.version)


def release(town: Town, case: Case, actor: Actor) -> object:
    return grounds.release(case.id, town.call(actor), words=WORDS, seen_version=case.version)


def revoke(town: Town, case: Case, actor: Actor) -> object:
    call = town.call(actor)
    return grounds.revoke(case.id, call, seen=_suspicion(town), seen_version=case.version)


def close_case(town: Town, case: Case, actor: Actor) -> object:
    return close.close(
        case.id,
        town.call(actor),
        reason=town.chance.choice(tuple(CloseReason)),
        words="多次电话提醒，申请人没有来",
        evidence="scan",
        seen_version=case.version,
    )


def wish_to_withdraw(town: Town, case: Case, actor: Actor) -> object:
    call = town.call(actor)
    if actor.party is Party.SYSTEM:
        return wish.close_by_wish(case.id, call)
    return wish.wish_to_withdraw(
        case.id, call, words="不办了", signature="scan", seen_version=case.version
    )


def erase(town: Town, case: Case, actor: Actor) -> object:
    return erasure.erase_of_case(case.id, town.call(actor))


DOERS: Mapping[Act, CaseDoer] = {
    Act.APPROVE: approve,
    Act.REPORT_GROUND: report,
    Act.DISMISS_GROUND: dismiss,
    Act.HOLD: hold,
    Act.RELEASE: release,
    Act.REVOKE: revoke,
    Act.CLOSE: close_case,
    Act.WISH_TO_WITHDRAW: wish_to_withdraw,
    Act.ERASE_BIOMETRICS: erase,
}
