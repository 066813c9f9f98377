"""Files that partners drop into folders: taken in once they are whole, once and once only, whoever is killed when.

Each step is found done or not done by the next who looks: what was seen is in the database before a file is moved, what came of
it is in the database before its receipt is written, and the file moves last. One process at a time has a feed in hand.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.audit.actions import events
from onestory.core.errors import Invalid
from onestory.linkage import folders
from onestory.linkage.actions import feeds, settling
from onestory.linkage.declaration import Feed
from onestory.linkage.declaration import feeds as declared_feeds
from onestory.linkage.models import Delivery, DroppedFile
from onestory.linkage.permissions import check_can_run_feeds

SETTLES = timedelta(seconds=60)
"""How long a file must have kept its size and date to be taken for whole. One with a `.done` beside it is taken at once."""
LOOKED_AT = 200
"""So many files of a folder at a time are remembered: whoever fills one with a million holds up nobody else."""
AT_ONCE = 20
"""So many files of a feed in one look, so that one partner keeps no other waiting."""


def see_to_everything(*, by: Account, folder: Path | None, now: datetime | None = None) -> list[DroppedFile]:
    """Take in what partners have dropped, and link what waited for a yes, a signature or a judgement. Returns what ended.

    What goes wrong with one feed holds up no other: it is raised once all were seen to.
    """
    ended: list[DroppedFile] = []
    wrong: list[Exception] = []
    for declared in declared_feeds().values():
        try:
            with feeds.in_hand(declared, or_else="Another worker has it."):
                if folder:
                    ended += _see_to(declared, folder / declared.feed, by, now or timezone.now())
                settling.link_what_may_be(name=declared.feed, by=by)
        except feeds.InHand:
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is, it is raised below
            error.add_note(f"while seeing to the feed {declared.feed}")
            wrong.append(error)
    if wrong:
        raise ExceptionGroup("some feeds could not be seen to", wrong)
    return ended


def _see_to(declared: Feed, folder: Path, by: Account, now: datetime) -> list[DroppedFile]:
    folders.prepare(folder)
    with acting_as(by) as viewer:
        check_can_run_feeds(viewer)
        left = list(DroppedFile.objects.filter(feed=declared.feed, state=DroppedFile.State.TAKEN).order_by("pk"))
    ended = [_go_on(one, declared, folder, by) for one in left]
    for file in _whole(declared, folder, by, now):
        folders.take(folder, file.file_name, file.pk)
        ended.append(_go_on(file, declared, folder, by))
    return ended


# --- is it whole? -----------------------------------------------------------------------------------------------------


def _whole(declared: Feed, folder: Path, by: Account, now: datetime) -> list[DroppedFile]:
    """Those to take now, the oldest day first where names say one; they are marked as taken before they are moved."""
    whole: list[DroppedFile] = []
    with acting_as(by):
        seen = {
            one.file_name: one for one in DroppedFile.objects.filter(feed=declared.feed, state=DroppedFile.State.SEEN)
        }
        lying = list(folders.lying_in(folder))
        for gone in seen.keys() - {found.name for found in lying}:
            _forget(seen[gone])
        for found in lying[:LOOKED_AT]:
            one = seen.get(found.name) or _first_seen(declared, found, now)
            if _is_still(one, found, now) and len(whole) < AT_ONCE:
                one.state = DroppedFile.State.TAKEN
                one.save(update_fields=["state"])
                whole.append(one)
    return whole


def _first_seen(declared: Feed, found: folders.Found, now: datetime) -> DroppedFile:
    one = DroppedFile(
        feed=declared.feed, file_name=found.name, size=found.size, changed_ns=found.changed_ns, still_since=now
    )
    one.save(force_insert=True)
    return one


def _is_still(one: DroppedFile, found: folders.Found, now: datetime) -> bool:
    if (one.size, one.changed_ns) != (found.size, found.changed_ns):
        one.size, one.changed_ns, one.still_since = found.size, found.changed_ns, now
        one.save(update_fields=["size", "changed_ns", "still_since"])
        return found.said_done
    return found.said_done or now - one.still_since >= SETTLES


def _forget(one: DroppedFile) -> None:
    """Its sender took it away again before it was whole."""
    _end(one, DroppedFile.State.REFUSED, "It was taken away again before it was whole.")


# --- taking it in -----------------------------------------------------------------------------------------------------


def _go_on(one: DroppedFile, declared: Feed, folder: Path, by: Account) -> DroppedFile:
    """From wherever it stands to its end."""
    how = folders.ended(folder, one.pk)
    if how:
        return _ended_before(one, folder, how, by)
    if not folders.taken_at(folder, one.pk).exists() and not folders.take(folder, one.file_name, one.pk):
        return _refuse(
            one, declared, folder, by, "It was no longer there, or was not a plain file, when it was to be taken in."
        )
    path = folders.taken_at(folder, one.pk)
    if not folders.is_plain(path):
        return _refuse(one, declared, folder, by, "It is a link or has another name elsewhere, and not a plain file.")
    if path.stat().st_size > folders.LARGEST:
        return _refuse(one, declared, folder, by, f"It is larger than {folders.LARGEST // 1024**3} GB.")
    try:
        delivery = feeds.load(name=declared.feed, file=path, by=by, called=one.file_name)
    except feeds.InHand:
        raise
    except Invalid as refused:
        return _refuse(one, declared, folder, by, refused.message)
    with acting_as(by):
        again = DroppedFile.objects.filter(delivery=delivery).exclude(pk=one.pk).exists()
        one.delivery = delivery
        one.save(update_fields=["delivery"])
    folders.end(folder, one.pk, called=one.file_name, how=folders.DONE, receipt=_receipt(one, delivery, again=again))
    with acting_as(by):
        return _end(one, DroppedFile.State.DONE, "")


def _ended_before(one: DroppedFile, folder: Path, how: str, by: Account) -> DroppedFile:
    """Its file has moved to its end, and whoever moved it died before saying so."""
    receipt = folders.receipt_of(folder, one.pk, how)
    with acting_as(by):
        state = DroppedFile.State.DONE if how == folders.DONE else DroppedFile.State.REFUSED
        return _end(one, state, str(receipt.get("why", "")))


def _refuse(one: DroppedFile, declared: Feed, folder: Path, by: Account, why: str) -> DroppedFile:
    receipt = {"feed": one.feed, "file": one.file_name, "came_to": "refused", "why": why}
    folders.end(folder, one.pk, called=one.file_name, how=folders.REFUSED, receipt=receipt)
    with acting_as(by) as viewer:
        settling.tell(by=viewer, what="feed_refused", about=f"{declared.title}: {why}")
        ended = _end(one, DroppedFile.State.REFUSED, why)
        events.record(by=viewer, action="feeds.refuse", subject=one, feed=one.feed)
    return ended


def _end(one: DroppedFile, state: str, why: str) -> DroppedFile:
    one.state, one.why, one.ended_at = state, why[:1000], timezone.now()
    one.save(update_fields=["state", "why", "ended_at"])
    return one


def _receipt(one: DroppedFile, delivery: Delivery, *, again: bool) -> dict[str, Any]:
    """What the partner may be told: counts, and never what any row says."""
    return {
        "feed": one.feed, "file": one.file_name, "sha256": delivery.file_digest, "came_to": "taken in",
        "the_same_as_before": again, "delivery": str(delivery.pk), "as_at": delivery.as_at.isoformat(),
        "rows": {
            "read": delivery.rows_read, "new": delivery.rows_new, "changed": delivery.rows_changed,
            "unchanged": delivery.rows_unchanged, "repeated": delivery.rows_repeated, "late": delivery.rows_late,
            "set_aside": delivery.rows_set_aside,
        },
        "notes": delivery.layout.get("notes", []), "not_as_usual": delivery.unusual,
    }  # fmt: skip
