"""`tongban verify`: what it finds, what it says, how it ends."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from tests.cases.tampering import tamper
from tests.cases.world import World
from tests.running import refused

from tongban.audit import log, seals
from tongban.audit.models import AuditRow
from tongban.audit.words import What
from tongban.cases.models import Event
from tongban.cli import verify


@pytest.fixture
def world(
    db: None, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> World:
    """A case in review and a sealed audit row, in the database the command looks at."""
    settings.DATA = tmp_path
    monkeypatch.setattr(verify, "framework", lambda root: nullcontext())
    world = World()
    world.signed()
    log.record(What.CASE_VIEWED, actor=world.reviewer, at=world.at, subject=uuid4())
    seals.seal(world.at + timedelta(hours=1))
    return world


def run(capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    status = verify.main([])
    return status, capsys.readouterr().out.splitlines()


def test_what_was_not_touched_holds(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys) == (0, ["全部相符 · all chains hold"])


def test_a_changed_event_is_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    event = Event.objects.get(act="SIGN")
    tamper("UPDATE cases_event SET officer = %s WHERE id = %s", [uuid4(), event.id])
    assert run(capsys) == (
        1,
        [
            f"事件链 {event.subject} 第 {event.seq} 条：内容被改动",
            "发现 1 处不符 · faults found",
        ],
    )


def test_an_event_taken_out_is_named(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    event = Event.objects.get(act="STORE_PHOTO")
    tamper("DELETE FROM cases_event WHERE id = %s", [event.id])
    status, lines = run(capsys)
    assert status == 1
    assert f"事件链 {event.subject} 第 {event.seq + 1} 条：第 {event.seq} 条缺失" in lines


def test_a_changed_audit_row_is_told(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    tamper(f"UPDATE {AuditRow._meta.db_table} SET unit = 'X'")  # noqa: S608
    status, lines = run(capsys)
    assert status == 1
    assert lines[0].startswith("审计日志：1 个封存段与记录不符")


def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    done = refused("verify", "--data", str(tmp_path / "nowhere"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "没有数据目录" in done.stderr
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_without_a_database_says_so(tmp_path: Path) -> None:
    done = refused("verify", "--data", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "还没有数据库" in done.stderr


def test_a_database_that_does_not_answer_is_no_clean_bill(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def away(root: Path | None) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(verify, "framework", away)
    assert verify.main(["--data", str(tmp_path)]) == 2
    assert "没有校验" in capsys.readouterr().err
