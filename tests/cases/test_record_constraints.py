"""Every constraint of the case tables fires on a row that breaks it, by its name."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from tests.cases.breaking_rows import ROWS, insert
from tests.cases.world import World

from tongban.cases.operations.temporary import issue_temporary

OBLIGATION = (
    "INSERT INTO cases_obligation (id, kind, owner_unit, owner_county, case_id, system, day,"
    " opened_at, due_note, outcome, rank) SELECT gen_random_uuid(), {kind}, 'U', '', {case}, 'S',"
    " '2026-11-23', now(), '', '', 1 FROM cases_case"
)
COPY = "INSERT INTO {table} SELECT (jsonb_populate_record(t, {changes})).* FROM {table} t LIMIT 1"


def copy(table: str, **changes: str) -> str:
    """Insert the first row once more with other values (SQL expressions) in some columns."""
    pairs = ", ".join(f"'{column}', {value}" for column, value in changes.items())
    return COPY.format(table=table, changes=f"jsonb_build_object({pairs})")


NEW = "gen_random_uuid()"
BREAKS: dict[str, str] = {
    "case_validity_iff_issued": "UPDATE cases_case SET valid_from = NULL",
    "case_paid_before_production": "UPDATE cases_case SET is_paid = false",
    "case_signed_once_in_review": "UPDATE cases_case SET signed_at = NULL",
    "case_ended_iff_ending": "UPDATE cases_case SET ended_at = now()",
    "case_returned_with_words": "UPDATE cases_case SET stage = 'RETURNED', returned = NULL",
    "case_units_of_its_stream": "UPDATE cases_case SET elsewhere_name = '济南'",
    "case_holder_with_hold": "UPDATE cases_case SET held_by = id",
    "case_erased_without_card": "UPDATE cases_case SET erased_at = now()",
    "case_visit_has_reason": "UPDATE cases_case SET is_visited = true",
    "case_issuer_iff_issued_elsewhere": "UPDATE cases_case SET issuer_name = '济南市公安局'",
    "version_counted_once": copy("cases_composedversion", id=NEW),
    "intake_case_iff_composed": "UPDATE cases_intake SET case_id = NULL",
    "intake_ended_iff_not_open": "UPDATE cases_intake SET ended_at = NULL",
    "intake_visit_has_reason": "UPDATE cases_intake SET visit = '{}'",
    "slot_of_intake_or_case": "UPDATE cases_personslot SET intake_id = NULL, case_id = NULL",
    "card_number_iff_produced": "UPDATE cases_card SET state = 'AT_COUNTY'",
    "card_one_at_a_time": copy("cases_card", id=NEW, order_no="'O'", n="2"),
    "card_spoiled_lies_somewhere": "UPDATE cases_card SET state = 'SPOILED', serial = 'S'",
    "payment_extra_is_money": "UPDATE cases_payment SET is_extra = true, paid_at = NULL",
    "card_counted_once": copy("cases_card", id=NEW, order_no="'O'"),
    "payment_amount_of_the_policy": "UPDATE cases_payment SET amount_fen = 3000",
    "payment_paid_has_time": "UPDATE cases_payment SET paid_at = NULL",
    "payment_cash_has_holder": "UPDATE cases_payment SET state = 'CASH_HELD', cash_by = NULL",
    "payment_refund_by_two": (
        "UPDATE cases_payment SET refund_asked_by = id, refund_approved_by = id"
    ),
    "payment_one_live_per_case": copy("cases_payment", id=NEW, order_no="''"),
    "payment_order_once": copy("cases_payment", id=NEW, state="'CANCELLED'"),
    "event_in_sequence": copy("cases_event", id=NEW, request_id=NEW),
    "obligation_open_once_per_case": OBLIGATION.format(kind="'WATCH_PRODUCTION'", case="id"),
    "look_in_once_a_day": ";".join([OBLIGATION.format(kind="'LOOK_IN'", case="NULL")] * 2),
    "temporary_one_live_per_case": copy("cases_temporarydocument", id=NEW, number="'N'"),
    "temporary_valid_for_a_time": "UPDATE cases_temporarydocument SET valid_until = '2026-11-22'",
    "temporary_certificate_explained": "UPDATE cases_temporarydocument SET kind = 'CERTIFICATE'",
    "temporary_ended_one_way": "UPDATE cases_temporarydocument SET ended_at = now()",
    "temporary_loss_in_words": (
        "UPDATE cases_temporarydocument SET ended_at = now(), ending = 'LOST'"
    ),
    "temporary_certificate_runs_out": (
        "UPDATE cases_temporarydocument SET kind = 'CERTIFICATE', explained = 'E', purpose = 'P',"
        " ended_at = now(), ending = 'RETURNED'"
    ),
    "outage_one_at_a_time": "INSERT INTO cases_outage (id, system, since, cause, error_kind, words)"
    " SELECT gen_random_uuid(), 'population', now(), 'NOT_FETCHED', '', ''"
    " FROM generate_series(1, 2)",
    "draft_once": "INSERT INTO cases_draft (officer, key, body, saved_at)"
    " SELECT '00000000-0000-0000-0000-000000000001', 'k', '{}', now() FROM generate_series(1, 2)",
    "sequence_once": (
        "INSERT INTO cases_dailysequence (series, day, last)"
        " SELECT series, day, last FROM cases_dailysequence"
    ),
}
"""What breaks each constraint in a world where one card is in production, a temporary one out."""


def in_production(world: World) -> None:
    case = world.in_production()
    call = world.call(world.acceptor, minutes=70)
    issue_temporary(case.id, call, document_id=uuid4())


def run(statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements.split(";"):
            cursor.execute(statement)


def constraints() -> set[str]:
    """The constraints as the models state them."""
    found: list[Any] = []
    for model in apps.get_app_config("cases").get_models():
        found += model._meta.constraints
    return {
        one.name
        for one in found
        if isinstance(one, models.CheckConstraint | models.UniqueConstraint)
    }


def test_every_constraint_has_its_breaking_row() -> None:
    assert BREAKS.keys() | ROWS.keys() == constraints()


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_row_of_a_newer_table_is_refused_by_name(name: str) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        insert(ROWS[name])


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_a_row_that_breaks_it_is_refused_by_name(world: World, name: str) -> None:
    in_production(world)
    with pytest.raises(IntegrityError, match=name):
        run(BREAKS[name])


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("cases_case", "number"),
        ("cases_event", "request_id"),
        ("cases_card", "order_no"),
        ("cases_temporarydocument", "number"),
    ],
)
def test_what_is_given_out_once_stays_the_only_one(world: World, table: str, column: str) -> None:
    in_production(world)
    changes = {"id": NEW, "n": "2", "seq": "99", "number": "'N'", "order_no": "'O'"}
    changes["request_id"] = f"'{uuid4()}'"
    del changes[column]
    with pytest.raises(IntegrityError, match=column):
        run(copy(table, **changes))
