"""Reading the whole audit, as the role `onestory_sealer`: to check it, to hand it to somebody else, to answer who saw whom.

For whoever looks after the machine. What an account may read of the audit is in `audit.queries`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from onestory.audit.chain import Json, canonical
from onestory.audit.keeping import Keeping
from onestory.audit.verifier import Checker, Finding, Progress, checked, tell_export, unheard
from onestory.core.errors import Invalid

SEALS_AT_ONCE = 100
MOST_SEEN = 100_000

Connection = psycopg.Connection[Any]


def verify(*, url: str, keeping: Keeping, progress: Progress = unheard) -> Finding:
    """Check every event in the database against its seals, and the seals against the anchors."""
    # Read before the database is, so that nothing can be anchored that this check does not see.
    anchors = keeping.anchors.read_text(encoding="utf-8").splitlines() if keeping.anchors.exists() else []
    with _one_moment(url) as connection:
        finding = checked(
            lambda checker: _tell(connection, checker, progress), anchors=anchors, keys=keeping.public_keys()
        )
        if finding.first_bad is None:
            _look_for_left_out(connection, finding)
    return finding


def export(*, url: str, file: Path, after: int = 0, progress: Progress = unheard) -> int:
    """Write what is sealed to one file, from after the seal of that number on, and say how many events that was.

    It holds who did what of whom, and is as private as the record. Raises Invalid where the file is there already.
    """
    if file.exists():
        raise Invalid(f"{file} exists already. Choose another name.")
    written = 0
    with _one_moment(url) as connection, file.open("xb") as out:
        file.chmod(0o600)
        out.write(canonical({"kind": "begin", "format": 1, "after": _seal(connection, after)}) + b"\n")
        for line in _lines(connection, after=after):
            out.write(canonical(line) + b"\n")
            if line["kind"] == "seal":
                written += line["last"] - line["first"] + 1
                progress(written)
    return written


@dataclass(frozen=True)
class Sighting:
    """Somebody touched a family, or was shown somebody in it."""

    at: str
    account: str
    who: str
    roles: tuple[str, ...]
    organisation: str
    what: str
    why: str
    decision: str
    device: str
    request: str

    def as_json(self) -> Json:
        return asdict(self)


def seen(*, url: str, family: UUID, since: datetime, until: datetime) -> list[Sighting]:
    """Everything anybody did of a family between two moments, staff's own business included, oldest first."""
    with _one_moment(url) as connection:
        rows = connection.execute(
            "SELECT at, account, name, roles, organisation, action, detail, decision, purpose, device, request"
            " FROM wall.audit_seen(%s, %s, %s, %s)",
            [family, since, until, MOST_SEEN],
        ).fetchall()
    return [_sighting(*row) for row in rows]


def _sighting(
    at: datetime, account: UUID | None, name: str | None, roles: list[str], organisation: str | None, action: str,
    detail: Json, decision: str, purpose: str, device: str, request: str,
) -> Sighting:  # fmt: skip
    return Sighting(
        at.isoformat(), str(account or ""), name or "the machine itself", tuple(roles), organisation or "",
        f"{action} ({detail['to']})" if detail.get("to") else action, purpose, decision, device, request,
    )  # fmt: skip


class _one_moment:  # noqa: N801 - reads as a phrase
    """A connection that sees the database as it was at one moment, however long the reading takes."""

    def __init__(self, url: str) -> None:
        self._connection: Connection = psycopg.connect(url)

    def __enter__(self) -> Connection:
        self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return self._connection

    def __exit__(self, *_: object) -> None:
        self._connection.close()


def _tell(connection: Connection, checker: Checker, progress: Progress) -> None:
    tell_export(_lines(connection, after=0, raw=True), checker, progress=progress)


def _seal(connection: Connection, number: int) -> Json | None:
    """Raises Invalid where there is none of that number."""
    if number == 0:
        return None
    found = connection.execute("SELECT wall.audit_seals(%s, 1)", [number - 1]).fetchone()
    if found is None or found[0]["number"] != number:
        raise Invalid(f"There is no seal {number}.")
    seal: Json = found[0]
    return seal


def _lines(connection: Connection, *, after: int, raw: bool = False) -> Iterator[Json]:
    """Every event in its place, and after those under it, every seal; `raw` as the database wrote them."""
    newest = after
    while seals := [row[0] for row in connection.execute("SELECT wall.audit_seals(%s, %s)", [newest, SEALS_AT_ONCE])]:
        for seal in seals:
            yield from _events(connection, seal["first"], seal["last"], raw=raw)
            yield seal
        newest = seals[-1]["number"]
    yield from _events(connection, _last(connection) + 1, 1 << 62, raw=raw)


def _last(connection: Connection) -> int:
    found = connection.execute("SELECT wall.audit_last()").fetchone()
    return int(found[0]) if found else 0


def _events(connection: Connection, first: int, last: int, *, raw: bool) -> Iterator[Json]:
    rows = connection.execute("SELECT * FROM wall.audit_chain(%s, %s)", [first, last], binary=True)
    for seq, salt, commitment, chain, plain, personal in rows:
        if raw:
            yield {
                "kind": "event", "seq": seq, "plain": plain, "personal": personal, "salt": salt, "chain": chain,
                "commitment": commitment,
            }  # fmt: skip
        else:
            yield {
                "kind": "event", "seq": seq, "plain": plain and json.loads(plain), "personal": personal and json.loads(personal),
                "salt": salt and salt.hex(), "chain": chain.hex(), "commitment": commitment and commitment.hex(),
            }  # fmt: skip


def _look_for_left_out(connection: Connection, finding: Finding) -> None:
    found = connection.execute("SELECT id, waiting FROM wall.audit_left_out()").fetchone()
    assert found
    finding.waiting = found[1]
    if found[0] is not None:
        finding.first_bad = _last(connection) + 1
        finding.why = f"the event numbered {found[0]} was put in among transactions that had all been sealed"
