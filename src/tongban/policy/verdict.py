"""What the rules answer."""

from dataclasses import dataclass

from tongban.policy.vocabulary import (
    Ask,
    Category,
    EvidencePath,
    Ground,
    Outcome,
    Stream,
    System,
    TemporaryDocument,
)
from tongban.standards.money import Fen


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule noticed.

    ``message`` is a sentence an officer can read aloud; ``fields`` names the facts it rests on;
    ``code`` is a ``Ground``, an ``Ask`` or a ``Notice``.
    """

    clause: str
    code: str
    fields: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Review:
    """Who reviews and issues (第九条): a county bureau's code, or None outside the city."""

    unit: str | None
    through: System


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole answer to a situation; fields are empty where the outcome leaves them open.

    ``fee_fen`` is in fen. ``residence_followup`` True: guide the applicant after acceptance;
    None with ``ACCEPT``: look it up again.
    """

    outcome: Outcome
    policy_version: str
    remote: bool | None = None
    category: Category | None = None
    stream: Stream | None = None
    findings: tuple[Finding, ...] = ()
    asks: frozenset[Ask] = frozenset()
    evidence_path: EvidencePath | None = None
    accept_in: System | None = None
    review: Review | None = None
    fee_fen: Fen | None = None
    temporary: TemporaryDocument = TemporaryDocument.NONE
    residence_followup: bool | None = None

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """The grounds found, in the order of 第五条; empty unless ``REFUSE``."""
        if self.outcome is not Outcome.REFUSE:
            return ()
        return tuple(Ground(f.code) for f in self.findings if f.code in Ground.__members__)
