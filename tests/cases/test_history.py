"""History stays as it was: triggers refuse to change it, and it names nobody."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cases.guardians import FATHER
from tests.cases.world import World

from tongban.cases.models import Case, ComposedVersion, Event, Outgoing, Paper, Refusal
from tongban.cases.operations import guardian, intake_end

SIGNED = ("signed_at", "signature", "signed_page", "signer", "signature_taken_by")
LOCKED = tuple(
    field.column
    for field in ComposedVersion._meta.concrete_fields
    if field.column not in (*SIGNED, "id", "case_id")
)
FIXED = ("number", "stream", "category", "policy_version", "composed_at")


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def refused(sql: str) -> None:
    with pytest.raises(IntegrityError, match=r"cannot be changed|locked"):
        run(sql)


@pytest.mark.parametrize("table", ["cases_event", "cases_composedversion", "cases_case"])
def test_rows_of_history_cannot_be_deleted(world: World, table: str) -> None:
    world.composed()
    refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("field", [f.column for f in Event._meta.concrete_fields])
def test_events_cannot_be_changed(world: World, field: str) -> None:
    world.composed()
    refused(f"UPDATE cases_event SET {field} = {field}")  # noqa: S608


def other(model: type[Case | ComposedVersion], field: str) -> str:
    """An expression of the column's type with another value."""
    kind = model._meta.get_field(field).get_internal_type()
    return {
        "JSONField": """'{"x": 1}'""",
        "DateTimeField": "now()",
        "UUIDField": "gen_random_uuid()",
        "PositiveSmallIntegerField": "9",
    }.get(kind, "'ANDERES'")


@pytest.mark.parametrize("field", LOCKED)
def test_a_composed_version_is_locked(world: World, field: str) -> None:
    world.composed()
    refused(f"UPDATE cases_composedversion SET {field} = {other(ComposedVersion, field)}")  # noqa: S608


@pytest.mark.parametrize("field", SIGNED)
def test_a_version_is_signed_once(world: World, field: str) -> None:
    world.signed()
    refused(f"UPDATE cases_composedversion SET {field} = {other(ComposedVersion, field)}")  # noqa: S608


@pytest.mark.parametrize("field", FIXED)
def test_what_identifies_a_case_stays(world: World, field: str) -> None:
    world.composed()
    refused(f"UPDATE cases_case SET {field} = {other(Case, field)}")  # noqa: S608


def test_the_reason_may_change_until_the_signature(world: World) -> None:
    case = world.composed()
    run("UPDATE cases_case SET reason = 'DAMAGED'")
    world.sign(world.fresh(case))
    refused("UPDATE cases_case SET reason = 'LOST'")


def test_neither_events_nor_messages_hold_personal_data(world: World) -> None:
    case = world.handed_over()
    world.recomposed(world.returned(8))
    child = world.open_intake(9, name="颜小山", birth=date(2016, 3, 7))
    guardian.set_guardian(child.id, world.call(world.acceptor), guardian=FATHER)
    world.discredit(5)
    bad = world.open_intake(5)
    intake_end.refuse(bad.id, world.call(world.acceptor), words="信用平台推送了颜𬭎的记录。")
    intake_end.withdraw_intake(child.id, world.call(world.acceptor), words="颜小山改天再来。")
    events = [json.dumps(event.data, ensure_ascii=False) for event in Event.objects.all()]
    messages = [json.dumps(one.payload, ensure_ascii=False) for one in Outgoing.objects.all()]
    personal = {
        *(case.name, case.id_number, case.phone, case.address, "颜小山", "记录"),
        *(case.id_number[6:14], "1990-03-07", "鲁城街道", "照片背景", "省厅"),
        *(FATHER.name, FATHER.id_number, FATHER.phone),
    }
    assert len(events) > 30
    assert len(messages) > 5
    for text in [*events, *messages]:
        assert not [one for one in personal if one in text], text
    assert Refusal.objects.get().words
    assert Paper.objects.filter(kind="WITHDRAWAL_OF_INTAKE").exists()
