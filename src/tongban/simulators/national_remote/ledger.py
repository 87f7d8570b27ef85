"""The nation's system for remote cases: the other provinces' cases and answers, and ours in."""

from __future__ import annotations

from datetime import datetime

from tongban.ports import remote
from tongban.ports.population import Acknowledgement, ComposedRecord
from tongban.simulators.remote.ledger import RemoteLedger
from tongban.simulators.remote.offices import IN_OTHER_PROVINCES


class NationalRemoteLedger(RemoteLedger):
    """`NationalRemotePort` in process."""

    system = "national_remote"
    title = "全国居民身份证异地受理系统"
    offices = IN_OTHER_PROVINCES
    pause = 45 * 60.0
    calls = remote.NATIONAL_CALLS

    def submit(self, record: ComposedRecord, *, at: datetime) -> Acknowledgement:
        return self.filing.submit(record, at=at)

    def cancel(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        return self.filing.cancel(case_number, words=words)
