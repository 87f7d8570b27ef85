"""The table of an intake (受理中): what the window does before a case is born."""

from tongban.procedure.acts import Act
from tongban.procedure.obligations import OF_AN_INTAKE, TERM, ObligationKind
from tongban.procedure.rows import ActorCode, IntakeRow, owing
from tongban.procedure.stages import IntakeStage

ST = (ActorCode.ST,)

INTAKE_ROWS: tuple[IntakeRow, ...] = (
    IntakeRow(
        act=Act.TAKE_OVER,
        actors=(ActorCode.SX,),
        then=(IntakeStage.OPEN, IntakeStage.LOCAL),
        source=TERM,
        sentence="申请人到另一派出所时由该所接办，类别与判定重新得出；到户籍派出所的转为本所办理。",
    ),
    IntakeRow(
        act=Act.DECLARE,
        actors=ST,
        source="第五条(二)",
        sentence="登记申请人提供的信息，与人口系统逐项核对。",
    ),
    IntakeRow(
        act=Act.SHOW_EVIDENCE,
        actors=ST,
        source="第三条(一)",
        sentence="交验六种有效身份证件之一，留存复印件。",
    ),
    IntakeRow(
        act=Act.VIEW_HISTORY,
        actors=ST,
        source="第三条(二)",
        sentence="无凭证的，查看人口系统内历史受理信息。",
    ),
    IntakeRow(act=Act.COMPARE, actors=ST, source="第三条(二)", sentence="现场比对本人照片、指纹。"),
    IntakeRow(
        act=Act.STATE_IDENTITY,
        actors=ST,
        source="第三条(二)",
        sentence="民警说明能否明确认定身份：能、还不能，或经各种手段仍不能。",
    ),
    IntakeRow(
        act=Act.COMMIT,
        actors=ST,
        source="第三条(二)",
        sentence="容缺受理的，由申请人书面承诺。",
    ),
    IntakeRow(
        act=Act.ASK_INQUIRY,
        actors=ST,
        opens=owing(ObligationKind.ANSWER_INQUIRY),
        source=TERM,
        sentence="请户籍派出所协查身份；市外的以函件或电话协查并登记。",
    ),
    IntakeRow(
        act=Act.ANSWER_INQUIRY,
        actors=(ActorCode.HS, ActorCode.ST),
        closes=owing(ObligationKind.ANSWER_INQUIRY),
        source=TERM,
        sentence="户籍派出所答复协查，只看协查内容；市外的答复由受理所登记。",
    ),
    IntakeRow(
        act=Act.STORE_PHOTO,
        actors=ST,
        source="第六条",
        sentence="身份与凭证核对无误后，采集二代证标准照片。",
    ),
    IntakeRow(
        act=Act.STORE_FINGERPRINTS,
        actors=ST,
        source="第六条",
        sentence="身份与凭证核对无误后，采集指纹。",
    ),
    IntakeRow(
        act=Act.SET_DETAILS,
        actors=ST,
        source="第六条",
        sentence="选择申领原因、缓急、领证方式，登记地址、电话、监护人。",
    ),
    IntakeRow(
        act=Act.PRINT_ONE_TIME_NOTICE,
        actors=ST,
        opens=owing(ObligationKind.SETTLE_INTAKE),
        source="第十四条",
        sentence="还缺什么一次告知清楚，受理保留，在任一派出所都可继续。",
    ),
    IntakeRow(
        act=Act.REFUSE,
        actors=ST,
        then=(IntakeStage.REFUSED,),
        closes=OF_AN_INTAKE,
        source="第五条",
        sentence="只凭五种情形之一，附依据，出具不予异地受理通知书。",
    ),
    IntakeRow(
        act=Act.WITHDRAW_INTAKE,
        actors=ST,
        then=(IntakeStage.WITHDRAWN,),
        closes=OF_AN_INTAKE,
        source=TERM,
        sentence="申请人自己提出不再办理，记录其原话。",
    ),
    IntakeRow(
        act=Act.WARN_OF_LAPSE,
        actors=(ActorCode.SYS,),
        source=TERM,
        sentence="失效前几日短信提醒申请人；提醒不算办理，不推迟失效。",
    ),
    IntakeRow(
        act=Act.LAPSE,
        actors=(ActorCode.SYS,),
        then=(IntakeStage.LAPSED,),
        closes=owing(ObligationKind.SETTLE_INTAKE),
        source=TERM,
        sentence="长期无人办理的，短信提醒后失效；协查未答复的不失效。",
    ),
    IntakeRow(
        act=Act.ERASE_BIOMETRICS,
        actors=(ActorCode.SYS,),
        source=TERM,
        sentence="没有合成而结束的受理，期满后清除采集的指纹和照片，保留事实。",
    ),
    IntakeRow(
        act=Act.SET_DUE,
        actors=(ActorCode.SYS,),
        source=TERM,
        sentence="缺少的工作日历载入后，系统算定期限；算定时已过的记明日历载入晚，不计单位误期。",
    ),
    IntakeRow(
        act=Act.COMPOSE,
        actors=ST,
        then=(IntakeStage.COMPOSED,),
        closes=OF_AN_INTAKE,
        source="第六条",
        sentence="判定可以受理，合成受理信息并锁定，异地申办件由此成立。",
    ),
)
