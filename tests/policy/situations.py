"""An acceptable situation as JSON, and how to change single facts of it."""

import copy
import json
from typing import Any

from tongban.policy.situation import Situation
from tongban.policy.terms import shipped_terms
from tongban.policy.units import shipped_city
from tongban.policy.wire.lines import answer_line
from tongban.policy.wire.read import read_question

GUHUAI = "370811550000"  # 任城区分局古槐派出所, urban
LIYING = "370811510000"  # the same county bureau
XIANYING = "370802510000"  # 市中区分局, urban
QUFU = "370881510000"  # 曲阜市局鲁城派出所, not urban

_PERSON = {
    "name": "颜测试",
    "sex": "1",
    "ethnicity": "01",
    "birth_date": "1990-03-07",
    "id_number": "37081119900307007X",
    "address": "山东省曲阜市鲁城街道测试路1号",
    "address_division": "370881",
}

BASE: dict[str, Any] = {
    "id": "例",
    "at": "2026-03-02T10:15:00+08:00",
    "accepting_unit": GUHUAI,
    "reason": "DAMAGED",
    "declared": _PERSON,
    "record": {
        **_PERSON,
        "home_unit": QUFU,
        "card": {"issued": True, "expires": "2036-05-19", "fingerprint_registered": True},
    },
    "evidence": [{"kind": "DRIVING_LICENCE", "valid_until": "2030-01-01"}],
    "comparison": {"history_viewed": False, "face": "SAME", "fingerprint": "SAME"},
    "identity_confirmed": None,
    "commitment_signed": False,
    "document_offence": False,
    "bad_credit": False,
    "expedited": False,
    "delivery": "STATION",
    "wants_temporary": False,
    "residence": "NOT_DUE",
}


def changed(facts: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The acceptable situation with single facts replaced; keys may be paths with dots."""
    situation = copy.deepcopy(BASE)
    for path, value in {**(facts or {}), **more}.items():
        *above, last = path.split(".")
        place = situation
        for step in above:
            place = place[step]
        place[last] = value
    return situation


def outside(division: str) -> dict[str, Any]:
    """Facts of a household outside the city."""
    return {
        "record.home_unit": None,
        "record.address_division": division,
        "declared.address_division": division,
    }


def answer(situation: Any) -> dict[str, Any]:
    """What the shipped rules answer to one JSON value."""
    line = json.dumps(situation, ensure_ascii=False).encode()
    return answer_bytes(line)


def answer_bytes(line: bytes) -> dict[str, Any]:
    """What the shipped rules answer to one line."""
    text, _ = answer_line(line, city=shipped_city(), terms_book=shipped_terms())
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def situation(facts: dict[str, Any] | None = None, **more: Any) -> Situation:
    """The changed situation as the rules see it."""
    return read_question(
        changed(facts, **more), city=shipped_city(), terms_book=shipped_terms()
    ).situation
