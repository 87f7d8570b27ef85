"""Asking the province, then the nation, who somebody is (第六条, 第十三条).

The officer says whom he looks for, never where. By number, the nation is asked for whom the
province does not know; by name, both are, for somebody of another province may bear the same
name. Of the nation's answer only people of other provinces are gone on with: what the province
says of its own households is newer, and their applications go to its system.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tongban.policy.category import SHANDONG
from tongban.ports.errors import Rejected, UpstreamError
from tongban.ports.population import PopulationRecord, RegisterPort
from tongban.ports.registry import Ports, Register, register_port


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the officer looks for: by number, by a chosen record, or by name and birth date."""

    id_number: str = ""
    name: str = ""
    birth_date: date | None = None
    record_id: str = ""
    register: Register = Register.PROVINCE
    """Where the chosen record is from."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A person as registered, and where."""

    record: PopulationRecord
    register: Register


@dataclass(frozen=True, slots=True)
class Answered:
    """Who answers to what was asked; several where a number or a name is shared."""

    people: tuple[Registered, ...] = ()
    silent: frozenset[Register] = frozenset()
    """Registers that could not be asked."""
    only_in_nation: str = ""
    """The home office of somebody whom only the nation has, as of this province."""


def people(asked: Asked, *, ports: Ports, at: datetime) -> Answered:
    """Return who answers to what was asked.

    Raises ``UpstreamError`` when the register of a chosen record does not answer, and
    ``Rejected`` when one refuses the question; a register that does not answer else is named
    in the answer.
    """
    if asked.record_id:
        return _chosen(asked, ports=ports, at=at)
    if asked.id_number:
        return _by_number(asked.id_number, ports=ports, at=at)
    if asked.birth_date is None:
        return Answered()
    return _by_name(asked.name, birth_date=asked.birth_date, ports=ports, at=at)


def _chosen(asked: Asked, *, ports: Ports, at: datetime) -> Answered:
    found = register_port(asked.register, ports=ports).record(asked.record_id, at=at)
    return Answered((Registered(found, asked.register),) if found else ())


def _by_number(number: str, *, ports: Ports, at: datetime) -> Answered:
    def ask(port: RegisterPort) -> Sequence[PopulationRecord]:
        return _of_number(number, port=port, at=at)

    own = _ask(Register.PROVINCE, ask, ports=ports)
    if not own.people:
        return _joined(own, _ask(Register.NATION, ask, ports=ports))
    return own


def _by_name(name: str, *, birth_date: date, ports: Ports, at: datetime) -> Answered:
    def ask(port: RegisterPort) -> Sequence[PopulationRecord]:
        return port.find(name, birth_date=birth_date, at=at)

    own = _ask(Register.PROVINCE, ask, ports=ports)
    return _joined(own, _ask(Register.NATION, ask, ports=ports))


def _of_number(number: str, *, port: RegisterPort, at: datetime) -> Sequence[PopulationRecord]:
    found = port.look_up(number, at=at)
    if found is None:
        return []
    others = [one.record_id for one in found.candidates if one.record_id != found.record_id]
    read = (port.record(record_id, at=at) for record_id in others)
    return [found, *(one for one in read if one is not None)]


def _ask(
    register: Register,
    ask: Callable[[RegisterPort], Sequence[PopulationRecord]],
    *,
    ports: Ports,
) -> Answered:
    try:
        found = ask(register_port(register, ports=ports))
    except Rejected:
        raise
    except UpstreamError:
        return Answered(silent=frozenset({register}))
    return Answered(tuple(Registered(one, register) for one in found))


def _joined(own: Answered, nation: Answered) -> Answered:
    """The province's people, and those of the nation's who live in another province."""
    inside = [one for one in nation.people if one.record.address_division.startswith(SHANDONG)]
    found = (*own.people, *(one for one in nation.people if one not in inside))
    return Answered(
        found,
        silent=own.silent | nation.silent,
        only_in_nation=inside[0].record.home_office if inside and not found else "",
    )
