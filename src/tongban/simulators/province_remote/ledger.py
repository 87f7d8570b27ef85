"""The province's module for remote cases: the other cities' cases and answers."""

from __future__ import annotations

from tongban.simulators.remote.ledger import RemoteLedger


class ProvinceRemoteLedger(RemoteLedger):
    """`ProvinceRemotePort` in process."""

    system = "province_remote"
    title = "山东省人口信息管理系统（异地受理签发）"
