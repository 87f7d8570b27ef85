"""The look-ups before an intake: from the ports to what ``open_intake`` needs (第六条).

Nothing here writes. A register that does not answer stops the look-up (its ``UpstreamError`` is
the caller's to show); a residence platform that does not answer never does.
"""

from __future__ import annotations

from datetime import datetime

from tongban.cases.from_register import declared_as_registered, stored_offences, stored_record
from tongban.cases.operations.intake_open import Found
from tongban.desks.station.registers import Registered
from tongban.policy.units import City
from tongban.policy.vocabulary import Reason, Residence
from tongban.ports.devices import CardRead
from tongban.ports.errors import UpstreamError
from tongban.ports.population import CardState, PopulationRecord
from tongban.ports.registry import Ports, register_port
from tongban.standards import divisions, id_number
from tongban.standards.names import fold
from tongban.standards.zones import local_date


def found(
    person: Registered,
    *,
    ports: Ports,
    city: City,
    station: str,
    at: datetime,
    card: CardRead | None = None,
) -> Found:
    """Return what an intake at ``station`` begins with; raises ``UpstreamError``.

    ``card``: what was read from the person's own card is what he declares; else the record is
    what the declaration begins with, to be corrected by the officer.
    """
    record = person.record
    stored = stored_record(record, register=person.register)
    declared = declared_as_registered(stored)
    if card is not None:
        declared |= declared_by(card, record=record)
    offences = register_port(person.register, ports=ports).offences(record.id_number, at=at)
    return Found(
        record=stored,
        declared=declared,
        offences=stored_offences(offences),
        residence=residence_of(
            record.id_number, division=city.require(station).division, ports=ports, at=at
        ).value,
    )


def declared_by(card: CardRead, *, record: PopulationRecord) -> dict[str, str]:
    """Return a declaration in the stored form from the text of a card."""
    same = fold(card.address) == fold(record.address)
    return {
        "name": card.name,
        "sex": card.sex.value,
        "ethnicity": card.ethnicity,
        "birth_date": card.birth_date.isoformat(),
        "id_number": card.id_number,
        "address": card.address,
        "address_division": record.address_division
        if same
        else division_of(card.address, otherwise=record.address_division),
    }


def division_of(address: str, *, otherwise: str) -> str:
    """Return the division a written address lies in, as far as it can be told.

    The province decides whether a change of address counts (第五条(二)); an address that names
    none is taken to lie where the register has it.
    """
    text = "".join(address.split())
    if divisions.name_of(otherwise) and text.startswith(divisions.name_of(otherwise)):
        return otherwise
    for code, name in divisions.PROVINCES.items():
        if text.startswith((name, name.removesuffix("省").removesuffix("市"))):
            return otherwise if otherwise.startswith(code) else f"{code}0000"
    return otherwise


def residence_of(number: str, *, division: str, ports: Ports, at: datetime) -> Residence:
    """Return what the residence platform says; 待查询 when it does not answer (第四条)."""
    try:
        return ports.residence.status(number, division=division, at=at).status
    except UpstreamError:
        return Residence.UNKNOWN


def likely_reason(record: PopulationRecord, *, at: datetime) -> Reason | None:
    """Return the reason the register suggests while the officer has chosen none."""
    card = record.card
    if card is None:
        return None
    if card.state is CardState.LOST:
        return Reason.LOST
    if card.valid_until is not None and card.valid_until <= local_date(at):
        return Reason.EXPIRED
    return None


def searchable(text: str) -> str:
    """Return the 18-digit number for what was typed; a number of 15 digits is an old one.

    Raises ``IdNumberError`` with a sentence.
    """
    typed = id_number.compact(text)
    if len(typed) == 15:
        return id_number.from_15_digits(typed).text
    return id_number.parse(typed).text
