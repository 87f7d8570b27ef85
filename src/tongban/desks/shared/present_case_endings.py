"""What the page of a case says and offers about holding it, ending it, and what is left of it."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from tongban.cases.queries.case_page import CasePage
from tongban.desks.shared.papers_kinds import PaperKind, print_action
from tongban.desks.shared.phrases import moment_phrase
from tongban.desks.shared.pieces import Action, ActionStyle, Fact, Tone
from tongban.policy.units import UnitKind
from tongban.procedure.actors import Actor
from tongban.procedure.acts import Act
from tongban.procedure.roles import Role
from tongban.procedure.stages import Stage
from tongban.procedure.table import offered
from tongban.standards.zones import local

_OVER = frozenset({Act.HOLD, Act.RELEASE, Act.REVOKE, Act.DISMISS_GROUND})


def ending_facts(case: CasePage, *, now: datetime) -> tuple[Fact, ...]:
    """Return why a case waits or is held, that it is not wanted, that pictures are erased."""
    facts = []
    if case.ground_since is not None and not case.stage.is_ending:
        words = "已暂扣，等另一名督导民警核定" if case.held else "已报告情形，等督导核定后再签发"
        since = moment_phrase(local(case.ground_since), local(now))
        facts.append(
            Fact("不予受理情形", words, Tone.WARN, note=f"{since} 起", clause="第十五条(一)")
        )
    if case.wished_at is not None and not case.stage.is_ending:
        facts.append(Fact("撤回意愿", "申请人不要了，证件到所后终结", Tone.WARN))
    if case.erased_at is not None:
        when = moment_phrase(local(case.erased_at), local(now))
        facts.append(Fact("指纹和照片", "期满已清除", note=f"{when}；登记表及其照片随档案保存"))
    return tuple(facts)


def ending_actions(case: CasePage, actor: Actor) -> tuple[Action, ...]:
    """Return the ways to the pages on which a case is held, decided, withdrawn, closed."""
    acts = offered(case.standing, actor)
    found = []
    is_supervisor = Role.SUPERVISION in actor.roles
    if _OVER.intersection(acts) or (is_supervisor and case.ground_since is not None):
        label = "核定不予受理情形" if case.ground_since is not None else "发现不予受理情形"
        found.append(_to("ground", label, "G", case))
    elif Act.REPORT_GROUND in acts and case.ground_since is None:
        found.append(_to("ground", "报告不予受理情形", "G", case))
    if Act.CLOSE in acts:
        found.append(_to("close", "终结", "Z", case))
    if actor.unit_kind is UnitKind.STATION and Act.WITHDRAW in acts:
        found.append(_to("withdraw", "申请人撤回", "W", case))
    elif Act.WISH_TO_WITHDRAW in acts and case.wished_at is None:
        found.append(_to("withdraw", "登记撤回意愿", "W", case))
    return tuple(found)


def _to(name: str, label: str, key: str, case: CasePage) -> Action:
    url = reverse(f"shared:{name}", args=[case.id])
    return Action(label, url=url, key=key, style=ActionStyle.QUIET)


def ending_papers(case: CasePage, actor: Actor) -> tuple[Action, ...]:
    """Return the notices of the case's ending, for the station and for those who decided."""
    is_above = Role.SUPERVISION in actor.roles and case.standing.accepting_unit != ""
    if actor.unit != case.accepting_unit and not is_above:
        return ()
    names = {event.name for event in case.events}
    kinds = []
    if case.stage is Stage.REVOKED:
        kinds.append(PaperKind.REVOCATION)
    if "Closed" in names:
        kinds.append(PaperKind.CLOSING)
    if case.stage is Stage.WITHDRAWN or "WishedToWithdraw" in names or "ClosedByWish" in names:
        kinds.append(PaperKind.WITHDRAWAL)
    if names & {"Voided", "VersionVoided"}:
        kinds.append(PaperKind.VOIDING)
    return tuple(print_action(kind, case=case.id, label=kind.label) for kind in kinds)
