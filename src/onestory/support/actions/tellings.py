"""Telling whoever asked what became of it: words made ready at each step, said by somebody through a channel that is safe."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import working_days
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.support import request_queries, request_words
from onestory.support.models import Request, Telling
from onestory.support.models.requests import Reach

DUE_IN_DAYS = 2
"""Within which somebody is told what happened. A request that nobody answers feels like one that was refused."""

ALWAYS_SAFE = (Telling.How.THEY_CAME,)
"""Whoever comes to us, or rings us, has chosen the moment themselves."""


def prepare(*, by: Viewer, request: Request, act: str, why: str = "", plainly: bool = False) -> Telling | None:
    """Make ready what this step says to whoever asked, where it says anything. What stands on their own page is told by that.

    Words that an earlier step made ready, and nobody has said, are overtaken by these. `plainly`: as to somebody who is not of
    the family, where the words were written for somebody else.
    """
    asker = request_queries.asker(by, request)
    of_the_family = asker is None and not plainly
    words = request_words.for_whoever_asked(act, of_the_family=of_the_family, day=request.next_on, why=why)
    if not words:
        return None
    overtaken = Telling.objects.filter(request=request, told_at__isnull=True)
    overtaken.update(told_at=timezone.now(), told_by_id=by.account_id, why_not="Something newer was there to be said.")
    here: dict[str, object] = {}
    if asker and asker.account_id:
        here = {
            "to_account_id": asker.account_id, "told_at": timezone.now(), "told_by_id": by.account_id, "how": Telling.How.HERE
        }  # fmt: skip
    made = Telling(
        request=request,
        event_number=request.changes,
        words=words,
        due_on=working_days.from_day(today() + timedelta(days=DUE_IN_DAYS)),
        **here,
    )
    made.save(force_insert=True)
    return made


def safe_ways(viewer: Viewer, request: Request) -> list[str]:
    """The channels that whoever asked chose as safe, and what is safe always; no other."""
    asker = request_queries.asker(viewer, request)
    chosen = asker.how if asker else request.reach_how
    mine = [Telling.How(chosen)] if chosen in Telling.How.values and chosen != Reach.THEY_COME else []
    return [*mine, *ALWAYS_SAFE]


@transaction.atomic
def tell(*, by: Viewer, telling: UUID, how: str) -> None:
    """It was said, and how. Raises Invalid for a channel that nobody said was safe."""
    found = _to_do(by, telling)
    if how not in safe_ways(by, found.request):
        raise Invalid("That is not a way they said is safe. Use one that is, or say why they were not told.", "how")
    _done(by, found, how=how)
    events.record(
        by=by, action="tellings.tell", family=found.request.family_id, subject=found, how=str(how)
    )  # fmt: skip


@transaction.atomic
def do_not_tell(*, by: Viewer, telling: UUID, why_not: str) -> None:
    """Nobody was told, and why: it would not be safe, or there is no way to reach them."""
    if not why_not.strip():
        raise Invalid("Say why they were not told.", "why_not")
    found = _to_do(by, telling)
    _done(by, found, why_not=why_not.strip())
    events.record(by=by, action="tellings.do_not_tell", family=found.request.family_id, subject=found)


def _to_do(by: Viewer, telling: UUID) -> Telling:
    if not by.may(May.TAKE_REQUESTS):
        raise NotThere("telling")
    found = request_queries.telling(by, telling)
    if found.told_at is not None:
        raise Invalid("Somebody has seen to this already. Look at the request again.")
    return found


def _done(by: Viewer, telling: Telling, *, how: str = "", why_not: str = "") -> None:
    telling.told_at, telling.told_by_id, telling.how, telling.why_not = timezone.now(), by.account_id, how, why_not
    telling.save(update_fields=["told_at", "told_by", "how", "why_not"])
