"""The contract of ``tongban assess`` once more, written slowly and straight from its text.

It shares no code with the rules: it works on the JSON itself.
"""

from datetime import datetime, timedelta, timezone
from typing import Any

Json = dict[str, Any]

_DOTS = "\u2022\u2027\u30fb\uff65\uff0e\u2219\u22c5\ufe52"


def expected(s: Json, *, units: dict[str, Json]) -> Json:
    """The answer without ``id`` and messages; ``grounds`` is the set of grounds listed."""
    empty: Json = {
        "remote": None,
        "category": None,
        "stream": None,
        "outcome": None,
        "grounds": set(),
        "asks": set(),
        "evidence_path": None,
        "accept_in": None,
        "review": None,
        "fee_fen": None,
        "temporary": "NONE",
        "residence_followup": None,
        "policy_version": "2020-09-01",
    }
    record = s["record"]
    if record is None:
        return empty | {"outcome": "ASK", "asks": {"RECORD_LOOKUP"}}
    if record["home_unit"] == s["accepting_unit"]:
        return empty | {"outcome": "LOCAL", "remote": False}
    category = _category(s, units=units)
    remote = empty | {
        "remote": True,
        "category": category,
        "stream": "INTERNAL" if record["home_unit"] else "OUTGOING",
    }
    if grounds := _grounds(s):
        return remote | {"outcome": "REFUSE", "grounds": grounds}
    if asks := _asks(s):
        return remote | {"outcome": "ASK", "asks": asks}
    return remote | {"outcome": "ACCEPT"} | _acceptance(s, category=category, units=units)


def _category(s: Json, *, units: dict[str, Json]) -> str:
    home, here = s["record"]["home_unit"], s["accepting_unit"]
    if home is not None:
        same = units[home]["parent"] == units[here]["parent"]
        return "CROSS_STATION" if same else "CROSS_COUNTY"
    return "CROSS_CITY" if s["record"]["address_division"][:2] == "37" else "CROSS_PROVINCE"


def _plain(text: str) -> str:
    text = text.strip()
    for dot in _DOTS:
        text = text.replace(dot, "\u00b7")
    return text


def _differs(s: Json) -> bool:
    a, b = s["declared"], s["record"]
    nation = {"57": "97"}
    return (
        _plain(a["name"]) != _plain(b["name"])
        or a["sex"] != b["sex"]
        or nation.get(a["ethnicity"], a["ethnicity"]) != nation.get(b["ethnicity"], b["ethnicity"])
        or a["birth_date"] != b["birth_date"]
        or a["id_number"].strip().replace("x", "X") != b["id_number"].strip().replace("x", "X")
        or a["address_division"][:2] != b["address_division"][:2]
    )


def _grounds(s: Json) -> set[str]:
    found = set()
    unsettled = s["identity_confirmed"] is False
    card = s["record"]["card"]
    if s["reason"] == "FIRST_ISSUE" or not card["issued"]:
        found.add("FIRST_ISSUE")
    if _differs(s) and unsettled:
        found.add("IDENTITY_UNSETTLED_MISMATCH")
    if s["comparison"]["face"] == "DIFFERENT" and not card["fingerprint_registered"] and unsettled:
        found.add("IDENTITY_UNSETTLED_APPEARANCE")
    if s["document_offence"]:
        found.add("DOCUMENT_OFFENCE")
    if s["bad_credit"]:
        found.add("BAD_CREDIT")
    return found


def _day(s: Json) -> str:
    at = datetime.fromisoformat(s["at"]).astimezone(timezone(timedelta(hours=8)))
    return at.date().isoformat()


def _has_document(s: Json) -> bool:
    for paper in s["evidence"]:
        if paper["kind"] == "ID_CARD":
            if s["reason"] in ("EXPIRED", "DAMAGED"):
                return True
        elif paper["valid_until"] is None or paper["valid_until"] >= _day(s):
            return True
    return False


def _asks(s: Json) -> set[str]:
    face, finger = s["comparison"]["face"], s["comparison"]["fingerprint"]
    stated, document = s["identity_confirmed"], _has_document(s)
    finger_done = finger in ("SAME", "DIFFERENT", "UNCLEAR")
    on_record = s["record"]["card"]["fingerprint_registered"]
    compared = face != "NOT_DONE" and (finger_done or not on_record)
    against = finger == "DIFFERENT" or (face in ("DIFFERENT", "UNCLEAR") and finger != "SAME")
    asks = {"COMPARE_ON_SITE"} if face == "NOT_DONE" else set()
    is_open = False
    if not document:
        nothing_same = face != "SAME" and finger != "SAME"
        is_open = not (stated is False or (compared and nothing_same))
        if is_open:
            asks |= set() if s["comparison"]["history_viewed"] else {"VIEW_HISTORY"}
            asks |= set() if compared else {"COMPARE_ON_SITE"}
            asks |= set() if s["commitment_signed"] else {"SIGN_COMMITMENT"}
        else:
            asks.add("SHOW_EVIDENCE")
    if stated is None and (_differs(s) or against or is_open):
        asks.add("SETTLE_IDENTITY")
    if stated is False and document:
        asks.add("SETTLE_IDENTITY")
    return asks


def _acceptance(s: Json, *, category: str, units: dict[str, Json]) -> Json:
    home, division = s["record"]["home_unit"], s["record"]["address_division"]
    through = {"CROSS_CITY": "PROVINCE_REMOTE", "CROSS_PROVINCE": "NATIONAL_REMOTE"}
    in_shandong = home is not None or division.startswith("37")
    temporary = "CARD" if in_shandong else "CERTIFICATE"
    both_urban = (
        home is not None and units[home]["urban_area"] and units[s["accepting_unit"]]["urban_area"]
    )
    followup = {"DUE": True, "REGISTERED": False, "NOT_DUE": False, "UNKNOWN": None}
    none_due = category == "CROSS_STATION" or both_urban
    return {
        "evidence_path": "DOCUMENT" if _has_document(s) else "TOLERANT",
        "accept_in": "NATIONAL_REMOTE" if category == "CROSS_PROVINCE" else "SHANDONG_POPULATION",
        "review": {
            "unit": units[home]["parent"] if home else None,
            "through": through.get(category, "SHANDONG_POPULATION"),
        },
        "fee_fen": 2000 if s["reason"] == "EXPIRED" else 4000,
        "temporary": temporary if s["wants_temporary"] else "NONE",
        "residence_followup": False if none_due else followup[s["residence"]],
    }
