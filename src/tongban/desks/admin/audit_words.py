"""What a row of the audit log holds, in words. Codes become words; ids stay, in short."""

from collections.abc import Callable, Mapping
from uuid import UUID

from tongban.audit.words import What
from tongban.biometrics.fingers import Finger
from tongban.cases.queries.green_use import Used
from tongban.cases.queries.unusual_endings import Unusual
from tongban.desks.shared.papers_kinds import PaperKind
from tongban.desks.shared.present_file import Purpose
from tongban.procedure.differences import DifferenceOutcome
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.roles import Role

SHORT = 8
"""Of an id or a keyed hash, its end: enough to recognise it (ids begin with their time)."""

TERMS: Mapping[str, str] = {
    "ahead": "预先载入",
    "batch": "批次",
    "close": "日清",
    "county": "县局",
    "day": "日期",
    "desk": "工作台",
    "difference": "差异",
    "faults": "不符处",
    "fen": "结余",
    "found": "查到",
    "hits": "查到",
    "holds": "校验",
    "item": "事项",
    "key": "查询条件标识",
    "kind": "种类",
    "list": "清单",
    "login": "登录名标识",
    "manifest": "清单校验值",
    "month": "月份",
    "number": "票据号码",
    "officer": "人员",
    "outcome": "结果",
    "paper": "文书编号",
    "purpose": "用途",
    "role": "岗位",
    "rows": "记录",
    "seals": "封存段",
    "series": "票据代码",
    "unit": "单位",
    "what": "事项",
    "which": "影像",
    "whole": "档案",
}

LISTS: Mapping[str, str] = {
    "answers": "答复往来",
    "answers.undelivered": "没有送达的答复",
    "answers.unanswered": "催办后仍未答复的件",
    "answers.unsettled": "矛盾的答复",
    "batch": "证件批次",
    "card inquiries": "遗失、损坏的证件",
    "cash": "现金日清",
    "cash_closed": "已日清的一天",
    "county": "一个县局的在办件",
    "day_book": "缴费账簿",
    "destroyed": "销毁清单",
    "destruction": "销毁证件",
    "differences": "款项差异",
    "duty": "一个派出所的在办件",
    "endings": "非正常结束",
    "endings.closable": "待终结的件",
    "endings.ended": "已结束的件",
    "endings.grounds": "待核定的情形",
    "green": "绿色通道与上门服务",
    "intakes-ended": "已结束的受理",
    "month.accepted": "本月受理",
    "month.handed": "本月领取",
    "month.incoming": "本月转入",
    "month.late": "本月误期审签",
    "month.refused": "本月不予受理",
    "month.returned": "本月退回",
    "parcels": "邮寄件",
    "refusal-rates": "不予受理的比例",
    "refusals": "不予受理",
    "risk": "今天可能误期的件",
    "temporary": "临时身份证件登记簿",
    "upstream.failed": "没有送达的消息",
    "upstream.outages": "取不到列表的时段",
    "upstream.strays": "没有办成的来文",
}

_FIGURES: Mapping[str, type[Unusual | Used]] = {"endings": Unusual, "green": Used}
"""Lists behind one figure of a page: the page's code, then the figure's."""

KINDS: Mapping[str, str] = {
    "BATCH_SHEET": "居民身份证转交清单",
    "CASH_DAY": "工本费现金日清单",
    "DAY_BOOK": "缴费日清单",
    "DESTRUCTION_LIST": "居民身份证销毁清单",
    "FILE_COPY": "档案副本",
    "Outage": "取不到列表的时段",
    "StrayMessage": "没有办成的来文",
    "TEMPORARY_REGISTER": "临时身份证件登记簿",
}

_PICTURES: Mapping[str, str] = {
    "commitment": "承诺书",
    "evidence": "凭证",
    "guardian": "监护人证件",
    "live": "现场照片",
    "offence": "违法证据",
    "original": "拍摄的原图",
    "page": "签名页",
    "paper": "文书扫描件",
    "photo": "标准照片",
    "register": "人口库照片",
    "sign": "签名",
}


def in_words(data: Mapping[str, object], *, names: Mapping[str, str]) -> str:
    """Return what a row holds; ``names`` are those of units by code and of officers by id.

    A code that nobody has a word for stays as it is: the log hides nothing.
    """
    said = ((TERMS.get(name, name), _value(name, value, names)) for name, value in data.items())
    return "；".join(f"{term}：{words}" for term, words in said if words)


def _value(name: str, value: object, names: Mapping[str, str]) -> str:
    if str(value) in names:
        return names[str(value)]
    say = _SAYINGS.get(name)
    return say(value) if say else short_id(str(value))


def _list(value: object) -> str:
    code = str(value)
    if code in ObligationKind.__members__:
        return ObligationKind(code).label
    head, _, figure = code.partition(".")
    if head in _FIGURES and figure in _FIGURES[head].__members__:
        return f"{LISTS[head]}（{_FIGURES[head](figure).label}）"
    return LISTS.get(code, code)


def _kind(value: object) -> str:
    code = str(value)
    for kind in (PaperKind, ObligationKind):
        if code in kind.__members__:
            return kind(code).label
    return KINDS.get(code, code)


def _picture(value: object) -> str:
    """``2/photo`` is of the second version, ``evidence-1-2`` the second page of the first paper."""
    version, _, rest = str(value).rpartition("/")
    if version == "paper":
        return f"{_PICTURES[version]} {short_id(rest)}"
    kind, *numbers = rest.split("-")
    words = _finger(numbers) if kind == "finger" else _PICTURES.get(kind, kind)
    if kind != "finger" and numbers:
        words += f" {'-'.join(numbers)}"
    return f"{words}（第 {version} 版）" if version else words


def _finger(numbers: list[str]) -> str:
    code = int(numbers[0]) if numbers and numbers[0].isdigit() else -1
    return Finger(code).label if code in set(Finger) else "指纹"


def _coded(value: object) -> str:
    code = str(value)
    for kind in (Role, DifferenceOutcome, Purpose, What):
        if code in kind.__members__:
            return kind[code].label
    return code


def short_id(text: str) -> str:
    """Return the end of an id or hash; other text stays as it is."""
    return f"…{text[-SHORT:]}" if _is_id(text) else text


def _is_id(text: str) -> bool:
    try:
        return len(text) == 64 or bool(UUID(text))
    except ValueError:
        return False


def _truth(yes: str, no: str) -> Callable[[object], str]:
    return lambda value: yes if value else no


def _count(value: object) -> str:
    return f"{value} 条"


_SAYINGS: Mapping[str, Callable[[object], str]] = {
    "ahead": _truth("是", ""),
    "desk": lambda value: {"review": "审核签发", "elsewhere": "代为采集"}.get(
        str(value), str(value)
    ),
    "faults": lambda value: f"{value} 处",
    "fen": lambda value: f"{int(str(value)) / 100:.2f} 元",
    "found": lambda value: f"{value} 人",
    "hits": _count,
    "holds": _truth("完整", "不完整"),
    "kind": _kind,
    "list": _list,
    "outcome": _coded,
    "purpose": _coded,
    "role": _coded,
    "rows": _count,
    "seals": lambda value: f"{value} 段",
    "what": _coded,
    "which": _picture,
    "whole": _truth("完整", "不完整"),
}
