"""What the centre checks before it takes an order."""

from __future__ import annotations

from tongban.policy.vocabulary import Delivery
from tongban.ports.card_centre import LONG_TERM, CardOrder, Recipient
from tongban.standards import id_number, unit_codes

FINGERS = range(11, 21)
JPEG = b"\xff\xd8\xff"


def fault_of(order: CardOrder) -> str | None:
    """The first thing wrong with an order, as a Chinese sentence; None when it can be made."""
    printed = order.printed
    if not id_number.is_valid(printed.id_number):
        return "公民身份号码不符合 GB 11643。"
    if not (printed.name.strip() and printed.address.strip() and order.issuer.strip()):
        return "姓名、住址、签发机关不能为空。"
    if not order.photo_jpeg.startswith(JPEG):
        return "照片不是 JPEG 图像。"
    fingers = [print_.finger for print_ in order.fingerprints]
    if len(set(fingers)) != len(fingers) or len(fingers) > 2 or not set(fingers) <= set(FINGERS):
        return "指纹最多两枚，指位代码应为 11 至 20 且不重复。"
    if order.valid_until != LONG_TERM and order.valid_until <= order.valid_from:
        return "有效期截止日期应晚于起始日期。"
    if not all(map(unit_codes.is_valid, (order.destination.county, order.destination.station))):
        return "送达单位代码应为 12 位。"
    return way_fault(order.delivery, order.recipient)


def way_fault(delivery: Delivery, recipient: Recipient | None) -> str | None:
    """What is wrong with where a card is to go; None when it can be sent."""
    if (delivery is Delivery.COURIER) != (recipient is not None):
        return "邮政速递须有收件人，到派出所领取不填收件人。"
    if recipient and not all(
        part.strip() for part in (recipient.name, recipient.phone, recipient.address)
    ):
        return "收件人姓名、电话、地址不能为空。"
    return None
