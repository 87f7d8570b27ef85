"""The verdict over an open intake; one code path for desk, compose, sign and ``tongban assess``."""

from __future__ import annotations

from datetime import datetime

from tongban.cases import facts
from tongban.cases.models import Intake
from tongban.cases.operations.errors import Barred
from tongban.cases.operations.office import office
from tongban.cases.shown import documents
from tongban.policy.assess import assess
from tongban.policy.verdict import Verdict
from tongban.policy.vocabulary import Ask, Outcome

FIRST_PHASE = frozenset(
    {
        Ask.RECORD_LOOKUP,
        Ask.DECLARE,
        Ask.SHOW_EVIDENCE,
        Ask.VIEW_HISTORY,
        Ask.COMPARE_ON_SITE,
        Ask.SIGN_COMMITMENT,
        Ask.SETTLE_IDENTITY,
    }
)


def judge_intake_now(intake: Intake, *, at: datetime) -> Verdict:
    """Return the verdict over the intake, read with its documents, as it stands at a moment."""
    rules = office()
    question = facts.situation(intake, evidence=documents(intake), at=at)
    return assess(question, city=rules.city, terms_book=rules.book)


def require_identity(intake: Intake, *, at: datetime) -> Verdict:
    """Return the verdict when identity and evidence are green (第六条); else raise ``Barred``."""
    verdict = judge_intake_now(intake, at=at)
    bar_grounds(verdict)
    missing = verdict.asks & FIRST_PHASE
    if missing:
        raise Barred(f"身份与凭证还没有确认，先办：{_listed(missing)}。", clause="第六条")
    return verdict


def require_acceptance(intake: Intake, *, at: datetime) -> Verdict:
    """Return the accepting verdict; raise ``Barred`` naming the ground or all that is missing."""
    verdict = judge_intake_now(intake, at=at)
    bar_grounds(verdict)
    if verdict.outcome is not Outcome.ACCEPT:
        raise Barred(f"还不能合成，还需：{_listed(verdict.asks)}。", clause="第六条")
    return verdict


def bar_grounds(verdict: Verdict) -> None:
    """Raise ``Barred`` where a ground stands, or where the application is a local one."""
    if verdict.outcome is Outcome.REFUSE:
        named = "；".join(f"{g.label}（{g.clause}）" for g in verdict.grounds)
        raise Barred(
            f"属于不予异地受理情形：{named}。请告知到户籍地派出所办理。", clause="第十五条(一)"
        )
    if verdict.outcome is Outcome.LOCAL:
        raise Barred("户籍就在本所，不属于异地申办，请按本地业务办理。", clause="第一条")


def _listed(asks: frozenset[Ask]) -> str:
    return "、".join(ask.label for ask in Ask if ask in asks)
