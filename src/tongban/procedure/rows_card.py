"""The case table from the production order to the card in hand (第十一条)."""

from tongban.procedure.acts import Act
from tongban.procedure.obligations import TERM, ObligationKind
from tongban.procedure.rows import (
    BEFORE_PRODUCTION,
    CARD_OUT,
    IO,
    ON_THE_WAY,
    RUNNING,
    ActorCode,
    Hold,
    Row,
    at,
    owing,
)
from tongban.procedure.stages import Stage

ST, SD, CD = (ActorCode.ST,), (ActorCode.SD,), (ActorCode.CD,)
SYS, CC, POST = (ActorCode.SYS,), (ActorCode.CC,), (ActorCode.POST,)
K = ObligationKind
CARD_DUTIES = owing(K.FORWARD, K.WATCH_BATCH, K.TELL, K.COLLECT, K.WATCH_PARCEL)

_PRODUCTION = (
    Row(
        act=Act.CHANGE_DELIVERY,
        stages=BEFORE_PRODUCTION | {Stage.IN_PRODUCTION},
        streams=IO,
        actors=ST,
        closes=owing(K.ASK_ADDRESS),
        may_open=owing(K.WATCH_PRODUCTION),
        source="第十一条",
        sentence="寄出之前可变更登记地址、电话和领证方式；退件核实后由制证中心再寄，接着跟踪。",
    ),
    Row(
        act=Act.ORDER,
        stages=at(Stage.ISSUED),
        streams=IO,
        actors=SYS,
        then=(Stage.IN_PRODUCTION,),
        opens=owing(K.WATCH_PRODUCTION),
        hold=Hold.BARRED,
        needs_paid=True,
        source="第十一条",
        sentence="已签发、已缴费且未暂扣的，系统随即下达制证。",
    ),
    Row(
        act=Act.REJECT_PRODUCTION,
        stages=at(Stage.IN_PRODUCTION),
        streams=IO,
        actors=CC,
        then=(Stage.IN_PRODUCTION, Stage.RETURNED),
        may_open=owing(K.FIX_RETURN),
        source=TERM,
        sentence="制证质量问题重新制证；受理信息问题退回受理所处理。",
    ),
    Row(
        act=Act.SHIP,
        stages=at(Stage.IN_PRODUCTION),
        streams=IO,
        actors=CC,
        then=(Stage.TO_COUNTY, Stage.TO_APPLICANT),
        closes=owing(K.WATCH_PRODUCTION),
        may_open=owing(K.WATCH_BATCH, K.WATCH_PARCEL),
        source="第十一条",
        sentence="普通证件寄往受理地县局；申办速递的直接寄给申请人。",
    ),
)

_LOGISTICS = (
    Row(
        act=Act.RECEIVE_AT_COUNTY,
        stages=at(Stage.TO_COUNTY),
        streams=IO,
        actors=CD,
        then=(Stage.AT_COUNTY,),
        closes=owing(K.WATCH_BATCH),
        opens=owing(K.FORWARD),
        source="第十一条",
        sentence="县局清点、扫描，收入证件。",
    ),
    Row(
        act=Act.FORWARD,
        stages=at(Stage.AT_COUNTY),
        streams=IO,
        actors=CD,
        then=(Stage.TO_STATION,),
        closes=owing(K.FORWARD),
        opens=owing(K.WATCH_BATCH),
        source="第十一条",
        sentence="县局 2 个工作日内转交受理派出所。",
    ),
    Row(
        act=Act.RECEIVE_AT_STATION,
        stages=at(Stage.TO_STATION),
        streams=IO,
        actors=SD,
        then=(Stage.AT_STATION,),
        closes=owing(K.WATCH_BATCH),
        opens=owing(K.TELL),
        source="第十一条",
        sentence="派出所清点、扫描，收入证件。",
    ),
    Row(
        act=Act.TELL,
        stages=at(Stage.AT_STATION),
        streams=IO,
        actors=(ActorCode.SD, ActorCode.SYS),
        closes=owing(K.TELL),
        opens=owing(K.COLLECT),
        source="第十一条",
        sentence="短信送达或电话通知并登记。",
    ),
    Row(
        act=Act.HAND_OVER,
        stages=at(Stage.AT_STATION),
        streams=IO,
        actors=SD,
        then=(Stage.HANDED_OVER,),
        closes=owing(K.COLLECT, K.TAKE_BACK_TEMPORARY),
        hold=Hold.BARRED,
        source="第十一条",
        sentence="核对身份、签收发放；换领的收回旧证，收回临时居民身份证，遗失的写明，不作条件。",
    ),
    Row(
        act=Act.MARK_DELIVERED,
        stages=at(Stage.TO_APPLICANT),
        streams=IO,
        actors=POST,
        then=(Stage.DELIVERED,),
        closes=owing(K.WATCH_PARCEL),
        may_open=owing(K.RETURN_OLD_CARD),
        source="第十一条",
        sentence="速递妥投，记录签收人；换领的请申请人交回旧证，不作条件。",
    ),
    Row(
        act=Act.MARK_SENT_BACK,
        stages=at(Stage.TO_APPLICANT),
        streams=IO,
        actors=POST,
        then=(Stage.IN_PRODUCTION,),
        closes=owing(K.WATCH_PARCEL),
        opens=owing(K.ASK_ADDRESS),
        source=TERM,
        sentence="速递退回制证中心，核实新地址或改到派出所领取后再寄。",
    ),
)

_TROUBLE = (
    Row(
        act=Act.REMAKE,
        stages=CARD_OUT,
        streams=IO,
        actors=(ActorCode.CD, ActorCode.SD, ActorCode.ST, ActorCode.POST),
        then=(Stage.ISSUED,),
        closes=CARD_DUTIES,
        opens=owing(K.INQUIRY_CARD),
        source=TERM,
        sentence="途中遗失或损坏的，记录地点和发现人，补制新证，不再收费。",
    ),
    Row(
        act=Act.SETTLE_CARD_INQUIRY,
        stages=RUNNING - {Stage.COMPOSED},
        streams=IO,
        actors=(ActorCode.SUP,),
        closes=owing(K.INQUIRY_CARD),
        source=TERM,
        sentence="查明遗失或损坏证件的去向并登记。",
    ),
    Row(
        act=Act.WRONG_DATA,
        stages=CARD_OUT | {Stage.HANDED_OVER, Stage.DELIVERED},
        streams=IO,
        actors=(ActorCode.SD, ActorCode.ST),
        then=(Stage.ISSUED, Stage.RETURNED),
        closes=CARD_DUTIES | {K.ARCHIVE, K.RETURN_OLD_CARD},
        may_open=owing(K.FIX_RETURN),
        source=TERM,
        sentence="证件信息有误：制证问题的补制，受理信息问题的退回处理；错证销毁，不再收费。",
    ),
    Row(
        act=Act.MISROUTED,
        stages=ON_THE_WAY,
        streams=IO,
        actors=(ActorCode.DX,),
        then=(Stage.TO_COUNTY,),
        closes=owing(K.FORWARD, K.TELL, K.COLLECT),
        opens=owing(K.WATCH_BATCH),
        source=TERM,
        sentence="错投的证件转往应收的县局。",
    ),
)

CARD_ROWS: tuple[Row, ...] = _PRODUCTION + _LOGISTICS + _TROUBLE
