"""The population system over HTTP."""

from __future__ import annotations

from datetime import date, datetime

from tongban.adapters.base.register import HttpRegister
from tongban.ports import population
from tongban.ports.population import (
    Acknowledgement,
    ComposedRecord,
    Decision,
    FiledCase,
)


class HttpPopulation(HttpRegister):
    """`PopulationPort` on the wire."""

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
