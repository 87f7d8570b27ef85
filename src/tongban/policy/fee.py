"""What a card costs (第七条): two amounts, and nothing else may be charged."""

from tongban.policy.terms import Terms
from tongban.policy.vocabulary import Reason
from tongban.standards.money import Fen


def fee(reason: Reason, *, terms: Terms) -> Fen:
    """The fee in fen; raises ``ValueError`` for a first issue, which is not taken remotely."""
    match reason:
        case Reason.EXPIRED:
            return terms.fee_expired_fen
        case Reason.DAMAGED:
            return terms.fee_damaged_fen
        case Reason.LOST:
            return terms.fee_lost_fen
        case Reason.FIRST_ISSUE:
            raise ValueError("首次申领不在异地受理范围内，没有工本费标准")
