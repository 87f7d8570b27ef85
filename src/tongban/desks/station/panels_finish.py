"""The middle of step 9: papers, residence registration, what the applicant must know."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from tongban.cases.queries.exchange import Exchange, Sent
from tongban.cases.queries.intake_screen import Duty
from tongban.cases.queries.papers import Printed
from tongban.desks.shared.dues import review_by
from tongban.desks.shared.fields import Option
from tongban.desks.shared.papers import PaperKind, print_action
from tongban.desks.shared.phrases import due_text
from tongban.desks.shared.pieces import Action, Fact, Photo, Tag, Tone
from tongban.desks.shared.present_exchange import answer_by
from tongban.desks.shared.present_temporary import CLAUSE, VERBS, verb
from tongban.desks.station.intake_state import Work, act_url
from tongban.desks.station.steps import FinishPanel, Paper
from tongban.documents.verification import qr_picture
from tongban.policy.review_unit import bureau_elsewhere
from tongban.policy.vocabulary import TemporaryDocument
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import ResidenceOutcome
from tongban.procedure.rows import SIGNED
from tongban.procedure.stages import IntakeStage, Stage
from tongban.standards.zones import local_date


@dataclass(frozen=True, slots=True)
class Ending:
    """What the last step shows: papers printed before, duties of the case, the refusal's number."""

    printed: Mapping[str, Printed]
    duties: Mapping[ObligationKind, Duty]


def finish_panel(work: Work, *, ending: Ending) -> FinishPanel:
    """Step 9: every paper, residence registration, and what the applicant must know."""
    stage = work.view.standing.stage
    if work.view.case is None:
        return _without_case(work, stage=stage, ending=ending)
    case = work.case
    papers = [
        _paper(PaperKind.COLLECTION_SLIP, "交给申请人，凭此领证", work, ending, key="P"),
        _paper(PaperKind.REGISTRATION, "签名后存档，申请人要的可再印一份", work, ending),
    ]
    due = ending.duties.get(ObligationKind.GUIDE_RESIDENCE)
    if due is not None:
        papers.append(_paper(PaperKind.RESIDENCE_SHEET, "办理居住登记的说明", work, ending))
    if case.stage is Stage.WITHDRAWN:
        papers = [_paper(PaperKind.WITHDRAWAL, "申请人签名的撤回申请，存档", work, ending)]
    temporary, temporary_actions = _temporary(work)
    return FinishPanel(
        papers=tuple(papers),
        next_steps=_next_steps(work, ending),
        temporary=temporary,
        temporary_actions=temporary_actions,
        residence=_residence(due),
        residence_url=act_url(work.view.id, "residence"),
        residence_start=_start(work, due, ending),
        residence_code=_code(ending),
        residence_options=tuple(Option(o.value, _RESIDENCE[o]) for o in ResidenceOutcome)
        if due is not None and due.closed_at is None
        else (),
        residence_done=_residence_done(due),
    )


_RESIDENCE = {
    ResidenceOutcome.GUIDED: "已当面指导",
    ResidenceOutcome.REGISTERED: "已登记或已帮助登记",
    ResidenceOutcome.DECLINED: "申请人不办",
}


def _paper(kind: PaperKind, note: str, work: Work, ending: Ending, *, key: str = "") -> Paper:
    printed = ending.printed.get(kind.value)
    again = printed is not None and printed.prints > 0
    case = None if kind.is_of_intake else work.case.id
    return Paper(
        label=kind.label,
        note=note if not again or printed is None else f"{note} · 已打印 {printed.prints} 次",
        print_action=print_action(
            kind,
            case=case,
            intake=work.view.id,
            label="再印一份" if again else "打印",
            key="" if again else key,
        ),
        printed_at=printed.last_at if again and printed is not None else None,
        needed=kind is not PaperKind.REGISTRATION,
    )


def _without_case(work: Work, *, stage: IntakeStage, ending: Ending) -> FinishPanel:
    if stage is IntakeStage.REFUSED:
        steps: tuple[Fact, ...] = (
            Fact("去哪里办", "请到户籍地派出所申请办理", clause="第十五条(一)"),
            Fact("不同意的", "可以向市局反映，通知书上写有联系方式"),
        )
        paper = _paper(PaperKind.REFUSAL, "当面交给申请人并说明", work, ending, key="P")
        return FinishPanel(papers=(paper,), next_steps=steps)
    if stage is IntakeStage.LOCAL:
        return FinishPanel(papers=(), next_steps=_at_home(work), heading="接下来")
    steps = (Fact("以后再办", "任何时候都可以重新申请，不受这一次影响"),)
    if stage is not IntakeStage.LAPSED:
        return FinishPanel(papers=(), next_steps=steps)
    paper = _paper(PaperKind.LAPSE, "申请人来问时当面交给本人", work, ending, key="P")
    return FinishPanel(papers=(paper,), next_steps=steps)


def _at_home(work: Work) -> tuple[Fact, ...]:
    """What the officer of the home station does next: the local procedure, in its own system."""
    days = work.rules.terms(work.at).biometrics_kept_days
    return (
        Fact(
            "现在办",
            "请在省人口信息管理系统按本地业务受理",
            Tone.WARN,
            "由户籍派出所受理的不属异地申办，申请人不用再跑。",
            "第一条",
        ),
        Fact(
            "要重新采集",
            "照片、指纹在本地业务中重新采集",
            note=f"这里采集的不转出，{days} 日后清除；凭证请再交验一次。",
        ),
        Fact("原派出所", "不用再去，那里的受理已经结束"),
    )


def _temporary(work: Work) -> tuple[Fact | None, tuple[Action, ...]]:
    """What the applicant may have while waiting: to give out, or what was given out."""
    url, given = reverse("shared:temporary", args=[work.case.id]), work.case.temporary
    if given is not None and given.is_good(local_date(work.at)):
        fact = Fact(
            given.kind.label,
            f"已{VERBS[given.kind]}" + ("" if given.prints else "，还没有打印"),
            Tone.OK if given.prints else Tone.WARN,
            f"{given.number}，有效至 {given.valid_until:%Y-%m-%d}",
            CLAUSE,
        )
        return fact, (Action("打印、收回" if given.prints else "去打印", url=url, key="T"),)
    kind = work.desk.temporary
    if kind is None or work.case.stage not in ISSUED_WHILE:
        return None, ()
    is_wanted = work.view.wants_temporary
    fact = Fact(
        kind.label,
        "申请人要，请当场办理" if is_wanted else f"申请人需要的，当场{VERBS[kind]}",
        Tone.WARN if is_wanted else Tone.NONE,
        _NOTES[kind],
        CLAUSE,
    )
    return fact, (Action(verb(kind), url=url, key="T"),)


_NOTES = {
    TemporaryDocument.CARD: "不收费；领取居民身份证时收回。",
    TemporaryDocument.CERTIFICATE: "该户籍地暂不能制发临时居民身份证，请先说明原因；不收费。",
}
ISSUED_WHILE = SIGNED - {Stage.TO_APPLICANT}


def _residence(due: Duty | None) -> Fact | None:
    if due is None:
        return None
    return Fact(
        "居住登记",
        "请指导（帮助）办理" if due.closed_at is None else "已办结",
        Tone.WARN if due.closed_at is None else Tone.OK,
        "在“山东公安居住登记平台”登记，并把居住证明交到居住地户籍派出所；不影响本次申办。",
        "第四条",
    )


def _start(work: Work, due: Duty | None, ending: Ending) -> Action | None:
    """Begin it on the platform for the applicant, who finishes it by phone."""
    if due is None or due.closed_at is not None:
        return None
    label = "重新取链接" if _link(ending) else "帮助登记（生成二维码）"
    return Action(label, url=act_url(work.view.id, "residence-start"), post=True)


def _link(ending: Ending) -> Mapping[str, str]:
    sheet = ending.printed.get(PaperKind.RESIDENCE_SHEET.value)
    return sheet.contents if sheet is not None and "link" in sheet.contents else {}


def _code(ending: Ending) -> Photo | None:
    found = _link(ending)
    if not found:
        return None
    svg = base64.b64encode(qr_picture(found["link"])).decode()
    caption = f"登记编号 {found['reference']}"
    return Photo(f"data:image/svg+xml;base64,{svg}", "居住登记二维码", caption)


def _residence_done(due: Duty | None) -> Tag | None:
    if due is None or due.closed_at is None:
        return None
    return Tag(ResidenceOutcome(due.outcome).label, Tone.OK)


def _next_steps(work: Work, ending: Ending) -> tuple[Fact, ...]:
    case = work.case
    if case.stage is Stage.WITHDRAWN:
        return _WITHDRAWN
    exchange = case.exchange
    review = _review_elsewhere(work, exchange) if exchange else _review_here(work, ending)
    county = work.rules.city.county_of(case.standing.accepting_unit).short_name
    paid = "" if case.is_paid else "，缴费到账后"
    return (
        review,
        Fact("制证", f"省厅制证中心，签发{paid}制证，寄到{county}", clause="第十一条"),
        Fact("领取", "到所后短信通知，本人带领取凭证来领；换领的交回旧证", clause="第十一条"),
        Fact("最迟", "自提交登记表之日起 60 日内", note="居民身份证法 第十二条"),
    )


_WITHDRAWN = (
    Fact("本件", "已按申请人的意思撤回，不再制证"),
    Fact("工本费", "已缴的原路退回；现金代缴的，退回后由本所退还", clause="第七条"),
    Fact("以后再办", "任何时候都可以重新申请，不受这一次影响"),
)


def _review_elsewhere(work: Work, exchange: Exchange) -> Fact:
    """The home bureau outside the city, and until when its answer is expected (第九条)."""
    stage, told = work.case.stage, exchange.submission
    bureau = bureau_elsewhere(exchange.office)
    office = f"签名后送{bureau}" if stage is Stage.COMPOSED else bureau
    tone = Tone.NONE
    if stage is Stage.COMPOSED:
        by = answer_by(work.at, rules=work.rules, now=work.at)
        when = f"现在送审，一般 {by}答复"
    elif stage is Stage.RETURNED:
        when = "已退回，改正后重新送审，不另收费"
    elif told is not None and told.state is Sent.STUCK and exchange.watch is not None:
        when, tone = "送审信息没有送达，按工作台上的提示处理", Tone.BAD
    elif exchange.watch is not None:
        when = due_text(exchange.watch.due_at, work.at, work.rules.calendar).text
    else:
        when = "已办结"
    return Fact("审核签发", office, tone, note=when, clause="第九条")


def _review_here(work: Work, ending: Ending) -> Fact:
    case, rules = work.case, work.rules
    bureau = rules.city.get(case.home_county)
    name = bureau.short_name if bureau else "户籍地公安机关"
    owed = ending.duties.get(ObligationKind.REVIEW)
    review = f"签名后送{name}" if case.stage is Stage.COMPOSED else name
    if case.stage is Stage.COMPOSED:
        when = review_by(work.at, rules=rules, now=work.at)
    elif owed is not None and owed.closed_at is not None:
        when = "已办结"
    else:
        due = due_text(owed.due_at if owed else None, work.at, rules.calendar)
        when = due.text.partition(" · ")[0]
    return Fact("审核签发", review, note=when, clause="第九条")
