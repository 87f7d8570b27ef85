"""Children end with us, come back when they fall over, and leave nothing behind."""

import os
import signal
import sys
from pathlib import Path

import psutil
import pytest

from tongban.cli import processes
from tongban.cli.processes import Child, Program, end_all
from tongban.cli.signals import Signals, Stopped

_SOURCES = str(Path(processes.__file__).parents[2])
_SLEEP = "import time; print('up', flush=True); time.sleep(600)"
_WITH_CHILD = (
    "import subprocess, sys, time;"
    f"subprocess.Popen([sys.executable, '-c', {_SLEEP!r}]); time.sleep(600)"
)


def _program(code: str, folder: Path, *, patience: float = 10.0) -> Program:
    command = (sys.executable, "-c", code)
    environment = dict(os.environ) | {"PYTHONPATH": _SOURCES}
    return Program("it", command, environment, log=folder / "it.log", patience=patience)


def _wait_for_children(pid: int, *, count: int) -> list[psutil.Process]:
    process = psutil.Process(pid)
    while len(found := process.children(recursive=True)) < count:
        psutil.wait_procs([process], timeout=0.02)
    return found


def _pid(child: Child) -> int:
    assert child.process is not None
    return child.process.pid


def test_ending_takes_the_whole_group(tmp_path: Path) -> None:
    child = Child(_program(_WITH_CHILD, tmp_path))
    child.start()
    (grandchild,) = _wait_for_children(_pid(child), count=1)
    end_all([child])
    assert child.exit_status() == -signal.SIGTERM
    grandchild.wait(5)


def test_one_that_will_not_end_is_killed(tmp_path: Path) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + _SLEEP
    child = Child(_program(deaf, tmp_path, patience=0.1))
    child.start()
    while b"up" not in (tmp_path / "it.log").read_bytes():
        psutil.wait_procs([psutil.Process(_pid(child))], timeout=0.02)
    end_all([child])
    assert child.exit_status() == -signal.SIGKILL


def test_it_comes_back_after_growing_pauses(tmp_path: Path) -> None:
    child = Child(_program("raise SystemExit(3)", tmp_path))
    child.start()
    now, starts = 1e9, []
    for _ in range(3):
        assert child.process is not None
        child.process.wait(10)
        told = child.keep_alive(now)
        assert told is not None
        assert "3" in told
        began = child.starts
        assert child.keep_alive(now) is None
        while child.starts == began:
            now += 0.05
            child.keep_alive(now)
        starts.append(now)
        now += 1e-3
    assert child.starts == 4
    end_all([child])


def test_a_parent_that_is_killed_takes_its_children_along(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys, time\n"
        "from tongban.cli.processes import Child, Program\n"
        f"child = Child(Program('it', (sys.executable, '-c', {_SLEEP!r}), os.environ,"
        f" log=pathlib.Path({str(tmp_path / 'inner.log')!r})))\n"
        "child.start()\n"
        "time.sleep(600)\n"
    )
    parent = Child(_program(code, tmp_path))
    parent.start()
    (orphan,) = _wait_for_children(_pid(parent), count=1)
    os.kill(_pid(parent), signal.SIGKILL)
    orphan.wait(10)
    parent.wait_for_end()


def test_a_signal_ends_the_wait() -> None:
    with Signals() as signals:
        signals.wait(0.01)
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Stopped):
            signals.wait(60)
        with pytest.raises(Stopped):
            signals.wait(60)
