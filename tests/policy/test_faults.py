"""What makes a line unusable, which field is named, and which fault is named first."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.policy.situations import GUHUAI, answer, answer_bytes, changed

PATHS = [
    "id",
    "at",
    "accepting_unit",
    "reason",
    "declared",
    "declared.name",
    "declared.sex",
    "declared.ethnicity",
    "declared.birth_date",
    "declared.id_number",
    "declared.address",
    "declared.address_division",
    "record",
    "record.name",
    "record.sex",
    "record.ethnicity",
    "record.birth_date",
    "record.id_number",
    "record.address",
    "record.address_division",
    "record.home_unit",
    "record.card",
    "record.card.issued",
    "record.card.expires",
    "record.card.fingerprint_registered",
    "evidence",
    "comparison",
    "comparison.history_viewed",
    "comparison.face",
    "comparison.fingerprint",
    "identity_confirmed",
    "commitment_signed",
    "document_offence",
    "bad_credit",
    "expedited",
    "delivery",
    "wants_temporary",
    "residence",
]
"""Every key of a situation in the order of the contract."""


def without(situation: dict[str, Any], path: str) -> None:
    *above, last = path.split(".")
    for step in above:
        situation = situation[step]
    del situation[last]


@pytest.mark.parametrize("path", PATHS)
def test_every_key_is_required(path: str) -> None:
    situation = changed()
    without(situation, path)
    found = answer(situation)
    assert found["error"]["field"] == path
    assert found["id"] == (None if path == "id" else "例")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("value", [7, 1.5, {"x": []}, [1], "其他", True])
def test_no_key_takes_every_kind_of_value(path: str, value: Any) -> None:
    texts = {"id", "declared.name", "declared.address"}
    texts |= {"record.name", "record.address", "record.id_number"}
    flags = {"identity_confirmed", "commitment_signed", "document_offence", "bad_credit"}
    flags |= {"expedited", "wants_temporary", "comparison.history_viewed"}
    flags |= {"record.card.issued", "record.card.fingerprint_registered"}
    if (value == "其他" and path in texts) or (value is True and path in flags):
        assert "error" not in answer(changed({path: value}))
        return
    field = answer(changed({path: value}))["error"]["field"]
    if path == "evidence" and value == [1]:
        assert field == "evidence[0]"
    elif path in {"declared", "record", "comparison", "record.card"} and isinstance(value, dict):
        assert field == next(p for p in PATHS if p.startswith(path + "."))
    else:
        assert field == path


@settings(max_examples=150, deadline=None, database=None)
@given(st.sets(st.sampled_from(PATHS), min_size=1, max_size=4))
def test_the_first_fault_is_named(paths: set[str]) -> None:
    situation = changed()
    for path in sorted(paths, key=PATHS.index, reverse=True):
        *above, last = path.split(".")
        place = situation
        for step in above:
            place = place[step]
        place[last] = 0
    assert answer(situation)["error"]["field"] == min(paths, key=PATHS.index)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("at", "2026-03-02T10:15:00"),
        ("at", "2026-03-02 10:15:00+08:00"),
        ("at", "2026-03-02T10:15+08:00"),
        ("at", "2026-02-30T10:15:00+08:00"),
        ("at", "2026-03-02T24:00:00+08:00"),
        ("at", "2026-03-02T10:15:00+25:00"),
        ("at", "2026-03-02T10:15:00+0800"),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("at", "9999-12-31T23:59:59-12:00"),
        ("at", "２026-03-02T10:15:00+08:00"),
        ("at", "2020-08-31T23:59:59+08:00"),
        ("at", "2020-08-31T15:59:59Z"),
        ("accepting_unit", "370811000000"),
        ("accepting_unit", "370800000000"),
        ("accepting_unit", "370811999999"),
        ("reason", "lost"),
        ("reason", None),
        ("declared", None),
        ("declared.sex", 1),
        ("declared.sex", "0"),
        ("declared.ethnicity", "1"),
        ("declared.ethnicity", "00"),
        ("declared.ethnicity", "58"),
        ("declared.ethnicity", "99"),
        ("declared.birth_date", "19900307"),
        ("declared.birth_date", "1990-3-7"),
        ("declared.birth_date", "1990-02-29"),
        ("declared.birth_date", "1990-W10-3"),
        ("declared.birth_date", None),
        ("declared.id_number", "37081119900307007"),
        ("declared.id_number", "370811199003070070"),
        ("declared.id_number", "370811199002300075"),
        ("declared.id_number", " 37081119900307007X"),
        ("declared.id_number", "370811900307007"),
        ("declared.id_number", "３70811199001010014"),
        ("declared.address_division", "37088"),
        ("declared.address_division", "37088١"),
        ("record.sex", "9"),
        ("record.ethnicity", "x"),
        ("record.home_unit", None),
        ("record.home_unit", "370881000000"),
        ("record.home_unit", "110105510000"),
        ("record.card", None),
        ("record.card.issued", 1),
        ("record.card.expires", "长期"),
        ("record.card.expires", "2026-13-01"),
        ("evidence", None),
        ("evidence", {}),
        ("comparison.face", "NO_TEMPLATE"),
        ("comparison.fingerprint", None),
        ("identity_confirmed", "true"),
        ("identity_confirmed", 0),
        ("commitment_signed", None),
        ("delivery", "POST"),
        ("residence", None),
    ],
)
def test_unusable_values(path: str, value: Any) -> None:
    assert answer(changed({path: value}))["error"]["field"] == path


def test_faults_inside_evidence_are_numbered() -> None:
    good = {"kind": "PASSPORT", "valid_until": None}
    for bad, field in (
        ({"kind": "VISA", "valid_until": None}, "evidence[1].kind"),
        ({"kind": "PASSPORT"}, "evidence[1].valid_until"),
        ({"kind": "PASSPORT", "valid_until": "2026-02-29"}, "evidence[1].valid_until"),
        ("PASSPORT", "evidence[1]"),
    ):
        assert answer(changed(evidence=[good, bad]))["error"]["field"] == field


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"nonsense",
        b'{"id": "a"} {}',
        b'{"id": "a", "at": NaN}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'["id"]',
        b'"id"',
        b"7",
        b"null",
    ],
)
def test_what_is_no_json_object_has_no_id(line: bytes) -> None:
    found = answer_bytes(line)
    assert found["id"] is None
    assert found["error"]["field"] is None


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("at", "2026-03-02t10:15:00.123456789z"),
        ("at", "2026-06-30T23:59:60Z"),
        ("at", "2020-09-01T00:00:00+08:00"),
        ("at", "2020-08-31T16:00:00-00:00"),
        ("declared.id_number", "37081119900307007x"),
        ("declared.id_number", "99110119900101001X"),
        ("declared.birth_date", "2099-01-01"),
        ("record.id_number", "老号码"),
        ("record.card.expires", "LONG_TERM"),
        ("record.card.expires", None),
        ("evidence", []),
        ("identity_confirmed", None),
        ("record", None),
        ("declared.name", ""),
        ("unknown", 10**400),
    ],
)
def test_usable_values(path: str, value: Any) -> None:
    assert "error" not in answer(changed({path: value}))


def test_a_leap_second_elsewhere_is_a_fault() -> None:
    assert answer(changed(at="2026-06-30T23:58:60Z"))["error"]["field"] == "at"


def test_born_on_the_day_of_asking_is_allowed_and_the_day_after_is_not() -> None:
    born = {"declared.id_number": "370811202603020011"}
    assert "error" not in answer(changed(born, at="2026-03-02T00:00:00+08:00"))
    late = answer(changed(born, at="2026-03-01T15:59:59Z"))
    assert late["error"]["field"] == "declared.id_number"


def test_an_id_with_half_a_surrogate_is_echoed() -> None:
    line = json.dumps(changed()).replace(json.dumps("例"), '"\\ud800"').encode()
    found = answer_bytes(line)
    assert found["id"] == "\ud800"
    assert found["outcome"] == "ACCEPT"


def test_the_home_unit_decides_over_the_division() -> None:
    found = answer(
        changed(
            {"record.home_unit": GUHUAI[:6] + "520000", "record.address_division": "320311"},
            identity_confirmed=True,
        )
    )
    assert found["category"] == "CROSS_STATION"


def test_messages_repeat_no_data() -> None:
    secret = "370811199003070070"
    found = answer(changed({"declared.id_number": secret}))
    assert secret not in json.dumps(found, ensure_ascii=False)
