"""What stands in the middle of the intake screen: one dataclass per step.

Each panel names the URLs its forms post to. Every form also works without scripts; the answer
to a post is a redirect to (or a rendering of) the whole intake screen.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from tongban.desks.shared.fields import Field, Option
from tongban.desks.shared.pieces import (
    Action,
    ComparedRow,
    Comparison,
    Fact,
    Measure,
    Photo,
    Tag,
    Tone,
)
from tongban.desks.station.steps_tolerant import CommitmentPanel, GuardianPart, PastLine


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """One of several people who answer to a look-up (重错号, 同名); ``choose`` goes on with him."""

    name: str
    birth_date: str
    id_number: str
    address: str
    home: str
    choose: Action


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """An intake that is open at this station; the number is masked."""

    name: str
    id_number: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class IdentityPanel:
    """Step 1 核对身份: find the person's record, then compare what is declared with it.

    Before the record is found there is only the look-up: ``declared`` is empty and
    ``comparison`` None. The rows of ``comparison`` stand in the order of ``declared``: each
    input takes the place of the row's first cell (column 申报). ``read_card`` posts to the
    device that reads the card (F2). ``waiting`` are the station's open intakes. ``typed_again``:
    the look-up shows what was typed before the page was left.
    """

    lookup_url: str
    lookup: tuple[Field, ...]
    read_card: Action | None = None
    declare_url: str = ""
    draft_url: str = ""
    declared: tuple[Field, ...] = ()
    comparison: Comparison | None = None
    record: tuple[Fact, ...] = ()
    photo: Photo | None = None
    notice: str = ""
    notice_tone: Tone = Tone.INFO
    other_intake: Action | None = None
    candidates: tuple[CandidateLine, ...] = ()
    waiting: tuple[WaitingLine, ...] = ()
    all_waiting_url: str = ""
    typed_again: bool = False

    template = "station/steps/identity.html"

    @property
    def rows(self) -> tuple[tuple[Field, ComparedRow | None], ...]:
        """Each declared input with what the record says of it."""
        compared = self.comparison.rows if self.comparison else ()
        return tuple(zip_longest(self.declared, compared[: len(self.declared)]))


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One document shown. ``serves`` says in words whether it serves and why not."""

    label: str
    serves: Tag
    number: str = ""
    valid_until: str = ""
    clause: str = "第三条(一)"
    photo: Photo | None = None
    remove: Action | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One of the four parts of tolerant acceptance, done or not, with the way to do it."""

    text: str
    tone: Tone
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class EvidencePanel:
    """Step 2 受理凭证: what was shown; add one; or the tolerant path 第三条(二).

    ``fields`` are those of the add form (kind, number, valid_until, image). ``tolerant`` is
    empty while a document serves; ``none_at_all`` begins it. ``offence`` opens the record of
    ground 第五条(四), ``offences`` are those known; what an officer entered can be taken out again.
    """

    items: tuple[EvidenceItem, ...]
    add_url: str
    fields: tuple[Field, ...]
    tolerant: tuple[Requirement, ...] = ()
    tolerant_closed: str = ""
    none_at_all: Action | None = None
    guardian: GuardianPart | None = None
    read_document: Action | None = None
    offence: Action | None = None
    offences: tuple[Requirement, ...] = ()

    template = "station/steps/evidence.html"


@dataclass(frozen=True, slots=True)
class InquiryNote:
    """协查 on the intake: how it stands, what was answered, the page where it is."""

    state: Tag
    words: str
    note: str
    link: Action


@dataclass(frozen=True, slots=True)
class ComparePanel:
    """Step 3 现场比对: pictures, the machine's advice, and the officer's statement.

    ``statements`` are the buttons 是本人 and 还不能确认; ``unsettled`` (经各种手段仍不能确认) is
    given only once the other means have been tried. ``stated`` is the statement in force.
    ``judge`` is the officer's own judgement of the face; ``past`` the earlier acceptances in time,
    their photos side by side with today's; ``history_focus``: it was just opened.
    """

    existing: tuple[Photo, ...]
    live: Photo | None
    live_url: str
    face: Tag
    face_note: str
    fingerprint: Tag
    fingerprint_note: str
    comparison: Comparison
    statement_url: str
    statements: tuple[Action, ...]
    statement_note: str = ""
    stated: Tag | None = None
    unsettled: Action | None = None
    means_left: tuple[str, ...] = ()
    past: tuple[PastLine, ...] = ()
    history_seen: str = ""
    history_link: Action | None = None
    history_close: Action | None = None
    history_focus: bool = False
    camera: Action | None = None
    scanner: Action | None = None
    judge_url: str = ""
    judge: Field | None = None
    inquiries: tuple[InquiryNote, ...] = ()
    ask: Action | None = None

    template = "station/steps/compare.html"


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture to cut from: natural size in pixels and the frame in the same pixels.

    The frame keeps 358:441. Posted as frame_x, frame_y, frame_w, frame_h (integers).
    """

    url: str
    width: int
    height: int
    frame_x: int
    frame_y: int
    frame_w: int
    frame_h: int


@dataclass(frozen=True, slots=True)
class PhotoPanel:
    """Step 4 证件照. ``locked`` explains why nothing may be stored yet (第六条)."""

    upload_url: str
    store_url: str
    locked: str = ""
    camera: Action | None = None
    frame: Frame | None = None
    stored: Photo | None = None
    measures: tuple[Measure, ...] = ()
    verdict: Tag | None = None
    reuse: Action | None = None
    retake: Action | None = None
    file_error: str = ""
    webcam_url: str = ""

    template = "station/steps/photo.html"


@dataclass(frozen=True, slots=True)
class FingerSlot:
    """One hand. ``fields`` are finger, result and reason of the form; ``image`` the print."""

    hand: str
    store_url: str
    fields: tuple[Field, ...]
    state: Tag
    quality: str = ""
    image: Photo | None = None
    scan: Action | None = None
    attempts: str = ""


@dataclass(frozen=True, slots=True)
class FingerprintPanel:
    """Step 5 指纹: right hand, then left; thumb first. Unreadable is a reason, never a bar."""

    slots: tuple[FingerSlot, ...]
    locked: str = ""

    template = "station/steps/fingerprints.html"


@dataclass(frozen=True, slots=True)
class DetailsPanel:
    """Step 6 原因与领取: reason (fixes the fee), priority, delivery, address, phone, guardian."""

    save_url: str
    draft_url: str
    reason: Field
    fields: tuple[Field, ...]
    guardian_note: str = ""
    guardian_link: Action | None = None

    template = "station/steps/details.html"


@dataclass(frozen=True, slots=True)
class ComposePanel:
    """Step 7 合成并签名: what will be locked; compose; print; sign (pad or scanned page)."""

    content: tuple[Fact, ...]
    photo: Photo | None
    composed: Tag | None = None
    compose: Action | None = None
    missing: tuple[str, ...] = ()
    print_form: Action | None = None
    sign_url: str = ""
    signer: Field | None = None
    signed: Photo | None = None
    signed_note: str = ""
    returned: Action | None = None
    sign_error: str = ""
    seen_version: str = ""
    void: Action | None = None

    template = "station/steps/compose.html"


@dataclass(frozen=True, slots=True)
class FeePanel:
    """Step 8 缴费. Amounts are ready text (``40.00``); no field of this panel takes an amount.

    ``poll_url`` is asked every 4 seconds: it answers 204 while nothing changed (the page and the
    focus stay), else with the whole page.
    """

    amount: str
    reason: str
    state: Tag
    clause: str = "第七条"
    code: Photo | None = None
    code_until: str = ""
    renew: Action | None = None
    query: Action | None = None
    cash: Action | None = None
    cash_note: str = ""
    receipt: tuple[Fact, ...] = ()
    receipt_url: str = ""
    receipt_field: Field | None = None
    poll_url: str = ""

    template = "station/steps/fee.html"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the last step; ``printed_at`` None: not yet printed."""

    label: str
    note: str
    print_action: Action
    printed_at: datetime | None = None
    needed: bool = True


@dataclass(frozen=True, slots=True)
class FinishPanel:
    """Step 9 告知与打印: papers, temporary card, residence registration, what comes next.

    ``heading`` stands over ``next_steps``.
    """

    papers: tuple[Paper, ...]
    next_steps: tuple[Fact, ...]
    temporary: Fact | None = None
    temporary_actions: tuple[Action, ...] = ()
    residence: Fact | None = None
    residence_url: str = ""
    residence_start: Action | None = None
    residence_code: Photo | None = None
    residence_options: tuple[Option, ...] = ()
    residence_done: Tag | None = None
    heading: str = "请告诉申请人"

    template = "station/steps/finish.html"


StepPanel = (
    IdentityPanel
    | EvidencePanel
    | CommitmentPanel
    | ComparePanel
    | PhotoPanel
    | FingerprintPanel
    | DetailsPanel
    | ComposePanel
    | FeePanel
    | FinishPanel
)
