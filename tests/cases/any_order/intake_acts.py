"""How each act on an intake is done by somebody who does not think about whether it is right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from tests.cases.any_order.town import Town

from tongban.cases.from_register import declared_as_registered
from tongban.cases.models import Intake
from tongban.cases.operations import (
    commitment,
    compose,
    erasure,
    green,
    inquiry,
    intake_capture,
    intake_checks,
    intake_end,
    intake_open,
    lapse,
    offences,
    refusals,
    sign,
)
from tongban.policy.vocabulary import (
    Delivery,
    Detail,
    EvidenceKind,
    FaceResult,
    FingerprintResult,
    Priority,
    Reason,
)
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.reasons import (
    AnsweredBy,
    GreenReason,
    InquiryAnswer,
    OffenceDocument,
    OffenceKind,
    OffenceSource,
    RefusalFinding,
    TakenAtHome,
    ToldAgainBy,
)
from tongban.standards.zones import local_date

IntakeDoer = Callable[[Town, Intake, Actor], object]


def take_over(town: Town, intake: Intake, actor: Actor) -> object:
    found = intake_open.Found(intake.record, intake.declared, (), "NOT_DUE")
    return intake_open.take_over(intake.id, town.call(actor), found=found)


def declare(town: Town, intake: Intake, actor: Actor) -> object:
    declared = declared_as_registered(intake.record)
    if town.chance.random() < 0.2:
        declared = {**declared, "ethnicity": "03"}
    return intake_checks.declare(intake.id, town.call(actor), declared=declared)


def show_evidence(town: Town, intake: Intake, actor: Actor) -> object:
    kind = town.chance.choice((EvidenceKind.HOUSEHOLD_REGISTER, EvidenceKind.ID_CARD))
    shown = intake_checks.Shown(kind, None)
    return intake_checks.show_evidence(intake.id, town.call(actor), shown=shown)


def view_history(town: Town, intake: Intake, actor: Actor) -> object:
    return intake_checks.view_history(intake.id, town.call(actor))


def compare(town: Town, intake: Intake, actor: Actor) -> object:
    return intake_checks.compare(
        intake.id,
        town.call(actor),
        face=town.chance.choice((FaceResult.SAME, FaceResult.SAME, FaceResult.UNCLEAR)),
        fingerprint=FingerprintResult.SAME,
    )


def state_identity(town: Town, intake: Intake, actor: Actor) -> object:
    confirmed = town.chance.choice((True, True, True, None, False))
    return intake_checks.state_identity(intake.id, town.call(actor), confirmed=confirmed)


def store_photo(town: Town, intake: Intake, actor: Actor) -> object:
    return intake_capture.store_photo(intake.id, town.call(actor), photo="photo", report={})


def store_fingerprints(town: Town, intake: Intake, actor: Actor) -> object:
    fingers = [
        intake_capture.Finger(11, template="right", quality=70),
        intake_capture.Finger(16, missing_reason="手指受伤"),
    ]
    return intake_capture.store_fingerprints(intake.id, town.call(actor), fingers=fingers)


def set_details(town: Town, intake: Intake, actor: Actor) -> object:
    priority = town.chance.choice((Priority.ORDINARY, Priority.EXPEDITED))
    wishes = intake_capture.Wishes(
        reason=town.chance.choice((Reason.EXPIRED, Reason.DAMAGED, Reason.LOST)),
        priority=priority,
        priority_reason="出差",
        delivery=town.chance.choice(tuple(Delivery)),
        address="山东省济宁市任城区古槐路1号",
        phone="13800000000",
        recipient="颜氏",
    )
    return intake_capture.set_details(intake.id, town.call(actor), wishes=wishes)


def set_green(town: Town, intake: Intake, actor: Actor) -> object:
    visit = green.Visit("受理甲", local_date(town.at), "敬老院", (TakenAtHome.PHOTO,))
    mark = green.Mark(
        town.chance.choice(tuple(GreenReason)), "说明", town.chance.choice((None, visit))
    )
    return green.set_green(intake.id, town.call(actor), mark=town.chance.choice((None, mark, mark)))


def print_notice(town: Town, intake: Intake, actor: Actor) -> object:
    return intake_end.print_one_time_notice(intake.id, town.call(actor))


def refuse(town: Town, intake: Intake, actor: Actor) -> object:
    return intake_end.refuse(intake.id, town.call(actor), words="已核对并查证")


def withdraw_intake(town: Town, intake: Intake, actor: Actor) -> object:
    return intake_end.withdraw_intake(intake.id, town.call(actor), words="改天再办")


def compose_case(town: Town, intake: Intake, actor: Actor) -> object:
    case_id: UUID = intake_open.new_id()
    done = compose.compose(intake.id, town.call(actor), case_id=case_id)
    town.cases.append(case_id)
    return done


def commit(town: Town, intake: Intake, actor: Actor) -> object:
    signature = sign.Signature(pad="pad")
    return commitment.commit(intake.id, town.call(actor), signature=signature)


def ask_inquiry(town: Town, intake: Intake, actor: Actor) -> object:
    question = inquiry.Question((Detail.ETHNICITY,), False, "请核实民族是否更正过")
    return inquiry.ask_inquiry(intake.id, town.call(actor), question=question)


def answer_inquiry(town: Town, intake: Intake, actor: Actor) -> object:
    answer = inquiry.Answer(
        town.chance.choice(tuple(InquiryAnswer)),
        "查阅底册，已核实",
        way=town.chance.choice((AnsweredBy.SYSTEM, AnsweredBy.PHONE)),
        answerer="户籍内勤",
        answered_on=local_date(town.at),
    )
    return inquiry.answer_inquiry(intake.id, town.call(actor), answer=answer)


def warn_of_lapse(town: Town, intake: Intake, actor: Actor) -> object:
    return lapse.warn_of_lapse(intake.id, town.call(actor))


def lapse_untouched(town: Town, intake: Intake, actor: Actor) -> object:
    return lapse.lapse(intake.id, town.call(actor))


def erase(town: Town, intake: Intake, actor: Actor) -> object:
    return erasure.erase_of_intake(intake.id, town.call(actor))


def record_offence(town: Town, intake: Intake, actor: Actor) -> object:
    found = offences.Found(
        kind=next(iter(OffenceKind)),
        document=next(iter(OffenceDocument)),
        source=OffenceSource.ON_SITE,
        on=local_date(town.at),
        words="证件经鉴别为伪造",
        pages=("scan",),
    )
    return offences.record_offence(intake.id, town.call(actor), found=found)


def check_refusal(town: Town, intake: Intake, actor: Actor) -> object:
    finding = town.chance.choice(tuple(RefusalFinding))
    call = town.call(actor)
    return refusals.check_refusal(intake.id, call, finding=finding, words="调阅依据后认定")


def tell_again(town: Town, intake: Intake, actor: Actor) -> object:
    by = ToldAgainBy.SMS if actor.officer_id is None else ToldAgainBy.PHONE
    call = town.call(actor)
    return refusals.tell_again(intake.id, call, by=by, words="今天上午电话告知本人")


DOERS: Mapping[Act, IntakeDoer] = {
    Act.TAKE_OVER: take_over,
    Act.DECLARE: declare,
    Act.SHOW_EVIDENCE: show_evidence,
    Act.VIEW_HISTORY: view_history,
    Act.COMPARE: compare,
    Act.STATE_IDENTITY: state_identity,
    Act.STORE_PHOTO: store_photo,
    Act.STORE_FINGERPRINTS: store_fingerprints,
    Act.SET_DETAILS: set_details,
    Act.COMMIT: commit,
    Act.ASK_INQUIRY: ask_inquiry,
    Act.ANSWER_INQUIRY: answer_inquiry,
    Act.WARN_OF_LAPSE: warn_of_lapse,
    Act.LAPSE: lapse_untouched,
    Act.ERASE_BIOMETRICS: erase,
    Act.SET_GREEN: set_green,
    Act.PRINT_ONE_TIME_NOTICE: print_notice,
    Act.REFUSE: refuse,
    Act.RECORD_OFFENCE: record_offence,
    Act.CHECK_REFUSAL: check_refusal,
    Act.TELL_AGAIN: tell_again,
    Act.WITHDRAW_INTAKE: withdraw_intake,
    Act.COMPOSE: compose_case,
}
