"""How each kind of outgoing message is sent, and what its answer changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from tongban.cases.operations import answers, fee, fee_told, production, remind, wish
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import Barred, LostRace, OperationError
from tongban.cases.queries import exchange_messages, intake_messages, remade_messages
from tongban.cases.queries import upstream_messages as messages
from tongban.cases.queries.refusal_messages import refused as refused_of
from tongban.jobs import parcels
from tongban.jobs.sending import Sending
from tongban.ports.errors import Rejected
from tongban.ports.population import PopulationPort
from tongban.ports.remote import NationalRemotePort, ProvinceRemotePort
from tongban.ports.sms_texts import Template
from tongban.ports.treasury import PaymentOrder, PaymentState
from tongban.procedure.actors import UPSTREAM
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import CardTrouble
from tongban.standards.money import yuan
from tongban.standards.zones import local_date

TOO_LATE = frozenset({"WITHDRAWN", "SUPERSEDED"})
"""Refusals of an answer: the case is withdrawn there, or has a newer version already."""
_ENDED = {
    "WITHDRAWN": "申请人撤回",
    "REVOKED": "受理地依规范第十五条(一)撤销",
    "CLOSED": "申请人长期未办，受理地终结",
}
"""How the case ended here, for the other side."""
STATION_DESK_PHONE = "0537-12345"
"""The city's government service line; a station's own number is data of the installation."""


def submit(sending: Sending) -> None:
    """Hand a composed version to the system of its category (第六条)."""
    record = messages.composed_record(sending.case_id, version=sending.message.payload["version"])
    _taker(sending).submit(record, at=sending.at)


def decision(sending: Sending) -> None:
    """Report the home bureau's decision within the city."""
    answer = messages.decision(sending.case_id, version=sending.message.payload["version"])
    sending.ports.population.decide(answer, at=sending.at)


def answer_elsewhere(sending: Sending) -> None:
    """Answer a case accepted elsewhere; too late is an answer too, and nothing to try again."""
    answer = messages.decision(sending.case_id, version=sending.message.payload["version"])
    outcome = "DELIVERED"
    try:
        _exchange(sending).decide(answer, at=sending.at)
    except Rejected as refused:
        if refused.code not in TOO_LATE:
            raise
        outcome = refused.code
    call = Call(UPSTREAM, sending.at, uuid5(sending.message.id, "acknowledged"))
    try:
        answers.acknowledge_answer(sending.case_id, call, outcome=outcome)
    except LostRace:
        raise
    except OperationError:
        # The case has moved on meanwhile: a new version or a withdrawal met the duty.
        return


def chase(sending: Sending) -> None:
    """Remind the home bureau elsewhere of a case that it has not answered (运行参数)."""
    asked = exchange_messages.chased(sending.case_id)
    try:
        _exchange(sending).chase(asked.number, words=asked.words, at=sending.at)
    except Rejected as refused:
        # It has answered meanwhile: that comes by the list of changes.
        if refused.code != "NOT_WAITING":
            raise


def cancel(sending: Sending) -> None:
    """Tell the system that has the case how it ended here."""
    asked = exchange_messages.cancelled(sending.case_id)
    try:
        words = _ENDED.get(sending.message.payload.get("why", ""), _ENDED["WITHDRAWN"])
        _taker(sending).cancel(asked.number, words=words, at=sending.at)
    except Rejected as refused:
        # Issued elsewhere meanwhile: that stands as a difference to be settled (SETTLE_ANSWER).
        is_settled_by_others = asked.is_outgoing and refused.code == "ALREADY_ISSUED"
        # What never arrived there need not be taken back.
        was_never_there = not asked.is_filed and refused.code == "UNKNOWN_CASE"
        if not (is_settled_by_others or was_never_there):
            raise


def _taker(sending: Sending) -> PopulationPort | NationalRemotePort:
    if sending.message.system == "national_remote":
        return sending.ports.national_remote
    return sending.ports.population


def _exchange(sending: Sending) -> ProvinceRemotePort:
    if sending.message.system == "national_remote":
        return sending.ports.national_remote
    return sending.ports.province_remote


def temporary_card(sending: Sending) -> None:
    """Report a temporary card that was made on the spot (第十二条)."""
    card = messages.temporary_card(sending.payload_id("document_id"))
    sending.ports.population.report_temporary_card(
        card.case_number,
        card_no=card.number,
        valid_from=card.valid_from,
        valid_until=card.valid_until,
        at=sending.at,
    )


def order_when_ready(sending: Sending) -> None:
    """Order the card; a case that has moved on since needs no order any more.

    A lost race says nothing of the kind: the receipt may have been recorded at the same moment.
    """
    try:
        production.order(sending.case_id, sending.call("order"))
    except LostRace:
        raise
    except OperationError:
        return


def close_by_wish(sending: Sending) -> None:
    """The card of somebody who does not want it has come: the case is over (运行参数)."""
    try:
        wish.close_by_wish(sending.case_id, sending.call("wish"))
    except LostRace:
        raise
    except OperationError:
        return


def order_card(sending: Sending) -> None:
    """Give the card centre the order."""
    order = messages.card_order(sending.payload_id("card_id"))
    sending.ports.card_centre.order(order, at=sending.at)


def void_code(sending: Sending) -> None:
    """Void an unpaid order at the treasury; one that was paid faster is taken in as paid."""
    row = messages.treasury_case(sending.payload_id("payment_id"))
    order_no = sending.message.payload.get("order_no", row.order_no)
    if not order_no:
        return
    try:
        sending.ports.treasury.void(order_no, at=sending.at)
    except Rejected as refused:
        if refused.code != "ALREADY_PAID":
            raise
        fee_told.paid_there(sending.ports.treasury.query(order_no, at=sending.at), at=sending.at)


def refund(sending: Sending) -> None:
    """Ask the treasury for the money back."""
    row = messages.treasury_case(sending.payload_id("payment_id"))
    answer = sending.ports.treasury.refund(
        row.order_no, reference=str(row.payment_id), reason=row.refund_reason, at=sending.at
    )
    if answer.state is PaymentState.REFUNDED:
        fee_told.refunded_there(answer, sending.call("refunded"))


def fetch_receipt(sending: Sending) -> None:
    """Fetch the electronic receipt of a paid order; retried until the treasury has issued it.

    A fee that is being given back meanwhile needs none.
    """
    row = messages.treasury_case(sending.payload_id("payment_id"))
    answer = sending.ports.treasury.query(row.order_no, at=sending.at)
    try:
        record_receipt(answer, case_id=row.case_id, call=sending.call("receipt"), at=sending.at)
    except Barred:
        return


def record_receipt(order: PaymentOrder, *, case_id: UUID, call: Call, at: datetime) -> None:
    """Keep the receipt the treasury's answer carries; raises ``NotYet`` when there is none."""
    found = order.receipt
    if found is None:
        raise NotYet("receipt")
    receipt = fee.Receipt(
        code=found.receipt_code,
        number=found.receipt_number,
        check=found.check_code,
        issued_at=at,
    )
    fee.record_receipt(case_id, call, receipt=receipt)


def collect_sms(sending: Sending) -> None:
    """Tell the applicant by SMS that the card lies at the station (第十一条)."""
    notice = messages.collect_notice(sending.payload_id("card_id"))
    if not notice.is_waiting:
        return
    params = {"station": notice.station_name, "phone": STATION_DESK_PHONE}
    sending.send_sms(notice.phone, Template.CARD_ARRIVED, params)


def remind_sms(sending: Sending) -> None:
    """Remind the applicant of the fee, of a correction for which he must come, or of the card."""
    owed = messages.reminder(sending.payload_id("duty"))
    if not owed.is_open:
        return
    template, params = _REMINDERS[owed.kind](owed, sending.at)
    sending.send_sms(owed.phone, template, {**params, "phone": STATION_DESK_PHONE})


Worded = tuple[Template, dict[str, str]]


def _fee(owed: messages.Reminder, at: datetime) -> Worded:
    return Template.PAY_REMINDER, {"yuan": yuan(owed.amount_fen)}


def _correction(owed: messages.Reminder, at: datetime) -> Worded:
    return Template.COME_AGAIN, {"station": owed.station_name}


def _card(owed: messages.Reminder, at: datetime) -> Worded:
    """The last reminder says until when the card is kept (运行参数)."""
    days = str((local_date(at) - local_date(owed.opened_at)).days)
    until = remind.closable_from(owed.opened_at, at=at)
    params = {"station": owed.station_name, "days": days}
    if owed.due_at is None or owed.due_at < until:
        return Template.COLLECT_REMINDER, params
    return Template.COLLECT_FINAL, {**params, "until": _day(until)}


_REMINDERS: Mapping[ObligationKind, Callable[[messages.Reminder, datetime], Worded]] = {
    ObligationKind.PAY: _fee,
    ObligationKind.FIX_RETURN: _correction,
    ObligationKind.COLLECT: _card,
}


def lapse_sms(sending: Sending) -> None:
    """Tell the applicant until when an intake that waits for him is kept (运行参数)."""
    kept = intake_messages.kept_intake(sending.payload_id("intake"))
    until = datetime.fromisoformat(sending.message.payload["until"])
    if kept is None or sending.at >= until:
        return
    params = {"until": _day(until), "phone": STATION_DESK_PHONE}
    sending.send_sms(kept, Template.INTAKE_WAITING, params)


def _day(moment: datetime) -> str:
    day = local_date(moment)
    return f"{day.month}月{day.day}日"


_REMADE = {
    CardTrouble.MISSING: "在途中遗失",
    CardTrouble.DAMAGED: "在途中损坏",
    CardTrouble.WRONG_DATA: "信息有误",
}


def remade_sms(sending: Sending) -> None:
    """Tell the applicant that the card is made anew, for nothing, and by when it leaves the centre."""
    notice = remade_messages.remade_notice(sending.payload_id("card_id"))
    if not notice.is_news:
        return
    until = f"预计{_day(notice.due_at)}前" if notice.due_at else "尽快"
    params = {"why": _REMADE[notice.why], "until": until, "phone": STATION_DESK_PHONE}
    sending.send_sms(notice.phone, Template.CARD_REMADE, params)


def refusal_lifted_sms(sending: Sending) -> None:
    """Tell somebody who was refused that he may apply again (第五条(五), 第十五条(二))."""
    refused = refused_of(sending.payload_id("refusal_id"))
    if refused.is_told or not refused.phone:
        return
    params = {
        "day": _day(refused.at),
        "station": refused.station_name,
        "phone": STATION_DESK_PHONE,
    }
    sending.send_sms(refused.phone, Template.APPLY_AGAIN, params)


class NotYet(Exception):
    """The other side answers, but what is asked for is not there yet: ask again later."""


SENDERS: Mapping[tuple[str, str], Callable[[Sending], None]] = {
    ("population", "submit"): submit,
    ("population", "decision"): decision,
    ("population", "cancel"): cancel,
    ("population", "temporary_card"): temporary_card,
    ("province_remote", "decision"): answer_elsewhere,
    ("province_remote", "chase"): chase,
    ("national_remote", "submit"): submit,
    ("national_remote", "cancel"): cancel,
    ("national_remote", "decision"): answer_elsewhere,
    ("national_remote", "chase"): chase,
    ("self", "order"): order_when_ready,
    ("self", "wish"): close_by_wish,
    ("card_centre", "order"): order_card,
    ("card_centre", "redirect"): parcels.redirect,
    ("post", "follow"): parcels.follow,
    ("post", "recall"): parcels.recall,
    ("treasury", "void_code"): void_code,
    ("treasury", "refund"): refund,
    ("treasury", "fetch_receipt"): fetch_receipt,
    ("sms", "collect"): collect_sms,
    ("sms", "remind"): remind_sms,
    ("sms", "lapse"): lapse_sms,
    ("sms", "posted"): parcels.posted_sms,
    ("sms", "remade"): remade_sms,
    ("sms", "refusal_lifted"): refusal_lifted_sms,
}
