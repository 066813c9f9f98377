"""Background work: a queue inside PostgreSQL, and the few jobs that repeat."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from onestory.access import knocking
from onestory.access.actions import accounts, watching
from onestory.config import children, environment, sealing
from onestory.linkage.actions import details, dropping, settling
from onestory.support.actions import worries

OVERDUE = timedelta(minutes=5)


@app.periodic(cron="* * * * *")
@app.task(name="heartbeat", queueing_lock="heartbeat")
def heartbeat(timestamp: int) -> None:
    """Its absence is what alarms (HZ-87). A night that has not been watched is made up for, and told of."""
    if watching.warn_if_late():
        watching.all_of_it()


@app.periodic(cron="17 3 * * *")
@app.task(name="tidy", queueing_lock="tidy")
def tidy(timestamp: int) -> None:
    """Sessions that have ended, and tries long over, are cleared away each night."""
    call_command("clearsessions")
    cache.forget_what_is_over()  # type: ignore[attr-defined]


@app.periodic(cron="41 3 * * *")
@app.task(name="sleep_dormant", queueing_lock="sleep_dormant")
def sleep_dormant(timestamp: int) -> None:
    """Accounts of staff that nobody has signed in to for 45 days can be signed in to no longer (HZ-37)."""
    accounts.sleep_dormant()


@app.periodic(cron="41 2 * * *")
@app.task(name="watch", queueing_lock="watch")
def watch(timestamp: int) -> None:
    """What somebody must hear of: agreements that end, and records opened by somebody who may know the family (HZ-35)."""
    watching.all_of_it()


@app.periodic(cron="* * * * *")
@app.task(name="take_in_feeds", queueing_lock="take_in_feeds")
def take_in_feeds(timestamp: int) -> None:
    """What partners have dropped, and what waited for a yes or a signature."""
    program = knocking.by_being_the_program()
    if program:
        dropping.see_to_everything(by=program, folder=settings.FEEDS_FOLDER)


@app.periodic(cron="* * * * *")
@app.task(name="call_about_worries", queueing_lock="call_about_worries")
def call_about_worries(timestamp: int) -> None:
    """Whoever must hear that a worry waits, or that whoever has it is not there (HZ-58). It ends no worry; what was opened by one
    that somebody ended is closed once others are alongside."""
    worries.call_whoever_is_needed()
    worries.end_what_is_over()


@app.periodic(cron="11 4 * * *")
@app.task(name="count_quality", queueing_lock="count_quality")
def count_quality(timestamp: int) -> None:
    """How good the record is tonight, so that it can be seen whether it gets better."""
    program = knocking.by_being_the_program()
    if program:
        details.count_quality(by=program)


@app.periodic(cron="23 6-20 * * *")
@app.task(name="late_feeds", queueing_lock="late_feeds")
def late_feeds(timestamp: int) -> None:
    """Whoever looks after feeds hears of one that has not come; once a day, while somebody is there to hear it."""
    program = knocking.by_being_the_program()
    if program:
        settling.tell_of_late(by=program)


def run_until_stopped() -> int:
    environment.needed("ONESTORY_QUEUE_DATABASE_URL", why="the queue is onestory_queue's, and closed to the pages")
    with sealing.going_on():
        call_command("procrastinate", "worker", "--concurrency", "2")
    return 0


@contextmanager
def working() -> Iterator[None]:
    """A worker beside the pages, for the demonstration and for one-machine trials."""
    process = children.start([sys.executable, "-m", "onestory.config.cli", "worker"])
    try:
        yield
    finally:
        children.stop(process)


def is_overdue() -> bool:
    """No heartbeat lately: nothing in the queue is being done."""
    lately = ProcrastinateJob.objects.filter(
        task_name="heartbeat", status="succeeded", procrastinateevent__at__gt=timezone.now() - OVERDUE
    )
    return not lately.exists()
