"""The queue beside the case, in the order of ``policy.review_order``, under the common due time."""

from datetime import datetime
from uuid import UUID

from tongban.cases.operations.office import Office, office
from tongban.cases.queries.review_queue import (
    EVERYTHING,
    Part,
    QueuePage,
    ReviewDay,
    WaitingCase,
)
from tongban.desks.county.place import REVIEWED, Place
from tongban.desks.county.screens import Filter, Queue, QueueItem
from tongban.desks.shared.dues import due_of
from tongban.desks.shared.green import GREEN
from tongban.desks.shared.phrases import arrival_phrase, due_text
from tongban.desks.shared.pieces import Tone
from tongban.policy.vocabulary import Category, Priority, Stream
from tongban.procedure.obligations import ObligationKind
from tongban.standards.zones import local_date

RULE = "第九条：每个工作日 17:00 前送到的，当日 17:00 前审完；之后送到的，下一工作日 17:00 前审完。"
ORDER = "排序：期限早的在前，误期的最前；同一期限内绿色通道先审（第十四条），其余先到先审。"
STREAMS = (EVERYTHING, *(Part(stream=one) for one in REVIEWED))
CATEGORIES = tuple(
    Part(category=one)
    for one in (
        Category.CROSS_COUNTY,
        Category.CROSS_STATION,
        Category.CROSS_CITY,
        Category.CROSS_PROVINCE,
    )
)
KEYS = {part: str(n) for n, part in enumerate((*STREAMS, *CATEGORIES), start=1)}
"""Each part of the queue by a figure of the keyboard, in the order in which they are shown."""


def queue(
    page: QueuePage, *, day: ReviewDay, place: Place, current: UUID | None, at: datetime
) -> Queue:
    """The column at the left."""
    rules = office()
    return Queue(
        items=tuple(
            _item(row, place=place, current=current, rules=rules, at=at) for row in page.rows
        ),
        total=day.waiting,
        due=due_text(day.next_due, at, rules.calendar) if day.next_due else None,
        head=_head(day, at=at),
        head_hint=f"{RULE}\n{ORDER}",
        green=day.green,
        green_hint=ORDER,
        overdue=day.overdue,
        done_today=day.done,
        returned_today=day.returned,
        streams=tuple(_filter(part, day=day, place=place) for part in STREAMS),
        categories=tuple(_filter(part, day=day, place=place) for part in CATEGORIES),
        newer_url=place.at(None).list_url() if place.after else "",
        more_url=place.at(page.next_after).list_url() if page.next_after else "",
        url=place.queue_url(current),
    )


def _head(day: ReviewDay, *, at: datetime) -> str:
    if day.next_due is None:
        return "待审核签发"
    short = due_text(day.next_due, at, office().calendar).short
    is_today = local_date(day.next_due) == local_date(at)
    return f"{'今天 ' if is_today else ''}{short} 前"


def _filter(part: Part, *, day: ReviewDay, place: Place) -> Filter:
    chosen = part.category or part.stream
    return Filter(
        label=chosen.label if chosen else "全部",
        url=Place(part).list_url(),
        count=day.of(part),
        key=KEYS[part],
        active=place.part == part,
    )


def _item(
    row: WaitingCase, *, place: Place, current: UUID | None, rules: Office, at: datetime
) -> QueueItem:
    due = due_of(
        ObligationKind.REVIEW,
        since=row.arrived_at,
        due_at=row.due_at,
        note=row.due_note,
        rules=rules,
        now=at,
    )
    notes = (
        GREEN if row.is_green else "",
        "加快" if row.priority is Priority.EXPEDITED else "",
        "再次送审" if row.is_again else "",
        "本人受理" if row.is_own_work else "",
        "晚取" if row.is_late_here and not row.due_note else "",
        row.due_note,
    )
    return QueueItem(
        url=place.case_url(row.case_id),
        name=row.name,
        category=row.category.label,
        stream=row.stream.label if row.stream is Stream.INCOMING else "",
        arrived=arrival_phrase(row.arrived_at, at),
        note=" · ".join(note for note in notes if note),
        hint=f"{due.text}\n{due.hint}",
        tone=due.tone if due.tone in (Tone.BAD, Tone.WARN) else Tone.NONE,
        current=row.case_id == current,
    )
