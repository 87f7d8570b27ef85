"""What the applicant may have while waiting (第十二条)."""

from datetime import date, timedelta

from tongban.policy.category import SHANDONG
from tongban.policy.terms import Terms
from tongban.policy.vocabulary import TemporaryDocument
from tongban.standards.months import add_months

_FREE = "您需要证明身份的，我们现在就为您出具《临时身份证明》，不收费。"
_ELSEWHERE = (
    "您的户籍在外省，因人口系统的技术原因和上级公安机关的工作部署，"
    f"异地受理期间暂不能为您制发临时居民身份证。{_FREE}"
)
_NOT_CONNECTED = (
    "您户籍所在的城市还没有部署山东省实有人口信息管理系统，"
    f"异地受理期间暂不能为您制发临时居民身份证。{_FREE}"
)


def temporary(home_unit: str | None, *, address_division: str, terms: Terms) -> TemporaryDocument:
    """A temporary card for households of Shandong, else a certificate; on the spot, on request.

    Cities of the province without its population system are named by a term.
    """
    if home_unit is not None:
        return TemporaryDocument.CARD
    if not address_division.startswith(SHANDONG):
        return TemporaryDocument.CERTIFICATE
    if address_division[:4] in terms.cities_without_provincial_system:
        return TemporaryDocument.CERTIFICATE
    return TemporaryDocument.CARD


def temporary_explanation(home_unit: str | None, *, address_division: str, terms: Terms) -> str:
    """Why only a certificate can be given, to be read aloud; empty where a card is made."""
    document = temporary(home_unit, address_division=address_division, terms=terms)
    if document is TemporaryDocument.CARD:
        return ""
    return _NOT_CONNECTED if address_division.startswith(SHANDONG) else _ELSEWHERE


def temporary_card_last_day(issued_on: date, *, terms: Terms) -> date:
    """The last day of a temporary card (临时居民身份证管理办法: three months from issue)."""
    return add_months(issued_on, months=terms.temporary_card_months, leap_day=terms.leap_day_rule)


def temporary_certificate_last_day(issued_on: date, *, terms: Terms) -> date:
    """The last day of a certificate (an operator's term); collecting the card ends it earlier."""
    return issued_on + timedelta(days=terms.temporary_certificate_days)
