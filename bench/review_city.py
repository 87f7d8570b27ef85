"""A county bureau's queue of both streams in front of the books of a busy year.

Real cases, one of each kind, are brought there by the real operations and copied with persons,
numbers and event chains of their own: those that wait, a quarter of them from elsewhere, and those
that are long in their applicants' hands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from bench.acts_city import AT_ONCE, chain_of, like
from bench.acts_ids import id_of
from bench.review_ids import is_from_elsewhere
from tests.cases.elsewhere import arrived
from tests.cases.world import World

from tongban.accounts import sessions
from tongban.accounts.models import Grant, Installation
from tongban.cases.models import Case, ComposedVersion, Event, LookIn, Obligation, Payment
from tongban.procedure.obligations import ObligationKind

DONE_FROM = 1_000_000
"""The numbers of the cases that are done begin here."""
DAYS = 200
"""Over how many days they were done."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What the measure needs to know: the reviewer's session, and versions of the cases by kind."""

    token: str
    ours: int
    theirs: int

    def version(self, n: int) -> int:
        """The version of the ``n``-th waiting case, which guards every act on it."""
        return self.theirs if is_from_elsewhere(n) else self.ours


def build(waiting: int, *, done: int, at: datetime) -> Queue:
    """Insert the cases; the reviewer is signed in."""
    Installation.objects.create(id=1, is_demo=True, made_at=at, ready_at=at)
    world = World(at=at)
    ours, theirs, over = world.paid(1), arrived(world), world.handed_over(2)
    copy_of = {True: theirs, False: ours}
    for kind, original in copy_of.items():
        _in_parts([n for n in range(waiting) if is_from_elsewhere(n) is kind], original, at=at)
    _in_parts(range(DONE_FROM, DONE_FROM + done), over, at=at)
    Obligation.objects.filter(case__in=[ours.id, theirs.id]).delete()
    reviewer = world.reviewer
    if reviewer.officer_id is None:
        raise ValueError("a reviewer is an officer")
    for role in reviewer.roles:
        Grant.objects.create(officer_id=reviewer.officer_id, unit_id=reviewer.unit, role=role)
    token = sessions.start(reviewer.officer_id, unit=reviewer.unit, at=datetime.now(UTC))
    LookIn.objects.all().delete()
    return Queue(token=token, ours=ours.version, theirs=theirs.version)


def _in_parts(numbers: Sequence[int], original: Case, *, at: datetime) -> None:
    for first in range(0, len(numbers), AT_ONCE):
        _copy(original, numbers[first : first + AT_ONCE], at=at)


def _copy(original: Case, numbers: Sequence[int], *, at: datetime) -> None:
    events = list(Event.objects.filter(subject=original.id).order_by("seq"))
    chains = {n: list(chain_of(events, subject=id_of(n))) for n in numbers}
    Case.objects.bulk_create(
        like(
            original,
            id=id_of(n),
            number=f"{original.number[:20]}{n:08d}",
            person_key=n.to_bytes(32, "big"),
            id_number=f"{n:018d}",
            event_hash=chains[n][-1].hash,
        )
        for n in numbers
    )
    Event.objects.bulk_create(
        (event for chain in chains.values() for event in chain), batch_size=AT_ONCE
    )
    versions = list(ComposedVersion.objects.filter(case=original))
    ComposedVersion.objects.bulk_create(
        like(one, id=id_of(n, kind=1), case_id=id_of(n)) for n in numbers for one in versions
    )
    payments = list(Payment.objects.filter(case=original))
    Payment.objects.bulk_create(
        like(one, id=id_of(n, kind=2), case_id=id_of(n), order_no=f"O{n}")
        for n in numbers
        for one in payments
    )
    duties = list(Obligation.objects.filter(case=original))
    Obligation.objects.bulk_create(
        (_duty(one, n, at=at) for n in numbers for one in duties), batch_size=AT_ONCE
    )


def _duty(duty: Obligation, n: int, *, at: datetime) -> Obligation:
    """A duty of the ``n``-th case: those that wait a second apart, those done on days gone by."""
    is_review = duty.kind == ObligationKind.REVIEW
    id_ = id_of(n, kind=3) if is_review else uuid4()
    if n < DONE_FROM:
        return like(duty, id=id_, case_id=id_of(n), opened_at=at + timedelta(seconds=n))
    back = timedelta(days=1 + n % DAYS)
    return like(
        duty,
        id=id_,
        case_id=id_of(n),
        opened_at=duty.opened_at - back,
        due_at=duty.due_at and duty.due_at - back,
        closed_at=duty.closed_at and duty.closed_at - back,
    )
