"""One case and its temporary card or certificate in words (第十二条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.temporary import LONGEST_PURPOSE, LONGEST_WORDS
from tongban.cases.queries.temporary import Document, TemporaryCase
from tongban.desks.shared.fields import Field, FieldKind, Problem
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pictures import picture_url
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, Photo, Tag, Tone
from tongban.desks.shared.temporary_back import back_fields
from tongban.desks.shared.temporary_screens import EndForm, IssueForm, TemporaryScreen
from tongban.policy.temporary import temporary_card_last_day, temporary_certificate_last_day
from tongban.policy.units import City, UnitKind
from tongban.policy.vocabulary import TemporaryDocument as Kind
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.procedure.table import judge
from tongban.standards.ethnic_groups import name_of
from tongban.standards.id_number import group
from tongban.standards.zones import local_date

CLAUSE = "第十二条"
GO = "Ctrl+Enter"
VERBS = {Kind.CARD: "制发", Kind.CERTIFICATE: "出具"}
PURPOSES = ("乘坐火车、客车", "乘坐飞机", "办理住宿登记", "参加考试")


@dataclass(frozen=True, slots=True)
class Looked:
    """Who looks at the page when, and what a form that came back holds."""

    actor: Actor
    city: City
    at: datetime
    values: Mapping[str, str]
    errors: Mapping[str, str]
    problems: tuple[Problem, ...] = ()

    def unit(self, code: str) -> str:
        """A unit's full name."""
        return self.city.require(code).name


def verb(kind: Kind) -> str:
    """What is done: 制发临时居民身份证 or 出具临时身份证明."""
    return f"{VERBS[kind]}{kind.label}"


def temporary_screen(case: TemporaryCase, looked: Looked) -> TemporaryScreen:
    """The page of one case."""
    live, kind = case.live, case.offer.kind
    is_card_out = live is not None and live.kind is Kind.CARD
    can_issue = judge(Act.ISSUE_TEMPORARY, case.standing, looked.actor) is None
    runs = live is not None and (is_card_out or live.is_good(local_date(looked.at)))
    issue = _issue(case, looked) if can_issue and not runs else None
    return TemporaryScreen(
        title=verb(kind) if issue else kind.label,
        name=case.details.name,
        number=case.number,
        id_number=group(case.id_number),
        tags=(
            Tag(case.stage.label, Tone.OK if case.stage.is_ending else Tone.INFO),
            Tag(case.reason.label),
            *((Tag("暂扣", Tone.BAD),) if case.held else ()),
        ),
        photo=Photo(picture_url(case.id, case.n, "photo"), "本次标准照片", "印在证件上的照片"),
        person=_person(case),
        head=verb(kind) if issue else kind.label,
        note="" if issue is None else _note(kind),
        where="" if issue or runs else _where(case, looked),
        issue=issue,
        live=_live(live, looked) if live and runs else (),
        state=_state(live, looked) if live and runs else None,
        ends=_ends(case, looked) if is_card_out else (),
        past=tuple(_past(one, looked) for one in case.documents if not (runs and one is live)),
        problems=looked.problems,
        actions=_actions(case, looked, issue=issue, live=live if runs else None),
    )


def _note(kind: Kind) -> str:
    if kind is Kind.CARD:
        return "依申请当场制作发放，不收费；领取居民身份证时收回。"
    return "说明原因之后，申请人需要的当场出具，不收费。"


def _person(case: TemporaryCase) -> tuple[Fact, ...]:
    details = case.details
    return (
        Fact("性别 / 民族", f"{details.sex.label} / {name_of(details.ethnicity)}"),
        Fact("出生日期", details.birth_date.isoformat()),
        Fact("住址", details.address),
    )


def _issue(case: TemporaryCase, looked: Looked) -> IssueForm:
    kind, today = case.offer.kind, local_date(looked.at)
    if kind is Kind.CARD:
        last = temporary_card_last_day(today, terms=case.terms)
        issuer = Fact("签发机关", looked.unit(case.accepting_county))
        purpose = None
    else:
        last = temporary_certificate_last_day(today, terms=case.terms)
        issuer = Fact("出具单位", looked.unit(looked.actor.unit))
        purpose = Field(
            "purpose",
            "用途",
            value=looked.values.get("purpose", ""),
            hint="写明拿去办什么，印在证明上。",
            error=looked.errors.get("purpose", ""),
            maxlength=LONGEST_PURPOSE,
            focus=True,
        )
    return IssueForm(
        url=reverse("shared:temporary-issue", args=[case.id]),
        say=case.offer.explanation,
        purpose=purpose,
        phrases=PURPOSES if purpose else (),
        facts=(
            issuer,
            Fact("有效期限", f"{today:%Y.%m.%d}-{last:%Y.%m.%d}"),
            Fact("费用", "不收费", clause="第七条"),
        ),
    )


def _where(case: TemporaryCase, looked: Looked) -> str:
    if case.stage is Stage.COMPOSED:
        return "还没有签名送审：签名之后可以当场办理。"
    if case.stage.is_ending:
        return f"这一件{case.stage.label}，不再办理临时证件。"
    barred = judge(Act.ISSUE_TEMPORARY, case.standing, looked.actor)
    return barred.sentence if barred else ""


def _state(live: Document, looked: Looked) -> Tag:
    if live.is_good(local_date(looked.at)):
        return Tag("有效", Tone.OK)
    return Tag("已过有效期，待收回", Tone.WARN)


def _live(live: Document, looked: Looked) -> tuple[Fact, ...]:
    facts = [
        Fact("编号", live.number),
        Fact("有效期限", f"{live.valid_from:%Y.%m.%d}-{live.valid_until:%Y.%m.%d}"),
        Fact(
            "制发" if live.kind is Kind.CARD else "出具",
            moment_phrase(live.issued_at, looked.at),
            note=f"{looked.unit(live.issued_unit)} {live.issued_by}",
        ),
    ]
    if live.purpose:
        facts.append(Fact("用途", live.purpose))
    if live.explained:
        facts.append(Fact("已说明", live.explained))
    facts.append(_printed(live))
    return tuple(facts)


def _printed(live: Document) -> Fact:
    if not live.prints:
        return Fact("打印", "还没有打印", Tone.WARN)
    again = live.prints - 1
    return Fact("打印", "已打印", Tone.OK, note=f"补打 {again} 次" if again else "")


def _past(one: Document, looked: Looked) -> Fact:
    how = one.ending.label if one.ending else "已过有效期"
    when = f"{moment_phrase(one.ended_at, looked.at)} " if one.ended_at else ""
    words = f"：{one.words}" if one.words else ""
    return Fact(one.kind.label, one.number, note=f"{when}{one.ended_by} {how}{words}".strip())


def _ends(case: TemporaryCase, looked: Looked) -> tuple[EndForm, ...]:
    live = case.live
    if live is None:
        return ()
    found = []
    if judge(Act.TAKE_BACK_TEMPORARY, case.standing, looked.actor) is None:
        fields = back_fields(looked.values, looked.errors, number=live.number)
        url = reverse("shared:temporary-take-back", args=[case.id])
        note = "领取居民身份证时在发放页一并收回；提前交回、遗失的在这里登记。"
        found.append(EndForm(url, "收回", note, fields, "登记"))
    if judge(Act.WRITE_OFF, case.standing, looked.actor) is None:
        words = Field(
            "words",
            "无法收回的原因",
            FieldKind.TEXTAREA,
            value=looked.values.get("words", ""),
            error=looked.errors.get("words", ""),
            maxlength=LONGEST_WORDS,
        )
        url = reverse("shared:temporary-write-off", args=[case.id])
        note = "多次联系仍不交回的，说明原因后核销，档案才能封存。"
        found.append(EndForm(url, "核销", note, (words,), "核销"))
    return tuple(found)


def _actions(
    case: TemporaryCase, looked: Looked, *, issue: IssueForm | None, live: Document | None
) -> tuple[Action, ...]:
    actor = looked.actor
    is_window = actor.unit_kind is UnitKind.STATION and Role.ACCEPTANCE in actor.roles
    back = (
        Action("回到受理页", url=reverse("station:case", args=[case.id]), key="E")
        if is_window
        else Action("看全部经过", url=reverse("shared:case", args=[case.id]), key="E")
    )
    register = (
        (Action("登记簿", url=reverse("shared:temporary-register")),)
        if Role.ACCEPTANCE in actor.roles
        else ()
    )
    if issue is not None:
        label = verb(case.offer.kind)
        spoken = f"已说明，{label}" if issue.say else label
        go = Action(spoken, form="issue", key=GO, style=ActionStyle.PRIMARY)
        return (*register, back, go)
    return (*register, back, *_print(live, looked))


def _print(live: Document | None, looked: Looked) -> Sequence[Action]:
    if live is None or not live.is_good(local_date(looked.at)):
        return ()
    if Role.ACCEPTANCE not in looked.actor.roles:
        return ()
    is_first = not live.prints
    return (
        Action(
            "打印" if is_first else "补打",
            url=reverse("shared:temporary-print", args=[live.id]),
            post=True,
            new_window=True,
            icon="printer",
            key=GO if is_first else "P",
            style=ActionStyle.PRIMARY if is_first else ActionStyle.PLAIN,
        ),
    )
