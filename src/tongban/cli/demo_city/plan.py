"""Who comes to which window when, and what is special about it: drawn before anything happens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum, auto

from tongban.policy.guardianship import guardian_acts
from tongban.policy.vocabulary import Priority, Reason, Ward
from tongban.simulators.people.person import Person

GUARDED_BELOW = 16
"""Years under which a guardian acts, as the shipped terms have it."""
FETCHED_LATE = timedelta(hours=3, minutes=25)
"""One case came while its system could not be reached: it was late when it was here."""


class Fate(StrEnum):
    """How an application differs from the ordinary course, which is left to chance."""

    ORDINARY = auto()
    REVIEWED_NOW = auto()
    """Arrives in the hours that count for today's queue and is decided before now."""
    QUEUED = auto()
    """Arrives in these hours and still waits for its review."""
    OVERDUE = auto()
    """Should have been reviewed by the last close of business."""
    RETURNED = auto()
    """Was returned for its photo and waits for the station."""
    UNPAID = auto()
    """Issued, while nobody has paid: no card is ordered."""
    UNSIGNED = auto()
    """Composed, the applicant has not signed yet."""
    WITHDRAWN = auto()
    VOIDED = auto()
    """The first composed version has an error, is taken back and composed anew."""
    REVOKED = auto()
    """A ground is seen in the review: reported, held, revoked."""
    CLOSED = auto()
    """The applicant dies before the fee is paid."""
    REFUSED = auto()
    LIFTED = auto()
    """Refused, and the check finds that it was wrong."""
    WAITING = auto()
    """Lacks something, was told so in writing, and comes back another day."""
    OPEN = auto()
    """Stands at the window now."""
    UNANSWERED = auto()
    """From elsewhere: the home bureau there has not answered for longer than it should."""


class Mail(StrEnum):
    """What becomes of a card that goes by courier."""

    NONE = auto()
    """It is collected at the station."""
    SOMEHOW = auto()
    """Left to chance: most are delivered."""
    MOVING = auto()
    LATE = auto()
    """Long with the postman; the station should ask."""
    BACK = auto()
    """Came back; nobody has called yet."""
    AGAIN = auto()
    """Came back, was sent to another address, and is on its way."""
    OLD_CARD = auto()
    """Delivered; the old card has not been brought yet."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One application as it is meant; ``number`` seeds everything left to chance."""

    number: int
    person: Person
    station: str
    opens_at: datetime
    reason: Reason
    fate: Fate = Fate.ORDINARY
    priority: Priority = Priority.ORDINARY
    guardian: Person | None = None
    mail: Mail = Mail.NONE

    def is_guarded(self, on: date) -> bool:
        """Whether the guardian who came acts for the applicant on a day: by the age of that day."""
        return self.guardian is not None and guardian_acts(
            self.person.record.birth_date, on=on, below_age=GUARDED_BELOW, ward=Ward.MINOR
        )

    @property
    def is_outgoing(self) -> bool:
        """Whether the household is outside the city: its bureau there decides."""
        return self.person.record.home_unit is None


@dataclass(frozen=True, slots=True)
class IncomingPlan:
    """One application of a household of the city, made elsewhere; decided here."""

    number: int
    person: Person
    in_province: bool
    arrives_at: datetime
    reason: Reason
    fate: Fate = Fate.ORDINARY
