"""A city with many cases waiting for the same county bureau, made by copying one real case.

Every copy differs from the original in its ids, its number, its person and its place in the queue;
its event chain is computed anew and holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from bench.acts_ids import id_of
from django.db.models import Model
from tests.cases.world import World

from tongban.accounts import sessions
from tongban.accounts.models import Grant, Installation
from tongban.cases.chain import GENESIS, link
from tongban.cases.models import Case, ComposedVersion, Event, Obligation, Payment
from tongban.procedure.obligations import ObligationKind

Row = TypeVar("Row", bound=Model)
AT_ONCE = 500
DUE_TOGETHER = 100
"""Cases due at the same moment, as one afternoon brings them to a county."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the load generator and the limit need to know of the city."""

    token: str
    version: int


def build(count: int, *, at: datetime) -> Waiting:
    """Insert ``count`` cases waiting for review; the reviewer is signed in."""
    Installation.objects.create(id=1, is_demo=True, made_at=at, ready_at=at)
    world = World(at=at)
    original = world.paid()
    for first in range(0, count, AT_ONCE):
        _copy(original, range(first, min(first + AT_ONCE, count)))
    reviewer = world.reviewer
    if reviewer.officer_id is None:
        raise ValueError("a reviewer is an officer")
    for role in reviewer.roles:
        Grant.objects.create(officer_id=reviewer.officer_id, unit_id=reviewer.unit, role=role)
    token = sessions.start(reviewer.officer_id, unit=reviewer.unit, at=datetime.now(UTC))
    return Waiting(token=token, version=original.version)


def _copy(original: Case, numbers: Sequence[int]) -> None:
    events = list(Event.objects.filter(subject=original.id).order_by("seq"))
    duties = list(Obligation.objects.filter(case=original))
    version, payment = original.versions.get(), original.payments.get()
    cases: list[Case] = []
    chain: list[Event] = []
    for n in numbers:
        linked = list(chain_of(events, subject=id_of(n)))
        chain += linked
        cases.append(
            like(
                original,
                id=id_of(n),
                number=f"{original.number}{n:08d}",
                person_key=n.to_bytes(32, "big"),
                id_number=f"{n:018d}",
                event_hash=linked[-1].hash,
            )
        )
    Case.objects.bulk_create(cases)
    Event.objects.bulk_create(chain)
    ComposedVersion.objects.bulk_create(
        like(version, id=id_of(n, kind=1), case_id=id_of(n)) for n in numbers
    )
    Payment.objects.bulk_create(
        like(payment, id=id_of(n, kind=2), case_id=id_of(n), order_no=f"O{n}") for n in numbers
    )
    Obligation.objects.bulk_create(_duty(duty, n) for n in numbers for duty in duties)


def _duty(duty: Obligation, n: int) -> Obligation:
    is_review = duty.kind == ObligationKind.REVIEW
    due = duty.due_at and duty.due_at + timedelta(minutes=n // DUE_TOGETHER)
    id_ = id_of(n, kind=3) if is_review else uuid4()
    return like(duty, id=id_, case_id=id_of(n), due_at=due)


def chain_of(events: Sequence[Event], *, subject: UUID) -> Iterator[Event]:
    """The same events of another subject, with a chain of their own."""
    previous = GENESIS
    for event in events:
        copy = like(event, id=uuid4(), subject=subject, request_id=uuid4(), previous=previous)
        copy.hash = previous = link(
            previous,
            subject=subject,
            seq=copy.seq,
            act=copy.act,
            name=copy.name,
            at=copy.at,
            officer=copy.officer,
            party=copy.party,
            unit=copy.unit,
            data=copy.data,
            request_id=copy.request_id,
        )
        yield copy


def like(row: Row, **other: object) -> Row:
    """A copy of a row with other values in some columns."""
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return type(row)(**(fields | other))
