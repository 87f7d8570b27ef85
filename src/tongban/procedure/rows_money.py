"""The fee of a case (第七条): it gates production, never the review."""

from tongban.procedure.acts import Act
from tongban.procedure.obligations import TERM, ObligationKind
from tongban.procedure.rows import ANY, BEFORE_PRODUCTION, IO, ActorCode, Apart, Row, owing
from tongban.procedure.stages import PaymentStage

ST, SUP, SYS = (ActorCode.ST,), (ActorCode.SUP,), (ActorCode.SYS,)
K = ObligationKind
P = PaymentStage
CASH = frozenset(P) - {P.DUE}
"""Where cash may lie that belongs to the applicant again."""

MONEY_ROWS: tuple[Row, ...] = (
    Row(
        act=Act.SHOW_CODE,
        stages=BEFORE_PRODUCTION,
        streams=IO,
        actors=ST,
        payments=frozenset({P.DUE, P.CASH_HELD}),
        source="第七条",
        sentence="显示或更新支付码，工本费直接缴入省财政。",
    ),
    Row(
        act=Act.TAKE_CASH,
        stages=BEFORE_PRODUCTION,
        streams=IO,
        actors=ST,
        payments=frozenset({P.DUE}),
        pays=(P.CASH_HELD,),
        opens=owing(K.PAY_ON_BEHALF),
        source="第七条",
        sentence="申请人交现金的不得拒收，由民警当日代为缴纳。",
    ),
    Row(
        act=Act.CONFIRM_PAID,
        stages=ANY,
        streams=IO,
        actors=SYS,
        payments=frozenset(P),
        pays=(P.PAID, P.REFUND_ASKED),
        closes=owing(K.PAY, K.PAY_ON_BEHALF),
        may_open=owing(K.REFUND, K.GIVE_BACK_CASH),
        source="第七条",
        sentence="财政回执或查询确认到账；件已结束才到账的、重复缴款的另记，办理退费；"
        "已收现金而申请人又自行扫码的，现金退还。",
    ),
    Row(
        act=Act.RECEIPT,
        stages=ANY,
        streams=IO,
        actors=(ActorCode.SYS, ActorCode.ST),
        payments=frozenset({P.PAID}),
        pays=(P.RECEIPTED,),
        source="第七条",
        sentence="登记财政电子票据，或省财政统一印制票据的编号。",
    ),
    Row(
        act=Act.ASK_REFUND,
        stages=ANY,
        streams=IO,
        actors=ST,
        payments=frozenset(P),
        pays=(P.REFUND_ASKED,),
        source=TERM,
        sentence="未制证而结束的随结束提出；重复缴款的，不论本次工本费现在怎样，由受理所提出退费。",
    ),
    Row(
        act=Act.APPROVE_REFUND,
        stages=ANY,
        streams=IO,
        actors=SUP,
        payments=frozenset({P.REFUND_ASKED}),
        pays=(P.REFUNDING,),
        apart=frozenset({Apart.REFUND_ASKER}),
        source=TERM,
        sentence="由另一名民警批准退费，送省财政办理。",
    ),
    Row(
        act=Act.REFUNDED,
        stages=ANY,
        streams=IO,
        actors=SYS,
        payments=frozenset({P.REFUNDING}),
        pays=(P.REFUNDED,),
        closes=owing(K.REFUND),
        may_open=owing(K.GIVE_BACK_CASH),
        source=TERM,
        sentence="省财政退费到账；原为现金代缴的，退还现金。",
    ),
    Row(
        act=Act.REFUND_FAILED,
        stages=ANY,
        streams=IO,
        actors=SYS,
        payments=frozenset({P.REFUNDING}),
        pays=(P.REFUND_ASKED,),
        source=TERM,
        sentence="省财政没有退成的，查明原因后重新批准。",
    ),
    Row(
        act=Act.GIVE_BACK_CASH,
        stages=ANY,
        streams=IO,
        actors=ST,
        payments=CASH,
        closes=owing(K.GIVE_BACK_CASH),
        source=TERM,
        sentence="把现金退还申请人并由其签收；缴款仍是原来的状态。",
    ),
)
