"""An act costs six statements at most, from the request to its answer, whoever presses the button.

Counted are the statements that a press sends to the database: the session, every read, the act
itself, what is logged. Not counted are the marks of transactions (BEGIN, SAVEPOINT and their ends),
which stand around an act that changes other rows too, and the note once a minute that a session is
in use. A press that does two acts of the table may cost twice as much, one
that shows a page at once as much as a page besides.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cases.world import MORNING
from tests.desks.cost import card_presses, desk_presses, ending_presses, window_presses
from tests.desks.cost.model import Press, Ready, answer
from tests.desks.county.desk import Desk
from tests.desks.permissions.table import rows
from tests.desks.station.window import Window

from tongban.accounts.installation import forget, is_demo
from tongban.accounts.models import Installation
from tongban.cases.models import Event

AT_THE_DESKS = [*desk_presses.PRESSES, *ending_presses.PRESSES, *card_presses.PRESSES]
MARKS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
NO_ACT = {
    "accounts": "one's own account",
    "admin": "accounts and the audit log",
    "api": "the rules alone",
    "papers": "a paper, which is a page",
    "city:chase": "words to units",
    "city:resend": "a message sent again",
    "city:outage-settle": "the city's own items",
    "city:stray-again": "a message taken again",
    "city:stray-settle": "the city's own items",
    "county:batch-print": "a paper",
    "county:chase": "words to units",
    "county:resend": "a message sent again",
    "shared:destroyed-print": "a paper",
    "shared:draft": "what is being typed",
    "shared:file-check": "a look, compared with the seal",
    "shared:file-export": "a paper",
    "shared:file-print": "a paper",
    "shared:files": "a search",
    "shared:find": "a search",
    "shared:temporary-print": "a paper",
    "shared:temporary-register-print": "a paper",
    "station:cards": "a search",
    "station:cash-print": "a paper",
    "station:intake-residence-start": "a link from the platform",
    "station:chase-seen": "words that were read",
    "station:day-sheet": "a paper",
    "station:message-again": "a message sent again",
}
"""Addresses, or whole rooms, that are posted to and do no act to an intake or a case."""


@pytest.mark.parametrize("press", window_presses.PRESSES, ids=str)
def test_six_statements_an_act_at_the_window(press: Press[Window], window: Window) -> None:
    _try(press, press.ready(window))


@pytest.mark.parametrize("press", AT_THE_DESKS, ids=str)
def test_six_statements_an_act_at_the_desks(press: Press[Desk], desk: Desk) -> None:
    _try(press, press.ready(desk))


def _try(press: Press[Any], ready: Ready) -> None:
    _read_once()
    before = set(Event.objects.values_list("id", flat=True))
    with CaptureQueriesContext(connection) as done:
        given = answer(press.name, ready)
    assert given.status_code == (200 if press.shows else 303), given.content.decode()
    written = Event.objects.exclude(id__in=before).values_list("act", flat=True)
    assert set(written) == {act.value for act in press.acts}
    asked = [one["sql"] for one in done if not one["sql"].startswith(MARKS)]
    assert len(asked) <= press.most, "\n".join(sql[:160] for sql in asked)


def _read_once() -> None:
    """Whether this is a demonstration is read once in a process."""
    forget()
    Installation.objects.get_or_create(
        id=1, defaults={"is_demo": True, "made_at": MORNING, "ready_at": MORNING}
    )
    is_demo()


def test_every_button_is_in_the_table() -> None:
    posted = {row.name for row in rows() if row.method == "POST"}
    pressed = {one.name for one in window_presses.PRESSES}
    pressed |= {one.name for one in AT_THE_DESKS}
    free = {name for name in posted if name in NO_ACT or name.split(":")[0] in NO_ACT}
    advice = "a row in the table of its desk, or a reason in NO_ACT"
    assert posted - free == pressed, advice
