"""From refusals to the list and to the page of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.office import Office
from tongban.cases.queries.refusals import PAGE, Only, RefusalLine, RefusalView
from tongban.desks.shared.event_words import tone_of, who_of, words_of
from tongban.desks.shared.fields import Field, FieldKind, Option, problems_of
from tongban.desks.shared.page_keys import with_query, write_key
from tongban.desks.shared.papers_kinds import PaperKind, print_action
from tongban.desks.shared.phrases import arrival_phrase, day_phrase, due_text, moment_phrase
from tongban.desks.shared.pictures import intake_picture_url
from tongban.desks.shared.pieces import EmptyState, Fact, Happening, Link, Tag, Tone
from tongban.desks.shared.refusal_screens import (
    FilterLink,
    FormBlock,
    GroundBlock,
    RefusalRow,
    RefusalScreen,
    RefusalsScreen,
)
from tongban.policy.vocabulary import Ground
from tongban.procedure.acts import Act
from tongban.procedure.reasons import LiftReason, RefusalFinding, ToldAgainBy
from tongban.standards.id_number import mask
from tongban.standards.zones import local

SHORT = {
    Ground.FIRST_ISSUE: "首次申领",
    Ground.IDENTITY_UNSETTLED_MISMATCH: "信息不一致",
    Ground.IDENTITY_UNSETTLED_APPEARANCE: "相貌变化",
    Ground.DOCUMENT_OFFENCE: "证件违法",
    Ground.BAD_CREDIT: "不良信用",
}
_NOTE = "每一件只凭第五条的一种情形和它自己的依据；出具通知书后立即列在这里，由县局核查、市局抽查。第十五条"


@dataclass(frozen=True, slots=True)
class Looked:
    """Who looks at the list how: the conditions in the address, since when what is new, when."""

    given: Mapping[str, str]
    seen_until: datetime | None
    marks_new: bool
    at: datetime
    endings_url: str
    rules: Office


def refusals_screen(lines: Sequence[RefusalLine], looked: Looked) -> RefusalsScreen:
    """A page of the list."""
    rows = tuple(_row(one, looked) for one in lines[:PAGE])
    base, given = reverse("shared:refusals"), dict(looked.given)
    after = ""
    if len(lines) > PAGE:
        last = lines[PAGE - 1]
        after = with_query(base, **given, after=write_key(last.at, last.id))
    return RefusalsScreen(
        title="不予受理",
        note=_NOTE,
        rows=rows,
        standings=_standings(base, given),
        grounds=_grounds(base, given),
        new=sum(row.is_new for row in rows),
        narrowed=_narrowed(given, looked),
        next_url=after,
        rates_url=reverse("shared:refusal-rates") if looked.marks_new else "",
        endings_url=looked.endings_url,
        empty=None if lines else _empty(given),
    )


def _empty(given: Mapping[str, str]) -> EmptyState:
    if given:
        return EmptyState("没有这样的件", "换一种筛选，或者点“全部”看所有不予受理的件。")
    return EmptyState("没有不予受理的件", "派出所出具通知书的当时就会列在这里。")


def _standings(base: str, given: Mapping[str, str]) -> tuple[FilterLink, ...]:
    rest = {k: v for k, v in given.items() if k != "only"}
    found = [FilterLink("全部", with_query(base, **rest), not given.get("only"))]
    for only in Only:
        url = with_query(base, **rest, only=only.value)
        found.append(FilterLink(only.label, url, given.get("only") == only.value))
    return tuple(found)


def _grounds(base: str, given: Mapping[str, str]) -> tuple[FilterLink, ...]:
    rest = {k: v for k, v in given.items() if k != "ground"}
    found = []
    for ground in Ground:
        is_active = given.get("ground") == ground.value
        url = with_query(base, **rest) if is_active else with_query(base, **rest, ground=ground)
        label = f"{ground.clause.removeprefix('第五条')} {SHORT[ground]}"
        found.append(FilterLink(label, url, is_active, f"{ground.clause} {ground.label}"))
    return tuple(found)


def _narrowed(given: Mapping[str, str], looked: Looked) -> str:
    unit = looked.rules.city.get(given.get("unit", ""))
    parts = [
        unit.short_name if unit else "",
        f"{given['month'].replace('-', '年')}月" if given.get("month") else "",
        "同一民警" if given.get("officer") else "",
    ]
    return " · ".join(part for part in parts if part)


def _row(one: RefusalLine, looked: Looked) -> RefusalRow:
    is_new = looked.marks_new and (looked.seen_until is None or one.at > looked.seen_until)
    return RefusalRow(
        url=reverse("shared:refusal", args=[one.id]),
        when=arrival_phrase(one.at, looked.at),
        number=one.number,
        station=unit_name(one.station, looked.rules),
        officer=one.officer,
        grounds=tuple((g.clause, SHORT[g]) for g in one.grounds),
        words=one.words,
        state=state_tag(one),
        is_new=is_new,
    )


def unit_name(code: str, rules: Office) -> str:
    """The short name of a unit with its county's."""
    unit = rules.city.get(code)
    if unit is None:
        return code
    if unit.parent is None or unit.code == rules.city.county_of(code).code:
        return unit.short_name
    return f"{rules.city.county_of(code).short_name} {unit.short_name}"


def state_tag(one: RefusalLine) -> Tag:
    """How a refusal stands, what presses first."""
    if one.lifted_why is not None:
        why = "认定不当" if one.lifted_why is LiftReason.FOUND_WRONG else "名单已撤销"
        if one.is_told:
            return Tag(f"{why}，已告知", Tone.INFO, "已告知申请人可以重新申办。")
        return Tag(f"{why}，待告知", Tone.WARN, "派出所须告知申请人可以重新申办。")
    if one.finding is RefusalFinding.RIGHT:
        return Tag("核查正确", Tone.OK)
    return Tag("待核查", Tone.NONE, "受理地县局督导 3 个工作日内核查（运行参数）。")


@dataclass(frozen=True, slots=True)
class Opened:
    """Who opened one refusal: what he may do, what he typed, when."""

    acts: frozenset[Act]
    at: datetime
    rules: Office
    values: Mapping[str, str]
    errors: Mapping[str, str]


def refusal_screen(found: RefusalView, opened: Opened) -> RefusalScreen:
    """The page of one refusal."""
    line = found.line
    form = _form(found, opened)
    due = None
    if found.lifted_at is not None and found.told_at is None:
        due = due_text(found.due_at, opened.at, opened.rules.calendar)
    return RefusalScreen(
        title="不予异地受理",
        number=line.number,
        state=state_tag(line),
        facts=_facts(found, opened),
        grounds=tuple(
            GroundBlock(one.ground, one.message, tuple(Fact(*pair) for pair in one.lines))
            for one in found.grounds
        ),
        words=line.words,
        pictures=_pictures(found),
        checks=_checks(found, opened),
        after=_after(found, opened),
        history=_history(found, opened),
        print_action=print_action(PaperKind.REFUSAL, intake=line.intake_id, label="通知书补打"),
        back_url=reverse("shared:refusals"),
        due=due,
        form=form,
        problems=problems_of(form.fields) if form else (),
    )


def _checks(found: RefusalView, opened: Opened) -> tuple[Happening, ...]:
    return tuple(
        Happening(
            one.at,
            f"{one.finding.label}：{one.words}",
            f"{unit_name(one.unit, opened.rules)} {one.by}",
            Tone.OK if one.finding is RefusalFinding.RIGHT else Tone.WARN,
            day=_day(one.at, opened.at),
        )
        for one in found.checks
    )


def _history(found: RefusalView, opened: Opened) -> tuple[Happening, ...]:
    return tuple(
        Happening(one.at, words_of(one), who_of(one), tone_of(one), day=_day(one.at, opened.at))
        for one in found.events
    )


def _day(at: datetime, now: datetime) -> str:
    day, today = local(at).date(), local(now).date()
    return "" if day == today else day_phrase(day, today)


def _facts(found: RefusalView, opened: Opened) -> tuple[Fact, ...]:
    line = found.line
    home = unit_name(found.home_unit, opened.rules) if found.home_unit else found.home_office
    return (
        Fact("申请人", found.name, note=mask(found.id_number)),
        Fact("受理派出所", unit_name(line.station, opened.rules)),
        Fact("经办民警", line.officer),
        Fact("时间", moment_phrase(line.at, opened.at)),
        Fact("应去办理", home, note="户籍地派出所", clause="第十五条(一)"),
        Fact("联系电话", found.phone or "没有留下"),
        *_records(found, opened),
    )


def _records(found: RefusalView, opened: Opened) -> tuple[Fact, ...]:
    facts = []
    for one in found.records:
        issued = moment_phrase(one.issued_at, opened.at)
        pushed = f"第 {one.push} 号推送（{issued}）"
        if one.withdrawn_at is None:
            facts.append(Fact(f"记录 {one.id}", pushed, note="名单中仍然有效"))
            continue
        gone = f"第 {one.withdrawn_push} 号推送撤销（{moment_phrase(one.withdrawn_at, opened.at)}）"
        facts.append(Fact(f"记录 {one.id}", pushed, Tone.WARN, note=gone, clause="第五条(五)"))
    return tuple(facts)


def _pictures(found: RefusalView) -> tuple[Link, ...]:
    intake, links = found.line.intake_id, []
    if found.has_live:
        links += [
            Link("人口库照片", intake_picture_url(intake, "register"), new_window=True),
            Link("现场照片", intake_picture_url(intake, "live"), new_window=True),
        ]
    for one in found.copies:
        for page in range(1, one.pages + 1):
            url = intake_picture_url(intake, f"offence-{one.number}-{page}")
            links.append(Link(f"{one.label} 第 {page} 页", url, new_window=True))
    return tuple(links)


def _after(found: RefusalView, opened: Opened) -> tuple[Fact, ...]:
    why = found.line.lifted_why
    if why is None or found.lifted_at is None:
        return ()
    facts = [
        Fact("可以重新申办", why.label, Tone.WARN, note=moment_phrase(found.lifted_at, opened.at)),
        Fact("再来申请时", "由任一派出所重新查询，按当时情况判定"),
    ]
    if found.told_at is not None and found.told_way is not None:
        said = f"{found.told_way.label}告知，{moment_phrase(found.told_at, opened.at)}"
        facts.append(Fact("已告知", said, Tone.OK, note=found.told_words))
    else:
        facts.append(Fact("告知短信", _sms(found), Tone.WARN))
    return tuple(facts)


def _sms(found: RefusalView) -> str:
    if not found.phone:
        return "没有留下电话，请派出所当面或者书面告知后登记"
    if found.unsent_at is not None:
        return "没有送达，请派出所电话告知后登记"
    return {"SENT": "已发出，等待送达回执", "FAILED": "没有发出，请派出所电话告知后登记"}.get(
        found.sms, "正在发送"
    )


def _form(found: RefusalView, opened: Opened) -> FormBlock | None:
    if Act.TELL_AGAIN in opened.acts and found.lifted_at and not found.told_at:
        return _tell_form(found, opened)
    if Act.CHECK_REFUSAL in opened.acts and found.line.lifted_why is not LiftReason.FOUND_WRONG:
        return _check_form(found, opened)
    return None


def _check_form(found: RefusalView, opened: Opened) -> FormBlock:
    finding = Field(
        "finding",
        "认定",
        FieldKind.RADIO,
        value=opened.values.get("finding", ""),
        error=opened.errors.get("finding", ""),
        options=(
            Option(RefusalFinding.RIGHT.value, "正确", "情形成立，依据齐全"),
            Option(RefusalFinding.WRONG.value, "不当", "告知申请人可以重新申办，不能收回这一认定"),
        ),
        clause="第十五条(二)",
    )
    return FormBlock(
        title="再次核查" if found.checks else "核查",
        note="对照情形、依据和照片认定。认定不当的，系统短信告知申请人，短信没有送达的由派出所电话告知。",
        url=reverse("shared:refusal-check", args=[found.line.id]),
        fields=(finding, _words(opened, "核查情况", "看了什么、问了谁、依据什么认定。", most=300)),
        submit="记下核查结果",
    )


def _tell_form(found: RefusalView, opened: Opened) -> FormBlock:
    way = Field(
        "way",
        "怎样告知的",
        FieldKind.RADIO,
        value=opened.values.get("way", ""),
        error=opened.errors.get("way", ""),
        options=tuple(Option(w.value, w.label) for w in ToldAgainBy if w is not ToldAgainBy.SMS),
    )
    hint = "什么时候、告诉了谁、对方怎样说。"
    return FormBlock(
        title="告知申请人",
        note=f"告知：{found.line.lifted_why.label if found.line.lifted_why else ''}，"
        "现在可以到任一户籍派出所重新申办。",
        url=reverse("shared:refusal-told", args=[found.line.id]),
        fields=(way, _words(opened, "告知情况", hint, most=200)),
        submit="登记已告知",
    )


def _words(opened: Opened, label: str, hint: str, *, most: int) -> Field:
    return Field(
        "words",
        label,
        FieldKind.TEXTAREA,
        value=opened.values.get("words", ""),
        error=opened.errors.get("words", ""),
        hint=hint,
        maxlength=most,
    )
