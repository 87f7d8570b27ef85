"""Which concrete adapter stands behind each port: the only place that knows both.

``TONGBAN_UPSTREAM`` holds JSON, system to base URL; the keys lie in the data folder. A system
without a URL is wired all the same and answers `Unreachable`, so that the rest works.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from tongban.adapters.base.client import Observer, WireClient
from tongban.adapters.card_centre.client import HttpCardCentre
from tongban.adapters.credit.client import HttpCredit
from tongban.adapters.devices.client import HttpDevices
from tongban.adapters.national_register.client import HttpNationalRegister
from tongban.adapters.national_remote.client import HttpNationalRemote
from tongban.adapters.population.client import HttpPopulation
from tongban.adapters.post.client import HttpPost
from tongban.adapters.province_remote.client import HttpProvinceRemote
from tongban.adapters.residence.client import HttpResidence
from tongban.adapters.sms.client import HttpSms
from tongban.adapters.treasury.client import HttpTreasury
from tongban.ports.registry import Ports, set_ports
from tongban.ports.wire import Secret, load_secret
from tongban.standards.clock import Clock, SystemClock


class BadWiring(Exception):
    """The environment does not say clearly where the other systems are."""


def build_ports(
    environ: Mapping[str, str], *, clock: Clock, observer: Observer | None = None
) -> Ports:
    """The ports as `environ` names them; raises `BadWiring`."""
    urls = _urls(environ.get("TONGBAN_UPSTREAM", ""))
    data = Path(environ["TONGBAN_DATA"]) if "TONGBAN_DATA" in environ else None

    def client(system: str) -> WireClient:
        url = urls.get(system)
        return WireClient(
            system=system,
            base_url=url,
            secret=_secret(data, system=system) if url else Secret(b""),
            clock=clock,
            observer=observer,
        )

    return Ports(
        population=HttpPopulation(client("population")),
        national_register=HttpNationalRegister(client("national_register")),
        treasury=HttpTreasury(client("treasury")),
        card_centre=HttpCardCentre(client("card_centre")),
        sms=HttpSms(client("sms")),
        residence=HttpResidence(client("residence")),
        credit=HttpCredit(client("credit")),
        devices=HttpDevices(client("devices")),
        province_remote=HttpProvinceRemote(client("province_remote")),
        national_remote=HttpNationalRemote(client("national_remote")),
        post=HttpPost(client("post")),
    )


def install(*, observer: Observer | None = None) -> None:
    """Wire this process from its environment; call once per process, after forking."""
    set_ports(build_ports(os.environ, clock=SystemClock(), observer=observer))


def _urls(text: str) -> dict[str, str]:
    try:
        urls = json.loads(text or "{}")
    except ValueError:
        raise BadWiring("TONGBAN_UPSTREAM is not JSON") from None
    if not isinstance(urls, dict) or not all(isinstance(url, str) for url in urls.values()):
        raise BadWiring("TONGBAN_UPSTREAM must be a JSON object of system: base URL")
    known = set(Ports.__dataclass_fields__)
    if unknown := set(urls) - known:
        raise BadWiring(f"TONGBAN_UPSTREAM names unknown systems: {', '.join(sorted(unknown))}")
    return urls


def _secret(data: Path | None, *, system: str) -> Secret:
    if data is None:
        raise BadWiring("TONGBAN_DATA is not set, so the wire keys cannot be found")
    try:
        return load_secret(data, system=system)
    except (OSError, ValueError) as error:
        raise BadWiring(f"the key shared with {system} cannot be used: {error}") from None
