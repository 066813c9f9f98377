"""Saying in words what is wrong with an installation, and what to do about it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from onestory.config import environment, installation
from onestory.core.text import join_words
from onestory.postgres import binaries
from onestory.postgres.errors import PostgresError

ROOM = 2 * 1024**3


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `mend` says what to do, and is empty where all is well."""

    about: str
    says: str
    mend: str = ""


def run() -> int:
    """Print every finding; exit status 1 where something needs mending."""
    wrong = 0
    for finding in findings():
        print(f"{'needs mending' if finding.mend else 'well':<14} {finding.about}: {finding.says}")
        if finding.mend:
            print(f"{'':<14} {finding.mend}")
            wrong += 1
    print("\nAll is well." if not wrong else f"\n{wrong} to mend.")
    return 1 if wrong else 0


def findings() -> Iterator[Finding]:
    yield _python()
    yield _room()
    yield _postgres()
    try:
        with installation.database():
            installation.set_up_django()
            for look in _INSIDE:
                yield look()
    except (PostgresError, environment.Unset, OSError) as error:
        yield Finding("Database", "it did not start", str(error))


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info < (3, 11)
    return Finding("Python", version, "Onestory needs Python 3.11 or newer." if old else "")


def _room() -> Finding:
    home = environment.home()
    standing = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(standing).free
    mend = f"Make room on the disk that holds {home}, or set ONESTORY_HOME to another." if free < ROOM else ""
    return Finding("Disk", f"{free / 1024**3:.1f} GiB free for {home}", mend)


def _postgres() -> Finding:
    if environment.given("DATABASE_URL"):
        return Finding("PostgreSQL", "a server of your own, named by DATABASE_URL")
    try:
        found = binaries.find()
        return Finding("PostgreSQL", f"version {binaries.version(found)} in {found}")
    except PostgresError as error:
        return Finding("PostgreSQL", "none was found", str(error))


def _role() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        name, powerful = cursor.fetchone()
    mend = "Connect as onestory_app: this role steps over row-level security." if powerful else ""
    return Finding("Database role", str(name), mend)


def _connection() -> Finding:
    """A password and a family's words must not cross a network in the clear, nor to a server that only claims the name."""
    from django.db import connection

    host = str(connection.settings_dict["HOST"] or "")
    here = not host or host.startswith("/") or host in ("localhost", "127.0.0.1", "::1")
    mode = str(connection.settings_dict["OPTIONS"].get("sslmode", "prefer"))
    says = "on this machine" if here else f"over the network, sslmode {mode}"
    mend = "Add sslmode=verify-full and sslrootcert to DATABASE_URL." if not here and mode != "verify-full" else ""
    return Finding("Way to the database", says, mend)


def _tables() -> Finding:
    from onestory.config.health import is_up_to_date

    good = is_up_to_date()
    return Finding("Tables", "as this version expects" if good else "not those of this version",
                   "" if good else "Run `onestory migrate`.")  # fmt: skip


def _walls() -> Finding:
    """A table that was never closed would be open to every account."""
    from django.db import connection

    from onestory.core.walls import walled

    wanted = [table for table, _ in walled()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND NOT (relrowsecurity AND relforcerowsecurity)",
            [wanted],
        )
        open_tables = [row[0] for row in cursor.fetchall()]
    mend = f"Run `onestory migrate`. Not closed: {', '.join(open_tables)}." if open_tables else ""
    return Finding("Row-level security", f"forced on {len(wanted) - len(open_tables)} of {len(wanted)} tables", mend)


def _worker() -> Finding:
    from onestory.config import work

    overdue = work.is_overdue()
    return Finding("Background work", "nothing has run for five minutes" if overdue else "running",
                   "Start `onestory worker`." if overdue else "")  # fmt: skip


def _watches() -> Finding:
    """Whatever the reason: that the worker lives says nothing of what it has done."""
    from onestory.access.actions import watching

    late = watching.is_late()
    return Finding("Watches of the night", "not finished for 36 hours" if late else "kept",
                   "See that `onestory worker` runs; it makes up for a night within minutes." if late else "")  # fmt: skip


def _social_care() -> Finding:
    from django.conf import settings

    phone, in_earnest = settings.SOCIAL_CARE.phone, environment.given("ONESTORY_HTTPS", "no") == "yes"
    return Finding("Whom to ring about a worry", phone or "no number is set",
                   "Set ONESTORY_SOCIAL_CARE_PHONE, and the number for nights." if in_earnest and not phone else "")  # fmt: skip


def _audit() -> Finding:
    from onestory.audit.actions import seals
    from onestory.config import sealing

    try:
        keeps_up = seals.look_after(url=sealing.address(), keeping=sealing.keeping())
    except sealing.FAILURES as error:
        return Finding("Audit", "it is not being sealed", str(error))
    return Finding("Audit", "sealed as it is written" if keeps_up else "events wait to be sealed",
                   "" if keeps_up else "Start `onestory worker`.")  # fmt: skip


def _clock() -> Finding:
    """Expiry and age are decided by the database's clock; the application's should agree with it (HZ-86)."""
    from django.db import connection
    from django.utils import timezone

    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
    mend = "Set both clocks by a time server." if apart > 5 else ""
    return Finding("Clocks", f"{apart:.1f} seconds apart", mend)


def _files() -> Finding:
    """A picture and a PDF of our own: where these cannot be read, every photograph would be called broken."""
    from onestory.core.errors import Invalid
    from onestory.core.files import cleaning, samples

    unread = []
    for name, sample in (("pictures", samples.PICTURE), ("PDFs", samples.PDF)):
        try:
            cleaning.clean(sample)
        except Invalid:
            unread.append(name)
    return Finding("Pictures and letters", f"{join_words(unread)} cannot be read" if unread else "read and cleaned",
                   "Install Onestory again: pillow and pikepdf do not start." if unread else "")  # fmt: skip


def _secrets() -> Finding:
    from django.conf import settings

    home = Path(environment.home())
    short = len(settings.SECRET_KEY) < 32
    readable = home.exists() and (home / "secret-key").exists() and (home / "secret-key").stat().st_mode & 0o077
    mend = "Set ONESTORY_SECRET_KEY to at least 32 random characters." if short else ""
    mend = mend or (f"Only its owner may read {home / 'secret-key'}: chmod 600." if readable else "")
    return Finding("Secret key", "short" if short else "kept", mend)


def _signing_in() -> Finding:
    """Not a fault where no family's story is: the demonstration, and a trial without TLS."""
    from django.conf import settings

    says = "staff need a second step" if settings.REQUIRE_SECOND_FACTOR else "a password alone is enough for staff"
    bare = settings.SESSION_COOKIE_SECURE and not settings.DEMO and not settings.REQUIRE_SECOND_FACTOR
    mend = "Unset ONESTORY_REQUIRE_SECOND_FACTOR, or set it to yes." if bare else ""
    return Finding("Signing in", says + (f"; also with {settings.SIGN_ON_NAME}" if settings.SIGN_ON_NAME else ""), mend)


_INSIDE: tuple[Callable[[], Finding], ...] = (
    _role,
    _connection,
    _tables,
    _walls,
    _worker,
    _watches,
    _social_care,
    _files,
    _audit,
    _clock,
    _secrets,
    _signing_in,
)
