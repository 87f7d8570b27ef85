"""The rules agree with an independent reading of the contract, on any situation."""

from dataclasses import asdict
from typing import Any

from hypothesis import given, settings
from tests.policy.oracle import expected
from tests.policy.situations import answer
from tests.policy.strategies import situations

from tongban.policy.units import shipped_city
from tongban.policy.vocabulary import Ask, Ground, Notice

UNITS = {unit.code: asdict(unit) for unit in shipped_city().units}


@settings(max_examples=400, deadline=None, database=None)
@given(situations())
def test_every_field_agrees(situation: dict[str, Any]) -> None:
    found = answer(situation)
    codes = {finding["code"] for finding in found["findings"]}
    seen = {key: value for key, value in found.items() if key not in {"id", "findings"}}
    seen["asks"] = set(found["asks"])
    seen["grounds"] = codes & set(Ground.__members__)
    assert found["id"] == situation["id"]
    assert seen == expected(situation, units=UNITS)


@settings(max_examples=200, deadline=None, database=None)
@given(situations())
def test_findings_are_complete_and_cited(situation: dict[str, Any]) -> None:
    found = answer(situation)
    codes = {finding["code"] for finding in found["findings"]}
    assert codes <= {*Ground.__members__, *Ask.__members__, *Notice.__members__}
    assert set(found["asks"]) == codes & set(Ask.__members__)
    assert len(found["asks"]) == len(set(found["asks"]))
    assert (found["outcome"] == "ASK") == bool(found["asks"])
    assert (found["outcome"] == "REFUSE") == bool(codes & set(Ground.__members__))
    if found["outcome"] == "LOCAL":
        assert found["findings"] == []
    for finding in found["findings"]:
        assert finding["clause"].startswith("第")
        assert finding["message"]
        assert finding["fields"]
