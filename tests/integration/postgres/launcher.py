"""Not a test: a process that starts a server, says so, and stops it when its standard input ends."""

import os
import shutil
import sys
from pathlib import Path

import psycopg

from onestory.postgres.errors import PostgresError
from onestory.postgres.server import Server


def become(uid: int) -> None:
    """After the imports, because this Python may lie where the account cannot go; then it needs the system's."""
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    if not os.access(sys.executable, os.X_OK):
        sys.executable = shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable


def main(home: str, how: str, uid: str) -> None:
    if uid:
        become(int(uid))
    server = Server(Path(home))
    try:
        server.start(reuse=how == "reuse")
    except PostgresError as error:
        print(f"refused {error}", flush=True)
        return
    with psycopg.connect(server.url("postgres", database="postgres")) as connection:
        pid = (Path(home) / "data" / "postmaster.pid").read_text().split()[0]
        print(f"ready {pid} {connection.execute('SELECT 6 * 7').fetchone()[0]}", flush=True)
    sys.stdin.read()
    server.stop()
    print("stopped", flush=True)


main(*sys.argv[1:])
