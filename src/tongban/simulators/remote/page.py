"""The tester's view: households of ours elsewhere, our cases there, and the list between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tongban.simulators.base.ledger import Act, Table
from tongban.simulators.people import store
from tongban.simulators.people.person import Person
from tongban.simulators.remote import lists, tempo
from tongban.simulators.remote.answers import RETURNS, Return
from tongban.simulators.remote.captured import Flaw
from tongban.simulators.remote.offices import known

if TYPE_CHECKING:
    from tongban.simulators.remote.ledger import RemoteLedger

NUMBER, HOURS, FLAW, CASE = "身份号码", "几小时前", "缺陷", "受理编号"
WORDS, ANSWER, FIELDS = "原因", "答复说明", "文字项"
_FLAWS = {"": Flaw.NONE, "照片": Flaw.PHOTO, "指纹": Flaw.FINGERPRINT, "住址": Flaw.TEXT}
_MOST_HOURS = 24.0 * 30


def tables(ledger: RemoteLedger) -> list[Table]:
    """Offices to accept at, cases accepted there, our cases, odd messages, chases, the list."""
    odd = [(label, said) for label, (_, said) in _ODD.items()]
    listed = ("序号", CASE, "版本", "内容", "发生")
    return [
        _offices(ledger),
        _incoming(ledger),
        _outgoing(ledger),
        Table("异常报文", ("情形", "对方发来什么"), odd, {"odd": Act("发出", (CASE,))}),
        Table("收到的催办", (CASE, "版本", "内容", "时间"), lists.chases(ledger), {}),
        Table("变更清单（济宁按序号读取）", listed, lists.changes(ledger), {}),
    ]


def _offices(ledger: RemoteLedger) -> Table:
    return Table(
        title="代外地派出所受理济宁户籍件（身份号码留空为任意一人；缺陷可填照片、指纹、住址）",
        columns=("受理单位代码", "受理单位"),
        rows=[(office.code, office.name) for office in ledger.offices],
        acts={"accept": Act("受理并转来", (NUMBER, HOURS, FLAW))},
    )


def _incoming(ledger: RemoteLedger) -> Table:
    return Table(
        title="外地受理的济宁户籍件",
        columns=(CASE, "版本", "姓名", "户籍派出所", "状态", "到达", "济宁答复"),
        rows=lists.arrived(ledger),
        acts={
            "withdraw": Act("申请人撤回", (WORDS,)),
            "resubmit": Act("更正后重报", (ANSWER,)),
        },
    )


def _outgoing(ledger: RemoteLedger) -> Table:
    return Table(
        title="济宁受理的件（原因留空用常见原因；文字项如 name address）",
        columns=(CASE, "版本", "户籍地", "状态", "收到", "催办", "受理地说明", "答复说明"),
        rows=lists.ours(ledger),
        acts={
            "issue": Act("签发"),
            "return_photo": Act("退回照片", (WORDS,)),
            "return_fingerprint": Act("退回指纹", (WORDS,)),
            "return_text": Act("退回文字", (WORDS, FIELDS)),
        },
    )


def act(
    ledger: RemoteLedger, name: str, *, key: str, values: Mapping[str, str], at: datetime
) -> str:
    """Carry out one button; answers with what happened."""
    chosen = _ACTS.get(name)
    if chosen is None:
        raise ledger.reject("UNKNOWN_ACT", "没有这个操作。")
    return chosen(ledger, key, values, at)


Values = Mapping[str, str]


_ODD = {
    "重复到达": ("repeat_arrival", "同一版本再通知一次到达"),
    "提前重报": ("resubmit_early", "未等济宁审核，受理地又报一版"),
    "签发后撤回": ("withdraw_late", "济宁已签发，仍通知申请人撤回"),
    "重复答复": ("again", "把对济宁件的上次答复原样再发一次"),
    "相反答复": ("contradict", "对同一版本发出与上次相反的答复"),
    "答复旧版本": ("issue_older", "对上一版本签发"),
    "撤回后签发": ("issue_anyway", "济宁已撤回或已答复，仍通知签发"),
}
"""What goes wrong between two systems: on the page the act and what it means."""


def _odd(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    if key not in _ODD:
        raise ledger.reject("UNKNOWN_ACT", "没有这种情形。")
    return _ACTS[_ODD[key][0]](ledger, values.get(CASE, "").strip(), values, at)


def _accept(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    office = known(ledger.offices, key)
    if office is None:
        raise ledger.reject("UNKNOWN_OFFICE", "没有这个受理单位。")
    flaw = _FLAWS.get(values.get(FLAW, "").strip())
    if flaw is None:
        raise ledger.reject("BAD_FLAW", "缺陷请填照片、指纹或住址，没有则留空。")
    arrived_at = at - timedelta(hours=_hours(ledger, values.get(HOURS, "").strip()))
    person = _person(ledger, values.get(NUMBER, "").strip(), at=at)
    number = ledger.arrivals.accept(person, at=arrived_at, office=office, flaw=flaw)
    return f"{office.name}已受理，受理编号 {number}。"


def _hours(ledger: RemoteLedger, given: str) -> float:
    try:
        hours = float(given or 0)
    except ValueError:
        hours = -1
    if not 0 <= hours <= _MOST_HOURS:
        raise ledger.reject("BAD_HOURS", "几小时前到达请填 0 至 720 的数字。")
    return hours


def _person(ledger: RemoteLedger, number: str, *, at: datetime) -> Person:
    if not number:
        person = tempo.applicant(ledger, at=at)
    else:
        people = ledger.people.open()
        with ledger.people.lock:
            person = None if people is None else store.by_id_number(people, number)
    if person is None:
        raise ledger.reject("UNKNOWN_PERSON", "人口系统中没有此人。")
    return person


def _withdraw(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    ledger.arrivals.withdraw(key, at=at, words=values.get(WORDS, "").strip())
    return f"{key} 已撤回。"


def _withdraw_late(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    ledger.arrivals.withdraw(key, at=at, is_forced=True)
    return f"{key} 已通知撤回。"


def _resubmit(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    version = ledger.arrivals.resubmit(key, at=at, answer=values.get(ANSWER, "").strip())
    return f"{key} 已重新报送，第 {version} 版。"


def _resubmit_early(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    version = ledger.arrivals.resubmit(key, at=at, is_early=True)
    return f"{key} 已重新报送，第 {version} 版；前一版本不再等待审核。"


def _repeat_arrival(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    ledger.arrivals.repeat(key)
    return f"{key} 已重复通知到达。"


def _issue(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    ledger.answers.issue(key, at=at)
    return f"{key} 已签发。"


def _issue_anyway(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    ledger.answers.issue(key, at=at, is_forced=True)
    return f"{key} 已通知签发。"


def _issue_older(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    before = ledger.filing.before_last(key)
    if before is None:
        raise ledger.reject("ONE_VERSION", "该件只有一个版本。")
    ledger.answers.issue(key, at=at, version=before, is_forced=True)
    return f"{key} 已对第 {before} 版签发。"


def _returning(category: str) -> Callable[[RemoteLedger, str, Values, datetime], str]:
    def send_back(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
        usual = RETURNS[category]
        fields = tuple(values.get(FIELDS, "").split()) or usual.fields
        why = Return(category, values.get(WORDS, "").strip() or usual.words, fields)
        ledger.answers.send_back(key, why, at=at)
        return f"{key} 已退回：{why.words}"

    return send_back


def _again(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    said = ledger.answers.again(key, at=at)
    return f"{key} 已重复答复：{said.decision.outcome.label}。"


def _contradict(ledger: RemoteLedger, key: str, values: Values, at: datetime) -> str:
    said = ledger.answers.contradict(key, at=at)
    return f"{key} 已发相反答复：{said.decision.outcome.label}。"


_ACTS: dict[str, Callable[[RemoteLedger, str, Values, datetime], str]] = {
    "accept": _accept,
    "withdraw": _withdraw,
    "withdraw_late": _withdraw_late,
    "resubmit": _resubmit,
    "resubmit_early": _resubmit_early,
    "repeat_arrival": _repeat_arrival,
    "issue": _issue,
    "issue_anyway": _issue_anyway,
    "issue_older": _issue_older,
    "return_photo": _returning("PHOTO"),
    "return_fingerprint": _returning("FINGERPRINT"),
    "return_text": _returning("TEXT"),
    "again": _again,
    "contradict": _contradict,
    "odd": _odd,
}
