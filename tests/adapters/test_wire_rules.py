"""What every system's wire promises, shown on one of them."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest
from tests.adapters.rig import AT, SECRET, HandClock, Rig, served

from tongban.adapters.base.client import Observation, Timeouts, WireClient
from tongban.ports import treasury
from tongban.ports.errors import BadSignature, Rejected, TimedOut, Unreachable
from tongban.ports.wire import answer_method, sign, verify
from tongban.simulators.base.faults import Automatic, Faults
from tongban.simulators.treasury.ledger import TreasuryLedger

ORDER = treasury.ORDER.encode_request(
    "p-1", case_number="c", amount_fen=2000, payer_name="某某", item="工本费", at=AT
)
OTHER = treasury.ORDER.encode_request(
    "p-2", case_number="c", amount_fen=2000, payer_name="某某", item="工本费", at=AT
)


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    with served(TreasuryLedger, tmp_path_factory.mktemp("wire") / "treasury.db") as rig:
        yield rig


@pytest.fixture(autouse=True)
def _fresh(rig: Rig) -> None:
    with rig.ledger.transaction() as db:
        db.execute("DELETE FROM orders")
        db.execute("DELETE FROM answered")
    rig.clock.time = AT


def post(
    rig: Rig, path: str, body: bytes, *, message_id: UUID | None = None, **headers: str
) -> httpx.Response:
    signed = sign(
        SECRET, method="POST", path=path, body=body, message_id=message_id or uuid4(), at=AT
    )
    with httpx.Client(trust_env=False) as http:
        return http.post(rig.base_url + path, content=body, headers=signed | headers)


def test_a_replayed_message_gets_the_same_answer_and_has_one_effect(rig: Rig) -> None:
    message_id = uuid4()
    first = post(rig, "/v1/order", ORDER, message_id=message_id)
    again = post(rig, "/v1/order", ORDER, message_id=message_id)
    assert (first.status_code, first.content) == (200, again.content)
    assert rig.ledger.number("SELECT count(*) FROM orders") == 1


def test_one_message_id_cannot_carry_two_contents(rig: Rig) -> None:
    message_id = uuid4()
    post(rig, "/v1/order", ORDER, message_id=message_id)
    refused = post(rig, "/v1/order", OTHER, message_id=message_id)
    assert (refused.status_code, refused.json()["code"]) == (409, "MESSAGE_REUSED")


def test_answers_are_signed_for_their_request(rig: Rig) -> None:
    message_id = uuid4()
    answer = post(rig, "/v1/order", ORDER, message_id=message_id)
    envelope = verify(
        SECRET,
        method=answer_method(200),
        path="/v1/order",
        body=answer.content,
        headers=answer.headers,
        now=AT,
    )
    assert envelope.message_id == message_id
    with pytest.raises(BadSignature):
        verify(
            SECRET,
            method=answer_method(422),
            path="/v1/order",
            body=answer.content,
            headers=answer.headers,
            now=AT,
        )


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/no-such-call", b"{}", 404, "UNKNOWN_CALL"),
        ("/v1/order", b"{}", 400, "BAD_MESSAGE"),
        ("/v1/query", treasury.QUERY.encode_request("x", at=AT), 422, "UNKNOWN_ORDER"),
    ],
)
def test_refusals_have_a_code(rig: Rig, path: str, body: bytes, status: int, code: str) -> None:
    answer = post(rig, path, body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_old_message_is_refused(rig: Rig) -> None:
    rig.clock.time = AT + timedelta(minutes=6)
    answer = post(rig, "/v1/order", ORDER)
    assert (answer.status_code, answer.json()["code"]) == (401, "BAD_SIGNATURE")


def test_a_huge_message_is_refused(rig: Rig) -> None:
    assert post(rig, "/v1/order", b" " * (4 * 1024 * 1024 + 1)).status_code == 413


def test_another_site_cannot_press_the_buttons(rig: Rig) -> None:
    with httpx.Client(trust_env=False) as http:
        refused = http.post(
            f"{rig.base_url}/_sim/faults", data={}, headers={"Origin": "http://evil.example"}
        )
        taken = http.post(f"{rig.base_url}/_sim/faults", data={}, headers={"Origin": rig.base_url})
    assert (refused.status_code, taken.status_code) == (403, 303)


def test_switches_are_set_by_form_and_by_json(rig: Rig) -> None:
    with httpx.Client(trust_env=False, base_url=rig.base_url) as http:
        http.post("/_sim/faults", data={"down": "true", "slow": ""})
        assert rig.ledger.faults == Faults(down=True)
        assert http.post("/_sim/faults", json={"slow": -1}).status_code == 422
        assert http.post("/_sim/faults", json={}).status_code == 200
        assert rig.ledger.faults == Faults()
        http.post("/_sim/automatic", json={"on": True, "seed": 5, "speed": 60})
        assert rig.ledger.automatic == Automatic(on=True, seed=5, speed=60)
        rig.ledger.automatic = Automatic()


def test_the_page_shows_the_ledger_and_carries_out_acts(rig: Rig) -> None:
    made = post(rig, "/v1/order", ORDER).json()
    with httpx.Client(trust_env=False, base_url=rig.base_url) as http:
        assert http.get("/_sim/health").json() == {"is_up": True}
        assert made["payment_code"] in http.get("/").text
        said = http.post("/act/pay", data={"key": made["payment_code"]})
        assert (said.status_code, "已缴款" in said.text) == (200, True)
        again = http.post("/act/pay", json={"key": made["payment_code"]})
        assert (again.status_code, again.json()["message"]) == (422, "订单已缴款。")


def test_slowness_is_not_an_error(rig: Rig) -> None:
    client = rig.wire()
    rig.ledger.faults = Faults(slow=0.05)
    try:
        with pytest.raises(Rejected):
            client.call(treasury.QUERY, "x", at=AT)
    finally:
        rig.ledger.faults = Faults()
        client.close()


def test_every_call_is_observed_without_its_content(rig: Rig) -> None:
    seen: list[Observation] = []
    client = WireClient(
        system="treasury",
        base_url=rig.base_url,
        secret=SECRET,
        clock=rig.clock,
        timeouts=Timeouts(read=0.2),
        observer=seen.append,
    )
    with pytest.raises(Rejected):
        client.call(treasury.QUERY, "x", at=AT)
    rig.ledger.faults = Faults(timeout=True)
    with pytest.raises(TimedOut):
        client.call(treasury.QUERY, "x", at=AT)
    rig.ledger.faults = Faults()
    client.close()
    assert [(o.system, o.call, o.error, o.at) for o in seen] == [
        ("treasury", "query", None, AT),
        ("treasury", "query", "TimedOut", AT),
    ]
    assert seen[1].latency_ms >= 200


def test_nobody_listening_is_unreachable() -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    seen: list[Observation] = []
    client = WireClient(
        system="treasury",
        base_url=f"http://127.0.0.1:{port}",
        secret=SECRET,
        clock=HandClock(),
        observer=seen.append,
    )
    with pytest.raises(Unreachable):
        client.call(treasury.QUERY, "x", at=AT)
    client.close()
    assert [o.error for o in seen] == ["Unreachable"]
