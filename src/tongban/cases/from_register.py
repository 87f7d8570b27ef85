"""From the register's answer to the form in which an intake keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tongban.cases.facts import LONG_TERM
from tongban.ports.population import Offence, PopulationRecord
from tongban.ports.registry import Register


def stored_record(record: PopulationRecord, *, register: Register) -> dict[str, Any]:
    """Return the record as read by ``cases.facts.record``, with what the desk shows beside it."""
    card = record.card
    until = card.valid_until.isoformat() if card and card.valid_until else None
    return {
        "register": register.value,
        "record_id": record.record_id,
        "name": record.name,
        "sex": record.sex.value,
        "ethnicity": record.ethnicity,
        "birth_date": record.birth_date.isoformat(),
        "id_number": record.id_number,
        "address": record.address,
        "address_division": record.address_division,
        "home_unit": record.home_unit,
        "home_office": record.home_office,
        "photo_ref": record.photo_ref,
        "shares_number": len(record.candidates),
        "card": {
            "issued": card is not None,
            "expires": (until or LONG_TERM) if card else None,
            "fingerprint_registered": card.fingerprint_registered if card else False,
            "issued_on": card.issued_on.isoformat() if card else None,
            "issuer": card.issuer if card else "",
            "state": card.state.value if card else "",
        },
    }


def register_of(stored: Mapping[str, Any]) -> Register:
    """Return which register a stored record is from; older ones are all the province's."""
    return Register(stored.get("register", Register.PROVINCE))


def stored_offences(offences: Iterable[Offence]) -> list[dict[str, str]]:
    """Return document offences (第五条(四)) with their source."""
    return [
        {
            "recorded_on": o.recorded_on.isoformat(),
            "kind": o.kind,
            "document": o.document,
            "source": o.source,
            "source_number": o.source_number,
        }
        for o in offences
    ]


DECLARED_FIELDS = (
    "name",
    "sex",
    "ethnicity",
    "birth_date",
    "id_number",
    "address",
    "address_division",
)


def declared_as_registered(record: dict[str, Any]) -> dict[str, str]:
    """Return a declaration equal to the record: where the officer begins, to be corrected."""
    return {key: record[key] for key in DECLARED_FIELDS}
