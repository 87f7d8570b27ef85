"""How each act from composing to the answer, and each ending, is done to a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.cases.any_order.town import Town
from tests.cases.elsewhere import issued, returned, version_of

from tongban.cases.models import Case
from tongban.cases.operations import (
    answers,
    arrival,
    capture_elsewhere,
    fix,
    review,
    sign,
    taking_back,
    withdraw,
)
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.reasons import AnswerSettled, ReturnCategory

CaseDoer = Callable[[Town, Case, Actor], object]


def void(town: Town, case: Case, actor: Actor) -> object:
    return taking_back.void(case.id, town.call(actor), words="录错", seen_version=case.version)


def sign_case(town: Town, case: Case, actor: Actor) -> object:
    signature = sign.Signature(pad="pad")
    return sign.sign(case.id, town.call(actor), signature=signature, seen_version=case.version)


def capture(town: Town, case: Case, actor: Actor) -> object:
    taken = capture_elsewhere.Taken(photo="photo-elsewhere", is_same=True)
    return capture_elsewhere.capture_elsewhere(case.id, town.call(actor), taken=taken)


def issue(town: Town, case: Case, actor: Actor) -> object:
    return review.issue(case.id, town.call(actor), seen_version=case.version)


def return_case(town: Town, case: Case, actor: Actor) -> object:
    return review.return_for_correction(
        case.id,
        town.call(actor),
        category=ReturnCategory.PHOTO,
        fields=(),
        words="照片反光，请重新采集。",
        seen_version=case.version,
    )


def answer_issued(town: Town, case: Case, actor: Actor) -> object:
    return answers.take_answer(case.id, town.call(actor), answer=issued(case.current))


def answer_returned(town: Town, case: Case, actor: Actor) -> object:
    return answers.take_answer(case.id, town.call(actor), answer=returned(case.current))


def answer_again(town: Town, case: Case, actor: Actor) -> object:
    said = town.chance.choice((issued, returned))
    version = town.chance.randint(1, case.current)
    return answers.take_answer(case.id, town.call(actor), answer=said(version))


def settle_answer(town: Town, case: Case, actor: Actor) -> object:
    return answers.settle_answer(
        case.id,
        town.call(actor),
        settled=town.chance.choice(tuple(AnswerSettled)),
        words="已电话核实，以此为准",
        seen_version=case.version,
    )


def acknowledge(town: Town, case: Case, actor: Actor) -> object:
    return answers.acknowledge_answer(case.id, town.call(actor))


def chase(town: Town, case: Case, actor: Actor) -> object:
    return answers.chase_answer(case.id, town.call(actor), seen_version=case.version)


def resubmitted_there(town: Town, case: Case, actor: Actor) -> object:
    version = version_of(town.world, case.current + 1, number=case.number, arrived=town.at)
    return arrival.resubmitted_there(case.id, town.call(actor), arrival=version)


def withdrawn_there(town: Town, case: Case, actor: Actor) -> object:
    return arrival.withdrawn_there(case.id, town.call(actor), version=case.current)


def record_message(town: Town, case: Case, actor: Actor) -> object:
    return arrival.record_message(case.id, town.call(actor), kind="WITHDRAWN", version=case.current)


def recompose(town: Town, case: Case, actor: Actor) -> object:
    correction = fix.Correction(photo="photo2", photo_report={})
    return fix.recompose(
        case.id, town.call(actor), correction=correction, seen_version=case.version
    )


def resubmit(town: Town, case: Case, actor: Actor) -> object:
    return fix.resubmit(case.id, town.call(actor), words="照片符合标准", seen_version=case.version)


def withdraw_case(town: Town, case: Case, actor: Actor) -> object:
    return withdraw.withdraw(
        case.id, town.call(actor), words="不办了", signature="pad", seen_version=case.version
    )


DOERS: Mapping[Act, CaseDoer] = {
    Act.VOID: void,
    Act.SIGN: sign_case,
    Act.ISSUE: issue,
    Act.RETURN: return_case,
    Act.ANSWER_ISSUED: answer_issued,
    Act.ANSWER_RETURNED: answer_returned,
    Act.RECORD_REPEATED_ANSWER: answer_again,
    Act.SETTLE_ANSWER: settle_answer,
    Act.ACKNOWLEDGE_ANSWER: acknowledge,
    Act.CHASE: chase,
    Act.CHASE_BY_CITY: chase,
    Act.RESUBMITTED_THERE: resubmitted_there,
    Act.WITHDRAWN_THERE: withdrawn_there,
    Act.RECORD_MESSAGE: record_message,
    Act.RECOMPOSE: recompose,
    Act.CAPTURE_ELSEWHERE: capture,
    Act.RESUBMIT: resubmit,
    Act.WITHDRAW: withdraw_case,
}
