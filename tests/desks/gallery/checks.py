"""Samples of the public page that checks a paper."""

from tongban.desks.shared.check_views import CheckScreen
from tongban.desks.shared.pieces import Fact, Tone

_FACTS = (
    Fact("文书", "居民身份证异地受理登记表"),
    Fact("编号", "370811540000202611230001"),
    Fact("出具单位", "济宁市公安局任城区分局古槐派出所"),
    Fact("打印日期", "2026-11-23"),
)
_CODE = "K7QM-2XRA-9PHC"


def samples() -> dict[str, CheckScreen]:
    """Before a question, the answers, and what is wrong with a code."""
    good = "请核对纸上的名称、编号和单位与下面一致；不一致的，纸面可能被改动过。"
    return {
        "check": CheckScreen("/v/"),
        "check-good": CheckScreen("/v/", _CODE, "有效", Tone.OK, good, _FACTS),
        "check-void": CheckScreen(
            "/v/", _CODE, "已作废", Tone.BAD, "这一份已经作废，不能再使用。", _FACTS
        ),
        "check-none": CheckScreen(
            "/v/",
            _CODE,
            "查无此件",
            Tone.BAD,
            "请对照纸上的核验码再输一次。扫码进来仍查不到的，这张纸不是由本系统打印的，请向出具单位核实。",
        ),
        "check-wrong": CheckScreen(
            "/v/", "K7QM", error="核验码是 12 位字母和数字，印在二维码下面，例如 K7QM-2XRA-9PHC。"
        ),
    }
