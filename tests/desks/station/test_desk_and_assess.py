"""The desk never disagrees with ``tongban assess``: the same thousand situations put to both."""

from __future__ import annotations

import json
import subprocess
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.cases.world import World, record
from tests.policy.strategies import situations
from tests.running import command

from tongban.cases.models import Evidence, Intake
from tongban.cases.operations.judging import judge_intake_now
from tongban.cases.queries.intake_screen import intake_view
from tongban.cases.shown import with_documents
from tongban.policy.desk_verdict import desk_verdict
from tongban.policy.terms import shipped_terms
from tongban.policy.verdict import Verdict
from tongban.policy.wire.write import verdict_json
from tongban.procedure.roles import Role
from tongban.procedure.stages import IntakeStage

MANY = 1_000


def some_situations() -> list[dict[str, Any]]:
    """Different situations of people who were looked up, the same every time."""
    found: dict[str, dict[str, Any]] = {}

    @settings(
        max_examples=2 * MANY,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(situations(), st.integers())
    def gather(situation: dict[str, Any], _: int) -> None:
        if situation["record"] is not None and len(found) < MANY:
            plain = {**situation, "id": ""}
            found.setdefault(json.dumps(plain, sort_keys=True, ensure_ascii=False), plain)

    gather()
    return [{**one, "id": str(n)} for n, one in enumerate(found.values())]


def stored(situation: dict[str, Any]) -> tuple[Intake, list[Evidence]]:
    """The situation as an intake stands in the database after the window has recorded it."""
    at = datetime.fromisoformat(situation["at"])
    comparison = situation["comparison"]
    full = record(7, home_unit=situation["record"]["home_unit"])
    card = {**full["card"], **situation["record"]["card"]}
    intake = Intake(
        id=uuid4(),
        stage=IntakeStage.OPEN,
        station_id=situation["accepting_unit"],
        opened_by=uuid4(),
        opened_at=at,
        touched_at=at,
        home_unit=situation["record"]["home_unit"] or "",
        person_key=uuid4().bytes,
        declared=situation["declared"],
        record={**full, **situation["record"], "card": card},
        record_at=at,
        reason=situation["reason"],
        history_viewed_at=at if comparison["history_viewed"] else None,
        face=comparison["face"],
        fingerprint=comparison["fingerprint"],
        identity_confirmed=situation["identity_confirmed"],
        commitment=signed(at) if situation["commitment_signed"] else None,
        offences=[{"kind": "FORGED", "source": "现场查获"}]
        if situation["document_offence"]
        else [],
        credit_hits=[{"record_id": "C1", "push": "1"}] if situation["bad_credit"] else [],
        priority="EXPEDITED" if situation["expedited"] else "ORDINARY",
        delivery=situation["delivery"],
        wants_temporary=situation["wants_temporary"],
        residence=situation["residence"],
        version=1,
    )
    papers = [
        Evidence(
            id=uuid4(),
            intake=intake,
            kind=paper["kind"],
            valid_until=paper["valid_until"],
            shown_at=at + timedelta(seconds=n),
            shown_to=uuid4(),
        )
        for n, paper in enumerate(situation["evidence"])
    ]
    return intake, papers


def signed(at: datetime) -> dict[str, Any]:
    """A commitment as an intake keeps it."""
    return {"paper": str(uuid4()), "blob": "pad", "signer": "APPLICANT", "at": at.isoformat()}


def assessed(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the command line says, one process for all."""
    line, environment = command("assess", "-")
    asked = "\n".join(json.dumps(one, ensure_ascii=False) for one in questions)
    done = subprocess.run(
        line, env=environment, input=asked, capture_output=True, text=True, check=True
    )
    return [json.loads(answer) for answer in done.stdout.splitlines()]


def told(verdict: Verdict, identity: str) -> dict[str, Any]:
    """A verdict in the words of the contract."""
    said: dict[str, Any] = orjson.loads(orjson.dumps({"id": identity, **verdict_json(verdict)}))
    return said


def test_the_desk_and_the_command_line_say_the_same(world: World) -> None:
    questions = some_situations()
    assert len(questions) == MANY
    answers = assessed(questions)
    made = [stored(question) for question in questions]
    Intake.objects.bulk_create(intake for intake, _ in made)
    Evidence.objects.bulk_create(paper for _, papers in made for paper in papers)
    city, book = world.city, shipped_terms()
    units = {question["accepting_unit"] for question in questions}
    windows = {unit: world.officer("受理", unit, Role.ACCEPTANCE) for unit in units}
    for question, answer, (row, _) in zip(questions, answers, made, strict=True):
        at = datetime.fromisoformat(question["at"])
        intake = with_documents(Intake.objects.select_related("station")).get(id=row.id)
        assert told(judge_intake_now(intake, at=at), question["id"]) == answer
        view = intake_view(windows[row.station_id], row.id, at=at, draft_key="")
        assert view is not None
        shown = desk_verdict(view.situation, city=city, terms_book=book)
        assert told(shown.verdict, question["id"]) == answer
    assert {answer["outcome"] for answer in answers} == {"ACCEPT", "ASK", "REFUSE", "LOCAL"}
