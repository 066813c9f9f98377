"""A server for a folder: starting, stopping, sharing, refusing."""

import threading
from pathlib import Path

import psycopg
import pytest

from onestory.postgres.errors import AlreadyRunning, PostgresError, WrongVersion
from onestory.postgres.server import Server, running


def ask(server: Server, question: str) -> object:
    with psycopg.connect(server.url("postgres", database="postgres")) as connection:
        row = connection.execute(question).fetchone()
        assert row
        return row[0]


def test_what_was_written_is_there_when_the_server_starts_again(home: Path) -> None:
    with running(home) as server, psycopg.connect(server.url("postgres", database="postgres")) as connection:
        connection.execute("CREATE TABLE said AS SELECT 'once' AS words")
    with running(home) as server:
        assert ask(server, "SELECT words FROM said") == "once"


def test_nothing_is_left_running_after_the_block(home: Path) -> None:
    with running(home) as server:
        pid = server.pid
        assert pid
        assert Path(f"/proc/{pid}").exists()
    assert not Path(f"/proc/{pid}").exists()
    assert not (home / "data" / "postmaster.pid").exists()


def test_the_database_never_runs_as_root(home: Path) -> None:
    with running(home, durable=False) as server:
        assert Path(f"/proc/{server.pid}").stat().st_uid != 0


def test_no_network_port_is_opened(home: Path) -> None:
    with running(home, durable=False) as server:
        sockets = {str(handle.readlink()) for handle in Path(f"/proc/{server.pid}/fd").iterdir()}
        networks = [Path(f"/proc/{server.pid}/net/{kind}").read_text() for kind in ("tcp", "tcp6", "udp", "udp6")]
        listening = {f"socket:[{line.split()[9]}]" for table in networks for line in table.splitlines()[1:]}
        private = Path(f"/proc/{server.pid}/net/unix").read_text()
        assert str(home / "socket") in private
        assert not sockets & listening


def test_a_second_launcher_is_refused_and_told_why(home: Path) -> None:
    with running(home, durable=False), pytest.raises(AlreadyRunning, match=str(home)):
        Server(home).start()


def test_a_second_user_of_a_folder_shares_the_server_and_leaves_it_running(home: Path) -> None:
    with running(home, durable=False) as first:
        with running(home) as second:
            assert second.pid is None
            assert ask(second, "SELECT 1") == 1
        assert ask(first, "SELECT 2") == 2


def test_two_processes_starting_at_once_end_with_one_server(home: Path, launch) -> None:
    processes = [launch(home, how="reuse") for _ in range(2)]
    said = [process.stdout.readline().split() for process in processes]
    assert said[0] == said[1] == ["ready", said[0][1], "42"]


def test_of_two_processes_wanting_the_folder_alone_one_is_refused(home: Path, launch) -> None:
    said = sorted(process.stdout.readline().split()[0] for process in [launch(home), launch(home)])
    assert said == ["ready", "refused"]


def test_a_server_started_by_a_thread_outlives_the_thread(home: Path) -> None:
    server = Server(home, durable=False)
    worker = threading.Thread(target=server.start)
    worker.start()
    worker.join()
    try:
        assert ask(server, "SELECT pg_postmaster_start_time() < now()") is True
        assert server.pid
    finally:
        server.stop()


def test_a_home_whose_path_is_too_long_for_a_socket_works(place: Path, programs: Path) -> None:
    home = place / ("long" * 30) / "home"
    with running(home, durable=False) as server:
        assert len(server.parts("postgres")["host"]) < 100
        assert ask(server, "SELECT 1") == 1
        found = Path(server.parts("postgres")["host"]).stat()
        assert found.st_mode & 0o777 == 0o700
    assert not Path(server.parts("postgres")["host"]).exists()


def test_a_home_with_spaces_and_accents_works(place: Path, programs: Path) -> None:
    with running(place / "Zoë's home & more", durable=False) as server:
        assert ask(server, "SELECT 1") == 1


def test_data_of_another_version_is_refused_with_what_to_do_and_left_untouched(home: Path) -> None:
    with running(home, durable=False):
        pass
    (home / "data" / "PG_VERSION").write_text("14\n")
    before = {path: path.stat().st_mtime_ns for path in (home / "data").rglob("*")}
    with pytest.raises(
        WrongVersion, match=r"written by PostgreSQL 14.*ONESTORY_PG_BIN.*onestory backup.*onestory restore"
    ):
        Server(home).start()
    assert {path: path.stat().st_mtime_ns for path in (home / "data").rglob("*")} == before


def test_a_half_made_data_folder_is_made_again(home: Path) -> None:
    (home / "data.new").mkdir(parents=True)
    (home / "data.new" / "PG_VERSION").write_text("18\n")
    home.chmod(0o755)
    with running(home, durable=False) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_server_that_cannot_start_says_why(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONESTORY_PG_SHARED_BUFFERS", "a lot")
    with pytest.raises(PostgresError, match=r"shared_buffers"):
        Server(home).start()
