"""The review screen: the queue at the left, one case in the middle, why at the right."""

from dataclasses import dataclass

from tongban.desks.shared.fields import Field, Problem
from tongban.desks.shared.look_in_words import LookInLine
from tongban.desks.shared.phrases import DueText
from tongban.desks.shared.pieces import (
    Action,
    Comparison,
    EmptyState,
    Fact,
    Happening,
    KeyHint,
    Link,
    Measure,
    Photo,
    RuleRow,
    Tag,
    Tone,
)


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One case waiting.

    ``arrived`` is short: 09:26, 昨 17:20, 11-20 16:05; ``hint`` tells its due.
    ``stream`` is 转入, or empty for what was accepted in the city.
    """

    url: str
    name: str
    category: str
    arrived: str
    note: str = ""
    hint: str = ""
    tone: Tone = Tone.NONE
    current: bool = False
    stream: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice above the queue: ``count`` wait there, ``key`` chooses it."""

    label: str
    url: str
    count: int = 0
    key: str = ""
    active: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """Cases in the order of ``policy.review_order``, under their common due time.

    ``items`` is one page (keyset); ``total`` counts all; ``more_url`` shows the next page.
    ``head`` is 今天 17:00 前, ``head_hint`` the clause behind it. ``url`` gives this column anew;
    ``is_stale`` has the page fetch it once (a page that was fetched before it was shown).
    ``green`` counts those of the green channel, ``green_hint`` says where they stand.
    ``look_in`` says how the bureau's look into the three systems stands today.
    """

    items: tuple[QueueItem, ...]
    total: int
    due: DueText | None
    overdue: int = 0
    done_today: int = 0
    returned_today: int = 0
    newer_url: str = ""
    more_url: str = ""
    head: str = "待审核签发"
    head_hint: str = ""
    green: int = 0
    green_hint: str = ""
    streams: tuple[Filter, ...] = ()
    categories: tuple[Filter, ...] = ()
    url: str = ""
    is_stale: bool = False
    look_in: LookInLine | None = None


@dataclass(frozen=True, slots=True)
class FingerResult:
    """One finger: 右手拇指, the comparison in a word, quality as a figure."""

    label: str
    result: Tag
    quality: str = ""
    image: Photo | None = None


@dataclass(frozen=True, slots=True)
class CaseNotice:
    """Something about this case that must be known before it is decided, and what to do."""

    title: str
    text: str
    tone: Tone
    clause: str = ""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """The case under review.

    ``existing`` is the newest picture on record, ``new`` the standard photo of this version.
    ``evidence_text`` says how identity was proven; ``warnings`` are 重错号 and the like.
    ``prints`` is how the fingerprints compared on site, ``fingers`` what this version registers.
    ``rounds`` tells of the last return and the station's answer; ``versions`` lead to the others.
    ``origin`` is where and when a case accepted elsewhere came from, ``notices`` stand above all.
    """

    name: str
    number: str
    tags: tuple[Tag, ...]
    accepted: str
    due: DueText | None
    existing: Photo | None
    new: Photo
    face: Tag
    face_note: str
    fingers: tuple[FingerResult, ...]
    measures: tuple[Measure, ...]
    comparison: Comparison
    evidence_title: str
    evidence_text: str
    evidence_clause: str
    evidence_photos: tuple[Photo, ...]
    rules: tuple[RuleRow, ...]
    rules_more: str = ""
    history: tuple[Happening, ...] = ()
    warnings: tuple[Tag, ...] = ()
    rounds: tuple[Fact, ...] = ()
    versions: tuple[Link, ...] = ()
    prints: Tag | None = None
    stream: str = ""
    is_incoming: bool = False
    origin: tuple[Fact, ...] = ()
    notices: tuple[CaseNotice, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnForm:
    """退回并说明: category (TEXT, PHOTO, FINGERPRINT), the fields concerned, and words.

    ``phrases`` are ready sentences that fill the words; ``open`` shows the form at once (after
    an error, or without scripts). ``hidden`` are names and values that go with the form;
    ``draft_url`` takes what is being typed. ``promise`` says who reads it.
    """

    url: str
    category: Field
    details: tuple[Field, ...]
    words: Field
    phrases: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    open: bool = False
    open_url: str = ""
    close_url: str = "."
    hidden: tuple[tuple[str, str], ...] = ()
    draft_url: str = ""
    details_error: str = ""
    promise: str = ""


@dataclass(frozen=True, slots=True)
class ReviewScreen:
    """Everything the review page shows; context name ``screen``.

    ``case`` None shows ``empty``. ``issue`` is the primary act with key A (``arms=True``: A
    moves there, Enter issues), or the approval by the first of two. ``prefetch_url`` is the next case, fetched in advance.
    """

    queue: Queue
    case: ReviewCase | None
    issue: Action | None = None
    return_form: ReturnForm | None = None
    others: tuple[Action, ...] = ()
    next_url: str = ""
    previous_url: str = ""
    prefetch_url: str = ""
    empty: EmptyState | None = None
    keys: tuple[KeyHint, ...] = ()
    blocked: str = ""
    may_return: bool = False
