"""The residence registration platform as a port."""

from __future__ import annotations

from datetime import datetime

from tongban.adapters.base.client import WireClient
from tongban.ports.residence import (
    START_REGISTRATION,
    STATUS,
    ResidenceAnswer,
    StartedRegistration,
)


class HttpResidence:
    """Implements `ResidencePort`; an ID number travels in the body, never in an address."""

    def __init__(self, client: WireClient) -> None:
        self._client = client

    def status(self, id_number: str, *, division: str, at: datetime) -> ResidenceAnswer:
        return self._client.call(STATUS, id_number, division=division, at=at)

    def start_registration(
        self, id_number: str, *, division: str, station: str, at: datetime
    ) -> StartedRegistration:
        return self._client.call(
            START_REGISTRATION, id_number, division=division, station=station, at=at
        )
