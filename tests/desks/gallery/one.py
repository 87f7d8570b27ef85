"""A sample of the page of one case: duties open, met in time, met too late."""

from datetime import timedelta

from tests.desks.gallery.bureaus import DUE, FRIDAY, LATE, RULES
from tests.desks.gallery.frame import AFTERNOON, LONG_NAME

from tongban.desks.shared.dues import due_of
from tongban.desks.shared.pieces import Fact, Happening, Tag, Tone
from tongban.desks.shared.present_case import CaseScreen, Duty
from tongban.procedure.obligations import ObligationKind

_BEFORE = AFTERNOON - timedelta(days=59)
_FIX = due_of(
    ObligationKind.FIX_RETURN,
    since=_BEFORE,
    due_at=FRIDAY,
    rules=RULES,
    now=AFTERNOON,
)


def case() -> CaseScreen:
    """A case with a duty of every sort."""
    return CaseScreen(
        title="异地申办件 370811540000202611230001",
        name=LONG_NAME,
        number="370811540000202611230001",
        tags=(Tag("待审核签发"), Tag("省内跨地市"), Tag("有效期满换领")),
        facts=(Fact("受理地", "济南市公安局历下区分局千佛山派出所"), Fact("户籍地", "任城区分局")),
        text=(Fact("姓名", LONG_NAME), Fact("性别", "男")),
        photo=None,
        duties=(
            Duty("审核签发", "任城区分局", DUE, ""),
            Duty("审核签发", "任城区分局", LATE, ""),
            Duty("退回处理", "古槐派出所", _FIX, ""),
            Duty("证件转交", "任城区分局", None, "11月20日（周五）16:05 办结"),
            Duty("退回处理", "古槐派出所", _FIX, "今天 09:26 办结", "昨天 17:00到期，误期 3 小时"),
        ),
        happenings=(Happening(AFTERNOON, "签名并送审", "古槐派出所 刘洋", Tone.NONE),),
        cards=(),
        money=(),
        papers=(),
        actions=(),
    )
