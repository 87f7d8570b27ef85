"""What the two systems have in common through which bureaus answer each other (第九条)."""

from __future__ import annotations

from datetime import datetime

from tongban.adapters.base.client import WireClient
from tongban.ports import remote
from tongban.ports.population import Acknowledgement, Decision
from tongban.ports.remote import CaseFile, ChangePage


class HttpRemote:
    """The calls of `ProvinceRemotePort`; each is one signed call."""

    def __init__(self, client: WireClient) -> None:
        self._client = client

    def changes(self, after: int, *, limit: int, at: datetime) -> ChangePage:
        return self._client.call(remote.CHANGES, after, limit=limit, at=at)

    def case_file(self, case_number: str, *, version: int, at: datetime) -> CaseFile:
        return self._client.call(remote.CASE_FILE, case_number, version=version, at=at)

    def decide(self, decision: Decision, *, at: datetime) -> Acknowledgement:
        return self._client.call(remote.DECIDE, decision, at=at)

    def chase(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        return self._client.call(remote.CHASE, case_number, words=words, at=at)
