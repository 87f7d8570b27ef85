"""核定不予受理情形: report it, hold the case, find it untrue, release or revoke (第十五条(一))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from tongban.cases.operations.grounds import LONGEST_WORDS
from tongban.cases.operations.office import Office
from tongban.cases.queries.ending_file import EndingFile
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.ending_screens import SCANS, EndingScreen, Form, Typed, ending_screen
from tongban.desks.shared.fields import Field, FieldKind, Option
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import Fact, Tone
from tongban.policy.vocabulary import Ground, Stream
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind
from tongban.procedure.roles import Role
from tongban.procedure.table import permit

ACTS = (Act.REPORT_GROUND, Act.REVOKE, Act.RELEASE, Act.HOLD, Act.DISMISS_GROUND)
WITH_GROUND = frozenset({Act.REPORT_GROUND, Act.HOLD, Act.REVOKE})
_NOTES: Mapping[Act, str] = {
    Act.HOLD: "不下达制证、不发放；由另一名督导民警解除或撤销。",
    Act.DISMISS_GROUND: "说明理由，户籍地接着审核签发。",
    Act.RELEASE: "说明理由，接着办理；已签发并缴费的随即下达制证。",
    Act.REVOKE: "出具撤销通知书，这一件到此结束；没有制证的退费，证件销毁。",
}


def choices(case: EndingFile, actor: Actor) -> tuple[Act, ...]:
    """Return what the actor may decide now about a ground of the case."""
    found = [act for act in ACTS if permit(act, case.standing, actor) is None]
    if case.ground_since is None:
        found = [act for act in found if act is not Act.DISMISS_GROUND]
    if case.ground_since is not None:
        found = [act for act in found if act is not Act.REPORT_GROUND]
    if case.standing.held and case.standing.held_by is None:
        # On hold over answers that contradict each other: settled on its own page.
        found = [act for act in found if act not in (Act.RELEASE, Act.REVOKE)]
    return tuple(found)


def ground_screen(
    case: EndingFile, actor: Actor, *, rules: Office, typed: Typed, now: datetime
) -> EndingScreen:
    """Return the page for the actor, with what was typed and what is wrong with it."""
    acts = choices(case, actor)
    form = Form(
        title="报告不予受理情形" if acts == (Act.REPORT_GROUND,) else "核定不予受理情形",
        clause="第十五条(一)",
        say=_say(case, actor, acts),
        name="ground",
        fields=_fields(case, acts, typed) if acts else (),
        submit=_submit(acts),
        is_grave=Act.REVOKE in acts,
        act=acts[0].value if len(acts) == 1 else "",
    )
    return ending_screen(
        case, form, typed=typed, now=now, due=_due(case, rules=rules, now=now), facts=_facts(case)
    )


def _submit(acts: Sequence[Act]) -> str:
    if acts == (Act.REPORT_GROUND,):
        return "报告督导核定"
    return acts[0].label if len(acts) == 1 else "作出核定"


def _facts(case: EndingFile) -> tuple[Fact, ...]:
    fee = "已缴费" if case.standing.is_paid else "未缴费"
    card = case.card.label if case.card else "没有制证"
    held = (Fact("暂扣民警", case.holder, Tone.WARN),) if case.holder else ()
    return (Fact("工本费", fee), Fact("证件", card), *held)


def _due(case: EndingFile, *, rules: Office, now: datetime) -> DueText | None:
    if case.due is None:
        return None
    return due_of(
        ObligationKind.DECIDE_GROUND,
        since=case.due.since,
        due_at=case.due.due_at,
        note=case.due.due_note,
        rules=rules,
        now=now,
    )


def _say(case: EndingFile, actor: Actor, acts: Sequence[Act]) -> str:
    if Act.REPORT_GROUND in acts:
        return (
            "只有第五条的五种情形可以报告；照片、文字、指纹不合格的用“退回并说明”。"
            "报告后由受理地县局督导民警 1 个工作日内核定，核定前这一件不能签发。"
        )
    if Act.REVOKE in acts:
        return "由您核定：属于五种情形之一的撤销，不属于的解除暂扣。作出暂扣的民警不能自己核定。"
    if acts:
        return _before_hold(case)
    return _why_not(case, actor)


def _before_hold(case: EndingFile) -> str:
    if case.ground_since is None:
        return "受理后发现五种情形之一的，先暂扣，再由另一名督导民警核定撤销或者解除。"
    return "情形可能成立的，先暂扣，再由另一名督导民警核定；不成立的，说明理由，审核随即接着办。"


def _why_not(case: EndingFile, actor: Actor) -> str:
    if case.stage.is_ending:
        return f"这一件已经结束（{case.stage.label}），没有要核定的情形。"
    if case.standing.held and case.standing.held_by is None:
        return "这一件因户籍地前后答复矛盾暂缓，请先核定答复。"
    if case.standing.held_by == actor.officer_id and Role.SUPERVISION in actor.roles:
        return "这一件由您暂扣，须由另一名督导民警（本县局或市局）核定撤销或者解除。"
    if case.ground_since is not None:
        return "已经报告，等受理地县局或市局督导民警核定；核定前不能签发。"
    act = Act.REPORT_GROUND if case.standing.stream is Stream.INTERNAL else Act.HOLD
    barred = permit(act, case.standing, actor)
    return barred.sentence if barred else ""


def _fields(case: EndingFile, acts: Sequence[Act], typed: Typed) -> tuple[Field, ...]:
    needs_ground = any(act in WITH_GROUND for act in acts)
    fields = [_act_field(acts, typed)] if len(acts) > 1 else []
    if needs_ground:
        fields.append(_ground_field(case, acts, typed))
    fields.append(
        Field(
            "words",
            "查到了什么，怎样核实",
            FieldKind.TEXTAREA,
            typed.value("words"),
            hint="写明记录、比对结果、向谁核实；不要写公民身份号码。",
            error=typed.error("words"),
            maxlength=LONGEST_WORDS,
        )
    )
    if needs_ground:
        fields.append(_evidence_field(case, acts, typed))
    return tuple(fields)


def _act_field(acts: Sequence[Act], typed: Typed) -> Field:
    options = tuple(
        Option(act.value, act.label, _NOTES.get(act, ""), key=str(n))
        for n, act in enumerate(acts, start=1)
    )
    return Field(
        "act",
        "核定",
        FieldKind.RADIO,
        typed.value("act"),
        options=options,
        error=typed.error("act"),
        focus=True,
    )


def _ground_field(case: EndingFile, acts: Sequence[Act], typed: Typed) -> Field:
    """The five grounds and no sixth; what was reported before is chosen already."""
    before = next((one.ground for one in reversed(case.notes) if one.ground), None)
    optional = len(acts) > 1
    return Field(
        "ground",
        "属于哪一种情形",
        FieldKind.RADIO,
        typed.value("ground") or (before.value if before else ""),
        hint="撤销或暂扣时必选" if optional else "",
        options=tuple(Option(one.value, one.label, one.clause) for one in Ground),
        error=typed.error("ground"),
        required=not optional,
        clause="第五条",
        focus=not optional,
    )


def _evidence_field(case: EndingFile, acts: Sequence[Act], typed: Typed) -> Field:
    is_needed = Act.REVOKE in acts and not case.has_evidence
    hint = "PDF、JPEG 或 PNG，不超过 20 MB；撤销须有依据材料，报告或暂扣时已上传的可不再传。"
    return Field(
        "evidence",
        "依据材料",
        FieldKind.FILE,
        hint="已经收到上传的材料，不用再选；要换就重新选一次。" if typed.kept else hint,
        error=typed.error("evidence"),
        required=is_needed and not typed.kept,
        accept=SCANS,
    )
