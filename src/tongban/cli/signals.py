"""Waiting that a signal can end."""

import os
import select
import signal
from types import FrameType
from typing import Self

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked the product to end."""


class Signals:
    """While entered, ending signals and the end of a child wake `wait` instead of killing us."""

    def __init__(self) -> None:
        self.stopped = False
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        # Under nohup a hang-up is to be ignored.
        ending = [n for n in _ENDING if signal.getsignal(n) is not signal.SIG_IGN]
        self._before = {n: signal.signal(n, self._stop) for n in ending}
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)
        os.close(self._read)
        os.close(self._write)

    def wait(self, seconds: float) -> None:
        """Wait until `seconds` have passed or a signal comes. Raises `Stopped` when asked to end."""
        if not self.stopped:
            ready, _, _ = select.select([self._read], [], [], seconds)
            if ready:
                os.read(self._read, 4096)
        if self.stopped:
            raise Stopped

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopped = True
