"""Checking the hash chains: every event of every subject, and that no subject lost its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from tongban.cases.chain import GENESIS, link
from tongban.cases.models import Case, Event, Intake

AT_ONCE = 2000
SUBJECTS: tuple[type[Case], type[Intake]] = (Case, Intake)


@dataclass(frozen=True, slots=True)
class Broken:
    """A chain that does not hold: whose, at which event, and why."""

    subject: UUID
    seq: int
    why: str


def events_in_order() -> Iterator[Event]:
    """Return every event by subject and number."""
    return Event.objects.order_by("subject", "seq").iterator(chunk_size=AT_ONCE)


def broken_chains() -> Iterator[Broken]:
    """Yield every fault found in the chains of events and in their subjects' ends."""
    subject, seq, previous = UUID(int=0), 0, GENESIS
    for event in events_in_order():
        if event.subject != subject:
            subject, seq, previous = event.subject, 0, GENESIS
        seq += 1
        if event.seq != seq:
            yield Broken(subject, event.seq, f"第 {seq} 条缺失")
            seq = event.seq
        elif bytes(event.previous) != previous:
            yield Broken(subject, seq, "与前一条不相接")
        if bytes(event.hash) != hash_of(event):
            yield Broken(subject, seq, "内容被改动")
        previous = bytes(event.hash)
    yield from _wrong_ends()
    yield from _without_subject()


def hash_of(event: Event) -> bytes:
    """Return what the event's hash must be, from its own contents."""
    return link(
        bytes(event.previous),
        subject=event.subject,
        seq=event.seq,
        act=event.act,
        name=event.name,
        at=event.at,
        officer=event.officer,
        party=event.party,
        unit=event.unit,
        data=event.data,
        request_id=event.request_id,
    )


def _wrong_ends() -> Iterator[Broken]:
    ends = Event.objects.filter(subject=OuterRef("id"), seq=OuterRef("event_seq"))
    later = Event.objects.filter(subject=OuterRef("id"), seq__gt=OuterRef("event_seq"))
    for model in SUBJECTS:
        rows = model._default_manager.annotate(
            end=Subquery(ends.values("hash")[:1]), is_longer=Exists(later)
        ).values_list("id", "event_seq", "event_hash", "end", "is_longer")
        for subject, seq, digest, end, is_longer in rows.iterator(chunk_size=AT_ONCE):
            if is_longer:
                yield Broken(subject, seq, "有事件不在件上")
            elif end is None:
                yield Broken(subject, seq, "链尾的事件缺失")
            elif bytes(end) != bytes(digest):
                yield Broken(subject, seq, "链尾与件不符")


def _without_subject() -> Iterator[Broken]:
    known = [Exists(model._default_manager.filter(id=OuterRef("subject"))) for model in SUBJECTS]
    orphans = Event.objects.filter(~known[0], ~known[1], seq=1).order_by("subject")
    for subject in orphans.values_list("subject", flat=True).iterator(chunk_size=AT_ONCE):
        yield Broken(subject, 1, "事件所属的件已不在")
