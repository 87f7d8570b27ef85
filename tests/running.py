"""The whole product as a child of the tests: started, spoken to, ended."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psutil

from tongban.cli import supervisor

SOURCES = Path(supervisor.__file__).resolve().parents[2]
_READY = "Tongban ready: "


@dataclass(frozen=True)
class Product:
    """A running product: where it answers, what it keeps, the process that was started."""

    url: str
    data: Path
    process: subprocess.Popen[str]
    said: Path
    """What it wrote to standard error."""

    def get(self, path: str) -> tuple[int, object]:
        """Status and JSON of a page that answers in JSON."""
        try:
            with urlopen(self.url + path, timeout=10) as answer:  # noqa: S310 - our own address
                return answer.status, json.load(answer)
        except HTTPError as error:
            with error:
                return error.code, json.load(error)

    def family(self) -> list[psutil.Process]:
        """The process and everything below it."""
        top = psutil.Process(self.process.pid)
        return [top, *top.children(recursive=True)]


def command(*words: str) -> tuple[list[str], dict[str, str]]:
    """The command line and environment of `tongban …` on its own embedded database."""
    own = {"DATABASE_URL", "TONGBAN_DATA", "TONGBAN_UPSTREAM", "DJANGO_SETTINGS_MODULE"}
    given = {key: value for key, value in os.environ.items() if key not in own}
    return [sys.executable, "-m", "tongban", *words], given | {"PYTHONPATH": str(SOURCES)}


def refused(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command that is expected to end by itself."""
    line, environment = command(*words)
    return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=120)


@contextmanager
def running(data: Path, *words: str) -> Iterator[Product]:
    """The product on a data folder, ready; ended with SIGTERM if it still runs after the block."""
    line, environment = command("run", "--data", str(data), "--port", "0", *words)
    said = data.parent / f"{data.name}.stderr"
    with said.open("ab") as errors:
        process = subprocess.Popen(
            line, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        )
    with process:
        try:
            assert process.stdout is not None
            first = process.stdout.readline()
            assert first.startswith(_READY), said.read_text("utf-8")
            yield Product(first.removeprefix(_READY).strip(), data, process, said)
        finally:
            process.terminate()
            process.wait(90)


def part_of(product: Product, words: str, *, seconds: float) -> psutil.Process:
    """The child whose command line has these words; waited for, as it may be starting anew."""
    deadline = time.monotonic() + seconds
    while True:
        for child in product.family()[0].children():
            try:
                if words in " ".join(child.cmdline()):
                    return child
            except psutil.NoSuchProcess:
                continue
        assert time.monotonic() < deadline, f"no {words} is running"
        psutil.wait_procs([psutil.Process(product.process.pid)], timeout=0.1)


def wait_until_ready(product: Product, *, seconds: float) -> None:
    """Wait until every part works again after one was killed."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            status, answer = product.get("/readyz")
        except OSError:
            status, answer = 0, "no answer"
        if status == 200:
            return
        assert time.monotonic() < deadline, answer
        psutil.wait_procs([psutil.Process(product.process.pid)], timeout=0.1)
