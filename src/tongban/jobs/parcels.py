"""Cards on their way by courier: what the centre, the post and the applicant are told (第十一条)."""

from __future__ import annotations

from datetime import datetime, timedelta

from tongban.cases.operations import parcels
from tongban.cases.operations.errors import LostRace, OperationError
from tongban.cases.queries import parcel_messages as messages
from tongban.jobs.sending import Sending
from tongban.ports.errors import Rejected, UpstreamError
from tongban.ports.registry import Ports
from tongban.ports.sms_texts import Template

UNHEARD = timedelta(hours=12)
"""After so long without news the post is asked: a notice may come late or never."""
AT_ONCE = 100


def redirect(sending: Sending) -> None:
    """Tell the card centre where the card goes instead.

    One that nobody is to have and that has left already is called back when the centre tells of it.
    """
    card_id = sending.payload_id("card_id")
    asked = messages.redirection(card_id, reference=str(sending.message.id))
    try:
        sending.ports.card_centre.redirect(asked, at=sending.at)
    except Rejected as refused:
        if refused.code != "ALREADY_SHIPPED" or messages.is_wanted(card_id):
            raise


def follow(sending: Sending) -> None:
    """Have the post tell what happens to a parcel."""
    parcel = messages.sent_parcel(sending.message.payload, case_id=sending.message.case_id)
    sending.ports.post.follow(parcel.tracking_no, reference=parcel.order_no, at=sending.at)


def recall(sending: Sending) -> None:
    """Call a parcel back to the card centre; nothing to call back once it is over (暂扣)."""
    parcel = messages.sent_parcel(sending.message.payload, case_id=sending.message.case_id)
    if not parcel.is_on_its_way:
        return
    sending.ports.post.recall(parcel.tracking_no, reference=parcel.order_no, at=sending.at)
    parcels.record_recalled(parcel.id, at=sending.at)


def posted_sms(sending: Sending) -> None:
    """Tell the applicant the parcel's number, while it is of use."""
    parcel = messages.sent_parcel(sending.message.payload, case_id=sending.message.case_id)
    if not (parcel.is_on_its_way and parcel.is_wanted):
        return
    sending.send_sms(parcel.phone, Template.CARD_POSTED, {"tracking": parcel.tracking_no})


def ask_post(ports: Ports, *, at: datetime) -> int:
    """Ask about the parcels of which nothing was heard for long; returns how many were asked about."""
    numbers = parcels.to_ask_about(before=at - UNHEARD, limit=AT_ONCE)
    for number in numbers:
        try:
            found = ports.post.track(number, at=at)
        except UpstreamError:
            continue
        for event in found.events:
            try:
                parcels.take_event(event, at=at)
            except LostRace:
                break
            except OperationError:
                # The case has left this way: what the post still says of the parcel changes nothing.
                break
        parcels.record_asked(number, at=at)
    return len(numbers)
