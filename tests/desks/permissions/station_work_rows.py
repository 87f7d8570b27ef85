"""The station's other pages: workbench, returns, cards, money, files."""

from collections.abc import Callable
from uuid import UUID, uuid4

from tests.accounts.people import AT
from tests.cases import mailed
from tests.cases.elsewhere import outgoing
from tests.cases.world import World as CaseWorld
from tests.desks.permissions.cases import far, near
from tests.desks.permissions.model import Arguments, Row, World, at

from tongban.blobs import store
from tongban.blobs.kinds import BlobKind
from tongban.cases.models import Card, Chase, Outgoing
from tongban.cases.operations import cash_close, fee, intake_open, logistics
from tongban.cases.operations.drafts import save_draft
from tongban.desks.shared.drafts import draft_key
from tongban.desks.station.panels_capture import Begun
from tongban.policy.units import UnitKind
from tongban.procedure.actors import SYSTEM
from tongban.procedure.roles import Role

ACCEPTANCE = at(UnitKind.STATION, Role.ACCEPTANCE)
DELIVERY = at(UnitKind.STATION, Role.DELIVERY)
BOTH = ACCEPTANCE | DELIVERY
_WAY = {"delivery": "COURIER", "recipient": "颜母", "phone": "13900000000"}
_WAY |= {"address": "山东省曲阜市鲁城街道明故城路12号"}
FORM = {"request_id": str(UUID(int=9)), "seen_version": "3"}


Make = Callable[[World], Arguments]


def _returned(made: CaseWorld) -> Arguments:
    return {"case_id": made.returned().id}


def _returned_near(world: World) -> Arguments:
    return _returned(near())


def _returned_far(world: World) -> Arguments:
    return _returned(far())


def _hand_near(world: World) -> Arguments:
    return {**_returned(near()), "hand": "right"}


def _hand_far(world: World) -> Arguments:
    return {**_returned(far()), "hand": "right"}


def _pending(world: World, made: CaseWorld) -> Arguments:
    case_id = made.returned().id
    officer = world.officer((UnitKind.STATION, Role.ACCEPTANCE))
    ref = store.put(b"jpeg", kind=BlobKind.ORIGINAL_PHOTO, media_type="image/jpeg", at=AT)
    begun = Begun(ref, 800, 1000, (0, 0, 358, 441), {})
    key = draft_key("fix-photo", case_id)
    save_draft(officer.id, key=key, body=begun.as_draft(), at=AT)
    return {"case_id": case_id, "which": "original"}


def _pending_here(world: World) -> Arguments:
    return _pending(world, near())


def _pending_there(world: World) -> Arguments:
    return _pending(world, far())


def _here(world: World) -> Arguments:
    return {"case_id": near().at_station().id}


def _there(world: World) -> Arguments:
    return {"case_id": far().at_station().id}


def _made_here(world: World) -> Arguments:
    return {"case_id": near().issued().id}


def _made_there(world: World) -> Arguments:
    return {"case_id": far().issued().id}


def _back_here(world: World) -> Arguments:
    return {"case_id": mailed.sent_back(near()).id}


def _back_there(world: World) -> Arguments:
    return {"case_id": mailed.sent_back(far()).id}


def _mailed_here(world: World) -> Arguments:
    return {"case_id": mailed.delivered(near()).id}


def _mailed_there(world: World) -> Arguments:
    return {"case_id": mailed.delivered(far()).id}


def _paid_here(world: World) -> Arguments:
    return {"case_id": near().paid().id}


def _paid_there(world: World) -> Arguments:
    return {"case_id": far().paid().id}


def _cash(made: CaseWorld) -> Arguments:
    case = made.signed()
    fee.take_cash(case.id, made.call(made.acceptor, minutes=20))
    return {"case_id": case.id}


def _cash_here(world: World) -> Arguments:
    return _cash(near())


def _cash_there(world: World) -> Arguments:
    return _cash(far())


def _ended_here(world: World) -> Arguments:
    return {"case_id": near().handed_over().id}


def _ended_there(world: World) -> Arguments:
    return {"case_id": far().handed_over().id}


def _batch(made: CaseWorld) -> Arguments:
    case = made.at_county()
    batch_id = intake_open.new_id()
    logistics.forward(
        made.station,
        made.call(made.forwarder, minutes=150),
        card_ids=[Card.objects.get(case=case).id],
        batch_id=batch_id,
    )
    return {"batch_id": batch_id}


def _batch_here(world: World) -> Arguments:
    return _batch(near())


def _batch_there(world: World) -> Arguments:
    return _batch(far())


def _chase(world: World) -> Arguments:
    chase = Chase.objects.create(
        id=uuid4(), unit=world.station, kind="FIX_RETURN", count=1, words="请今天办结。",
        at=AT, by=uuid4(), by_unit=world.county,
    )  # fmt: skip
    return {"chase_id": chase.id}


def _kind(world: World) -> Arguments:
    return {"kind": "ARCHIVE"}


def _reminded_here(world: World) -> Arguments:
    return {"case_id": near().signed().id, "kind": "PAY"}


def _reminded_there(world: World) -> Arguments:
    return {"case_id": far().signed().id, "kind": "PAY"}


def _awaited_here(world: World) -> Arguments:
    return {"case_id": outgoing(near()).id}


def _awaited_there(world: World) -> Arguments:
    return {"case_id": outgoing(far()).id}


def _failed(made: CaseWorld) -> Arguments:
    message = Outgoing.objects.get(case=outgoing(made))
    message.state = Outgoing.State.FAILED
    message.save()
    return {"message_id": message.id}


def _failed_here(world: World) -> Arguments:
    return _failed(near())


def _failed_there(world: World) -> Arguments:
    return _failed(far())


def _again(made: CaseWorld) -> Arguments:
    """Money that came a second time for a fee."""
    case = made.paid()
    payment = case.payments.get()
    fee.confirm_paid(
        case.id, made.call(SYSTEM, minutes=30), order_no=f"{payment.order_no}C1",
        amount_fen=payment.amount_fen, paid_at=made.at, told=fee.Told(repeats=payment.order_no),
    )  # fmt: skip
    return {"case_id": case.id, "payment_id": case.payments.get(is_extra=True).id}


def _again_here(world: World) -> Arguments:
    return _again(near())


def _again_there(world: World) -> Arguments:
    return _again(far())


def _closed(made: CaseWorld) -> Arguments:
    """An officer's day that is closed, with cash left over."""
    _cash(made)
    done = cash_close.close_day(
        made.call(made.acceptor, minutes=30), counted_fen=2000, words="明天代缴", seen_fen=2000
    )
    return {"close_id": done.id}


def _closed_here(world: World) -> Arguments:
    return _closed(near())


def _closed_there(world: World) -> Arguments:
    return _closed(far())


_SEARCH = {**FORM, "q": "颜"}
_SIGNED = {**FORM, "identity_checked": "1", "old_card": "TAKEN_IN"}


def _elsewhere(
    name: str, method: str = "GET", own: Make = _returned_near, other: Make = _returned_far
) -> Row:
    """A nearer station captures for another one's case: every window may, with the person there."""
    return Row(f"station:{name}", ACCEPTANCE, method, own, other, beyond=ACCEPTANCE, data=FORM)


_FIXED = {**FORM, "address": "山东省曲阜市新的住址1号", "words": "已经核对，原信息无误。"}

ROWS = [
    Row("station:work", BOTH),
    Row("station:duty", BOTH, own=_kind),
    Row("station:chase-seen", BOTH, method="POST", own=_chase, data=FORM),
    Row("station:remind", BOTH, method="POST", own=_reminded_here, other=_reminded_there, data=FORM),
    Row("station:case", BOTH, own=_paid_here, other=_paid_there),
    Row("station:answer-chase", ACCEPTANCE, "POST", _awaited_here, _awaited_there, data=FORM),
    Row("station:message-again", ACCEPTANCE, "POST", _failed_here, _failed_there, data=FORM),
    Row("station:returns", ACCEPTANCE),
    Row("station:return", ACCEPTANCE, own=_returned_near, other=_returned_far),
    Row("station:return-keep", ACCEPTANCE, "POST", _returned_near, _returned_far, data=_FIXED),
    Row("station:return-compose", ACCEPTANCE, "POST", _returned_near, _returned_far, data=_FIXED),
    Row("station:return-resubmit", ACCEPTANCE, "POST", _returned_near, _returned_far, data=_FIXED),
    Row("station:return-photo", ACCEPTANCE, "POST", _returned_near, _returned_far, data=FORM),
    Row("station:return-camera", ACCEPTANCE, own=_returned_near, other=_returned_far),
    Row("station:return-frame", ACCEPTANCE, "POST", _returned_near, _returned_far, data=FORM),
    Row("station:return-drop", ACCEPTANCE, "POST", _returned_near, _returned_far, data=FORM),
    Row("station:return-finger", ACCEPTANCE, "POST", _hand_near, _hand_far, data=FORM),
    Row("station:return-pending", ACCEPTANCE, own=_pending_here, other=_pending_there),
    _elsewhere("elsewhere"),
    _elsewhere("elsewhere-send", "POST"),
    _elsewhere("elsewhere-photo", "POST"),
    _elsewhere("elsewhere-frame", "POST"),
    _elsewhere("elsewhere-drop", "POST"),
    _elsewhere("elsewhere-finger", "POST", _hand_near, _hand_far),
    _elsewhere("elsewhere-pending", "GET", _pending_here, _pending_there),
    Row("station:cards", BOTH),
    Row("station:cards", BOTH, "POST", data=_SEARCH),
    Row("station:batch", DELIVERY, own=_batch_here, other=_batch_there),
    Row("station:batch-scan", DELIVERY, "POST", _batch_here, _batch_there, data=FORM),
    Row("station:batch-receive", DELIVERY, "POST", _batch_here, _batch_there, data=FORM),
    Row("station:card", BOTH, own=_here, other=_there),
    Row("station:card-hand-over", DELIVERY, "POST", _here, _there, data=_SIGNED),
    Row("station:card-told", DELIVERY, "POST", _here, _there, data=FORM),
    Row(
        "station:card-contact", ACCEPTANCE, "POST", _made_here, _made_there,
        data={**FORM, **_WAY},
    ),
    Row("station:parcels", BOTH),
    Row("station:card-address", ACCEPTANCE, own=_back_here, other=_back_there),
    Row(
        "station:card-address", ACCEPTANCE, "POST", _back_here, _back_there,
        data={**FORM, **_WAY},
    ),
    Row(
        "station:old-card", BOTH, "POST", _mailed_here, _mailed_there,
        data={**FORM, "brought_by": "APPLICANT", "destroyed": "1"},
    ),
    Row(
        "station:old-card-write-off", ACCEPTANCE, "POST", _mailed_here, _mailed_there,
        data={**FORM, "reason": "声明已丢失"},
    ),
    Row("station:money", ACCEPTANCE),
    Row("station:day-sheet", ACCEPTANCE, "POST", data={**FORM, "day": "2026-11-23"}),
    Row("station:payment", ACCEPTANCE, own=_cash_here, other=_cash_there),
    Row("station:payment-query", ACCEPTANCE, "POST", _cash_here, _cash_there, data=FORM),
    Row("station:pay-on-behalf", ACCEPTANCE, "POST", _cash_here, _cash_there, data=FORM),
    Row("station:give-back", ACCEPTANCE, "POST", _cash_here, _cash_there, data=FORM),
    Row("station:stock-receipt", ACCEPTANCE, "POST", _paid_here, _paid_there, data=FORM),
    Row("station:stock-spoiled", ACCEPTANCE, "POST", _paid_here, _paid_there, data=FORM),
    Row("station:refund-extra", ACCEPTANCE, "POST", _again_here, _again_there, data=FORM),
    Row("station:cash-close", ACCEPTANCE),
    Row("station:cash-close", ACCEPTANCE, "POST", data=FORM),
    Row("station:cash-closed", ACCEPTANCE, own=_closed_here, other=_closed_there),
    Row("station:cash-print", ACCEPTANCE, "POST", _closed_here, _closed_there, data=FORM),
    Row("station:files", ACCEPTANCE),
    Row("station:file-seal", ACCEPTANCE, "POST", _ended_here, _ended_there, data=FORM),
    Row("station:file-add", ACCEPTANCE, "POST", _ended_here, _ended_there, data=FORM),
]  # fmt: skip
