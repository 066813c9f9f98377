"""How fast a partner's file is loaded, and the memory it takes: `python -m benchmarks.load_feed FEED FILE`.

Uses an installation of its own in a temporary folder, through the same action as the command line.
"""

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main(feed: str, file: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="onestory-bench-") as home:
        Path(home).chmod(0o755)
        os.environ["ONESTORY_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        from onestory.config import installation

        with installation.database() as server:
            installation.set_up_django()
            installation.migrate(verbosity=0)
            by = linkage_account(server.url("postgres", database="onestory"))
            for attempt in ("first", "again"):
                _report(attempt, feed, file, by)


def _report(attempt: str, feed: str, file: Path, by: object) -> None:
    from onestory.linkage.actions import links

    print(attempt, json.dumps(loaded(feed, file, by)))
    if "--link" in sys.argv:
        begun = time.perf_counter()
        linked = links.link(name=feed, by=by)
        print(f"  linked in {time.perf_counter() - begun:.1f} s: {linked}")


def loaded(feed: str, file: Path, by: Any) -> dict[str, Any]:
    """Load a file and say how fast, with the processor's time by who spent it, and the most memory each held."""
    from django.db import connection

    from onestory.linkage.actions import feeds

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    earlier, begun, worked = _helpers_seconds(), time.perf_counter(), time.process_time()
    delivery = feeds.load(name=feed, file=file, by=by, linking=False)
    seconds, own = time.perf_counter() - begun, time.process_time() - worked
    checking = _helpers_seconds() - earlier
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = _processor_seconds(cursor.fetchone()[0])
    return {
        "rows": delivery.rows_read, "new": delivery.rows_new, "set_aside": delivery.rows_set_aside,
        "seconds": round(seconds, 1), "rows_a_second": round(delivery.rows_read / seconds),
        "processor_seconds": {
            "writing": round(own, 1), "checking": round(checking, 1), "postgresql": round(backend, 1)
        },
        "most_memory_mb": {
            "before_loading": before, "writing": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "largest_helper": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        },
    }  # fmt: skip


def _helpers_seconds() -> float:
    """What processes begun by this one used until they ended; those that made the database are among them."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _processor_seconds(process: int) -> float:
    """What a process has used so far, from Linux's own count."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def linkage_account(admin: str) -> Any:
    """The account that loads feeds, placed as a database administrator would: no page can give the role."""
    import psycopg
    from django.db import transaction

    from onestory.access import knocking
    from onestory.access.models import Account, Team
    from onestory.core.ids import uuid7

    account = Account(email="linkage@example.org", name="Linkage service")
    account.set_unusable_password()
    with transaction.atomic():
        knocking.knock_at("email", account.email)
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
