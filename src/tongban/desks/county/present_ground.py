"""On the review screen: a ground that was seen, and the two-officer term."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from tongban.cases.operations.review import needs_two
from tongban.cases.queries.review_case import ReviewFile
from tongban.desks.county.screens import CaseNotice
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, Link, Tone
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.table import judge

CLAUSE = "第十五条(一)"


def deciding_act(file: ReviewFile, *, at: datetime) -> Act:
    """Return what the primary button does: where two officers review, the first one approves."""
    return Act.APPROVE if needs_two(at) and file.standing.approved_by is None else Act.ISSUE


def report_action(file: ReviewFile, actor: Actor) -> tuple[Action, ...]:
    """Return the way to the report of a ground; none for a case that waits for one already."""
    if file.ground_since is not None or judge(Act.REPORT_GROUND, file.standing, actor) is not None:
        return ()
    url = reverse("shared:ground", args=[file.id])
    return (Action("报告情形", url=url, key="G", style=ActionStyle.QUIET),)


def ground_notices(file: ReviewFile, *, at: datetime) -> tuple[CaseNotice, ...]:
    """Return why the review waits, or who has approved before."""
    found = []
    if file.ground_since is not None:
        since = moment_phrase(file.ground_since, at)
        state = "已暂扣" if file.standing.held else "已报告"
        found.append(
            CaseNotice(
                f"{state}不予受理情形，等督导核定",
                f"{since} 起。受理地县局或市局督导民警 1 个工作日内核定；核定前不能签发，"
                "照片、文字、指纹不合格的仍可退回。",
                Tone.WARN,
                CLAUSE,
                Link("看报告", reverse("shared:ground", args=[file.id])),
            )
        )
    if file.approver:
        text = "双人审签：由另一名民警签发或退回。"
        found.append(CaseNotice(f"{file.approver}已审核通过", text, Tone.INFO, "第九条"))
    return tuple(found)
