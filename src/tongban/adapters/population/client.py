"""The population system over HTTP."""

from __future__ import annotations

from datetime import date, datetime

from tongban.adapters.base.client import WireClient
from tongban.ports import population
from tongban.ports.population import (
    Acknowledgement,
    ComposedRecord,
    Decision,
    FiledCase,
    Offence,
    PastAcceptance,
    Photo,
    PopulationRecord,
)


class HttpPopulation:
    """`PopulationPort` on the wire."""

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

    def submit(self, record: ComposedRecord, *, at: datetime) -> Acknowledgement:
        return self._client.call(population.SUBMIT, record, at=at)

    def decide(self, decision: Decision, *, at: datetime) -> Acknowledgement:
        return self._client.call(population.DECIDE, decision, at=at)

    def cancel(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        return self._client.call(population.CANCEL, case_number, words=words, at=at)

    def worklist(self, unit: str, *, at: datetime) -> tuple[FiledCase, ...]:
        return self._client.call(population.WORKLIST, unit, at=at)

    def report_temporary_card(
        self,
        case_number: str,
        *,
        card_no: str,
        valid_from: date,
        valid_until: date,
        at: datetime,
    ) -> Acknowledgement:
        return self._client.call(
            population.REPORT_TEMPORARY_CARD,
            case_number,
            card_no=card_no,
            valid_from=valid_from,
            valid_until=valid_until,
            at=at,
        )
