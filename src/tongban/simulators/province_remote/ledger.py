"""The province's module for remote cases: the other cities' cases and answers."""

from __future__ import annotations

from datetime import datetime

from tongban.ports.population import FiledState
from tongban.simulators.base.passing import PassedCancel, PassedSubmission
from tongban.simulators.remote.ledger import RemoteLedger
from tongban.simulators.remote.offices import IN_PROVINCE


class ProvinceRemoteLedger(RemoteLedger):
    """`ProvinceRemotePort` in process; cases of ours come through the population system (第六条)."""

    system = "province_remote"
    title = "山东省人口信息管理系统（异地受理签发）"
    offices = IN_PROVINCE
    pause = 30 * 60.0

    def take(self, passed: object, at: datetime) -> None:
        """Take what the population system passed on, in any order and more than once.

        `Rejected` for what cannot be taken yet: it comes again.
        """
        match passed:
            case PassedSubmission():
                self.filing.submit(passed.record, at=at, is_decided_here=False)
            case PassedCancel():
                self._take_back(passed)
            case _:
                raise self.reject("UNKNOWN_MESSAGE", "不认识的转交报文。")

    def _take_back(self, passed: PassedCancel) -> None:
        with self.transaction():
            last = self.filing.last(passed.case_number)
            if last["version"] < passed.version:
                raise self.reject("OUT_OF_TURN", "所撤销的版本尚未转到。")
            # An answer that has crossed it stands; the city reads it in the list.
            if last["state"] != FiledState.ISSUED:
                self.filing.cancel(passed.case_number, words=passed.words)
