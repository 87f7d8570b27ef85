"""The province's residence registration platform (山东公安居住登记平台), 第四条.

Asked only after acceptance and never as a condition of it. Whether a person is due at all is the
platform's answer, by the provincial rule for people living outside their home county.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from tongban.policy.vocabulary import Residence
from tongban.ports.calls import Call

SYSTEM = "residence"


@dataclass(frozen=True, kw_only=True)
class ResidenceAnswer:
    """`since` is the day of registration, or the day from which it is due; else None."""

    status: Residence
    since: date | None
    answered_at: datetime


@dataclass(frozen=True, kw_only=True)
class StartedRegistration:
    """A registration the applicant can finish: a reference to quote and a link to open."""

    reference: str
    link: str
    started_at: datetime


class ResidencePort(Protocol):
    """What this product asks of the platform; failures are `ports.errors`."""

    def status(self, id_number: str, *, division: str, at: datetime) -> ResidenceAnswer:
        """Is this person registered as a resident of `division` (6 digits)?

        UNKNOWN is an answer (look up again later), not a failure. `Rejected` with BAD_ID_NUMBER.
        """
        ...

    def start_registration(
        self, id_number: str, *, division: str, station: str, at: datetime
    ) -> StartedRegistration:
        """Begin a registration in `division` at a station (unit code); an open one is found again.

        `Rejected` with ALREADY_REGISTERED or BAD_ID_NUMBER.
        """
        ...


STATUS = Call(ResidencePort.status, is_look_up=True)
START_REGISTRATION = Call(ResidencePort.start_registration)

CALLS = (STATUS, START_REGISTRATION)
