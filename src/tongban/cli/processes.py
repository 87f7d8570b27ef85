"""One child process: started so that it cannot outlive us, restarted when it falls over."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 15.0
_STEADY_SECONDS = 30.0
_LOG_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True)
class Program:
    """What to run and how to end it."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path | None = None
    """Where its output goes; without it, to our standard error."""
    ending: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    """Seconds given to end after `ending` before it is killed."""
    niceness: int = 0
    orphaned: signal.Signals = signal.SIGKILL
    """What the kernel sends when we are killed: nobody waits for an orphan's graceful end."""


class Child:
    """A running `Program`, in a process group of its own."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.starts = 0
        self.process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = _FIRST_PAUSE
        self._start_again_at: float | None = None

    def start(self) -> None:
        """Start the program."""
        with _output(self.program.log) as output:
            self.process = subprocess.Popen(
                self.program.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=dict(self.program.environment),
                start_new_session=True,
                preexec_fn=_in_child(os.getpid(), self.program),  # noqa: PLW1509
            )
        self.starts += 1
        self._started = time.monotonic()
        self._start_again_at = None

    def exit_status(self) -> int | None:
        """None while it runs."""
        return self.process.poll() if self.process else None

    @property
    def runs(self) -> bool:
        """Whether the process is alive."""
        return self.process is not None and self.process.poll() is None

    def keep_alive(self, now: float) -> str | None:
        """Restart the program when it has ended, with growing pauses; a line to tell, if any.

        `now` in seconds of the monotonic clock.
        """
        if self.runs:
            return None
        if self._start_again_at is None:
            self._kill_group()
            if now - self._started > _STEADY_SECONDS:
                self._pause = _FIRST_PAUSE
            self._start_again_at = now + self._pause
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
            return (
                f"{self.program.name} 已退出（{self.exit_status()}），即将重启 · ended, restarting"
            )
        if now >= self._start_again_at:
            self.start()
        return None

    def ask_to_end(self) -> None:
        """Send the program its ending signal."""
        self._start_again_at = None
        if self.process is not None and self.runs:
            self.process.send_signal(self.program.ending)

    def wait_for_end(self) -> None:
        """Wait as long as the program may take, then kill what is left of its group."""
        if self.process is None:
            return
        try:
            self.process.wait(self.program.patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._kill_group()
        self.process.wait()

    def _kill_group(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def end_all(children: list[Child]) -> None:
    """End `children` together and wait for them."""
    for child in children:
        child.ask_to_end()
    for child in children:
        child.wait_for_end()


def end_with_parent(ending: signal.Signals = signal.SIGKILL) -> None:
    """Have the kernel send us `ending` when the process that started us is gone."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, int(ending))


def _in_child(parent: int, program: Program) -> Callable[[], None]:
    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.nice(program.niceness)
        end_with_parent(program.orphaned)
        if os.getppid() != parent:  # it died before we asked
            os._exit(1)

    return prepare


def _output(log: Path | None) -> IO[bytes]:
    if log is None:
        return os.fdopen(os.dup(sys.stderr.fileno()), "wb")
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.rename(log.with_suffix(".log.1"))
    return log.open("ab")
