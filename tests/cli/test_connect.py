"""Finding the database of a folder that nobody is running."""

import subprocess
from pathlib import Path

from tests.running import command, refused


def test_a_folder_without_a_database_is_a_sentence(tmp_path: Path) -> None:
    done = refused("verify", "--data", str(tmp_path))
    assert done.returncode == 2
    assert "还没有数据库" in done.stderr


def test_a_folder_that_is_held_but_not_serving_is_a_sentence(tmp_path: Path) -> None:
    holder, environment = command("help")
    code = (
        "import sys; from pathlib import Path; from tongban.cli.data_folder import *;"
        f"held = lock(open_folder(Path({str(tmp_path)!r}))); print('held', flush=True);"
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [holder[0], "-c", code],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        done = refused("verify", "--data", str(tmp_path))
        process.communicate("")
    assert done.returncode == 2
    assert "正被另一个通办进程" in done.stderr
