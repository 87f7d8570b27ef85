"""The example tables: readable by a police lawyer, and complete over rules and codes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.policy.situations import answer, changed, outside

from tongban.policy.register import CLAUSES, register
from tongban.policy.vocabulary import Ask, Ground, Notice

FOLDER = Path(__file__).parent / "examples"
TABLES = ("category", "evidence", "grounds", "after")
# Nothing from outside can ask for these two: they belong to an intake not filled in yet.
AT_THE_DESK_ONLY = {Ask.DECLARE, Ask.CHOOSE_REASON}
SHOWN_ELSEWHERE = {
    "due.due",
    "review_order.rank",
    "temporary.temporary_card_last_day",
    "temporary.temporary_certificate_last_day",
    "temporary.temporary_explanation",
} | {f"asks.fill_in.{name}" for name in ("declare", "choose_reason")}


def examples() -> Iterator[dict[str, Any]]:
    for table in TABLES:
        yield from yaml.safe_load((FOLDER / f"{table}.yaml").read_text("utf-8"))


EXAMPLES = tuple(examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["example"])
def test_example(example: dict[str, Any]) -> None:
    home = outside(example["home"]) if "home" in example else {}
    found = answer(changed({**home, **example.get("facts", {})}))
    seen = {key: found[key] for key in example["expect"] if key != "findings"}
    if "findings" in example["expect"]:
        seen["findings"] = [finding["code"] for finding in found["findings"]]
    assert seen == example["expect"]


def test_every_example_cites_a_clause() -> None:
    assert {example["clause"] for example in EXAMPLES} <= set(CLAUSES)


def test_every_finding_code_has_an_example() -> None:
    shown = {code for example in EXAMPLES for code in example["expect"].get("findings", ())}
    shown |= {code for example in EXAMPLES for code in example["expect"].get("asks", ())}
    assert {*Ground, *Ask, *Notice} - AT_THE_DESK_ONLY <= shown


def test_every_rule_has_an_example() -> None:
    shown = {rule for example in EXAMPLES for rule in example["rules"]}
    named = {rule for duty in register() for rule in duty.rules}
    assert named - shown - SHOWN_ELSEWHERE == set()
