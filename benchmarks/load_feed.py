"""How fast a partner's file is loaded, and the memory it takes: `python benchmarks/load_feed.py FEED FILE`.

Uses an installation of its own in a temporary folder, through the same action as the command line.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path


def main(feed: str, file: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="onestory-bench-") as home:
        Path(home).chmod(0o755)
        os.environ["ONESTORY_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        from onestory.config import installation

        with installation.database() as server:
            installation.set_up_django()
            installation.migrate(verbosity=0)
            by = _linkage_account(server.url("postgres", database="onestory"))
            for attempt in ("first", "again"):
                _report(attempt, feed, file, by)


def _report(attempt: str, feed: str, file: Path, by: object) -> None:
    from django.db import connection

    from onestory.linkage.actions import feeds, links

    begun, worked = time.perf_counter(), time.process_time()
    delivery = feeds.load(name=feed, file=file, by=by, linking=False)
    seconds, own = time.perf_counter() - begun, time.process_time() - worked
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = _processor_seconds(cursor.fetchone()[0])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{attempt}: {delivery.rows_read:,} rows in {seconds:.1f} s, {delivery.rows_read / seconds:,.0f} a second;"
        f" {delivery.rows_new:,} new, {delivery.rows_set_aside:,} set aside\n"
        f"  processor seconds: {own:.1f} writing, {helpers.ru_utime + helpers.ru_stime:.1f} checking, {backend:.1f} in"
        f" PostgreSQL; memory {memory} MB here, {helpers.ru_maxrss // 1024} MB in the largest helper"
    )
    if "--link" in sys.argv:
        begun = time.perf_counter()
        linked = links.link(name=feed, by=by)
        print(f"  linked in {time.perf_counter() - begun:.1f} s: {linked}")


def _processor_seconds(process: int) -> float:
    """What a process has used so far, from Linux's own count."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _linkage_account(admin: str) -> object:
    """The account that loads feeds, placed as a database administrator would: no page can give the role."""
    import psycopg

    from onestory.access.models import Account, Team
    from onestory.core.ids import uuid7

    account = Account(email="linkage@example.org", name="Linkage service")
    account.set_unusable_password()
    account.save(force_insert=True)
    team = Team(name="Linkage")
    team.save(force_insert=True)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO access_teammembership (id, created_at, account_id, team_id, role, starts_at)"
            " VALUES (%s, now(), %s, %s, 'linkage', now())",
            [uuid7(), account.pk, team.pk],
        )
    return account


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
