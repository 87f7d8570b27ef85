"""One line of the live verdict at the desk."""

from dataclasses import dataclass

from tongban.standards.labels import Labelled


class RowStatus(Labelled):
    """How a rule stands; the label is the word read beside the sign."""

    OK = "OK", "符合"
    WARN = "WARN", "待处理"
    BAR = "BAR", "不予受理"
    OPEN = "OPEN", "未办"


@dataclass(frozen=True, slots=True)
class DeskRow:
    """How one rule stands now: the rule's name, its status, a short sentence, its clause."""

    rule: str
    status: RowStatus
    sentence: str
    clause: str
