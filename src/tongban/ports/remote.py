"""The systems through which bureaus of other cities and this one answer each other (第九条).

省人口信息管理系统·异地受理签发模块 (within the province) and 全国居民身份证异地受理系统 (across
provinces) speak the same messages. What happened there is read as a numbered list of changes,
from where one stopped: `changes` may be asked again for any part of it and answers the same.
`case_file` brings the contents of a case that arrived. `submit`, `decide` and `cancel` are
repeatable: case number and version name them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal, Protocol

from pydantic import Field

from tongban.policy.vocabulary import EvidenceKind, FaceResult, FingerprintResult
from tongban.ports.calls import Call
from tongban.ports.population import Acknowledgement, ComposedRecord, Decision
from tongban.ports.wire import Octets


@dataclass(frozen=True)
class CaseArrived:
    """A case of one of our households, accepted elsewhere; a later version is a resubmission."""

    seq: int
    at: datetime
    """When the system had it for this city: the 17:00 of 第九条 is counted from here."""
    case_number: str
    version: int
    kind: Literal["ARRIVED"] = "ARRIVED"


@dataclass(frozen=True)
class CaseWithdrawn:
    """The applicant withdrew where the case was accepted."""

    seq: int
    at: datetime
    case_number: str
    version: int
    words: str = field(default="", repr=False)
    kind: Literal["WITHDRAWN"] = "WITHDRAWN"


@dataclass(frozen=True)
class CaseAnswered:
    """The home bureau elsewhere decided on a version that one of our stations composed."""

    seq: int
    at: datetime
    case_number: str
    version: int
    decision: Decision
    kind: Literal["ANSWERED"] = "ANSWERED"


Change = Annotated[CaseArrived | CaseWithdrawn | CaseAnswered, Field(discriminator="kind")]


@dataclass(frozen=True)
class ChangePage:
    """A part of the list, in the order of `seq`, which runs without gaps from 1."""

    changes: tuple[Change, ...]
    is_complete: bool
    """Whether nothing newer was there at `as_of`."""
    as_of: datetime


@dataclass(frozen=True)
class ShownEvidence:
    """One piece of evidence as captured where the case was accepted (第三条(一)), pages as JPEG."""

    kind: EvidenceKind
    description: str = field(repr=False)
    valid_until: date | None
    pages: tuple[Octets, ...] = field(repr=False)


@dataclass(frozen=True)
class CaseFile:
    """A version accepted elsewhere, with everything the reviewer here judges."""

    record: ComposedRecord
    accepting_office: str
    """The accepting station by name."""
    accepting_division: str
    """Where it lies, six digits (GB/T 2260)."""
    arrived_at: datetime
    evidence: tuple[ShownEvidence, ...]
    face: FaceResult
    fingerprint: FingerprintResult
    answer: str = field(default="", repr=False)
    """What the station there says to the return that this version answers."""


class ProvinceRemotePort(Protocol):
    """Every method raises an `UpstreamError`; `Rejected` codes are in docs/integration."""

    def changes(self, after: int, *, limit: int, at: datetime) -> ChangePage:
        """At most `limit` changes with a `seq` above `after`."""
        ...

    def case_file(self, case_number: str, *, version: int, at: datetime) -> CaseFile:
        """The contents of a version that arrived."""
        ...

    def decide(self, decision: Decision, *, at: datetime) -> Acknowledgement:
        """Answer the version that arrived last: `Rejected` WITHDRAWN or SUPERSEDED if too late."""
        ...

    def chase(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        """Remind the home bureau elsewhere of a case of ours that it has not answered."""
        ...


class NationalRemotePort(ProvinceRemotePort, Protocol):
    """The same across provinces; cases of ours are also handed in here (第六条)."""

    def submit(self, record: ComposedRecord, *, at: datetime) -> Acknowledgement:
        """Hand in one version; a repeat with other contents is `Rejected` VERSION_REUSED."""
        ...

    def cancel(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        """Take an undecided or returned case of ours back; `Rejected` ALREADY_ISSUED."""
        ...


CALLS = (
    CHANGES := Call(ProvinceRemotePort.changes, is_look_up=True),
    CASE_FILE := Call(ProvinceRemotePort.case_file, is_look_up=True),
    DECIDE := Call(ProvinceRemotePort.decide),
    CHASE := Call(ProvinceRemotePort.chase),
)
NATIONAL_CALLS = (
    *CALLS,
    SUBMIT := Call(NationalRemotePort.submit),
    CANCEL := Call(NationalRemotePort.cancel),
)
