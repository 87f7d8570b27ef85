"""The nation's system for remote cases over HTTP."""

from __future__ import annotations

from datetime import datetime

from tongban.adapters.base.remote import HttpRemote
from tongban.ports.population import Acknowledgement, ComposedRecord
from tongban.ports.remote import CANCEL, SUBMIT


class HttpNationalRemote(HttpRemote):
    """`NationalRemotePort` on the wire; after `TimedOut` hand the version in again."""

    def submit(self, record: ComposedRecord, *, at: datetime) -> Acknowledgement:
        return self._client.call(SUBMIT, record, at=at)

    def cancel(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        return self._client.call(CANCEL, case_number, words=words, at=at)
