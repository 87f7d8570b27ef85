"""Money that does not agree (第七条): in which way, and how an officer settled it."""

from tongban.standards.labels import Labelled


class DifferenceKind(Labelled):
    """What does not agree; the label is read as a heading."""

    PAID_THERE = "PAID_THERE", "财政已收，本系统未记"
    PAID_HERE = "PAID_HERE", "本系统已记，财政对账单没有"
    AMOUNT = "AMOUNT", "金额不一致"
    WAY = "WAY", "缴款方式不一致"
    BACK_THERE = "BACK_THERE", "财政已退，本系统未记"
    BACK_HERE = "BACK_HERE", "本系统已记退费，财政对账单没有"
    UNKNOWN_ORDER = "UNKNOWN_ORDER", "财政有，本市没有的缴款单"
    COUNT = "COUNT", "现金盘点与账面不符"
    HELD = "HELD", "现金没有当日代缴或退还"


class DifferenceOutcome(Labelled):
    """How a difference was settled."""

    RECORDED = "RECORDED", "已在本系统补记"
    CORRECTED_THERE = "CORRECTED_THERE", "财政已更正"
    REFUNDED = "REFUNDED", "已退还缴款人"
    PAID_ON = "PAID_ON", "现金已代缴或退还"
    MADE_GOOD = "MADE_GOOD", "长短款已补齐"
    EXPLAINED = "EXPLAINED", "已核实，账实无误"
