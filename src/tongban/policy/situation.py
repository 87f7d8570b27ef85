"""The facts a verdict rests on, frozen at the moment they are asked about.

One ``Situation`` is one question; the desk builds it from an open intake, the command line and
the API from JSON. ``declared`` and ``reason`` may be missing at the desk only.
"""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.policy.vocabulary import (
    Delivery,
    EvidenceKind,
    FaceResult,
    FingerprintResult,
    Reason,
    Residence,
    Sex,
)


@dataclass(frozen=True, slots=True)
class Details:
    """The six details of 第五条(二), as declared or as registered.

    ``address_division`` is the six-digit code of the address (GB/T 2260).
    """

    name: str
    sex: Sex
    ethnicity: str
    birth_date: date
    id_number: str
    address: str
    address_division: str


@dataclass(frozen=True, slots=True)
class CardOnRecord:
    """The last card: ever issued, its last day (None: unknown or permanent), prints or none."""

    issued: bool
    expires: date | None
    is_permanent: bool
    fingerprint_registered: bool


@dataclass(frozen=True, slots=True)
class Record:
    """The population record; ``home_unit`` is a station of the city, None outside it."""

    details: Details
    home_unit: str | None
    card: CardOnRecord


@dataclass(frozen=True, slots=True)
class Evidence:
    """One paper shown (第三条(一)); ``valid_until`` None means without limit."""

    kind: EvidenceKind
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison on site (第三条(二), 第六条)."""

    history_viewed: bool
    face: FaceResult
    fingerprint: FingerprintResult


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the rules may look at.

    ``at`` is aware and chooses the policy version; ``accepting_unit`` is a station's code;
    ``record`` is None until the person has been looked up. ``identity_confirmed`` is the
    officer's statement: True it is this person, False it cannot be settled by any means, None
    not yet settled.
    """

    at: datetime
    accepting_unit: str
    reason: Reason | None
    declared: Details | None
    record: Record | None
    evidence: tuple[Evidence, ...]
    comparison: Comparison
    identity_confirmed: bool | None
    commitment_signed: bool
    document_offence: bool
    bad_credit: bool
    expedited: bool
    delivery: Delivery
    wants_temporary: bool
    residence: Residence
