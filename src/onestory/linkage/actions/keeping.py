"""What somebody who looks after feeds says: what columns mean, that a delivery is right as it is, that a row was dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core.errors import Invalid, NotThere
from onestory.linkage import standing
from onestory.linkage.declaration import feed
from onestory.linkage.models import Answer, Delivery, Signing, WaitingRow
from onestory.linkage.permissions import check_can_keep_feeds

_LONGEST_WHY, _LONGEST_WHO = 500, 200


@transaction.atomic
def sign(*, by: Viewer, name: str, declared: str, partner_said: str) -> Signing:
    """The partner and we agree what each column means. `declared` is the version that was read: another is not signed unseen."""
    check_can_keep_feeds(by)
    of = feed(name)
    if declared != of.version:
        raise Invalid("The declaration has changed since you opened this page. Read it again before you sign it.")
    if not partner_said.strip():
        raise Invalid("Say who agreed this for the partner.", "partner_said")
    if standing.signing(of):
        raise Invalid("This version is signed already.")
    made = Signing(
        feed=of.feed, declared=of.version, columns={column: one.means for column, one in of.columns.items()},
        partner_said=partner_said.strip()[:_LONGEST_WHO], signed_by_id=by.account_id,
    )  # fmt: skip
    made.save(force_insert=True)
    events.record(by=by, action="feeds.sign", subject=made, feed=of.feed)
    return made


@transaction.atomic
def answer(*, by: Viewer, delivery: UUID, yes: bool, why: str) -> Answer:
    """Of a delivery that is not as usual: it is right, and counts; or it is not, and waits for a better one."""
    check_can_keep_feeds(by)
    found = Delivery.objects.filter(pk=delivery, state=Delivery.State.LOADED).first()
    if found is None:
        raise NotThere("delivery")
    if not found.unusual:
        raise Invalid("This delivery is as usual, so nothing in it waits for you.")
    if found.linked_at:
        raise Invalid(
            "Somebody said yes to this delivery, and what is in it was taken into records. That cannot be taken back."
        )
    if not why.strip():
        raise Invalid("Say why: what did the partner tell you?", "why")
    made = Answer(delivery=found, yes=yes, why=why.strip()[:_LONGEST_WHY], said_by_id=by.account_id)
    made.save(force_insert=True)
    events.record(by=by, action="feeds.answer", subject=found, feed=found.feed, yes=yes)
    return made


@transaction.atomic
def deal_with(*, by: Viewer, name: str, rows: Sequence[int], why: str) -> int:
    """Rows that will not be mended at their source, with the reason. Returns how many; what was settled before stays so."""
    check_can_keep_feeds(by)
    if not rows:
        raise Invalid("Choose the rows that are dealt with.", "rows")
    if not why.strip():
        raise Invalid("Say how they were dealt with.", "why")
    waiting = WaitingRow.objects.filter(pk__in=rows, feed=feed(name).feed, state=WaitingRow.State.WAITING)
    done = waiting.update(
        state=WaitingRow.State.DEALT_WITH, settled_at=timezone.now(), settled_by_id=by.account_id,
        why=why.strip()[:_LONGEST_WHY],
    )  # fmt: skip
    if done:
        events.record(by=by, action="feeds.deal_with", feed=name, rows=done)
    return done
