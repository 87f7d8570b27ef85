"""The ports of this process, set once at start-up by the wiring and asked for by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.policy.vocabulary import System
from tongban.standards.labels import Labelled

if TYPE_CHECKING:
    from tongban.ports.card_centre import CardCentrePort
    from tongban.ports.credit import CreditPort
    from tongban.ports.devices import DevicesPort
    from tongban.ports.national_register import NationalRegisterPort
    from tongban.ports.population import PopulationPort, RegisterPort
    from tongban.ports.post import PostPort
    from tongban.ports.remote import NationalRemotePort, ProvinceRemotePort
    from tongban.ports.residence import ResidencePort
    from tongban.ports.sms import SmsPort
    from tongban.ports.treasury import TreasuryPort


@dataclass(frozen=True)
class Ports:
    """One field per upstream system; the name is also its name in files and URLs."""

    population: PopulationPort
    national_register: NationalRegisterPort
    treasury: TreasuryPort
    card_centre: CardCentrePort
    sms: SmsPort
    residence: ResidencePort
    credit: CreditPort
    devices: DevicesPort
    province_remote: ProvinceRemotePort
    national_remote: NationalRemotePort
    post: PostPort


SYSTEMS: tuple[str, ...] = tuple(Ports.__dataclass_fields__)
"""Every system the product speaks to; each has a wire key and, in the demo, a simulator."""

PORT_OF = {
    System.SHANDONG_POPULATION: "population",
    System.PROVINCE_REMOTE: "province_remote",
    System.NATIONAL_REMOTE: "national_remote",
}
"""The port behind each of the three systems in which cases are kept (第九条)."""


class Register(Labelled):
    """Whose record of a person it is; the value is the name of the port (第六条, 第十三条)."""

    PROVINCE = "population", "全省人口信息"
    NATION = "national_register", "全国人口信息"


def register_port(register: Register, *, ports: Ports) -> RegisterPort:
    """The register to ask for what belongs to one of its records: photo, history, offences."""
    return ports.national_register if register is Register.NATION else ports.population


_current: list[Ports] = []


def set_ports(ports: Ports | None) -> None:
    """Install the ports of this process; None takes them away (tests)."""
    _current[:] = [] if ports is None else [ports]


def get_ports() -> Ports:
    """The ports of this process; `LookupError` when the wiring has not run."""
    if not _current:
        raise LookupError("the ports are not wired: call tongban.config.wiring.install()")
    return _current[0]
