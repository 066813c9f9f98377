"""What is left behind when everybody has looked: logs, sessions, jobs, messages, caches, and the audit."""

from __future__ import annotations

from collections.abc import Iterator

from django.core import mail
from django.core.cache import caches
from django.db import connection, transaction

from onestory.access.viewer import acting_as
from onestory.config.sessions import SessionStore
from onestory.safety.canaries.driving import Drive, Said
from onestory.safety.canaries.surfaces import surface
from onestory.safety.canaries.world import ANONYMOUS
from onestory.safety.making import made_account

GOVERNOR = "information_governance"


@surface("sessions, and what is kept in them")
def sessions(drive: Drive) -> Iterator[Said]:
    """After whoever may see it all has been working."""
    for row in SessionStore.get_model_class().objects.all():
        yield Said(ANONYMOUS, "a session", f"{row.session_key} {row.session_data}")
    for key in drive.world.sessions.values():
        yield Said(ANONYMOUS, "what is in a session", repr(SessionStore(session_key=key).load()))


@surface("jobs that wait or are done")
def jobs(drive: Drive) -> Iterator[Said]:
    with connection.cursor() as cursor:
        for table in ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers"):
            cursor.execute(f"SELECT count(*)::text || coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            yield Said(ANONYMOUS, table, cursor.fetchone()[0])


@surface("messages that were sent")
def outbox(drive: Drive) -> Iterator[Said]:
    """Subjects, senders and addresses are read by whoever carries them."""
    sent = [str(one.message()) for one in getattr(mail, "outbox", [])]
    yield Said(ANONYMOUS, "messages", f"{len(sent)}\n" + "\n".join(sent))


@surface("what is kept for later")
def cache(drive: Drive) -> Iterator[Said]:
    for one in caches.all(initialized_only=True):
        yield Said(ANONYMOUS, "a cache", repr({key: one.get(key) for key in getattr(one, "_cache", {})}))
    yield Said(ANONYMOUS, "the names of caches", repr(list(caches.settings)))


@surface("the audit, as information governance reads it")
def audit(drive: Drive) -> Iterator[Said]:
    """It says who did what with which record, and never what stands there."""
    with (
        transaction.atomic(),
        acting_as(made_account(drive.world.accounts[GOVERNOR])),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT t::text FROM audit_auditevent t")
        for (row,) in cursor.fetchall():
            yield Said(GOVERNOR, "an event", row)


@surface("the log")
def log(drive: Drive) -> Iterator[Said]:
    """Everything that was logged while every other surface was driven, by whoever may see it all too."""
    assert drive.logged, "nothing was logged, so nothing was looked at"
    for line in drive.logged:
        yield Said(ANONYMOUS, "a line of the log", line)
