"""Real processes: what a command starts ends with it, however it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from tempfile import mkdtemp

import psutil
import pytest
from tests import ports


def _environment(home: Path) -> dict[str, str]:
    ours = {key: value for key, value in os.environ.items() if "DATABASE_URL" not in key and "ONESTORY" not in key}
    return ours | {"ONESTORY_HOME": str(home), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def home() -> Path:
    folder = Path(mkdtemp(prefix="onestory-serving-"))
    folder.chmod(0o755)
    return folder / "home"


@pytest.fixture
def served(home: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = ports.free()
    onestory = [sys.executable, "-m", "onestory.config.cli"]
    subprocess.run([*onestory, "migrate"], env=_environment(home), check=True, capture_output=True)
    # As from a terminal: tests that were put in the background would have it ignore the key that ends it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [*onestory, "serve", "--port", str(port)], env=_environment(home), stdout=subprocess.PIPE, text=True
    )
    signal.signal(signal.SIGINT, before)
    assert process.stdout
    assert process.stdout.readline().strip() == f"Onestory is ready at http://127.0.0.1:{port}"
    yield process, port
    process.kill()
    process.wait()
    process.stdout.close()


def _get(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def _all_end(processes: list[psutil.Process]) -> bool:
    _, alive = psutil.wait_procs(processes, timeout=30)
    return not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_the_command_ends_everything_it_started(
    served: tuple[subprocess.Popen[str], int], how: signal.Signals
) -> None:
    process, port = served
    assert _get(port, "/ready") == 200
    started = psutil.Process(process.pid).children(recursive=True)
    assert any("postgres" in child.name() for child in started)
    process.send_signal(how)
    process.wait(timeout=30)
    assert _all_end(started)


def test_a_port_in_use_is_said_in_words(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "onestory.config.cli", "serve", "--port", str(port)]
        done = subprocess.run(command, env=_environment(home), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"Port {port} is in use. Choose another, for example PORT={port + 1}." in done.stderr
