"""What 《居民身份证领取凭证》 says about the way the card comes (第十一条)."""

from __future__ import annotations

from tongban.cases.queries.papers import CasePaper
from tongban.desks.shared.papers_registration import unit_name
from tongban.desks.shared.present_parcels import FEE, POST_PHONE
from tongban.documents.forms.sheet import Office
from tongban.policy.vocabulary import Delivery, Reason


def mailed_to(case: CasePaper) -> Office:
    """The recipient and the address of the parcel."""
    way = case.way_now
    return Office(name=f"收件人 {way.recipient}", address=way.address)


def to_bring(case: CasePaper) -> tuple[str, ...]:
    """What to have at hand at the window, or when the postman comes."""
    is_renewal = case.reason is not Reason.LOST
    if case.way_now.delivery is Delivery.COURIER:
        old = (
            ("签收后请把原居民身份证交回受理地派出所，可以送来，也可以寄来",) if is_renewal else ()
        )
        return ("本人有效证件，签收时出示", *old)
    old = ("原居民身份证，领取新证时交回",) if is_renewal else ()
    return ("本凭证（遗失不影响领取）", *old)


def slip_notes(case: CasePaper) -> tuple[str, ...]:
    """What to keep in mind until the card is there."""
    if case.way_now.delivery is not Delivery.COURIER:
        return ("换手机号的，请在领证前告知受理地派出所。",)
    unit = unit_name(case.accepting_unit)
    return (
        f"制证中心寄出后短信告知邮件号，可拨 {POST_PHONE} 查询；{FEE}",
        f"寄出前要换地址、换电话或改到派出所领取的，请告知{unit}。",
    )
