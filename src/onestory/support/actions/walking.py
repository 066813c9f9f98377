"""What every act of walking alongside leaves behind, in its own transaction: a row of the change, the audit, and news."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.dates import noon, today
from onestory.core.errors import Invalid, NotThere
from onestory.support.actions.locking import Row, as_it_stands
from onestory.support.models import WalkingEvent


@dataclass(frozen=True, kw_only=True)
class Changed:
    """`title` is what the family's story says of it; nothing, where that would say twice what stands there already."""

    act: str
    noun: str
    after: str
    before: str = ""
    reason: str = ""
    title: str = ""
    section: str = Section.SHARED
    on: date | None = None


def locked(row: Row, *, by: Viewer) -> Row:
    """For an act of somebody who may write. Raises NotThere."""
    must_write(by)
    return as_it_stands(row)


def note(thing: Any, changed: Changed, *, by: Viewer) -> None:
    """`thing` is the row that changed, and knows its family."""
    WalkingEvent(
        family_id=thing.family_id, noun=changed.noun, thing_id=thing.pk, act=changed.act, before=changed.before,
        after=changed.after, reason=changed.reason.strip(), section=changed.section, on=changed.on or today(),
        written_by_id=by.account_id,
    ).save(force_insert=True)  # fmt: skip
    events.record(by=by, action=changed.act, family=thing.family_id, subject=thing, fields=[changed.section])
    if changed.title:
        at = noon(changed.on) if changed.on and changed.on != today() else None
        news.tell(
            news.Happened(
                by=by,
                act=changed.act,
                family=thing.family_id,
                title=changed.title[:200],
                section=changed.section,
                at=at,
            )
        )


def must_write(by: Viewer) -> None:
    if not by.may(May.WRITE):
        raise NotThere("family")


def said(words: str, *, field: str, ask: str, most: int = 5000) -> str:
    """What somebody wrote, tidied. Raises Invalid, asking for it, where it is empty."""
    tidy = words.strip()
    if not tidy:
        raise Invalid(ask, field)
    if len(tidy) > most:
        raise Invalid(f"Keep this under {most:,} characters.", field)
    return tidy


def past(on: date | None, *, field: str = "on") -> date:
    """The day it was, today where nobody said. Raises Invalid for one that has not come."""
    if on and on > today():
        raise Invalid("That day has not come yet. Check the date.", field)
    return on or today()
