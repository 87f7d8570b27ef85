"""What every answer carries, and what is answered when something is wrong."""

import logging
import sys

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from tongban.config import errors
from tongban.config.logs import PlainFormatter
from tongban.config.settings import BODY_LIMIT

OURS = {"host": "127.0.0.1"}


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def test_every_answer_keeps_the_browser_on_a_short_leash(client: Client) -> None:
    for path in ("/healthz", "/no-such-page"):
        headers = client.get(path, headers=OURS).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "", "a b"])
def test_a_foreign_host_name_is_a_page_and_no_fault(client: Client, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "请求无法识别" in answer.content.decode()


def test_an_unknown_address_is_a_calm_page(client: Client) -> None:
    answer = client.get("/370802199001011234/", headers=OURS)
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()
    assert "370802199001011234" not in answer.content.decode()


def test_a_body_beyond_the_limit_is_a_sentence(client: Client) -> None:
    answer = client.post(
        "/",
        b"",
        content_type="application/octet-stream",
        headers=OURS,
        CONTENT_LENGTH=str(BODY_LIMIT + 1),
    )
    assert answer.status_code == 413
    assert "64 MB" in answer.content.decode()


@pytest.mark.parametrize(
    ("fault", "status", "word"),
    [(OperationalError(), 503, "数据库正在恢复"), (ValueError(), 500, "联系管理员")],
)
def test_a_fault_claims_no_outcome(fault: Exception, status: int, word: str) -> None:
    request = RequestFactory().get("/", headers=OURS)
    try:
        raise fault
    except (OperationalError, ValueError):
        answer = errors.server_error(request)
    assert answer.status_code == status
    assert word in answer.content.decode()
    assert "没有得到确认" in answer.content.decode()


def test_logs_tell_the_place_of_a_fault_but_not_its_words() -> None:
    number = "370802199001011234"
    try:
        raise ValueError(number)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "broken", (), sys.exc_info())
    line = PlainFormatter().format(record)
    assert "ValueError" in line
    assert "test_answers.py" in line
    assert number not in line
