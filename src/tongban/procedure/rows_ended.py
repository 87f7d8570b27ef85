"""The case table after an ending without a card in the applicant's hand: the card, the biometrics."""

from tongban.procedure.acts import Act
from tongban.procedure.obligations import TERM
from tongban.procedure.rows import IO, ActorCode, Row, at
from tongban.procedure.stages import Stage

REVOKED = at(Stage.REVOKED)
NOT_WANTED = at(Stage.REVOKED, Stage.CLOSED)
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
        act=Act.RECEIVE_AT_COUNTY,
        stages=REVOKED,
        streams=IO,
        actors=(ActorCode.CD,),
        source=TERM,
        sentence="已撤销件的证件清点入库，不转交，销毁并登记。",
    ),
    Row(
        act=Act.RECEIVE_AT_STATION,
        stages=REVOKED,
        streams=IO,
        actors=(ActorCode.SD,),
        source=TERM,
        sentence="已撤销件的证件清点入库，不通知、不发放，销毁并登记。",
    ),
    Row(
        act=Act.DESTROY_CARD,
        stages=NOT_WANTED,
        streams=IO,
        actors=(ActorCode.SD, ActorCode.CD),
        source=TERM,
        sentence="撤销、终结的件，证件由持有单位两人销毁并登记；未销毁的不得封存档案。",
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
