"""The case table after an ending without a card in the applicant's hand: the card, the biometrics.

A card that nobody is to have is counted in where it comes and goes on that unit's list of things to
destroy (DESTROY_LISTED); it is never made anew.
"""

from tongban.procedure.acts import Act
from tongban.procedure.obligations import TERM, ObligationKind
from tongban.procedure.rows import IO, ActorCode, Row, at, owing
from tongban.procedure.stages import Stage

REVOKED = at(Stage.REVOKED)
NOT_WANTED = at(Stage.REVOKED, Stage.CLOSED)
INQUIRY = owing(ObligationKind.INQUIRY_CARD)
WITHOUT_CARD = at(Stage.WITHDRAWN, Stage.REVOKED, Stage.CLOSED, Stage.VOIDED)

ENDED_ROWS: tuple[Row, ...] = (
    Row(
        act=Act.SHIP,
        stages=REVOKED,
        streams=IO,
        actors=(ActorCode.CC,),
        source=TERM,
        sentence="撤销时已在制的证件仍会寄到，照常登记批次，到后销毁。",
    ),
    Row(
        act=Act.REJECT_PRODUCTION,
        stages=REVOKED,
        streams=IO,
        actors=(ActorCode.CC,),
        source=TERM,
        sentence="撤销后制证中心退回制证单的，不再制证。",
    ),
    Row(
        act=Act.RECEIVE_AT_COUNTY,
        stages=NOT_WANTED,
        streams=IO,
        actors=(ActorCode.CD,),
        source=TERM,
        sentence="撤销、终结件的证件清点收下，不转交，列入销毁清单。",
    ),
    Row(
        act=Act.RECEIVE_AT_STATION,
        stages=NOT_WANTED,
        streams=IO,
        actors=(ActorCode.SD,),
        source=TERM,
        sentence="撤销、终结件的证件清点收下，不通知、不发放，列入销毁清单。",
    ),
    Row(
        act=Act.MISROUTED,
        stages=NOT_WANTED,
        streams=IO,
        actors=(ActorCode.DX,),
        source=TERM,
        sentence="撤销、终结件的证件错投的，发现单位收下，不再转出，列入销毁清单。",
    ),
    Row(
        act=Act.REMAKE,
        stages=NOT_WANTED,
        streams=IO,
        actors=(ActorCode.CD, ActorCode.SD, ActorCode.ST, ActorCode.POST),
        may_open=INQUIRY,
        source=TERM,
        sentence="撤销、终结件的证件遗失的，由县局查明去向；损坏的列入销毁清单；没有制成的写明。都不补制。",
    ),
    Row(
        act=Act.SETTLE_CARD_INQUIRY,
        stages=NOT_WANTED,
        streams=IO,
        actors=(ActorCode.SUP,),
        closes=INQUIRY,
        source=TERM,
        sentence="查明撤销、终结件的证件去向并登记。",
    ),
    Row(
        act=Act.MARK_DELIVERED,
        stages=REVOKED,
        streams=IO,
        actors=(ActorCode.POST,),
        opens=INQUIRY,
        source=TERM,
        sentence="撤销后追回不及、已经妥投的，不改变撤销，由县局追查收回。",
    ),
    Row(
        act=Act.MARK_SENT_BACK,
        stages=REVOKED,
        streams=IO,
        actors=(ActorCode.POST,),
        source=TERM,
        sentence="撤销后追回到制证中心的，改寄受理地县局，清点收下后销毁。",
    ),
    Row(
        act=Act.ERASE_BIOMETRICS,
        stages=WITHOUT_CARD,
        streams=IO,
        actors=(ActorCode.SYS,),
        source=TERM,
        sentence="没有领证而结束的，期满后清除指纹和不入档的照片；已签名登记表及其照片随档案保存。",
    ),
)
