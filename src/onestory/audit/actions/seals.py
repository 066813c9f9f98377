"""Sealing: what has been written since the last seal gets its place in the chain, a signature, and an anchor outside.

Done by the role `onestory_sealer` on a connection of its own, beside Django's: the application's role can neither read what is
sealed nor write a seal. Several may try at once; one of them does it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

import psycopg

from onestory.audit.chain import BEGINNING, FORMAT, Anchors, Json, canonical, commitment, leaf, link, merkle_root
from onestory.audit.keeping import Keeping, Signer

AT_ONCE = 5_000
"""Events under one seal, at most: a transaction of a second or so."""
SEALS_AT_ONCE = 1_000
OVERDUE = timedelta(minutes=5)
_LOOK = "Nothing more is sealed until somebody has looked: docs/how-to/check-the-audit.md."


class Refused(RuntimeError):
    """The database and the anchors tell different stories. Nothing is sealed until somebody has looked and said so."""


@dataclass(frozen=True)
class _Moment:
    """What the sealer begins from: the last seal, and what is below which every transaction has ended."""

    last: Json | None
    below: int
    cluster: str
    at: str

    @property
    def number(self) -> int:
        return int(self.last["number"]) if self.last else 0

    @property
    def seq(self) -> int:
        return int(self.last["last"]) if self.last else 0

    @property
    def head(self) -> bytes:
        return bytes.fromhex(self.last["head"]) if self.last else BEGINNING

    @property
    def horizon(self) -> int:
        return int(self.last["horizon"]) if self.last else 0

    @property
    def same_cluster(self) -> bool:
        return self.last is None or self.last["cluster"] == self.cluster


def seal_all(*, url: str, keeping: Keeping, at_once: int = AT_ONCE) -> int:
    """Seal everything that has ended, and say how many events that was. Raises Refused, and Invalid for a key others may read."""
    sealed = 0
    with _connected(url) as connection:
        while True:
            done = seal_some(connection, keeping=keeping, at_once=at_once)
            sealed += done
            if done < at_once:
                return sealed


def seal_some(connection: psycopg.Connection[Any], *, keeping: Keeping, at_once: int = AT_ONCE) -> int:
    """One seal over at most so many events. None where there is nothing to seal, or another sealer is at it."""
    sealed = 0
    with connection.transaction():
        moment = _begin(connection)
        if moment is None:
            return 0
        signer = keeping.signer()
        anchors = keeping.anchored_lately()
        _check_anchored(connection, moment, anchors)
        rows = connection.execute(
            "SELECT * FROM wall.audit_unsealed(%s, %s, %s, %s)",
            [moment.horizon, moment.below, moment.same_cluster, at_once],
        ).fetchall()
        if rows:
            sealed = len(rows)
            full = len(rows) == at_once
            _keep(connection, moment, rows, signer=signer, number=_next_number(moment, anchors), full=full)
    # After the commit, or a seal that failed would be missed for ever. One that the machine died over is anchored next time.
    _catch_up(connection, anchors, keeping)
    return sealed


def look_after(*, url: str, keeping: Keeping) -> bool:
    """Whether sealing keeps up. Raises Refused where it would, and writes nothing."""
    with _connected(url) as connection, connection.transaction():
        moment = _begin(connection)
        if moment is None:
            return True  # somebody is at it now
        _check_anchored(connection, moment, keeping.anchored_lately())
        waiting = connection.execute(
            "SELECT plain FROM wall.audit_unsealed(%s, %s, %s, 1)", [moment.horizon, moment.below, moment.same_cluster]
        ).fetchone()
        since = datetime.fromisoformat(json.loads(waiting[0])["at"]) if waiting else None
        return since is None or datetime.fromisoformat(moment.at) - since < OVERDUE


def resume(*, url: str, keeping: Keeping, why: str) -> Json | None:
    """Own up to seals that are gone, as after restoring an older backup, so that sealing goes on from what there is.

    Signed, anchored, and told by every check from then on. None where nothing is gone. May raise Refused.
    """
    with _connected(url) as connection, connection.transaction():
        moment = _begin(connection)
        if moment is None:
            raise Refused("Somebody else is sealing. Stop the worker first.")
        anchors = keeping.anchored()
        gone = _gone(moment.number, anchors)
        if not gone:
            if moment.last and not anchors.seals:
                keeping.anchor([moment.last])  # the file was lost; what was before this seal can be missed no longer
            return None
        loss = {
            "kind": "lost",
            "format": FORMAT,
            "after": moment.number,
            "upto": max(gone),
            "at": moment.at,
            "why": why,
        }
        signed = keeping.signer().sign(loss)
        keeping.anchor([signed])
        return signed


def _check_anchored(connection: psycopg.Connection[Any], moment: _Moment, anchors: Anchors) -> None:
    """What was anchored last is in the database as it was. Raises Refused."""
    if gone := _gone(moment.number, anchors):
        raise Refused(
            f"Seals {moment.number + 1} to {max(gone)} of the audit were anchored and are not in the database: it is an older "
            f"copy, or something was taken away. {_LOOK}"
        )
    held = [number for number in anchors.seals if number <= moment.number]
    if moment.number > 1 and not held and not anchors.losses:
        raise Refused(f"The anchors of the audit are gone, or this is not their file. {_LOOK}")
    if held and _seals_after(connection, max(held) - 1, most=1) != [anchors.seals[max(held)]]:
        raise Refused(f"Seal {max(held)} in the database is not the one that was anchored. {_LOOK}")


def _gone(number: int, anchors: Anchors) -> list[int]:
    return [each for each in anchors.seals if each > number and not anchors.excuse(each)]


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def _begin(connection: psycopg.Connection[Any]) -> _Moment | None:
    row = connection.execute("SELECT * FROM wall.audit_begin()").fetchone()
    return _Moment(*row) if row else None


def _next_number(moment: _Moment, anchors: Anchors) -> int:
    """Numbers that were lost are not used again."""
    return 1 + max([moment.number, *(int(loss["upto"]) for loss in anchors.losses)])


def _keep(
    connection: psycopg.Connection[Any], moment: _Moment, rows: list[Any], *, signer: Signer, number: int, full: bool
) -> None:
    salts = [secrets.token_bytes(16) for _ in rows]
    leaves = [
        leaf(plain.encode(), commitment(salt, personal.encode()))
        for (_, _, plain, personal), salt in zip(rows, salts, strict=True)
    ]
    chains = list(accumulate(leaves, link, initial=moment.head))[1:]
    horizon, cluster = _up_to(moment, rows, full=full)
    seal = signer.sign({
        "kind": "seal", "format": FORMAT, "number": number, "at": moment.at, "first": moment.seq + 1,
        "last": moment.seq + len(rows), "previous": moment.head.hex(), "head": chains[-1].hex(),
        "root": merkle_root(leaves).hex(), "horizon": str(horizon), "cluster": cluster,
    })  # fmt: skip
    connection.execute(
        "SELECT wall.audit_keep(%s::jsonb, %s, %s, %s)",
        [canonical(seal).decode(), [row[0] for row in rows], salts, chains],
    )


def _up_to(moment: _Moment, rows: list[Any], *, full: bool) -> tuple[int, str]:
    """The transaction before which everything is sealed. Where there was too much for one seal, the next goes on there."""
    if not full:
        return moment.below, moment.cluster
    if moment.same_cluster:
        return int(rows[-1][1]), moment.cluster
    return moment.horizon, str(moment.last["cluster"] if moment.last else "")


def _seals_after(connection: psycopg.Connection[Any], number: int, *, most: int) -> list[Json]:
    return [row[0] for row in connection.execute("SELECT wall.audit_seals(%s, %s)", [number, most])]


def _catch_up(connection: psycopg.Connection[Any], anchors: Anchors, keeping: Keeping) -> None:
    """Anchor every seal newer than the newest that is anchored."""
    newest = max(anchors.seals, default=0)
    while waiting := _seals_after(connection, newest, most=SEALS_AT_ONCE):
        keeping.anchor(waiting)
        newest = waiting[-1]["number"]
