"""Giving whoever asks a code, and telling whoever has one what became of what was asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from onestory.access.actions import wall
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import NotThere
from onestory.support import coming_back, request_words
from onestory.support.models import Request


@dataclass(frozen=True)
class Became:
    """One thing that happened, in words that give nothing of the story away."""

    at: datetime
    words: str
    next_on: date


@transaction.atomic
def give_code(*, by: Viewer | None, form_key: UUID, code: str) -> UUID:
    """The request this form became, which can be asked after by the code from now on. Raises NotThere before it is sent."""
    values = [form_key, coming_back.kept(code)]
    found: UUID = wall.call("SELECT wall.keep_return_code(%s, %s)", values, not_there="form")
    events.record(by=by, action="requests.give_code", subject=Request(pk=found))
    return found


@transaction.atomic
def look_back(*, by: Viewer | None, code: str) -> list[Became]:
    """The first step first. Raises NotThere alike for a code that is too old, and one that never was."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wall.became_of(%s)", [coming_back.kept(code)])
        rows = cursor.fetchall()
    if not rows:
        raise NotThere("code")
    events.record(by=by, action="requests.look_back", subject=Request(pk=rows[0][0]), steps=len(rows))
    return [
        Became(at, request_words.for_whoever_asked(act, of_the_family=False, day=next_on), next_on)
        for _, at, act, next_on in rows
    ]


def begun_asker(*, form_key: UUID) -> dict[str, Any]:
    """What whoever asks for others had said of themselves so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall.begun_asker(%s)", [form_key])
        row = cursor.fetchone()
    found = row[0] if row else None
    return json.loads(found) if isinstance(found, str) else found or {}
