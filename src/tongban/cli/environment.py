"""Makes the Python environment on first use, then becomes the command line inside it.

Run by the launcher with whatever suitable Python it found, outside any environment: the standard
library only. The environment is `.venv` in the project, or a folder in the user's cache where
the project cannot be written. A stamp per lock file says what is installed.
"""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

BASE = "requirements.lock"
CHECKS = "requirements-dev.lock"


class Unusable(Exception):
    """The environment cannot be made; the message is for the person at the terminal."""


def main(argv: list[str]) -> None:
    """`argv`: the project's folder, then the words given to the launcher. Does not return."""
    project, words = Path(argv[0]), argv[1:]
    lock_file = project / (CHECKS if words[:1] == ["test"] else BASE)
    try:
        python = ensure(folder_for(project), lock_file=lock_file)
    except Unusable as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    os.environ |= {
        "PYTHONPATH": str(project / "src"),
        # The folder one happens to stand in must not take part in imports.
        "PYTHONSAFEPATH": "1",
        "PYTHONUTF8": "1",
    }
    os.execv(python, [str(python), "-m", "tongban", *words])  # noqa: S606


def ensure(folder: Path, *, lock_file: Path) -> Path:
    """The Python of an environment in `folder` that holds what `lock_file` names.

    Several starts at once wait for the one that installs. Raises `Unusable`.
    """
    python = folder / "bin" / "python"
    wanted = fingerprint(lock_file)
    if stamp(folder, lock_file) == wanted:
        return python
    with _alone(folder):
        if stamp(folder, lock_file) == wanted:
            return python
        if not _usable(python):
            _say("首次使用，正在建立运行环境……", "First use: making the environment …")
            _make(folder)
        _say("正在安装所需程序包，约需一分钟……", "Installing packages, about a minute …")
        _install(python, lock_file)
        write_stamps(folder, lock_file)
    return python


def folder_for(project: Path) -> Path:
    """Where the environment lies: `TONGBAN_VENV`, else in the project, else in the user's cache."""
    named = os.environ.get("TONGBAN_VENV")
    if named:
        return Path(named).absolute()
    inside = project / ".venv"
    if os.access(inside if inside.exists() else project, os.W_OK):
        return inside
    if stamp(inside, project / BASE) == fingerprint(project / BASE):
        return inside
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "tongban" / f"venv-{hashlib.sha256(bytes(project)).hexdigest()[:12]}"


def fingerprint(lock_file: Path) -> str:
    """What a stamp must say: this Python's version and the digest of the lock."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"{version} {hashlib.sha256(lock_file.read_bytes()).hexdigest()}"


def _stamp_path(folder: Path, lock_file: Path) -> Path:
    return folder / f"{lock_file.name}.installed"


def stamp(folder: Path, lock_file: Path) -> str:
    """What the environment says is installed; empty when it cannot be used."""
    path = _stamp_path(folder, lock_file)
    usable = (folder / "bin" / "python").exists() and path.exists()
    return path.read_text(encoding="ascii") if usable else ""


def write_stamps(folder: Path, lock_file: Path) -> None:
    """Record that everything in `lock_file` is installed."""
    # The checks' lock holds everything of the base lock, in the same versions.
    both = (lock_file, lock_file.with_name(BASE))
    for lock in both if lock_file.name == CHECKS else (lock_file,):
        _stamp_path(folder, lock).write_text(fingerprint(lock), encoding="ascii")


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with folder.with_name(folder.name + ".lock").open("w", encoding="ascii") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise Unusable(
            f"运行环境目录 {folder} 不能写入：请用环境变量 TONGBAN_VENV 指定一个可写的目录。\n"
            f"The environment cannot be written to {folder}: name a folder with TONGBAN_VENV."
        ) from error


def _usable(python: Path) -> bool:
    if not python.exists():
        return False
    check = f"import sys, pip; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    return (
        subprocess.run([python, "-I", "-c", check], check=False, capture_output=True).returncode
        == 0
    )


def _make(folder: Path) -> None:
    command = [sys.executable, "-I", "-m", "venv", "--clear", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise Unusable(
            f"运行环境无法建立：请先安装 Python 的 venv 组件（Debian：apt-get install python3-venv）。\n"
            f"The environment cannot be made: install Python's venv part first. "
            f"{_last_line(done.stdout + done.stderr)}"
        )


def _install(python: Path, lock_file: Path) -> None:
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-input", "--require-hashes", "--only-binary", ":all:", "-r", str(lock_file)]
    done = subprocess.run(
        command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    if done.returncode != 0:
        print(done.stderr, file=sys.stderr)
        raise Unusable(
            "程序包安装失败：请检查网络与 pip 设置后重试。\n"
            "Packages could not be installed: check the network and pip's settings, then try again."
        )


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]


def _say(chinese: str, english: str) -> None:
    print(f"{chinese} {english}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
