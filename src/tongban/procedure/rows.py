"""The shape of a row of the table, and the words its columns use."""

from dataclasses import dataclass

from tongban.policy.vocabulary import Stream
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.stages import IntakeStage, PaymentStage, Stage
from tongban.standards.labels import Labelled


class ActorCode(Labelled):
    """Who may do an act, relative to the case."""

    ST = "ST", "受理地派出所受理民警"
    SA = "SA", "任一派出所受理民警"
    SX = "SX", "其他派出所受理民警"
    HS = "HS", "户籍派出所受理民警"
    CT = "CT", "受理地县局受理民警"
    SD = "SD", "受理地派出所证件民警"
    CD = "CD", "受理地县局证件民警"
    DX = "DX", "发现单位证件民警"
    RV = "RV", "户籍地县局审核签发民警"
    SUP = "SUP", "受理地县局或市局督导民警"
    CY = "CY", "市局督导民警"
    SYS = "SYS", "系统"
    UP = "UP", "上级系统"
    CC = "CC", "省厅制证中心"
    POST = "POST", "邮政速递"


class Hold(Labelled):
    """What a hold (暂扣) means for an act."""

    FREE = "FREE", "暂扣不影响"
    BARRED = "BARRED", "暂扣期间不得办理"
    NEEDED = "NEEDED", "暂扣期间方可办理"


class Apart(Labelled):
    """From whom an act must come from somebody else (four eyes)."""

    ACCEPTORS = "ACCEPTORS", "您经办过此件的受理，审核签发须由未参与受理的民警办理。"
    APPROVER = "APPROVER", "此件由您审核通过，签发须由另一名民警办理。"
    HOLDER = "HOLDER", "此件由您暂扣，解除或撤销须由另一名督导民警办理。"
    REFUND_ASKER = "REFUND_ASKER", "退费由您申请，批准须由另一名民警办理。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the case table.

    ``stages`` is empty for an act by which a case is born. ``then`` are the possible resulting
    stages; empty means that the stage stays. ``opens`` and ``closes`` always apply (closing what
    is not open does nothing; a kind in both is renewed); ``may_open`` depends on facts that the sentence names. ``payments``
    are the payment's stages in which the act is possible (None: any), ``pays`` what it becomes.
    ``source`` is the clause, or ``obligations.TERM``.
    """

    act: Act
    stages: frozenset[Stage]
    streams: frozenset[Stream]
    actors: tuple[ActorCode, ...]
    sentence: str
    source: str
    then: tuple[Stage, ...] = ()
    opens: frozenset[ObligationKind] = frozenset()
    may_open: frozenset[ObligationKind] = frozenset()
    closes: frozenset[ObligationKind] = frozenset()
    hold: Hold = Hold.FREE
    apart: frozenset[Apart] = frozenset()
    needs_paid: bool = False
    payments: frozenset[PaymentStage] | None = None
    pays: tuple[PaymentStage, ...] = ()

    def results(self, stage: Stage) -> tuple[Stage, ...]:
        """Return the stages in which the case may stand after the act."""
        return self.then or (stage,)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeRow:
    """One line of the intake table; an act is done to an open intake unless ``stages`` says else.

    ``may_open`` depends on facts that the sentence names.
    """

    act: Act
    actors: tuple[ActorCode, ...]
    sentence: str
    source: str
    then: tuple[IntakeStage, ...] = ()
    opens: frozenset[ObligationKind] = frozenset()
    may_open: frozenset[ObligationKind] = frozenset()
    closes: frozenset[ObligationKind] = frozenset()
    stages: frozenset[IntakeStage] = frozenset({IntakeStage.OPEN})


I = frozenset({Stream.INTERNAL})  # noqa: E741 - the column heads of the table
O = frozenset({Stream.OUTGOING})  # noqa: E741
N = frozenset({Stream.INCOMING})
IO = I | O
IN = I | N
ION = IO | N

ANY = frozenset(Stage)
BEFORE_PRODUCTION = frozenset({Stage.COMPOSED, Stage.IN_REVIEW, Stage.RETURNED, Stage.ISSUED})
ON_THE_WAY = frozenset({Stage.TO_COUNTY, Stage.AT_COUNTY, Stage.TO_STATION, Stage.AT_STATION})
CARD_OUT = ON_THE_WAY | {Stage.TO_APPLICANT}
RUNNING = BEFORE_PRODUCTION | {Stage.IN_PRODUCTION} | CARD_OUT
SIGNED = RUNNING - {Stage.COMPOSED}
ENDINGS_WITH_FILE = frozenset(
    {Stage.HANDED_OVER, Stage.DELIVERED, Stage.WITHDRAWN, Stage.REVOKED, Stage.CLOSED}
)


def at(*stages: Stage) -> frozenset[Stage]:
    """Return the stages as the set a row wants."""
    return frozenset(stages)


def owing(*kinds: ObligationKind) -> frozenset[ObligationKind]:
    """Return the obligations as the set a row wants."""
    return frozenset(kinds)
