"""The case table beside the straight way: hold, withdrawal, closing, temporary papers, the file."""

from tongban.procedure.acts import Act
from tongban.procedure.obligations import TERM, ObligationKind
from tongban.procedure.rows import (
    ANY,
    BEFORE_PRODUCTION,
    CARD_OUT,
    ENDINGS_WITH_FILE,
    IO,
    ION,
    RUNNING,
    SIGNED,
    ActorCode,
    Apart,
    Hold,
    I,
    Row,
    at,
    owing,
)
from tongban.procedure.stages import Stage

ST, SUP = (ActorCode.ST,), (ActorCode.SUP,)
K = ObligationKind
REFUNDING = owing(K.REFUND, K.GIVE_BACK_CASH)
WAITS_FOR_APPLICANT = at(Stage.ISSUED, Stage.RETURNED, Stage.AT_STATION)

_GROUNDS = (
    Row(
        act=Act.DISMISS_GROUND,
        stages=RUNNING,
        streams=I,
        actors=SUP,
        closes=owing(K.DECIDE_GROUND),
        hold=Hold.BARRED,
        source=TERM,
        sentence="督导核定审核报告的情形不成立，说明理由，接着审核签发。",
    ),
    Row(
        act=Act.HOLD,
        stages=RUNNING,
        streams=IO,
        actors=SUP,
        opens=owing(K.DECIDE_GROUND),
        hold=Hold.BARRED,
        source="第十五条(一)",
        sentence="受理后发现不予受理情形的，督导暂扣：不下达制证、不发放，邮件追回。",
    ),
    Row(
        act=Act.RELEASE,
        stages=RUNNING,
        streams=IO,
        actors=SUP,
        closes=owing(K.DECIDE_GROUND),
        hold=Hold.NEEDED,
        apart=frozenset({Apart.HOLDER}),
        source=TERM,
        sentence="另一名督导民警核定不属于不予受理情形，解除暂扣，接着办理。",
    ),
    Row(
        act=Act.REVOKE,
        stages=RUNNING,
        streams=IO,
        actors=SUP,
        then=(Stage.REVOKED,),
        closes=owing(K.DECIDE_GROUND),
        may_open=REFUNDING | owing(K.SETTLE_ANSWER),
        hold=Hold.NEEDED,
        apart=frozenset({Apart.HOLDER}),
        source="第十五条(一)",
        sentence="另一名督导民警依五种情形之一撤销，出具通知书；证件销毁并登记，报市局。",
    ),
)

_WITHDRAWAL = (
    Row(
        act=Act.WITHDRAW,
        stages=BEFORE_PRODUCTION,
        streams=IO,
        actors=(ActorCode.SA,),
        then=(Stage.WITHDRAWN,),
        may_open=REFUNDING | owing(K.SETTLE_ANSWER),
        source=TERM,
        sentence="下达制证前申请人可在任一派出所签名撤回，已缴费的退费。",
    ),
    Row(
        act=Act.WISH_TO_WITHDRAW,
        stages=(CARD_OUT | {Stage.IN_PRODUCTION}) - {Stage.AT_STATION},
        streams=IO,
        actors=ST,
        source=TERM,
        sentence="已制证的登记撤回意愿，不退费，证件到所后终结。",
    ),
    Row(
        act=Act.WISH_TO_WITHDRAW,
        stages=at(Stage.AT_STATION),
        streams=IO,
        actors=(ActorCode.ST, ActorCode.SYS),
        then=(Stage.CLOSED,),
        source=TERM,
        sentence="证件已到所，申请人不要的，按撤回意愿终结，不退费。",
    ),
    Row(
        act=Act.REMIND,
        stages=WAITS_FOR_APPLICANT | {Stage.COMPOSED, Stage.IN_REVIEW},
        streams=IO,
        actors=(ActorCode.ST, ActorCode.SD, ActorCode.SYS),
        source=TERM,
        sentence="提醒申请人缴费、补正或领取，逐次登记。",
    ),
    Row(
        act=Act.CLOSE,
        stages=WAITS_FOR_APPLICANT,
        streams=IO,
        actors=SUP,
        then=(Stage.CLOSED,),
        may_open=REFUNDING,
        source=TERM,
        sentence="长期提醒仍未缴费、未补正、未领取，或申请人死亡的终结；可随即重新申办。",
    ),
)

_PAPERS = (
    Row(
        act=Act.ISSUE_TEMPORARY,
        stages=SIGNED - {Stage.TO_APPLICANT},
        streams=IO,
        actors=(ActorCode.ST, ActorCode.CT),
        may_open=owing(K.TAKE_BACK_TEMPORARY),
        source="第十二条",
        sentence="依申请当场制发临时居民身份证；不能制发的说明原因，出具临时身份证明。",
    ),
    Row(
        act=Act.TAKE_BACK_TEMPORARY,
        stages=SIGNED | ENDINGS_WITH_FILE,
        streams=IO,
        actors=(ActorCode.SD, ActorCode.ST),
        closes=owing(K.TAKE_BACK_TEMPORARY),
        source="第十二条",
        sentence="收回临时居民身份证，或由申请人写明遗失。",
    ),
    Row(
        act=Act.TAKE_IN_OLD_CARD,
        stages=ENDINGS_WITH_FILE,
        streams=IO,
        actors=(ActorCode.SD, ActorCode.ST),
        closes=owing(K.RETURN_OLD_CARD),
        source=TERM,
        sentence="收到申请人交回的旧证。",
    ),
    Row(
        act=Act.GUIDE_RESIDENCE,
        stages=SIGNED,
        streams=IO,
        actors=ST,
        closes=owing(K.GUIDE_RESIDENCE),
        source="第四条",
        sentence="受理后指导申请人办理居住登记，记录结果；不作受理条件。",
    ),
    Row(
        act=Act.WRITE_OFF,
        stages=ENDINGS_WITH_FILE,
        streams=IO,
        actors=ST,
        closes=owing(K.REFUND, K.GIVE_BACK_CASH, K.TAKE_BACK_TEMPORARY, K.RETURN_OLD_CARD),
        source=TERM,
        sentence="结束后仍无法办结的事项，说明理由后核销。",
    ),
    Row(
        act=Act.SEAL_FILE,
        stages=ENDINGS_WITH_FILE,
        streams=IO,
        actors=ST,
        closes=owing(K.ARCHIVE),
        source="第八条",
        sentence="各项办结后封存一人一档，自结束之日起保存不少于 5 年。",
    ),
    Row(
        act=Act.ADD_TO_FILE,
        stages=ENDINGS_WITH_FILE,
        streams=IO,
        actors=ST,
        source="第八条",
        sentence="缺少的纸质材料找到后扫描补入，写明来由；已封存的另附，附件自有摘要，原封存不变。",
    ),
)

_DEADLINES = (
    Row(
        act=Act.SET_DUE,
        stages=ANY,
        streams=ION,
        actors=(ActorCode.SYS,),
        source=TERM,
        sentence="缺少的工作日历载入后，系统算定期限；算定时已过的记明日历载入晚，不计单位误期。",
    ),
)

AFTER_ROWS: tuple[Row, ...] = _GROUNDS + _WITHDRAWAL + _PAPERS + _DEADLINES
