"""Serving pages: gunicorn as a child that ends when this process does, so that nothing is left holding the port."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from onestory.config import children, environment, installation
from onestory.core.errors import Invalid

PATIENCE = 60


@dataclass(frozen=True)
class Served:
    address: str
    process: subprocess.Popen[bytes]

    def wait(self) -> int:
        """Until it is stopped. Ctrl-C or a polite signal ends it in good order."""
        try:
            return self.process.wait()
        except KeyboardInterrupt:
            return 0


@contextmanager
def serving(*, host: str, port: int, processes: int) -> Iterator[Served]:
    """Serve until the block ends. Raises Invalid where the port is taken."""
    check_free(host, port)
    installation.collect_static()
    signal.signal(signal.SIGTERM, _stop_politely)
    command = [
        sys.executable, "-m", "gunicorn", "onestory.config.wsgi:application", "--bind", f"{host}:{port}",
        "--worker-class", "gthread", "--workers", str(processes), "--threads", "4", "--graceful-timeout", "10",
        "--log-level", "warning", "--no-control-socket",
    ]  # fmt: skip
    process = children.start(command)
    try:
        _wait_until_ready(host, port, process)
        yield Served(f"http://{host}:{port}", process)
    finally:
        children.stop(process)


def _stop_politely(*_: object) -> None:
    raise KeyboardInterrupt


def check_free(host: str, port: int) -> None:
    """Raises Invalid where another program has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Invalid(f"Port {port} is in use. Choose another, for example PORT={port + 1}.") from None


def _wait_until_ready(host: str, port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise Invalid("The page server stopped as it started. Its messages are above.")
        if _answers(host, port):
            return
        time.sleep(0.1)
    raise Invalid(f"The page server did not answer within {PATIENCE} seconds.")


def _a_name_we_answer_to() -> str:
    """One that answers to its own name alone must still answer us. A leading dot stands for every sub-domain."""
    return environment.read().hosts[0].lstrip(".").replace("*", "localhost")


def _answers(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/ready", headers={"Host": _a_name_we_answer_to()})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
