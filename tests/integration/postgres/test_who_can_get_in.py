"""Only the launcher's own user reaches the database, only with a password, and its log tells nobody's story."""

import pwd
import subprocess
from pathlib import Path

import psycopg
import pytest

from onestory.postgres.errors import PostgresError
from onestory.postgres.names import LOGIN
from onestory.postgres.server import Server, running

AS_ANOTHER = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"


def run_as(who: pwd.struct_passwd, *command: str) -> "subprocess.CompletedProcess[str]":
    identity = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **identity)


def test_another_user_cannot_read_a_password(server: Server, somebody_else) -> None:
    passwords = sorted((server.home / "passwords").iterdir())
    assert len(passwords) == len(LOGIN) + 1, "each role that signs in, and the superuser"
    for file in passwords:
        refused = run_as(somebody_else, "cat", str(file))
        assert refused.returncode != 0
        assert "Permission denied" in refused.stderr


def test_another_user_cannot_reach_the_socket(server: Server, somebody_else) -> None:
    socket = Path(server.parts("postgres")["host"]) / ".s.PGSQL.5432"
    assert socket.is_socket()
    refused = run_as(somebody_else, "test", "-e", str(socket))
    assert refused.returncode == 1
    assert run_as(somebody_else, "test", "-e", str(server.home)).returncode == 0


@pytest.mark.parametrize("role", ["postgres", *LOGIN])
def test_a_wrong_password_is_refused(server: Server, role: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(**{**server.parts(role), "password": "guess"})


def test_every_role_has_its_own_password_kept_for_its_owner_alone(server: Server) -> None:
    files = list((server.home / "passwords").iterdir())
    assert len({file.read_text() for file in files}) == len(files)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_mistyped_role_is_refused_and_given_no_password(server: Server) -> None:
    with pytest.raises(PostgresError, match="no role 'onestory_ap'"):
        server.url("onestory_ap")
    assert not (server.home / "passwords" / "onestory_ap").exists()


def test_a_folder_somebody_else_put_in_the_sockets_place_is_refused(place, programs, somebody_else) -> None:
    home = place / ("long" * 30) / "home"
    sockets = Path(Server(home).parts("postgres")["host"])
    sockets.symlink_to(place)
    try:
        with pytest.raises(PostgresError, match="belongs to another account"):
            Server(home).start()
    finally:
        sockets.unlink()


def test_a_home_that_the_account_cannot_enter_is_refused_and_not_opened(tmp_path, programs, somebody_else) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(PostgresError, match="cannot enter"):
        Server(tmp_path / "home").start()
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_an_ordinary_user_can_run_one(place: Path, programs: Path, launch, somebody_else) -> None:
    place.chmod(0o777)
    launcher = launch(place / "own", uid=somebody_else.pw_uid)
    assert launcher.stdout.readline().split()[0::2] == ["ready", "42"]
    assert (place / "own").stat().st_uid == somebody_else.pw_uid
    launcher.stdin.close()
    assert launcher.stdout.readline() == "stopped\n"


def test_no_word_about_a_family_reaches_the_log(home: Path) -> None:
    from onestory.postgres import roles

    with running(home, durable=False) as server:
        roles.prepare_on(server)
        with psycopg.connect(server.url("onestory_owner"), autocommit=True) as owner:
            owner.execute("CREATE TABLE child (name text PRIMARY KEY, age int)")
            owner.execute("INSERT INTO child VALUES ('Maudalene', 4)")
        with psycopg.connect(server.url("onestory_app"), autocommit=True) as app:
            for wrong in ("INSERT INTO child VALUES ('Maudalene', 5)", "SELECT 'Maudalene'::int", "SELEC 'Maudalene'"):
                with pytest.raises(psycopg.Error):
                    app.execute(wrong)
            with pytest.raises(psycopg.Error, match="Maudalene"):
                app.execute("UPDATE child SET age = %s", ["Maudalene"])
        assert "Maudalene" not in server.log.read_text()
        assert "ready to accept connections" in server.log.read_text()
