"""Real servers, real processes: the wheel's PostgreSQL and each one the system has."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onestory.postgres import accounts, binaries, roles
from onestory.postgres.server import Server, running

VERSIONS = [None, *binaries.installed()]


@pytest.fixture(scope="session", params=VERSIONS, ids=lambda folder: "wheel" if folder is None else folder.parent.name)
def programs(request: pytest.FixtureRequest) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        if request.param:
            patch.setenv("ONESTORY_PG_BIN", str(request.param))
        else:
            patch.delenv("ONESTORY_PG_BIN", raising=False)
        yield binaries.find()


def reachable_folder() -> Path:
    """pytest's own folders are closed to the account that PostgreSQL runs under when the tests run as root."""
    folder = Path(tempfile.mkdtemp(prefix="onestory-test-"))
    folder.chmod(0o755)
    return folder


@pytest.fixture
def place() -> Iterator[Path]:
    folder = reachable_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(place: Path, programs: Path) -> Path:
    return place / "home"


@pytest.fixture(scope="session")
def server(programs: Path) -> Iterator[Server]:
    """A prepared server that many tests share."""
    folder = reachable_folder()
    with running(folder / "home", durable=False) as shared:
        roles.prepare_on(shared)
        yield shared
    shutil.rmtree(folder)


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """The name of a fresh, prepared database."""
    admin = server.url("postgres", database="postgres")
    roles.clone(admin_url=admin, template="onestory", name="fresh")
    yield "fresh"
    roles.drop(admin_url=admin, name="fresh")


@pytest.fixture
def somebody_else() -> pwd.struct_passwd:
    """An ordinary account that is not the one PostgreSQL runs under."""
    if os.geteuid() != 0:
        pytest.skip("only root can act as another account")
    return pwd.getpwnam("nobody" if accounts.to_run_postgres().name != "nobody" else "daemon")


Launch = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def launch() -> Iterator[Launch]:
    """Start a server from a process of its own, which says 'ready <pid>' and stops it when its input ends."""
    started: list[subprocess.Popen[str]] = []

    def start(home: Path, *, uid: int | None = None, how: str = "alone") -> "subprocess.Popen[str]":
        command = [sys.executable, str(Path(__file__).with_name("launcher.py")), str(home), how, str(uid or "")]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.communicate(timeout=60) if process.stdin and not process.stdin.closed else process.wait(timeout=60)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()
