"""The parts of the intake screen for who has no paper, or needs another's hand (第三条(二), 第六条)."""

from dataclasses import dataclass

from tongban.desks.shared.fields import Field
from tongban.desks.shared.pieces import Action, Fact, Photo


@dataclass(frozen=True, slots=True)
class GuardianPart:
    """Who acts for a child or for somebody without capacity, with the document he showed.

    ``needed``: nothing can be composed without; else the form stands folded. ``is_next``: it is
    what is missing next, and stands first. ``registered`` are the facts of the one in force.
    """

    save_url: str
    ward: Field
    fields: tuple[Field, ...]
    note: str
    needed: bool
    registered: tuple[Fact, ...] = ()
    pages: tuple[Photo, ...] = ()
    remove: Action | None = None
    open: bool = False
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class CommitmentPanel:
    """The written commitment within step 2: what the paper says, to be signed or as it was signed.

    ``missing`` names what comes first; there is nothing to sign then.
    """

    parts: tuple[Fact, ...]
    opening: str
    commitments: tuple[str, ...]
    clause: str
    signer: str
    by_guardian: bool = False
    missing: tuple[str, ...] = ()
    print_form: Action | None = None
    sign_url: str = ""
    sign_error: str = ""
    signed: Photo | None = None
    signed_note: str = ""
    back: Action | None = None

    template = "station/steps/commitment.html"


@dataclass(frozen=True, slots=True)
class PastLine:
    """One earlier acceptance in the register, or the picture of today at the end of the row."""

    day: str
    what: str
    unit: str
    fingers: str
    outcome: str
    photo: Photo | None
