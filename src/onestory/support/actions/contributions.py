"""Asking a school or a surgery for a word, by a link that works once and for some days."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from onestory.access.actions import wall
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid, NotThere
from onestory.support import triage_queries
from onestory.support.actions.locking import catch_up
from onestory.support.models import Contribution, MeetingItem
from onestory.support.triage_states import CALLED, CONTRIBUTION

DAYS = 7
"""Long enough for somebody in a school or a surgery; short enough that an old letter opens nothing."""


@dataclass(frozen=True, kw_only=True)
class NewAsk:
    """`about_name` and `born`: the child, and all that is told of them."""

    name: str
    service: str
    question: str
    about_name: str
    born: PartialDate | None = None
    section: str = "shared"


@dataclass(frozen=True)
class Asked:
    """What whoever has the link reads; `begun` is what they had typed before."""

    name: str
    service: str
    question: str
    about: str
    born: str
    asker: str
    ends_at: datetime
    begun: str


@transaction.atomic
def ask(*, by: Viewer, item: MeetingItem, new: NewAsk) -> str:
    """The token of the link, shown this once and kept nowhere. By anybody of the meeting. Raises Invalid, NotThere."""
    known = triage_queries.on_agenda(by, item)
    if item.meeting.state != CALLED:
        raise Invalid("This meeting is minuted, and closed to change.")
    for text, field in ((new.name, "name"), (new.question, "question"), (new.about_name, "about_name")):
        if not text.strip():
            raise Invalid("Say whom you ask, what, and about whom.", field)
    if new.section not in triage_queries.SAYABLE or new.section not in by.ceiling():
        raise Invalid("Choose a section that you may read yourself.", "section")
    token = secrets.token_urlsafe(32)
    made = Contribution(
        item=item, owner_id=by.account_id, asked_name=new.name.strip()[:200], asked_service=new.service.strip()[:200],
        question=new.question.strip(), about_name=new.about_name.strip()[:200], about_born=new.born.iso if new.born else "",
        section=new.section, digest=_digest(token), ends_at=timezone.now() + timedelta(days=DAYS),
    )  # fmt: skip
    made.save(force_insert=True)
    _drop_begun()
    events.record(by=by, action="contributions.ask", family=known.family, subject=made)
    return token


@transaction.atomic
def take_back(*, by: Viewer, contribution: Contribution) -> None:
    """The link opens nothing from now on."""
    catch_up(contribution, "state")
    contribution.state = CONTRIBUTION.after(contribution.state, "contributions.take_back")
    contribution.save(update_fields=["state"])
    _drop_begun()
    events.record(by=by, action="contributions.take_back", subject=contribution)


def asked_by(token: str) -> Asked:
    """Raises NotThere alike for a link that was used, is too old, was taken back, or never was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.asked_by_link(%s)", [token])
        row = cursor.fetchone()
    if row is None:
        raise NotThere("link")
    return Asked(*row)


@transaction.atomic
def give(*, token: str, words: str) -> None:
    """Once, by whoever has the link. Raises Invalid, NotThere."""
    if not words.strip():
        raise Invalid("Write what you know, in a line or two, or that you know nothing that would help.", "words")
    made = wall.call("SELECT wall.give_by_link(%s, %s)", [token, words], not_there="link")
    _drop_begun()
    events.record(by=None, action="contributions.give", subject=Contribution(pk=made))


@transaction.atomic
def keep(*, token: str, words: str) -> None:
    """As it is typed, until it is sent; nobody but whoever has the link reads it. Raises NotThere."""
    kept = wall.call("SELECT wall.keep_by_link(%s, %s)", [token, words], not_there="link")
    events.record(by=None, action="contributions.keep", subject=Contribution(pk=kept))


def _drop_begun() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.drop_words()")


def _digest(token: str) -> str:
    return hashlib.sha256(f"onestory.word.{token}".encode()).hexdigest()
