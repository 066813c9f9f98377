"""Every source of what waits, in the order in which Today asks them."""

from onestory.support.due import alongside, contacts, introductions, plan, requests, tasks, triage, walking, worries
from onestory.support.due.source import Source

SOURCES: tuple[Source, ...] = (
    *tasks.SOURCES,
    *worries.SOURCES,
    *contacts.SOURCES,
    *requests.SOURCES,
    *triage.SOURCES,
    *walking.SOURCES,
    *plan.SOURCES,
    *introductions.SOURCES,
    *alongside.SOURCES,
)
