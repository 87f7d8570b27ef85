"""Returned cases: the list, and one case with what must be put right beside what was sent."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from tongban.cases.operations.fix import CORRECTABLE
from tongban.cases.operations.office import Office
from tongban.cases.queries.returns import OldVersion, Return, ReturnedLine, ReturnFile
from tongban.desks.shared.drafts import draft_url
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.green import green_tags
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pictures import picture_url
from tongban.desks.shared.pieces import EmptyState, Fact, Link, Photo, Tag, Tone
from tongban.desks.station.returns_screens import (
    Beside,
    PartTab,
    ReturnRow,
    TextPanel,
    Typed,
)
from tongban.desks.station.screens import WordsDialog
from tongban.policy.vocabulary import Category, Detail, Priority, Sex
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.reasons import ReturnCategory
from tongban.procedure.stages import Stage
from tongban.standards.ethnic_groups import NAMES, name_of
from tongban.standards.id_number import mask

TEXT, PHOTO, FINGERS = "text", "photo", "fingers"
PARTS = {TEXT: "文字信息", PHOTO: "照片", FINGERS: "指纹"}
PART_OF = {
    ReturnCategory.TEXT: TEXT,
    ReturnCategory.PHOTO: PHOTO,
    ReturnCategory.FINGERPRINT: FINGERS,
}
FIX_TEXT = "fix-text"
FIRST_LEFT = 16
"""The code of the first finger of the left hand (GA/T)."""
LABELS = {
    **{one.value: one.label for one in Detail},
    "address": "住址",
    "phone": "联系电话",
    "delivery_address": "登记地址",
}


def rows(lines: Sequence[ReturnedLine], *, rules: Office, at: datetime) -> tuple[ReturnRow, ...]:
    """The list, by due."""
    return tuple(_row(line, rules=rules, at=at) for line in lines)


def _row(line: ReturnedLine, *, rules: Office, at: datetime) -> ReturnRow:
    tags = list(green_tags(line.green, is_visited=line.is_visited))
    if line.priority is Priority.EXPEDITED:
        tags.append(Tag("加快", Tone.WARN, "2 个工作日内处理"))
    tags += [Tag("督办", Tone.BAD)] if line.is_chased else []
    if line.is_captured and not line.is_composed:
        tags.append(Tag("已代采", Tone.INFO, "另一派出所已采集，可以合成新版本。"))
    tags += [Tag("已改好，待签名", Tone.INFO)] if line.is_composed else []
    given = line.given
    return ReturnRow(
        url=f"/station/case/{line.case_id}/"
        if line.is_composed
        else reverse("station:return", args=[line.case_id]),
        name=line.name,
        number=line.number,
        about=Tag(_about(given), Tone.WARN) if given else Tag(Category(line.category).label),
        words=given.words if given else "",
        home=who_returned(given, line, rules=rules),
        tags=tuple(tags),
        due=due_of(
            ObligationKind.FIX_RETURN,
            since=line.opened_at,
            due_at=line.due_at,
            note=line.due_note,
            rules=rules,
            now=at,
        ),
    )


def who_returned(given: Return | None, case: ReturnedLine | ReturnFile, *, rules: Office) -> str:
    """The card centre, or the home bureau: outside the city by the name in its answer."""
    if given is not None and given.by_centre:
        return "省厅制证中心"
    home = rules.city.get(case.home_county)
    if home is not None:
        return home.short_name
    return (given.office if given is not None else "") or case.elsewhere or "户籍地"


def _about(given: Return) -> str:
    """What is wrong: the category, with the fields of the text; what we do not know is 其他项."""
    named = dict.fromkeys(LABELS.get(name, "其他项") for name in given.fields)
    fields = "、".join(named)
    return f"{given.category.label}：{fields}" if fields else given.category.label


EMPTY = EmptyState(
    "没有退回的件",
    "户籍地退回的件会马上到这里。普通件 3 个、加快件 2 个工作日内改好重新送审（第十条）。",
)


def due_reason(priority: Priority) -> str:
    """Why by then (第十条)."""
    days = 2 if priority is Priority.EXPEDITED else 3
    return f"{priority.label}件 {days} 个工作日内处理，退回当日不算"


def what_was_returned(file: ReturnFile, *, rules: Office, at: datetime) -> tuple[str, str, str]:
    """Who returned which version when; what about; in which words."""
    given = file.given
    if given is None:
        return "", "", ""
    who = who_returned(given, file, rules=rules)
    about = f"{who} {moment_phrase(given.at, at)} 退回第 {given.version} 版"
    return about, _about(given), given.words


def tabs(file: ReturnFile, *, part: str, changed: Mapping[str, bool]) -> tuple[PartTab, ...]:
    """The three parts; the one the return names says so."""
    named = PART_OF[file.given.category] if file.given else ""
    url = reverse("station:return", args=[file.id])
    found = []
    for number, (key, label) in enumerate(PARTS.items(), start=1):
        tag = Tag("退回指出", Tone.WARN) if key == named else None
        tag = Tag("已改", Tone.OK) if changed[key] else tag
        found.append(PartTab(label, f"{url}?part={key}", f"Alt+{number}", tag, key == part))
    return tuple(found)


def text_panel(file: ReturnFile, *, typed: Typed) -> TextPanel:
    """Every field that may be put right; the ones named in the return first in focus."""
    named = file.given.fields if file.given else ()
    values = {**_plain(file.current.text), **file.drafts[TEXT], **typed.values}
    first = next((name for name in CORRECTABLE if name in (typed.errors or named)), "")
    return TextPanel(
        url=reverse("station:return-compose", args=[file.id]),
        keep_url=reverse("station:return-keep", args=[file.id]),
        draft_url=draft_url(FIX_TEXT, file.id),
        fields=tuple(
            _field(name, values, file=file, typed=typed, focus=name == first)
            for name in CORRECTABLE
        ),
        seen_version=str(file.version),
    )


def _plain(text: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(text.get(name) or "") for name in CORRECTABLE}


_WIDTHS = {"name": "m", "sex": "m", "ethnicity": "m", "birth_date": "m", "phone": "m"}
_KINDS = {
    "sex": FieldKind.RADIO,
    "ethnicity": FieldKind.SELECT,
    "birth_date": FieldKind.DATE,
    "phone": FieldKind.TEL,
}
_OPTIONS = {
    "sex": tuple(Option(one.value, one.label) for one in Sex),
    "ethnicity": tuple(Option(code, name) for code, name in NAMES.items()),
}


def _field(
    name: str, values: Mapping[str, str], *, file: ReturnFile, typed: Typed, focus: bool
) -> Field:
    is_named = bool(file.given) and name in (file.given.fields if file.given else ())
    registered = str(file.current.record.get(name) or "")
    differs = name in file.current.record and registered != values.get(name, "")
    hints = [f"人口库：{shown(name, registered)}"] if differs and registered else []
    return Field(
        name,
        LABELS[name],
        _KINDS.get(name, FieldKind.TEXT),
        values.get(name, ""),
        hint="；".join([*(["退回指出这一项"] if is_named else []), *hints]),
        error=typed.errors.get(name, ""),
        clause="第十条" if is_named else "",
        options=_OPTIONS.get(name, ()),
        width=_WIDTHS.get(name, "full"),
        maxlength=None if name in _OPTIONS or name == "birth_date" else 200,
        required=name != "delivery_address",
        focus=focus,
    )


def shown(name: str, value: str) -> str:
    """A stored value in the words of the screen."""
    if name == "sex":
        return Sex(value).label if value in {one.value for one in Sex} else value
    return name_of(value) if name == "ethnicity" and value in NAMES else value


def changed_text(file: ReturnFile, given: Mapping[str, str]) -> dict[str, str]:
    """What differs from the newest version."""
    now = _plain(file.current.text)
    return {
        name: given[name].strip()
        for name in CORRECTABLE
        if name in given and given[name].strip() != now[name]
    }


def changes(
    file: ReturnFile, *, text: Mapping[str, str], photo: bool, fingers: bool
) -> tuple[Fact, ...]:
    """What the next version will change."""
    found = [Fact(LABELS[name], shown(name, value), Tone.OK) for name, value in text.items()]
    found += [Fact("照片", "已重新采集", Tone.OK)] if photo else []
    found += [Fact("指纹", "已重新采集", Tone.OK)] if fingers else []
    return tuple(found)


def beside(file: ReturnFile, shown_version: OldVersion) -> Beside:
    """A version as it was composed."""
    url = reverse("station:return", args=[file.id])
    text = _plain(shown_version.text)
    return Beside(
        title=f"第 {shown_version.n} 版",
        photo=Photo(
            picture_url(file.id, shown_version.n, "photo"),
            f"第 {shown_version.n} 版照片",
            _photo_caption(shown_version),
        ),
        text=(
            *(Fact(LABELS[name], shown(name, text[name])) for name in CORRECTABLE if text[name]),
            Fact("公民身份号码", mask(file.id_number)),
        ),
        fingers=tuple(_finger(one) for one in shown_version.fingers),
        versions=tuple(
            Link(f"看第 {one.n} 版", f"{url}?v={one.n}")
            for one in file.versions
            if one.n != shown_version.n
        ),
    )


def _photo_caption(version: OldVersion) -> str:
    unmet = [m["label"] for m in version.photo_report.get("measures", ()) if not m["met"]]
    return "测量全部达标" if version.photo_report and not unmet else "、".join(unmet)


def _finger(stored: Mapping[str, Any]) -> Fact:
    hand = "右手" if stored["code"] < 16 else "左手"
    if not stored["template"]:
        return Fact(hand, stored["missing_reason"])
    return Fact(hand, f"质量 {stored['quality']}")


def resubmit_dialog(file: ReturnFile, *, words: str, error: str, is_open: bool) -> WordsDialog:
    """Asks why the version is right as it stands."""
    url = reverse("station:return", args=[file.id])
    return WordsDialog(
        id="resubmit",
        title="原信息重新送审",
        note="文字、照片、指纹都不变，写明理由，户籍地审核民警会看到。",
        url=reverse("station:return-resubmit", args=[file.id]),
        words=Field(
            "words", "为什么不需要改", FieldKind.TEXTAREA, words, error=error, maxlength=300,
            focus=True, scope="resubmit",
        ),
        submit="原样送审",
        clause="第十条",
        phrases=("与户口簿核对无误，照片为本人近照", "已电话与审核民警核实，原信息无误"),
        hidden=(("seen_version", str(file.version)),),
        open=is_open,
        close_url=url,
    )  # fmt: skip


def fingers_in(draft: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What was captured anew by hand."""
    return {hand: json.loads(draft[hand]) for hand in ("right", "left") if hand in draft}


def tags(file: ReturnFile) -> tuple[Tag, ...]:
    """Category, reason, speed."""
    found = [Tag(file.category.label), Tag(file.reason.label)]
    if file.priority is Priority.EXPEDITED:
        found.append(Tag("加快", Tone.WARN))
    found += green_tags(file.green, is_visited=file.is_visited)
    if file.stage is not Stage.RETURNED:
        found.append(Tag(file.stage.label, Tone.WARN))
    return tuple(found)


def with_captured(file: ReturnFile) -> dict[str, Mapping[str, str]]:
    """What this officer has begun, and where that is nothing what another station captured."""
    found, taken = dict(file.drafts), file.captured
    if taken is None:
        return found
    if taken.photo and not found[PHOTO]:
        report = json.dumps(dict(taken.photo_report), ensure_ascii=False)
        found[PHOTO] = {"photo": taken.photo, "kept_report": report}
    if taken.fingers and not found[FINGERS]:
        hands = {"right" if one["code"] < FIRST_LEFT else "left": one for one in taken.fingers}
        found[FINGERS] = {hand: json.dumps(one) for hand, one in hands.items()}
    return found


def notice_of(file: ReturnFile, rules: Office, at: datetime) -> str:
    """Whether somebody captured elsewhere, and whether the applicant was asked to come."""
    asked = f"{moment_phrase(file.asked_at, at)} 已请申请人来所。" if file.asked_at else ""
    return " ".join(filter(None, (captured_words(file, rules, at), asked)))


def captured_words(file: ReturnFile, rules: Office, at: datetime) -> str:
    """Who captured anew for this version, and that it is ready to be composed."""
    taken = file.captured
    if taken is None:
        return ""
    parts = "、".join(
        label
        for label, is_there in ((PARTS[PHOTO], taken.photo), (PARTS[FINGERS], taken.fingers))
        if is_there
    )
    where = rules.city.require(taken.unit).name
    return (
        f"{where} {moment_phrase(taken.at, at)} 代为采集了{parts}，已放在这里，可以直接合成；"
        "不合格的在这里重新采集。"
    )


def kept_report(draft: Mapping[str, str]) -> Mapping[str, Any]:
    """How the photo that was kept measures; empty while none was."""
    found: Mapping[str, Any] = json.loads(draft.get("kept_report", "{}"))
    return found


def is_day(text: str) -> bool:
    """Whether a text is a date as forms send it."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
