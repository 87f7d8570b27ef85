"""What stations, county bureaus and the city press on their other pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.cases import elsewhere, mailed
from tests.desks.city.test_answers import late, value
from tests.desks.cost.model import Press, Ready, answer, of_case
from tests.desks.county.desk import Desk
from tests.desks.county.test_card_desk import shipped_batch
from tests.desks.station.test_cards import drawn, forwarded
from tests.desks.station.test_money import cash, withdrawn
from tests.desks.station.test_returns import picture, returned_for_text
from tests.desks.station.test_temporary import issued

from tongban.cases.models import Card, Case, MoneyDifference, Payment, Refusal
from tongban.cases.operations import closing, fee, intake_end, refusals
from tongban.cases.queries.composed import fee_of
from tongban.desks.station import treasury
from tongban.ports.registry import get_ports
from tongban.procedure.actors import SYSTEM
from tongban.procedure.acts import Act
from tongban.procedure.reasons import RefusalFinding

Make = Callable[[Desk], Ready]


def station(stage: Callable[[Desk], Case], **form: Any) -> Make:
    """A button of a case at the accepting officer's desk."""
    return lambda desk: of_case(desk, desk.world.acceptor, stage(desk), **form)


def keeper(stage: Callable[[Desk], Case], **form: Any) -> Make:
    """A button of a case at the desk of the station's keeper of cards."""
    return lambda desk: of_case(desk, desk.world.keeper, stage(desk), **form)


def reviewer(**form: Any) -> Make:
    """A button of a case in the queue of the home bureau, with another one behind it."""

    def ready(desk: Desk) -> Ready:
        case, _ = desk.world.signed(1), desk.world.signed(2)
        return of_case(desk, desk.world.reviewer, case, **form)

    return ready


def here(desk: Desk) -> Case:
    return desk.world.at_station()


def returned(desk: Desk) -> Case:
    return desk.world.returned()


def in_queue(desk: Desk) -> Case:
    return desk.world.signed()


def came_back(desk: Desk) -> Case:
    return mailed.sent_back(desk.world)


def mailed_home(desk: Desk) -> Case:
    return mailed.delivered(desk.world)


def being_cut(desk: Desk) -> Case:
    """A returned case whose new photo is being cut."""
    case = desk.world.returned()
    send(desk, "station:return-photo", {"case_id": case.id}, image=picture())
    return case


def put_right(desk: Desk) -> Case:
    """A returned case with a new photo, two fingers and a text waiting to be composed."""
    case = being_cut(desk)
    send(desk, "station:return-frame", {"case_id": case.id})
    for hand in ("right", "left"):
        where = {"case_id": case.id, "hand": hand}
        send(desk, "station:return-finger", where, act="store", **{f"{hand}_reason": "手指残缺"})
    return case


def elsewhere_cut(desk: Desk, **form: Any) -> Ready:
    """A nearer station at which the new photo of a returned case is being cut."""
    case, client = desk.world.returned(), desk.client(desk.world.elsewhere())
    ready = Ready(client, {"case_id": case.id}, {"image": picture()})
    assert answer("station:elsewhere-photo", ready).status_code == 303
    return Ready(client, ready.arguments, form)


def elsewhere_whole(desk: Desk) -> Ready:
    """A nearer station with a photo and both hands."""
    ready = elsewhere_cut(desk)
    answer("station:elsewhere-frame", ready)
    for hand in ("right", "left"):
        where = {**ready.arguments, "hand": hand}
        form = {"act": "store", f"{hand}_reason": "手指残缺"}
        answer("station:elsewhere-finger", Ready(ready.client, where, form))
    return Ready(ready.client, ready.arguments, {"is_same": "1"})


def elsewhere_finger(desk: Desk) -> Ready:
    case = desk.world.returned()
    client = desk.client(desk.world.elsewhere())
    form = {"act": "store", "right_reason": "手指残缺"}
    return Ready(client, {"case_id": case.id, "hand": "right"}, form)


def elsewhere_photo(desk: Desk) -> Ready:
    case, client = desk.world.returned(), desk.client(desk.world.elsewhere())
    return Ready(client, {"case_id": case.id}, {"image": picture()})


def paid_twice(desk: Desk) -> Case:
    """A paid fee for which money came a second time."""
    case = desk.world.paid()
    payment = case.payments.get()
    fee.confirm_paid(
        case.id,
        desk.world.call(SYSTEM, minutes=30),
        order_no=f"{payment.order_no}C1",
        amount_fen=payment.amount_fen,
        paid_at=desk.world.at,
        told=fee.Told(repeats=payment.order_no),
    )
    return case


def extra(desk: Desk) -> Ready:
    """The button that asks for the refund of what came twice."""
    case = paid_twice(desk)
    arguments = {"case_id": case.id, "payment_id": case.payments.get(is_extra=True).id}
    return Ready(desk.client(desk.world.acceptor), arguments)


def to_add(desk: Desk) -> Ready:
    """The button that adds the copies that are missing to a sealed file."""
    case = desk.world.handed_over()
    closing.seal_file(case.id, desk.world.call(desk.world.acceptor, minutes=300))
    given = {"part": "EVIDENCE", "words": "纸质卷中找到，当时没有扫描", "scan": picture()}
    return Ready(desk.client(desk.world.acceptor), {"case_id": case.id}, given)


def to_close(desk: Desk) -> Ready:
    """A drawer with the cash of one fee, counted."""
    cash(desk.world, 1)
    form = {"counted": "20.00", "seen_fen": "2000", "words": "银行已下班，明早代缴"}
    return Ready(desk.client(desk.world.acceptor), {}, form)


def difference(desk: Desk) -> Ready:
    """What a close left over, before another officer."""
    answer("station:cash-close", to_close(desk))
    arguments = {"difference_id": MoneyDifference.objects.get().id}
    form = {"outcome": "PAID_ON", "words": "已经代缴入财政。"}
    return Ready(desk.client(desk.world.acceptor2), arguments, form)


def send(desk: Desk, name: str, arguments: dict[str, Any], **form: Any) -> None:
    """Press a button on the way to another one."""
    done = answer(name, Ready(desk.client(desk.world.acceptor), arguments, form))
    assert done.status_code == 303, done.content.decode()


def finger(desk: Desk) -> Ready:
    arguments = {"case_id": desk.world.returned().id, "hand": "right"}
    form = {"act": "store", "right_reason": "手指残缺"}
    return Ready(desk.client(desk.world.acceptor), arguments, form)


def reminded(desk: Desk) -> Ready:
    arguments = {"case_id": desk.world.signed().id, "kind": "PAY"}
    return Ready(desk.client(desk.world.acceptor), arguments)


def photo(desk: Desk) -> Ready:
    return of_case(desk, desk.world.acceptor, returned(desk), image=picture())


def signed(desk: Desk) -> Ready:
    return of_case(desk, desk.world.acceptor, to_give_back(desk), signature_png=drawn())


def at_counter(desk: Desk) -> Ready:
    """Everything at once: the card is collected, the temporary one given back."""
    case = desk.world.at_station()
    issued(desk, case)
    given = {"identity_checked": "1", "old_card": "TAKEN_IN", "temporary": "RETURNED"}
    return of_case(desk, desk.world.keeper, case, signature_png=drawn(), **given)


def paid_there(desk: Desk) -> Case:
    """A fee that has arrived at the treasury, which we have not heard."""
    case = desk.world.signed()
    fee = fee_of(case.id)
    assert fee is not None
    treasury.ask_code(case.id, fee, call=desk.world.call(desk.world.acceptor, minutes=10))
    order_no = Payment.objects.get().order_no
    get_ports().treasury.pay_on_behalf(order_no, unit="x", officer_name="x", at=desk.clock.at)
    return case


def cash_with_code(desk: Desk) -> Case:
    """Cash in hand for a fee whose code was shown before."""
    case = desk.world.signed(1)
    fee = fee_of(case.id)
    assert fee is not None
    treasury.ask_code(case.id, fee, call=desk.world.call(desk.world.acceptor, minutes=10))
    send(desk, "station:intake-fee-cash", {"intake_id": desk.world.intake_of(case).id})
    return case


def to_give_back(desk: Desk) -> Case:
    return withdrawn(desk.world, cash(desk.world, 1))


def to_approve(desk: Desk) -> Ready:
    case = withdrawn(desk.world, desk.world.paid())
    return Ready(desk.client(desk.world.supervisor), {"case_id": case.id})


def with_temporary(desk: Desk) -> Case:
    case = desk.world.signed()
    issued(desk, case)
    return desk.world.fresh(case)


def to_write_off(desk: Desk) -> Case:
    return withdrawn(desk.world, with_temporary(desk))


def batch(desk: Desk, **form: Any) -> Ready:
    """A batch of two cards on its way to the station."""
    found = forwarded(desk.world, 1, 2)
    return Ready(desk.client(desk.world.keeper), {"batch_id": found.id}, form)


def one_of_batch(desk: Desk) -> Ready:
    ready = batch(desk)
    return Ready(ready.client, ready.arguments, {"card": [str(first_card())]})


def batch_at_county(desk: Desk, **form: Any) -> Ready:
    """A batch of two cards on its way to the county bureau."""
    found = shipped_batch(desk, 1, 2)
    return Ready(desk.client(desk.world.forwarder), {"batch_id": found.id}, form)


def one_at_county(desk: Desk) -> Ready:
    ready = batch_at_county(desk)
    return Ready(ready.client, ready.arguments, {"card": [str(first_card())]})


def to_forward(desk: Desk) -> Ready:
    desk.world.at_station(1)  # the day's first number is taken
    card = Card.objects.get(case=desk.world.at_county(2))
    form = {"card": [str(card.id)], "batch_id": str(uuid4())}
    return Ready(desk.client(desk.world.forwarder), {"station": desk.world.station}, form)


def first_card() -> Any:
    return Card.objects.order_by("order_no").values_list("id", flat=True)[0]


def to_chase(desk: Desk) -> Ready:
    form = {"shown": [value(late(desk, 1))]}
    return Ready(desk.client(desk.world.chief), {}, form)


def to_chase_here(desk: Desk) -> Ready:
    """An answer from elsewhere that the station has waited for too long."""
    case = elsewhere.outgoing(desk.world)
    desk.later(days=20)
    return of_case(desk, desk.world.acceptor, case)


def to_settle(desk: Desk) -> Ready:
    """A case issued elsewhere and then returned."""
    case = elsewhere.outgoing(desk.world)
    elsewhere.answer(desk.world, case, elsewhere.issued())
    case = elsewhere.answer(desk.world, case, elsewhere.returned(), minutes=40)
    return of_case(desk, desk.world.supervisor, case, settled="LATER", **WORDS)


WORDS = {"words": "已经核对，原信息无误。"}
WAY = {"delivery": "COURIER", "recipient": "颜母", "phone": "13900000000"}
WAY |= {"address": "山东省曲阜市鲁城街道明故城路12号"}
OLD_CARD = {"brought_by": "APPLICANT", "destroyed": "1"}
ADDRESS = {"address": "山东省曲阜市新的住址1号"}


def refused(desk: Desk) -> Refusal:
    """Somebody refused for bad credit at the station."""
    world = desk.world
    world.discredit()
    intake = world.open_intake()
    intake_end.refuse(
        intake.id, world.call(world.acceptor), words="信用平台推送的记录。", phone="13800000000"
    )
    return Refusal.objects.get(intake=intake)


def to_check(desk: Desk) -> Ready:
    form = {"finding": "WRONG", "words": "记录是同名的另一人。"}
    arguments = {"refusal_id": refused(desk).id}
    return Ready(desk.client(desk.world.supervisor), arguments, form)


def to_tell_again(desk: Desk) -> Ready:
    refusal, world = refused(desk), desk.world
    refusals.check_refusal(
        refusal.intake_id,
        world.call(world.supervisor, minutes=20),
        finding=RefusalFinding.WRONG,
        words="记录是同名的另一人。",
    )
    form = {"way": "PHONE", "words": "电话告知本人，下周来。"}
    return Ready(desk.client(world.acceptor), {"refusal_id": refusal.id}, form)


PRESSES: list[Press[Desk]] = [
    Press("station:remind", (Act.REMIND,), reminded),
    Press("station:answer-chase", (Act.CHASE,), to_chase_here),
    Press(
        "station:return-keep", (), station(lambda desk: returned_for_text(desk.world), **ADDRESS)
    ),
    Press("station:return-photo", (), photo),
    Press("station:return-frame", (), station(being_cut)),
    Press("station:return-drop", (), station(being_cut)),
    Press("station:return-finger", (), finger),
    Press("station:elsewhere-photo", (), elsewhere_photo),
    Press("station:elsewhere-frame", (), elsewhere_cut),
    Press("station:elsewhere-drop", (), elsewhere_cut),
    Press("station:elsewhere-finger", (), elsewhere_finger),
    Press("station:elsewhere-send", (Act.CAPTURE_ELSEWHERE,), elsewhere_whole),
    Press("station:return-compose", (Act.RECOMPOSE,), station(put_right, **ADDRESS)),
    Press("station:return-resubmit", (Act.RESUBMIT,), station(returned, **WORDS)),
    Press("station:batch-receive", (Act.RECEIVE_AT_STATION,), one_of_batch),
    Press(
        "station:batch-scan",
        (Act.RECEIVE_AT_STATION,),
        lambda desk: batch(desk, code="S00000001"),
        shows=True,
    ),
    Press("station:card-told", (Act.TELL,), keeper(here)),
    Press("station:card-contact", (Act.CHANGE_DELIVERY,), station(in_queue, **WAY)),
    Press("station:card-address", (Act.CHANGE_DELIVERY,), station(came_back, **WAY)),
    Press("station:old-card", (Act.TAKE_IN_OLD_CARD,), keeper(mailed_home, **OLD_CARD)),
    Press(
        "station:old-card-write-off", (Act.WRITE_OFF,), station(mailed_home, reason="声明已丢失")
    ),
    Press("station:card-hand-over", (Act.HAND_OVER,), at_counter),
    Press("station:payment-query", (Act.CONFIRM_PAID,), station(paid_there)),
    Press("station:pay-on-behalf", (Act.CONFIRM_PAID,), station(cash_with_code)),
    Press(
        "station:give-back",
        (Act.GIVE_BACK_CASH,),
        signed,
    ),
    Press("station:refund-extra", (Act.ASK_REFUND,), extra),
    Press(
        "station:stock-receipt",
        (Act.RECEIPT,),
        station(lambda desk: desk.world.paid(), series="37060126", number="0000123456"),
    ),
    Press(
        "station:stock-spoiled",
        (),
        station(lambda desk: desk.world.paid(), series="37060126", number="0000123457", why="写错"),
    ),
    Press("station:cash-close", (), to_close),
    Press("shared:difference", (), difference),
    Press("station:file-seal", (Act.SEAL_FILE,), station(lambda desk: desk.world.handed_over())),
    Press("station:file-add", (Act.ADD_TO_FILE,), to_add),
    Press("shared:temporary-issue", (Act.ISSUE_TEMPORARY,), station(in_queue)),
    Press(
        "shared:temporary-take-back",
        (Act.TAKE_BACK_TEMPORARY,),
        keeper(with_temporary, temporary="RETURNED"),
    ),
    Press("shared:temporary-write-off", (Act.WRITE_OFF,), station(to_write_off, **WORDS)),
    Press("shared:refusal-check", (Act.CHECK_REFUSAL,), to_check),
    Press("shared:refusal-told", (Act.TELL_AGAIN,), to_tell_again),
    Press("shared:settle", (Act.SETTLE_ANSWER,), to_settle),
    Press("county:review-issue", (Act.ISSUE,), reviewer()),
    Press("county:review-return", (Act.RETURN,), reviewer(category="PHOTO", words="背景有阴影。")),
    Press("county:batch-receive", (Act.RECEIVE_AT_COUNTY,), one_at_county),
    Press(
        "county:batch-scan",
        (Act.RECEIVE_AT_COUNTY,),
        lambda desk: batch_at_county(desk, code="S00000001"),
        shows=True,
    ),
    Press("county:forward", (Act.FORWARD,), to_forward),
    Press("county:refund", (Act.APPROVE_REFUND,), to_approve),
    Press("city:answers-chase", (Act.CHASE_BY_CITY,), to_chase),
]
