"""The command line finds the module of a command and loads nothing more."""

import importlib
import subprocess
import sys

import pytest

from tongban.cli import licences
from tongban.cli.main import COMMANDS, INTERNAL, main


@pytest.mark.parametrize("module", [m for m, _ in COMMANDS.values()] + list(INTERNAL.values()))
def test_every_command_has_a_module_with_a_main(module: str) -> None:
    assert callable(importlib.import_module(module).main)


@pytest.mark.parametrize("words", [["units"], ["due", "REVIEW", "2026-03-02T09:00:00+08:00"]])
def test_asking_the_rules_loads_no_web_framework(words: list[str]) -> None:
    code = (
        "import sys; from tongban.cli.main import main;"
        f"status = main({words!r});"
        "sys.exit(status or (9 if 'django' in sys.modules else 0))"
    )
    environment = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr


def test_no_command_shows_the_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "tongban" in capsys.readouterr().out


def test_a_refusal_is_two_sentences_and_status_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--host", "203.0.113.7"]) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 2
    assert "--demo-on-network" in lines[0]


def test_the_page_of_licences_is_up_to_date() -> None:
    assert licences.PAGE.read_text("utf-8") == licences.page()


def test_every_package_states_an_acceptable_licence() -> None:
    rows = [line.split(" | ") for line in licences.page().splitlines() if line.startswith("| ")]
    stated = {row[0].strip("| "): row[-1].strip("| ") for row in rows}
    assert all(stated.values())
    assert not [name for name, words in stated.items() if "GPL" in words.replace("LGPL", "")]


def test_work_of_others_in_the_repository_is_listed() -> None:
    for item in licences.VENDORED:
        assert list((licences.PROJECT / "src").glob(item.files)), item.name
