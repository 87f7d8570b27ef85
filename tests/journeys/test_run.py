"""`tongban run` with everything real: started, hurt, ended."""

import os
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest
from tests.running import Product, command, part_of, refused, running, wait_until_ready

from tongban.ports.registry import SYSTEMS


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    parent = tmp_path_factory.mktemp("run")
    parent.chmod(0o710)
    with running(parent / "data", "--no-demo") as started:
        yield started


def test_it_is_alive_and_ready(product: Product) -> None:
    assert product.get("/healthz") == (200, {"status": "ok"})
    assert product.get("/readyz") == (200, {"status": "ok"})


def test_an_empty_installation_tells_the_first_administrator_a_code(product: Product) -> None:
    assert "一次性代码" in product.said.read_text("utf-8")


def test_folders_outside_keep_their_permissions(product: Product) -> None:
    assert stat.S_IMODE(product.data.parent.stat().st_mode) == 0o710
    assert stat.S_IMODE((product.data / "pg").stat().st_mode) == 0o700


def test_a_second_start_is_refused(product: Product) -> None:
    done = refused("run", "--data", str(product.data), "--port", "0")
    assert (done.returncode, done.stdout) == (1, "")
    assert "正被另一个通办进程" in done.stderr


def test_a_port_in_use_is_refused(product: Product, tmp_path: Path) -> None:
    port = product.url.rpartition(":")[2]
    done = refused("run", "--data", str(tmp_path / "other"), "--port", port)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"端口 {port} 已被占用" in done.stderr


def test_chains_are_verified_beside_the_running_server(product: Product) -> None:
    done = refused("verify", "--data", str(product.data))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("part", ["postgres", "tongban web", "tongban worker"])
def test_it_recovers_when_a_part_is_killed(product: Product, part: str) -> None:
    victim = part_of(product, part, seconds=60)
    victim.kill()
    psutil.wait_procs([victim], timeout=10)
    wait_until_ready(product, seconds=60)
    assert product.process.poll() is None


def test_it_ends_with_status_zero_and_leaves_nothing(product: Product) -> None:
    family = product.family()
    os.kill(product.process.pid, signal.SIGTERM)
    assert product.process.wait(60) == 0
    assert product.process.stdout is not None
    assert product.process.stdout.read() == ""
    assert [p.pid for p in family if p.is_running()] == []
    assert (product.data / "pg" / "PG_VERSION").exists()


def test_even_a_kill_leaves_nothing_and_the_data_is_kept(product: Product) -> None:
    with running(product.data) as again:
        family = again.family()
        again.process.kill()
        _, alive = psutil.wait_procs(family, timeout=20)
        assert alive == []
    with running(product.data) as third:
        assert third.get("/readyz")[0] == 200


def test_a_fresh_demonstration_is_served_with_the_other_side(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(data) as product:
        assert product.get("/readyz") == (200, {"status": "ok"})
        lines = [process.cmdline() for process in product.family()]
        served = {line[line.index("simulator") + 1] for line in lines if "simulator" in line}
        assert served == set(SYSTEMS)
        with urlopen(product.url + "/sign-in/", timeout=30) as page:  # noqa: S310 - our own
            assert "演示" in page.read().decode()
    done = refused("run", "--data", str(data), "--port", "0", "--no-demo")
    assert (done.returncode, done.stdout) == (1, "")
    assert "不能改作正式使用" in done.stderr


def test_a_database_elsewhere_that_is_not_there_is_refused(tmp_path: Path) -> None:
    line, environment = command("run", "--data", str(tmp_path / "data"), "--port", "0")
    environment["DATABASE_URL"] = "postgresql://u:secret@127.0.0.1:1/n"
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert "连接不上数据库" in done.stderr
    assert "secret" not in done.stderr
