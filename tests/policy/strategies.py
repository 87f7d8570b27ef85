"""Random situations as JSON: mostly near the edges between outcomes."""

from typing import Any

from hypothesis import strategies as st
from tests.policy.situations import GUHUAI, LIYING, QUFU, XIANYING

_NAMES = st.sampled_from(["买买提·测试", " 买买提•测试 ", "买买提\u30fb测试", "李四"])
_NUMBERS = st.sampled_from(["37081119900307007X", "37081119900307007x", "370811199001010014"])
_DIVISIONS = st.sampled_from(["370881", "370811", "370102", "371302", "320311", "110105"])
_DAYS = st.sampled_from(["1990-03-07", "1990-01-01"])


def _details(numbers: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[Any]]:
    return {
        "name": _NAMES,
        "sex": st.sampled_from(["1", "1", "1", "2"]),
        "ethnicity": st.sampled_from(["01", "01", "57", "97"]),
        "birth_date": _DAYS,
        "id_number": numbers,
        "address": st.sampled_from(["某街 1 号", "某街 2 号"]),
    }


_CARD = st.fixed_dictionaries(
    {
        "issued": st.sampled_from([True, True, True, True, False]),
        "expires": st.sampled_from([None, "LONG_TERM", "2026-03-01"]),
        "fingerprint_registered": st.booleans(),
    }
)


@st.composite
def _records(draw: st.DrawFn) -> dict[str, Any]:
    record = draw(st.fixed_dictionaries(_details(st.one_of(_NUMBERS, st.just(" 无号 ")))))
    home = draw(st.sampled_from([QUFU, GUHUAI, LIYING, XIANYING, None]))
    division = draw(_DIVISIONS)
    if home is None and division.startswith("3708"):
        division = "370102"
    return {**record, "address_division": division, "home_unit": home, "card": draw(_CARD)}


_PAPER = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["HOUSEHOLD_REGISTER", "ID_CARD", "PASSPORT", "OTHER"]),
        "valid_until": st.sampled_from([None, "2026-03-01", "2026-03-02", "2026-03-03"]),
    }
)


@st.composite
def situations(draw: st.DrawFn) -> dict[str, Any]:
    """One usable situation; half of them declare exactly what the register has."""
    record = draw(st.one_of(_records(), _records(), _records(), st.none()))
    declared = draw(st.fixed_dictionaries({**_details(_NUMBERS), "address_division": _DIVISIONS}))
    if record is not None and record["id_number"] != " 无号 " and draw(st.booleans()):
        declared = {key: record[key] for key in declared}
    rare = st.sampled_from([False] * 9 + [True])
    return {
        "id": draw(st.text(max_size=5)),
        "at": draw(st.sampled_from(["2026-03-02T00:00:00+08:00", "2026-03-02T15:59:59Z"])),
        "accepting_unit": draw(st.sampled_from([GUHUAI, GUHUAI, XIANYING, QUFU])),
        "reason": draw(st.sampled_from(["EXPIRED", "DAMAGED", "LOST", "LOST", "FIRST_ISSUE"])),
        "declared": declared,
        "record": record,
        "evidence": draw(st.lists(_PAPER, max_size=2)),
        "comparison": {
            "history_viewed": draw(st.booleans()),
            "face": draw(st.sampled_from(["SAME", "DIFFERENT", "UNCLEAR", "NOT_DONE"])),
            "fingerprint": draw(
                st.sampled_from(["SAME", "DIFFERENT", "UNCLEAR", "NOT_DONE", "NO_TEMPLATE"])
            ),
        },
        "identity_confirmed": draw(st.sampled_from([True, True, False, None])),
        "commitment_signed": draw(st.booleans()),
        "document_offence": draw(rare),
        "bad_credit": draw(rare),
        "expedited": draw(st.booleans()),
        "delivery": draw(st.sampled_from(["STATION", "COURIER"])),
        "wants_temporary": draw(st.booleans()),
        "residence": draw(st.sampled_from(["REGISTERED", "DUE", "NOT_DUE", "UNKNOWN"])),
    }
