"""Where an intake, a case and its payment can stand."""

from tongban.standards.labels import Labelled


class Stage(Labelled):
    """The stages of a case. A hold (暂扣) is a flag beside the stage, not a stage."""

    COMPOSED = "COMPOSED", "待签名"
    IN_REVIEW = "IN_REVIEW", "待审核签发"
    RETURNED = "RETURNED", "已退回"
    ISSUED = "ISSUED", "已签发"
    IN_PRODUCTION = "IN_PRODUCTION", "制证中"
    TO_COUNTY = "TO_COUNTY", "寄往县局"
    AT_COUNTY = "AT_COUNTY", "县局待转交"
    TO_STATION = "TO_STATION", "转交途中"
    AT_STATION = "AT_STATION", "待领取"
    TO_APPLICANT = "TO_APPLICANT", "邮寄中"
    HANDED_OVER = "HANDED_OVER", "已领取"
    DELIVERED = "DELIVERED", "已妥投"
    ANSWERED = "ANSWERED", "已答复"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    REVOKED = "REVOKED", "已撤销"
    CLOSED = "CLOSED", "已终结"
    VOIDED = "VOIDED", "已作废"

    @property
    def is_ending(self) -> bool:
        """Whether the case is over; only wrong data on the card leads back from here."""
        return self in ENDINGS


ENDINGS = frozenset(
    {
        Stage.HANDED_OVER,
        Stage.DELIVERED,
        Stage.ANSWERED,
        Stage.WITHDRAWN,
        Stage.REVOKED,
        Stage.CLOSED,
        Stage.VOIDED,
    }
)
HELD_LABEL = "暂扣"


class IntakeStage(Labelled):
    """The stages of an intake (受理中), which ends when a case is born or none will be."""

    OPEN = "OPEN", "受理中"
    COMPOSED = "COMPOSED", "已合成"
    REFUSED = "REFUSED", "不予异地受理"
    WITHDRAWN = "WITHDRAWN", "已撤回"
    LOCAL = "LOCAL", "转户籍派出所办理"
    LAPSED = "LAPSED", "逾期失效"

    @property
    def is_ending(self) -> bool:
        """Whether nothing further happens to the intake (a voided first version reopens it)."""
        return self is not IntakeStage.OPEN


class PaymentStage(Labelled):
    """The stages of one payment of the fee (第七条)."""

    DUE = "DUE", "待缴费"
    CASH_HELD = "CASH_HELD", "已收现金待代缴"
    PAID = "PAID", "已缴费"
    RECEIPTED = "RECEIPTED", "已出票据"
    REFUND_ASKED = "REFUND_ASKED", "退费待批准"
    REFUNDING = "REFUNDING", "退费中"
    REFUNDED = "REFUNDED", "已退费"
    CANCELLED = "CANCELLED", "缴款码已失效"

    @property
    def is_paid(self) -> bool:
        """Whether the treasury has the money and no refund is under way."""
        return self in (PaymentStage.PAID, PaymentStage.RECEIPTED)
