"""Every clause is answered by something that exists, or by a written reason."""

import importlib
from pathlib import Path

import pytest

from tongban.policy.asks import ASKS
from tongban.policy.grounds import GROUNDS
from tongban.policy.notices import NOTICES
from tongban.policy.register import CLAUSES, ClauseDuty, duties_of, register
from tongban.policy.register_page import page
from tongban.policy.vocabulary import Ask, Ground, Notice
from tongban.procedure.acts import Act
from tongban.procedure.obligations import ObligationKind

PAGE = Path(__file__).parents[2] / "docs" / "regulation" / "clauses.md"
DUTIES = register()


@pytest.mark.parametrize("clause", CLAUSES)
def test_every_clause_is_answered(clause: str) -> None:
    duties = duties_of(clause)
    assert duties
    assert all(duty.is_answered for duty in duties)


def test_only_clauses_of_the_text_are_named() -> None:
    assert {duty.clause for duty in DUTIES} == set(CLAUSES)


@pytest.mark.parametrize("duty", DUTIES, ids=lambda duty: f"{duty.clause} {duty.duty}")
def test_what_is_named_exists(duty: ClauseDuty) -> None:
    for rule in duty.rules:
        module, _, function = rule.rpartition(".")
        assert callable(getattr(importlib.import_module(f"tongban.policy.{module}"), function))
    assert set(duty.acts) <= set(Act)
    assert set(duty.obligations) <= set(ObligationKind)


def test_every_rule_that_finds_something_answers_a_clause() -> None:
    named = {rule for duty in DUTIES for rule in duty.rules}
    for rule in (*GROUNDS, *ASKS, *NOTICES):
        assert f"{rule.__module__}.{rule.__name__}".removeprefix("tongban.policy.") in named


def test_every_obligation_answers_a_clause() -> None:
    named = {kind for duty in DUTIES for kind in duty.obligations}
    assert set(ObligationKind) == named


def test_the_page_is_up_to_date() -> None:
    made = "python -m tongban.policy.register_page docs/regulation/clauses.md"
    assert PAGE.read_text("utf-8") == page(), f"run: {made}"


def test_every_finding_code_is_documented() -> None:
    text = (PAGE.parent / "README.md").read_text("utf-8")
    for code in (*Ground, *Ask, *Notice):
        assert f"`{code}`" in text
