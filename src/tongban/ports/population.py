"""山东省实有人口信息管理系统: look-up, past acceptances, composed records, decisions (第六、九条).

Look-ups change nothing. `submit` and `decide` are repeatable: the case number and version name
them. Names are stored as given, never normalised; codes follow GB 11643, GB/T 2260, GB/T 3304.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from tongban.policy.vocabulary import Delivery, EvidenceKind, Priority, Reason, Sex
from tongban.ports.calls import Call
from tongban.ports.wire import Octets
from tongban.standards.labels import Labelled


class CardState(Labelled):
    """Whether the last card still stands; expiry is read from its dates."""

    IN_USE = "IN_USE", "在用"
    LOST = "LOST", "已挂失"


class DecisionOutcome(Labelled):
    """What the home county bureau decided (第九条)."""

    ISSUED = "ISSUED", "已签发"
    RETURNED = "RETURNED", "已退回"


class FiledState(Labelled):
    """How the system has a case on file."""

    IN_REVIEW = "IN_REVIEW", "待审核签发"
    ISSUED = "ISSUED", "已签发"
    RETURNED = "RETURNED", "已退回"
    CANCELLED = "CANCELLED", "已撤销"


@dataclass(frozen=True)
class LastCard:
    """The last card issued; `valid_until` None is 长期."""

    issued_on: date
    valid_until: date | None
    issuer: str
    fingerprint_registered: bool
    state: CardState = CardState.IN_USE


@dataclass(frozen=True)
class Candidate:
    """One of several people registered under one number (重错号)."""

    record_id: str
    name: str = field(repr=False)
    birth_date: date = field(repr=False)
    address: str = field(repr=False)


@dataclass(frozen=True)
class PopulationRecord:
    """One person as registered; `card` is None for someone never issued one."""

    record_id: str
    name: str = field(repr=False)
    sex: Sex = field(repr=False)
    ethnicity: str = field(repr=False)
    birth_date: date = field(repr=False)
    id_number: str = field(repr=False)
    address: str = field(repr=False)
    address_division: str = field(repr=False)
    home_unit: str | None
    """The station of the household, when it is one of this city."""
    home_office: str
    """The name of the station or county bureau of the household, wherever it is."""
    card: LastCard | None
    photo_ref: str | None
    candidates: tuple[Candidate, ...] = ()
    """All who share the number, this one included; empty when nobody else does."""


@dataclass(frozen=True)
class Photo:
    """A standard photo (GA/T 461), JPEG."""

    jpeg: Octets = field(repr=False)
    taken_on: date


@dataclass(frozen=True)
class Finger:
    """One registered print: code 11-15 right thumb to little finger, 16-20 left (GA/T 1012)."""

    code: int
    template: Octets = field(repr=False)
    quality: int
    """0 to 100, as the collector said."""


@dataclass(frozen=True)
class PastAcceptance:
    """One earlier application, with what was captured then (第三条(二))."""

    accepted_on: date
    reason: Reason
    unit: str | None
    unit_name: str
    photo: Photo | None
    fingers: tuple[Finger, ...]
    outcome: DecisionOutcome | None = None
    """What became of it; None where the system does not say."""


@dataclass(frozen=True)
class Offence:
    """A record of 第五条(四); `source` says who recorded it."""

    recorded_on: date
    kind: str
    document: str
    source: str
    source_number: str


@dataclass(frozen=True)
class ComposedRecord:
    """受理信息 as composed and signed (第六条): everything the reviewer judges."""

    case_number: str
    version: int
    record_id: str
    name: str = field(repr=False)
    sex: Sex = field(repr=False)
    ethnicity: str = field(repr=False)
    birth_date: date = field(repr=False)
    id_number: str = field(repr=False)
    address: str = field(repr=False)
    address_division: str = field(repr=False)
    reason: Reason
    delivery: Delivery
    priority: Priority
    evidence: EvidenceKind | None
    """None for tolerant acceptance (第三条(二))."""
    accepting_unit: str
    home_unit: str
    """The station of the household when it is one of this city, else empty."""
    officer_name: str
    composed_at: datetime
    photo: Octets = field(repr=False)
    fingers: tuple[Finger, ...] = ()
    no_fingers_reason: str = ""
    home_office: str = ""
    """The office of the household by name, where it lies outside the city."""
    answer: str = field(default="", repr=False)
    """Why a returned version is right as it stands and comes again unchanged (第十条)."""


@dataclass(frozen=True)
class Decision:
    """The home bureau's decision on one version; the validity is the card's, when issued."""

    case_number: str
    version: int
    outcome: DecisionOutcome
    deciding_unit: str
    officer_name: str
    category: str = ""
    """TEXT, PHOTO or FINGERPRINT when returned."""
    words: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    fields: tuple[str, ...] = ()
    """Which of the text is wrong, when returned for its TEXT: keys of the composed record."""
    deciding_office: str = ""
    """The deciding bureau by name, where it lies outside the city."""


@dataclass(frozen=True)
class Acknowledgement:
    """The system has it; `is_repeat` says it already had."""

    receipt_no: str
    received_at: datetime
    is_repeat: bool


@dataclass(frozen=True)
class FiledCase:
    """A case as the system has it on file."""

    case_number: str
    version: int
    state: FiledState
    accepting_unit: str
    home_unit: str
    received_at: datetime
    words: str = ""


class RegisterPort(Protocol):
    """Looking people up, of the province or of the nation; nothing here changes anything.

    Every method raises an `UpstreamError`.
    """

    def look_up(self, id_number: str, *, at: datetime) -> PopulationRecord | None:
        """The person with this number; where several share it, `candidates` names them."""
        ...

    def find(self, name: str, *, birth_date: date, at: datetime) -> tuple[PopulationRecord, ...]:
        """People of this name and birth date, at most 20."""
        ...

    def record(self, record_id: str, *, at: datetime) -> PopulationRecord | None:
        """One of the candidates, chosen."""
        ...

    def photo(self, photo_ref: str, *, at: datetime) -> Photo | None:
        """The photo a record refers to."""
        ...

    def history(self, record_id: str, *, at: datetime) -> tuple[PastAcceptance, ...]:
        """Past acceptances, the latest first."""
        ...

    def offences(self, id_number: str, *, at: datetime) -> tuple[Offence, ...]:
        """What is recorded under 第五条(四), the latest first; empty means nothing."""
        ...


class PopulationPort(RegisterPort, Protocol):
    """Every method raises an `UpstreamError`; `Rejected` codes are in docs/integration."""

    def submit(self, record: ComposedRecord, *, at: datetime) -> Acknowledgement:
        """Hand in one version; a repeat with other contents is `Rejected` VERSION_REUSED."""
        ...

    def decide(self, decision: Decision, *, at: datetime) -> Acknowledgement:
        """Report the decision on the version last submitted."""
        ...

    def cancel(self, case_number: str, *, words: str, at: datetime) -> Acknowledgement:
        """Take an undecided or returned case back."""
        ...

    def worklist(self, unit: str, *, at: datetime) -> tuple[FiledCase, ...]:
        """Cases in review or returned at `unit`: as home when a bureau, as acceptor else."""
        ...

    def report_temporary_card(
        self,
        case_number: str,
        *,
        card_no: str,
        valid_from: date,
        valid_until: date,
        at: datetime,
    ) -> Acknowledgement:
        """A temporary card was produced on the spot (第十二条)."""
        ...


REGISTER_CALLS = (
    LOOK_UP := Call(RegisterPort.look_up, is_look_up=True),
    FIND := Call(RegisterPort.find, is_look_up=True),
    RECORD := Call(RegisterPort.record, is_look_up=True),
    PHOTO := Call(RegisterPort.photo, is_look_up=True),
    HISTORY := Call(RegisterPort.history, is_look_up=True),
    OFFENCES := Call(RegisterPort.offences, is_look_up=True),
)
CALLS = (
    *REGISTER_CALLS,
    SUBMIT := Call(PopulationPort.submit),
    DECIDE := Call(PopulationPort.decide),
    CANCEL := Call(PopulationPort.cancel),
    WORKLIST := Call(PopulationPort.worklist, is_look_up=True),
    REPORT_TEMPORARY_CARD := Call(PopulationPort.report_temporary_card),
)
