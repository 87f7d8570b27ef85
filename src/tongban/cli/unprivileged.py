"""PostgreSQL refuses to run as root; this finds the way to run it as somebody else.

The data folder and the binaries may lie under folders that only root can enter. Their
permissions are not ours to change, so the unprivileged account is given the one capability
to pass through them (reading only), where the kernel allows it.
"""

import os
import pwd
import subprocess
from pathlib import Path

from tongban.cli.errors import CannotStart

ACCOUNT = "tongban-pg"

_PASS_THROUGH = (
    # Without this the capability is dropped as the user changes.
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_read_search",
    "--ambient-caps=-all,+dac_read_search",
)


def owner() -> pwd.struct_passwd | None:
    """The account that must own the cluster: None when we are not root ourselves.

    Raises `CannotStart` when we are root and the account cannot be made.
    """
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        _create_account()
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError as error:
        raise CannotStart(
            f"以 root 运行时数据库需要系统用户 {ACCOUNT}，但无法创建。请改用普通用户运行，或先创建该用户。",
            f"As root the database needs the OS user {ACCOUNT}, which cannot be created. "
            "Run as an ordinary user, or create it first.",
        ) from error


def prefix(*, binary: Path, folder: Path) -> list[str]:
    """The words to put before a PostgreSQL command; empty when we are not root.

    `binary` must be executable and `folder` enterable for the account. Raises `CannotStart`.
    """
    account = owner()
    if account is None:
        return []
    base = ["setpriv", "--reuid", str(account.pw_uid), "--regid", str(account.pw_gid)]
    base += ["--clear-groups"]
    # The second way serves where containers withhold the capability but the folders are open.
    for words in ([*base, *_PASS_THROUGH], [*base, "--inh-caps=-all"]):
        if _works([*words, str(binary), "--version"]) and _works(
            [*words, "test", "-x", str(folder)]
        ):
            return [*words, "--pdeathsig", "INT"]
    raise CannotStart(
        f"以 root 运行时无法切换到用户 {ACCOUNT} 启动数据库。请改用普通用户运行，或设置 DATABASE_URL。",
        f"As root the database cannot be started as user {ACCOUNT}. "
        "Run as an ordinary user, or set DATABASE_URL.",
    )


def _create_account() -> None:
    command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
    _works([*command, "--shell", "/usr/sbin/nologin", ACCOUNT])


def _works(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False, cwd="/")
    except FileNotFoundError:
        return False
    return done.returncode == 0
