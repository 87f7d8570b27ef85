"""Cases that pass between this city and others: ours answered elsewhere, theirs reviewed here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from tests.cases.world import World, record

from tongban.cases.models import Case
from tongban.cases.operations import answers, arrival, intake_open
from tongban.policy.vocabulary import Category, System
from tongban.procedure.actors import UPSTREAM

IN_PROVINCE = {
    "home_unit": None,
    "home_office": "济南市公安局历下区分局",
    "address": "山东省济南市历下区泉城路9号",
    "address_division": "370102",
}
"""A household in another city of the province."""
OUT_OF_PROVINCE = {
    "home_unit": None,
    "home_office": "徐州市公安局云龙分局",
    "address": "江苏省徐州市云龙区和平路3号",
    "address_division": "320303",
}
NUMBER = "370102540000202611230001"


def outgoing(world: World, serial: int = 7, **more: Any) -> Case:
    """Return a signed case of somebody of another city, waiting for the answer from there."""
    return world.signed(serial, **{**IN_PROVINCE, **more})


def issued(version: int = 1) -> answers.Answer:
    """Return the answer that the home bureau elsewhere has issued."""
    return answers.Answer(
        version=version,
        outcome="ISSUED",
        deciding_unit="370102000000",
        deciding_office="济南市公安局历下区分局",
        valid_from=date(2026, 11, 23),
        valid_until=date(2046, 11, 23),
    )


def returned(version: int = 1) -> answers.Answer:
    """Return the answer that the home bureau elsewhere has returned the version."""
    return replace(
        issued(version),
        outcome="RETURNED",
        category="PHOTO",
        words="照片背景不均匀，请重新采集。",
        valid_from=None,
        valid_until=None,
    )


def answer(world: World, case: Case, said: answers.Answer, *, minutes: int = 30) -> Case:
    """Let an answer arrive."""
    answers.take_answer(case.id, world.call(UPSTREAM, minutes=minutes), answer=said)
    return world.fresh(case)


def version_of(
    world: World,
    version: int = 1,
    *,
    number: str = NUMBER,
    arrived: datetime | None = None,
    **more: Any,
) -> arrival.Arrival:
    """Return a version accepted in another city for a household of the home station."""
    stored = record(7, home_unit=world.home.code)
    text = {k: v for k, v in stored.items() if k not in ("card", "photo_ref", "shares_number")}
    at = arrived or world.at
    values: dict[str, Any] = {
        "case_number": number,
        "version": version,
        "system": System.PROVINCE_REMOTE,
        "category": Category.CROSS_CITY,
        "accepting_unit": "370102540000",
        "accepting_name": "济南市公安局历下区分局千佛山派出所",
        "home_unit": world.home.code,
        "text": {**text, "phone": "", "delivery_address": "", "officer_name": "外地民警"},
        "record": stored,
        "reason": "EXPIRED",
        "priority": "ORDINARY",
        "delivery": "STATION",
        "evidence": [],
        "face": "SAME",
        "fingerprint": "SAME",
        "photo": f"photo{version}",
        "fingers": [],
        "composed_at": at - timedelta(minutes=20),
        "arrived_at": at,
        "fetched_at": at + timedelta(minutes=1),
    }
    return arrival.Arrival(**{**values, **more})


def arrived(world: World, **more: Any) -> Case:
    """Return an incoming case in the home bureau's queue."""
    at = world.call(UPSTREAM, minutes=1)
    done = arrival.arrive(at, arrival=version_of(world, **more), case_id=intake_open.new_id())
    return Case.objects.get(id=done.subject)
