"""kill -9, and what must be true afterwards: nothing acknowledged is lost, and the next start needs nobody's help."""

import os
import signal
import subprocess
import threading
from pathlib import Path

import psycopg

from onestory.postgres import accounts
from onestory.postgres.server import Server, running


class Writer(threading.Thread):
    """Writes one row after another, remembering each the database acknowledged, until the connection breaks."""

    def __init__(self, server: Server, *, number: int) -> None:
        super().__init__()
        self.connection = psycopg.connect(server.url("postgres", database="postgres"), autocommit=True)
        self.number = number
        self.acknowledged: set[int] = set()
        self.well_under_way = threading.Event()

    def run(self) -> None:
        try:
            for row in range(self.number, 10**9, 10):
                self.connection.execute("INSERT INTO told VALUES (%s)", [row])
                self.acknowledged.add(row)
                if len(self.acknowledged) == 300:
                    self.well_under_way.set()
        except psycopg.OperationalError:
            self.well_under_way.set()


def write_from_three(server: Server) -> list[Writer]:
    with psycopg.connect(server.url("postgres", database="postgres")) as connection:
        connection.execute("CREATE TABLE told (row int PRIMARY KEY)")
    writers = [Writer(server, number=number) for number in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        assert writer.well_under_way.wait(60)
    return writers


def all_acknowledged_are_there(server: Server, writers: list[Writer]) -> bool:
    for writer in writers:
        writer.join()
    acknowledged = set().union(*(writer.acknowledged for writer in writers))
    with psycopg.connect(server.url("postgres", database="postgres")) as connection:
        stored = {row for (row,) in connection.execute("SELECT row FROM told")}
    assert len(acknowledged) >= 900
    return acknowledged <= stored


def test_killing_the_database_loses_nothing_it_acknowledged(home: Path) -> None:
    server = Server(home)
    server.start()
    writers = write_from_three(server)
    os.kill(server.pid or 0, signal.SIGKILL)
    server.start()  # at once, while the old server's other processes are still going
    assert all_acknowledged_are_there(server, writers)
    server.stop()


def test_stopping_under_load_loses_nothing_and_needs_no_recovery(home: Path) -> None:
    server = Server(home)
    server.start()
    writers = write_from_three(server)
    server.stop()
    with running(home) as again:
        assert all_acknowledged_are_there(again, writers)
        assert "not properly shut down" not in again.log.read_text()


def test_killing_the_launcher_stops_the_database_in_order(home: Path, launch) -> None:
    launcher = launch(home)
    assert launcher.stdout.readline().startswith("ready")
    launcher.kill()
    launcher.wait()
    with running(home) as server:  # waits for the orphan to finish, rather than joining or refusing
        assert server.pid
        log = server.log.read_text()
    assert "received fast shutdown request" in log
    assert "not properly shut down" not in log


def leave_a_pid_file(home: Path, *, pid: int) -> None:
    with running(home, durable=False) as server:
        left = (home / "data" / "postmaster.pid").read_text()
        sockets = Path(server.parts("postgres")["host"])
    (home / "data" / "postmaster.pid").write_text("\n".join([str(pid), *left.split("\n")[1:]]))
    (sockets / ".s.PGSQL.5432.lock").write_text(f"{pid}\n")


def test_a_pid_that_now_belongs_to_a_stranger_does_not_prevent_a_start(home: Path) -> None:
    identity = accounts.to_run_postgres().identity
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **identity)
    leave_a_pid_file(home, pid=stranger.pid)
    with running(home, durable=False) as server:
        assert server.pid
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_corpse_nobody_has_buried_does_not_prevent_a_start(home: Path) -> None:
    corpse = subprocess.Popen(["true"], cwd="/", **accounts.to_run_postgres().identity)
    os.waitid(os.P_PID, corpse.pid, os.WEXITED | os.WNOWAIT)  # dead, and still in the process table
    leave_a_pid_file(home, pid=corpse.pid)
    with running(home, durable=False) as server:
        assert server.pid
    corpse.wait()


def test_a_long_recovery_is_reported_and_waited_for(home: Path, monkeypatch) -> None:
    monkeypatch.setattr("onestory.postgres.server.BETWEEN_REPORTS", 0.0)
    server = Server(home)
    server.start()
    with psycopg.connect(server.url("postgres", database="postgres"), autocommit=True) as connection:
        connection.execute("CREATE TABLE much AS SELECT generate_series(1, 300000) AS n")
    os.kill(server.pid or 0, signal.SIGKILL)
    heard: list[str] = []
    server.start(progress=heard.append)
    with psycopg.connect(server.url("postgres", database="postgres")) as connection:
        assert connection.execute("SELECT count(*) FROM much").fetchone() == (300000,)
    server.stop()
    starting = [message for message in heard if message.startswith("The database is starting: ")]
    assert any(word in message for message in starting for word in ("interrupted", "recovery", "redo"))
