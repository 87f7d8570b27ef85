"""The background work: messages delivered, days opened, upstream asked, signs of life."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid5

from django.core.exceptions import ObjectDoesNotExist
from procrastinate.contrib.django import app

from tongban.accounts import sessions
from tongban.audit import seals
from tongban.blobs import store
from tongban.blobs.errors import BlobError
from tongban.cases.operations import (
    dating,
    drafts,
    erasure,
    lookin,
    outgoing,
    refusals,
    remind,
)
from tongban.cases.operations.door import Call
from tongban.cases.operations.errors import LostRace, OperationError
from tongban.cases.operations.logistics import ToldBy
from tongban.cases.queries import upkeep, upstream_messages
from tongban.cases.queries.blob_refs import referenced
from tongban.jobs import health, lapsing, money, parcels
from tongban.jobs.sending import Sending
from tongban.jobs.times import NIGHT, OFFICE_HOURS
from tongban.jobs.upstream import SENDERS, NotYet
from tongban.ports.errors import BadAnswer, Rejected, UpstreamError
from tongban.ports.registry import get_ports
from tongban.procedure.actors import SYSTEM
from tongban.standards.clock import SystemClock
from tongban.standards.zones import local_date

CLOCK = SystemClock()
DRAFTS_KEPT = timedelta(days=30)
"""As long as an intake may lie untouched (运行参数)."""
DATED_AT_ONCE = 2000
"""Duties of cases whose due times are computed in one go; the next run takes the next ones."""
ERASED_AT_ONCE = 500
PAUSES = (2, 10, 30, 120, 600, 1800, 3600)
"""Seconds before each further try; after the last one a person has to look."""


OUT_OF_ORDER = frozenset({"UNKNOWN_CASE", "OUT_OF_TURN", "UNKNOWN_PARCEL"})
"""Refusals that say no more than that what it is about has not arrived there yet."""


@app.task(name="deliver", queue="upstream")
def deliver(outgoing_id: str) -> None:
    """Send one message; on failure try again later, in the end hand it to a person."""
    message = upstream_messages.pending(UUID(outgoing_id))
    if message is None or not message.is_waiting:
        return
    tried = upstream_messages.tries_of_older(message)
    if tried is not None:
        _send_at(message, pause=PAUSES[min(tried, len(PAUSES) - 1)])
        return
    _send(message)


def _send(message: upstream_messages.Pending) -> None:
    sending = Sending(message, get_ports(), CLOCK.now())
    try:
        SENDERS[message.system, message.kind](sending)
    except Rejected as error:
        if error.code in OUT_OF_ORDER:
            _try_later(message, reason=error.code)
        else:
            outgoing.mark_failed(message.id, error=error.code)
    except BadAnswer as error:
        outgoing.mark_failed(message.id, error=error.detail)
    except (UpstreamError, NotYet, LostRace) as error:
        _try_later(message, reason=type(error).__name__)
    except (LookupError, ObjectDoesNotExist, BlobError, OperationError) as error:
        # Something of our own is missing: sending again would not bring it.
        outgoing.mark_failed(message.id, error=type(error).__name__)
    else:
        outgoing.mark_sent(message.id, at=CLOCK.now())


def _try_later(message: upstream_messages.Pending, *, reason: str) -> None:
    if message.attempts >= len(PAUSES):
        outgoing.mark_failed(message.id, error=reason)
        return
    outgoing.mark_tried(message.id, error=reason)
    _send_at(message, pause=PAUSES[message.attempts])


def _send_at(message: upstream_messages.Pending, *, pause: int) -> None:
    later = CLOCK.now() + timedelta(seconds=pause)
    deliver.configure(schedule_at=later).defer(outgoing_id=str(message.id))


@app.periodic(cron="* * * * * */20")
@app.task(name="beat", queue="upkeep", queueing_lock="beat")
def beat(timestamp: int) -> None:
    """Leave a sign of life for ``/readyz``."""
    health.beat("worker", at=CLOCK.now())


@app.periodic(cron="* * * * *")
@app.task(name="ask_systems", queue="upkeep", queueing_lock="ask_systems")
def ask_systems(timestamp: int) -> None:
    """Ask the population system for its list, so that every look-in has a fresh one to look at."""
    health.ask_population(get_ports(), at=CLOCK.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="open_day", queue="upkeep", queueing_lock="open_day")
def open_day(timestamp: int) -> None:
    """Make the day's look-in duties and close those whose time is over.

    Repeated through the day, so a night without power loses nothing.
    """
    now = CLOCK.now()
    lookin.close_days(now)
    lookin.open_day(local_date(now), at=now)


@app.periodic(cron="*/10 * * * *")
@app.task(name="set_due_times", queue="upkeep", queueing_lock="set_due_times")
def set_due_times(timestamp: int) -> None:
    """Compute the due times that waited for a calendar which has been loaded since."""
    dating.set_due_times(CLOCK.now(), limit=DATED_AT_ONCE)


@app.periodic(cron="*/10 * * * *")
@app.task(name="query_unpaid", queue="upkeep", queueing_lock="query_unpaid")
def query_unpaid(timestamp: int) -> None:
    """Ask the treasury about open orders: a paid notice may come late or never."""
    now = CLOCK.now()
    money.query_open_orders(get_ports(), at=now)
    money.query_refunds(get_ports(), at=now)
    money.query_receipts(get_ports(), at=now)


@app.periodic(cron="30 * * * *")
@app.task(name="read_statements", queue="upkeep", queueing_lock="read_statements")
def read_statements(timestamp: int) -> None:
    """Compare the treasury's statement of yesterday, and of days missed, with our book (第七条)."""
    money.read_statements(get_ports(), at=CLOCK.now())


@app.periodic(cron="*/30 * * * *")
@app.task(name="ask_post", queue="upkeep", queueing_lock="ask_post")
def ask_post(timestamp: int) -> None:
    """Ask the post about parcels it has long said nothing of."""
    parcels.ask_post(get_ports(), at=CLOCK.now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="wake_waiting", queue="upkeep", queueing_lock="wake_waiting")
def wake_waiting(timestamp: int) -> None:
    """Send what waits without a job, as after a worker that died in the middle."""
    for outgoing_id in upkeep.stuck_messages(before=CLOCK.now() - timedelta(hours=2)):
        deliver.defer(outgoing_id=str(outgoing_id))


@app.periodic(cron="*/10 * * * *")
@app.task(name="lift_withdrawn", queue="upkeep", queueing_lock="lift_withdrawn")
def lift_withdrawn(timestamp: int) -> None:
    """Lift refusals whose bad credit records are withdrawn, where the push itself did not."""
    refusals.lift_withdrawn(CLOCK.now())


@app.periodic(cron=OFFICE_HOURS)
@app.task(name="remind", queue="upkeep", queueing_lock="remind")
def remind_applicants(timestamp: int) -> None:
    """Remind, in office hours, those whose fee or card has waited long enough."""
    now = CLOCK.now()
    for duty, case_id, kind in remind.due_reminders(now, limit=500):
        call = Call(SYSTEM, now, uuid5(duty, local_date(now).isoformat()))
        try:
            remind.remind(case_id, call, kind=kind, by=ToldBy.SMS)
        except OperationError:
            continue


@app.periodic(cron=OFFICE_HOURS)
@app.task(name="lapse_intakes", queue="upkeep", queueing_lock="lapse_intakes")
def lapse_untouched(timestamp: int) -> None:
    """End, in office hours, the intakes nobody has touched; their applicants were told before."""
    lapsing.lapse_intakes(CLOCK.now())


@app.periodic(cron=NIGHT)
@app.task(name="sweep", queue="upkeep", queueing_lock="sweep")
def sweep(timestamp: int) -> None:
    """Take away drafts nobody came back to, and pictures nothing refers to."""
    now = CLOCK.now()
    drafts.sweep_drafts(before=now - DRAFTS_KEPT)
    store.sweep(referenced(), before=now - timedelta(days=1))


@app.periodic(cron=NIGHT)
@app.task(name="erase_biometrics", queue="upkeep", queueing_lock="erase_biometrics")
def erase_biometrics(timestamp: int) -> None:
    """Erase prints and pictures of those who ended without a card, once the time is over."""
    erasure.erase_due(CLOCK.now(), limit=ERASED_AT_ONCE)


@app.periodic(cron="*/10 * * * *")
@app.task(name="seal_audit", queue="upkeep", queueing_lock="seal_audit")
def seal_audit(timestamp: int) -> None:
    """Seal the audit log's new rows; take away the sessions that are over."""
    now = CLOCK.now()
    seals.seal(now)
    sessions.sweep(now)
