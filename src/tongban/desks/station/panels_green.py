"""绿色通道与上门服务 (第十四条): the window in which it is marked, from any step of the intake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tongban.cases.operations.errors import BadInput, FieldFault
from tongban.cases.operations.green import CLAUSE, Mark, Visit
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.pieces import Action, ActionStyle
from tongban.desks.station.intake_forms import Faults
from tongban.desks.station.intake_state import Work, act_url
from tongban.desks.station.screens import StepKey, WordsDialog
from tongban.procedure.reasons import GreenReason, TakenAtHome
from tongban.standards.zones import local_date

GREEN = "green"
PREFIX = "green_"
TAKEN = PREFIX + "taken_"
STEP = "step"
LONGEST = 60
LONGEST_PLACE = 40


def green_action(work: Work) -> Action | None:
    """The way to the window, at the head of every step while the intake is open."""
    if not work.view.is_open:
        return None
    label = "改" if work.view.green else "绿色通道"
    return Action(label, url=f"?open={GREEN}", opens=GREEN, key="Alt+G", style=ActionStyle.QUIET)


def take_off_action(work: Work, *, key: StepKey) -> Action:
    """Take the mark off again."""
    url = act_url(work.view.id, "green-out")
    return Action("取消绿色通道", url=url, post=True, fields=((STEP, key.value),))


def green_dialog(work: Work, *, key: StepKey) -> WordsDialog:
    """Why, and where somebody went to the applicant: who, when, whereabouts, what was taken."""
    view = work.view
    visit = view.visit or {}
    return WordsDialog(
        id=GREEN,
        title="绿色通道、上门服务",
        note="有特殊困难或者急需用证的，登记后在同一时限内先办，不改变条件和材料。只写类别，不写病情。",
        url=act_url(view.id, GREEN),
        fields=(
            _reason(work),
            _text(work, "words", "说明", view.green_words, required=False, hint="选“其他”的写明。"),
            *_visit(work, visit),
        ),
        words=_text(
            work,
            "place",
            "在哪里",
            visit.get("place", ""),
            required=False,
            width="full",
            maxlength=LONGEST_PLACE,
            hint="写到小区、医院、敬老院，不写门牌号。",
        ),
        submit="登记",
        clause=CLAUSE,
        hidden=((STEP, key.value),),
        style=ActionStyle.PRIMARY,
    )


def _visit(work: Work, visit: Mapping[str, Any]) -> Iterator[Field]:
    """Whether somebody went to the applicant: who, when, and what was taken there."""
    yield _ticked(work, PREFIX + "visit", "民警上门办理", width="full", is_set=bool(visit))
    yield _text(work, "by", "谁上门", visit.get("by", ""), required=False, hint="民警姓名。")
    yield _text(
        work,
        "on",
        "日期",
        visit.get("on", local_date(work.at).isoformat()),
        required=False,
        kind=FieldKind.DATE,
        maxlength=None,
    )
    for one in TakenAtHome:
        is_set = one.value in visit.get("taken", ())
        yield _ticked(work, TAKEN + one.value, f"采集{one.label}", width="s", is_set=is_set)


def _reason(work: Work) -> Field:
    return _text(
        work,
        "reason",
        "原因",
        work.view.green,
        kind=FieldKind.SELECT,
        options=tuple(Option(one.value, one.label) for one in GreenReason),
        maxlength=None,
        focus=True,
    )


def _text(work: Work, name: str, label: str, stored: str, **more: object) -> Field:
    given: dict[str, Any] = {"width": "m", "maxlength": LONGEST, **more}
    full = PREFIX + name
    value = work.typed.value(full, stored)
    return Field(full, label, value=value, error=work.typed.error(full), **given)


def _ticked(work: Work, name: str, label: str, *, width: str, is_set: bool) -> Field:
    # A box that came back unticked is not in the form at all.
    came = work.typed.values
    ticked = came.get(name) == "1" if PREFIX + "reason" in came else is_set
    return Field(
        name, label, FieldKind.CHECKBOX, value="1" if ticked else "", required=False, width=width
    )


def green_form(form: Mapping[str, str]) -> Mark:
    """Read the form; raises ``BadInput`` with every fault at its field of the window."""
    faults = Faults()
    reason = faults.choice(form, PREFIX + "reason", of=GreenReason)
    words = faults.text(form, PREFIX + "words", longest=LONGEST)
    by = faults.text(form, PREFIX + "by", longest=LONGEST)
    place = faults.text(form, PREFIX + "place", longest=LONGEST_PLACE)
    on = faults.day(form, PREFIX + "on")
    taken = tuple(one for one in TakenAtHome if form.get(TAKEN + one.value) == "1")
    is_visit = form.get(PREFIX + "visit") == "1"
    if reason is None and not any(one.field == PREFIX + "reason" for one in faults.found):
        faults.add(PREFIX + "reason", "请选择原因。", CLAUSE)
    if not is_visit and (by or place or taken):
        faults.add(PREFIX + "by", "写了上门经过的，请同时勾选“民警上门办理”。", CLAUSE)
    faults.check()
    if reason is None:
        raise AssertionError("a reason that is missing is a fault")
    return Mark(reason, words, Visit(by, on, place, taken) if is_visit else None)


def at_fields(bad: BadInput) -> BadInput:
    """The faults that the operation found, at the fields of the window."""
    return BadInput(*(FieldFault(PREFIX + f.field, f.sentence, f.clause) for f in bad.faults))
