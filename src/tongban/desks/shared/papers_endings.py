"""The notices of an ending: revoked, closed, void, lapsed (第十五条(一), 运行参数)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from tongban.cases.operations.office import office
from tongban.cases.queries.papers import CasePaper, IntakePaper
from tongban.desks.shared.papers_registration import home_bureau, unit_name
from tongban.documents.forms.sheet import Bearer, Sheet
from tongban.documents.forms.statement import (
    ClosingNotice,
    Fact,
    LapseNotice,
    RevocationNotice,
    VoidNotice,
)
from tongban.policy.vocabulary import Ground
from tongban.procedure.reasons import CloseReason
from tongban.standards.id_number import mask
from tongban.standards.zones import local_date

_REVOKED = (
    "您的居民身份证异地申办受理后，经核查属于《济宁市居民身份证异地申办工作规范》{clause}规定的情形："
    "{label}。依照第十五条(一)，现撤销本次异地受理。"
)
_PAID_BACK = "没有制证的，已缴工本费原路退回；由民警代缴的，退回后由受理派出所退还现金。"
_ANEW = "可以随即重新申办，在济宁市任何一个户籍派出所或者户籍地都可以。"
_WAITED: Mapping[CloseReason, str] = {
    CloseReason.NOT_PAID: "已签发，多次提醒后至今没有缴纳工本费",
    CloseReason.NOT_RESUBMITTED: "经户籍地退回补正，多次提醒后至今没有补正",
    CloseReason.NOT_COLLECTED: "证件已到受理派出所，多次提醒后至今没有领取",
    CloseReason.DECEASED: "经核实，申请人已经死亡",
}


def _bearer(case: CasePaper) -> Bearer:
    return Bearer(name=case.details.name, id_number=case.details.id_number)


def _facts(case: CasePaper) -> tuple[Fact, ...]:
    return (
        Fact(label="受理编号", value=case.number),
        Fact(label="受理单位", value=unit_name(case.accepting_unit)),
        Fact(label="申领原因", value=case.reason.label),
    )


def _home(case: CasePaper) -> str:
    return unit_name(case.home_unit) if case.home_unit else home_bureau(case)


def revocation_notice(
    case: CasePaper, contents: Mapping[str, Any], *, sheet: Sheet, at: datetime
) -> RevocationNotice:
    """Return 撤销异地受理通知书: the ground, the home station, how to complain (第十五条)."""
    ground = Ground(contents["ground"])
    city = office().city.units[0]
    return RevocationNotice(
        sheet=sheet,
        bearer=_bearer(case),
        facts=(*_facts(case), Fact(label="情形", value=f"{ground.label}（{ground.clause}）")),
        paragraphs=(
            _REVOKED.format(clause=ground.clause, label=ground.label),
            f"核查情况：{str(contents.get('words', '')).rstrip('。')}。",
        ),
        at=at,
        notes=(
            f"撤销异地受理不影响您申领居民身份证，请到{_home(case)}办理（第十五条(一)）。",
            _PAID_BACK,
            f"有异议的，可以要求当面说明理由，也可以向{city.name}反映或者投诉，由该机关答复。",
        ),
    )


def closing_notice(
    case: CasePaper, contents: Mapping[str, Any], *, sheet: Sheet, at: datetime
) -> ClosingNotice:
    """Return 终结告知单: nobody came, or the applicant has died; what follows."""
    reason = CloseReason(contents["reason"])
    notes = [_PAID_BACK, "没有领取的证件由公安机关销毁并登记。"]
    if reason is not CloseReason.DECEASED:
        notes.insert(0, _ANEW)
    return ClosingNotice(
        sheet=sheet,
        bearer=_bearer(case),
        facts=(*_facts(case), Fact(label="终结原因", value=reason.label)),
        paragraphs=(
            f"本件{_WAITED[reason]}，现予终结。",
            f"说明：{str(contents.get('words', '')).rstrip('。')}。",
        ),
        at=at,
        notes=tuple(notes),
    )


def void_notice(
    case: CasePaper, contents: Mapping[str, Any], *, sheet: Sheet, at: datetime
) -> VoidNotice:
    """Return 作废告知单: what was composed is void; the application itself goes on."""
    version = contents.get("version", 1)
    why = str(contents.get("words", "")).rstrip("。")
    is_first = version == 1
    goes_on = (
        "受理编号不再使用；您的受理仍然保留，可以接着办理，不必重新采集。"
        if is_first
        else "本件回到退回状态，由受理派出所重新改正后再请您签名，不另收费。"
    )
    return VoidNotice(
        sheet=sheet,
        bearer=_bearer(case),
        facts=_facts(case),
        paragraphs=(f"本件第 {version} 版合成受理信息在签名前作废。原因：{why}。",),
        at=at,
        notes=(goes_on, *((_PAID_BACK,) if is_first else ())),
    )


def lapse_notice(intake: IntakePaper, *, matter: str, sheet: Sheet, at: datetime) -> LapseNotice:
    """Return 逾期失效告知单: since when nobody came, whether an SMS was sent, what was erased."""
    days = office().terms(at).intake_lapse_days
    warned = intake.lapse_warned_at
    told = (
        f"已于 {_day(warned)} 发短信提醒"
        if warned is not None and warned >= intake.touched_at
        else "没有留下电话，未能短信提醒"
    )
    return LapseNotice(
        sheet=sheet,
        bearer=Bearer(name=intake.name, id_number=mask(intake.id_number)),
        facts=(
            Fact(label="受理单位", value=unit_name(intake.station)),
            Fact(label="办理事项", value=matter),
            Fact(label="最后办理", value=_day(intake.touched_at)),
            Fact(label="失效时间", value=_day(at)),
        ),
        paragraphs=(f"本次受理没有办完，保留期 {days} 天内没有继续办理，{told}，现已失效。",),
        at=at,
        notes=(
            f"这不是不予受理。{_ANEW}",
            "为保护个人信息，本次采集的照片、指纹和证件复印件已经清除，重新申办时另行采集。",
            "本次受理没有合成，没有收取工本费。",
        ),
    )


def _day(moment: datetime) -> str:
    day = local_date(moment)
    return f"{day.year}年{day.month}月{day.day}日"
