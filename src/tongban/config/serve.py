"""`tongban web`: the HTTP server. The application is loaded once, then shared by its processes.

Loading takes most of a start; a server process that falls over is back at once, because it is
forked from a parent that has everything loaded and nothing opened.
"""

import argparse
import os

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from tongban.cli.processes import end_with_parent
from tongban.config import urls, wsgi

PROCESSES = 2
# They mostly wait: for the database, and in a look-up for another system.
THREADS = 8


def main(argv: list[str]) -> int:
    """Serve until SIGTERM; requests under way are finished first."""
    parser = argparse.ArgumentParser(prog="tongban web")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args(argv)
    # One whose parent was killed would go on holding the port.
    os.register_at_fork(after_in_child=end_with_parent)
    Server(
        f"{wsgi.__name__}:application",
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=THREADS,
        # Threads stay, and with them their database connections.
        blocking_threads_idle_timeout=600,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=5,
    ).serve()
    return 0


PRELOADED = (urls,)
"""Named so that its import is seen to be on purpose: every view and what it needs."""
