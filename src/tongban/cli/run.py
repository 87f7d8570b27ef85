"""`tongban run`: everything in the foreground."""

import argparse
from pathlib import Path

from tongban.cli import address
from tongban.cli.data_folder import default_root, lock, open_folder
from tongban.cli.overlay_check import check_overlay
from tongban.cli.supervisor import Supervisor


def main(argv: list[str]) -> int:
    """Serve until SIGINT or SIGTERM; the exit status. Raises `CannotStart`."""
    arguments = _parser().parse_args(argv)
    if arguments.demo:
        address.check_demo_address(arguments.host, allowed=arguments.demo_on_network)
    folder = open_folder(arguments.data or default_root())
    with lock(folder):
        check_overlay(folder.root / "overlay")
        served_at = address.claim(arguments.host, arguments.port)
        Supervisor(folder, served_at=served_at, demo=arguments.demo).serve()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tongban run", description="启动全部服务")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000，0 为自动选择）")
    parser.add_argument("--data", type=Path, help="数据目录（默认在用户数据目录下）")
    parser.add_argument(
        "--no-demo", dest="demo", action="store_false", help="新库不放演示数据，也不启动模拟系统"
    )
    parser.add_argument(
        "--demo-on-network", action="store_true", help="允许演示环境在本机以外的地址上打开"
    )
    return parser
