"""Keeping what is being typed, on the server, as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from onestory.access.viewer import Viewer
from onestory.people.models import Family
from onestory.story.models import Draft, Entry

Became = Callable[[Viewer, UUID], bool]
_becomes: list[Became] = []


def also_becomes(became: Became) -> None:
    """Register once, at start-up, what says whether a draft with this number has become something else than an entry."""
    if became not in _becomes:
        _becomes.append(became)


LARGEST = 100_000
"""Characters of one draft. A page of typing is 3,000; beyond this something else is being sent."""


@transaction.atomic
def keep(*, by: Viewer, draft_id: UUID, form: str, family: Family | None, content: dict[str, Any]) -> Draft | None:
    """Save a draft under the number its page was given, again and again. Returns None for one that became what it was a draft of.

    An empty page is no draft: a page merely opened leaves nothing behind.
    """
    became_an_entry = Entry.objects.filter(form_key=draft_id, written_by_id=by.account_id).exists()
    if (
        became_an_entry
        or any(became(by, draft_id) for became in _becomes)
        or not any(str(value).strip() for value in content.values())
    ):
        # A saving on its way when the form was sent arrives after it, and must not bring the draft back.
        Draft.objects.filter(pk=draft_id, account_id=by.account_id).delete()
        return None
    kept = {key: str(value)[:LARGEST] if isinstance(value, str) else value for key, value in content.items()}
    try:
        with transaction.atomic():
            draft, _ = Draft.objects.update_or_create(
                pk=draft_id, account_id=by.account_id, defaults={"form": form, "family": family, "content": kept}
            )
    except IntegrityError:
        # The number of somebody else's draft, which no page of theirs was given: answered as any other, and kept nowhere.
        return None
    return draft


@transaction.atomic
def discard(*, by: Viewer, draft_id: UUID) -> None:
    """Throw a draft away, or clear it once what it became is written."""
    Draft.objects.filter(pk=draft_id, account_id=by.account_id).delete()
