"""Looking people up over HTTP, the half that the provincial and the national register share."""

from __future__ import annotations

from datetime import date, datetime

from tongban.adapters.base.client import WireClient
from tongban.ports import population
from tongban.ports.population import Offence, PastAcceptance, Photo, PopulationRecord


class HttpRegister:
    """`RegisterPort` on the wire."""

    def __init__(self, client: WireClient) -> None:
        self._client = client

    def look_up(self, id_number: str, *, at: datetime) -> PopulationRecord | None:
        return self._client.call(population.LOOK_UP, id_number, at=at)

    def find(self, name: str, *, birth_date: date, at: datetime) -> tuple[PopulationRecord, ...]:
        return self._client.call(population.FIND, name, birth_date=birth_date, at=at)

    def record(self, record_id: str, *, at: datetime) -> PopulationRecord | None:
        return self._client.call(population.RECORD, record_id, at=at)

    def photo(self, photo_ref: str, *, at: datetime) -> Photo | None:
        return self._client.call(population.PHOTO, photo_ref, at=at)

    def history(self, record_id: str, *, at: datetime) -> tuple[PastAcceptance, ...]:
        return self._client.call(population.HISTORY, record_id, at=at)

    def offences(self, id_number: str, *, at: datetime) -> tuple[Offence, ...]:
        return self._client.call(population.OFFENCES, id_number, at=at)
