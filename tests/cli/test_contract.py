"""``units``, ``assess`` and ``due`` as they are called."""

import io
import json
import sys
from pathlib import Path

import pytest
from tests.policy.situations import changed

from tongban.cli.contract import assess, due, units


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TONGBAN_DATA", str(tmp_path))
    (tmp_path / "overlay").mkdir()
    return tmp_path


def lines(*situations: object) -> bytes:
    return b"".join(json.dumps(s, ensure_ascii=False).encode() + b"\n" for s in situations)


def test_units_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert units.main(["--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(rows) == 172
    keys = ["code", "name", "kind", "parent", "division", "urban_area"]
    assert all(list(row) == keys for row in rows)
    assert rows[0] == {
        "code": "370800000000",
        "name": "济宁市公安局",
        "kind": "CITY",
        "parent": None,
        "division": "370800",
        "urban_area": False,
    }


def test_units_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert units.main([]) == 0
    assert "曲阜市公安局鲁城派出所" in capsys.readouterr().out
    assert units.main(["--xml"]) == 2


def test_assess_answers_in_order_and_skips_blank_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "s.jsonl"
    file.write_bytes(
        b"\xef\xbb\xbf" + lines(changed(id="a")) + b"\n  \r\n" + lines(changed(id="b")).strip()
    )
    assert assess.main([str(file)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [found["id"] for found in answers] == ["a", "b"]
    assert list(answers[0]) == [
        "id",
        "remote",
        "category",
        "stream",
        "outcome",
        "findings",
        "asks",
        "evidence_path",
        "accept_in",
        "review",
        "fee_fen",
        "temporary",
        "residence_followup",
        "policy_version",
    ]


def test_assess_goes_on_after_a_bad_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = lines(changed(id="a")) + b"{\n" + lines(changed(id="b", reason=7), changed(id="c"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(source)))
    assert assess.main(["-"]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [found["id"] for found in answers] == ["a", None, "b", "c"]
    assert [found.get("error", {}).get("field", "-") for found in answers] == [
        "-",
        None,
        "reason",
        "-",
    ]


def test_assess_without_a_usable_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert assess.main([]) == 2
    assert assess.main([str(tmp_path / "absent")]) == 2
    assert "无法读取文件" in capsys.readouterr().err


def test_assess_reads_the_operators_terms(
    data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = '- version: "2020-09-01"\n  in_force_from: 2026-03-03\n'
    (data_folder / "overlay" / "terms.yaml").write_text(terms, "utf-8")
    file = data_folder / "s.jsonl"
    file.write_bytes(lines(changed()))
    assert assess.main([str(file)]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["field"] == "at"
    (data_folder / "overlay" / "terms.yaml").write_text("- 1", "utf-8")
    assert assess.main([str(file)]) == 2
    assert "terms.yaml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "printed"),
    [
        (["REVIEW", "2026-03-02T17:00:00+08:00"], "2026-03-02T17:00:00+08:00"),
        (["REVIEW", "2026-03-02T09:00:01Z"], "2026-03-03T17:00:00+08:00"),
        (["REVIEW", "2026-03-02T10:00:00+08:00", "--expedited"], "2026-03-02T17:00:00+08:00"),
        (["FIX_RETURN", "2026-03-02T10:00:00+08:00"], "2026-03-05T17:00:00+08:00"),
        (["--expedited", "FIX_RETURN", "2026-03-02T10:00:00+08:00"], "2026-03-04T17:00:00+08:00"),
        (["FORWARD", "2026-03-02T10:00:00+08:00"], "2026-03-04T17:00:00+08:00"),
        (["REVIEW", "2019-06-03T10:00:00+08:00"], "2019-06-03T17:00:00+08:00"),
    ],
)
def test_due_prints_one_time(
    argv: list[str], printed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert due.main(argv) == 0
    assert capsys.readouterr() == (printed + "\n", "")


@pytest.mark.parametrize(
    "argv",
    [
        ["REVIEW", "2026-12-31T17:00:01+08:00"],
        ["FIX_RETURN", "2026-12-29T10:00:00+08:00"],
        ["FORWARD", "9999-12-31T10:00:00+08:00"],
        ["REVIEW", "2003-12-31T10:00:00+08:00"],
    ],
)
def test_due_never_guesses_a_year(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert due.main(argv) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert "年工作日历尚未载入" in err


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["REVIEW"],
        ["REVIEW", "2026-03-02T10:00:00"],
        ["REVIEW", "2026-03-02"],
        ["REVIEW", "yesterday"],
        ["REVIEW", "2026-02-30T10:00:00Z"],
        ["PAY", "2026-03-02T10:00:00Z"],
        ["review", "2026-03-02T10:00:00Z"],
        ["REVIEW", "2026-03-02T10:00:00Z", "extra"],
    ],
)
def test_due_explains_a_wrong_call(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert due.main(argv) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip()


def test_due_reads_the_operators_calendar(
    data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = data_folder / "overlay" / "calendar.yaml"
    file.write_text("2027: {source: 通知, holidays: [2027-01-01]}", "utf-8")
    assert due.main(["REVIEW", "2026-12-31T17:00:01+08:00"]) == 0
    assert capsys.readouterr().out == "2027-01-04T17:00:00+08:00\n"
    file.write_text("2027: 1", "utf-8")
    assert due.main(["REVIEW", "2026-03-02T10:00:00Z"]) == 2
