"""What the applicant may have while waiting (第十二条)."""

from datetime import date

from tongban.policy.category import SHANDONG
from tongban.policy.terms import Terms
from tongban.policy.vocabulary import TemporaryDocument
from tongban.standards.months import add_months


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


def temporary_card_last_day(issued_on: date, *, terms: Terms) -> date:
    """The last day of a temporary card (临时居民身份证管理办法: three months from issue)."""
    return add_months(issued_on, months=terms.temporary_card_months, leap_day=terms.leap_day_rule)
