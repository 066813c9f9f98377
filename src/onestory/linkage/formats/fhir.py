"""FHIR R4 bundles, or resources one to a line: patients with the people who are related to them.

A bundle is read twice. First through, related people are put where their patients find them, in a database of the disk that
is gone when it is closed; then each patient becomes a row. So memory stays flat, in whichever order they come.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import IO, Any

import ijson
import orjson

from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.linkage.cells import FHIR
from onestory.linkage.declaration import Feed
from onestory.linkage.formats import flattening
from onestory.linkage.formats.resources import NHS, faults
from onestory.linkage.layouts import Layout, Row, check_columns

LONGEST_ENTRY = 1024**2
_CHUNK = 64 * 1024
_BOM = b"\xef\xbb\xbf"
_OF_A_SERVER = re.compile(r"^(?P<base>https?://.+)/(?P<plain>[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64})$")
ORPHAN = "This is related to {whom}, who is not in this file."
REPLACED = "Another record replaced this patient’s at its source. Ask for that one."
UNKEEPABLE = "This is nested too deeply to be a patient, or holds half a character. It is in the file as it came."
REMOVED = "The file asks that this patient be removed. Nothing is removed by a file: see to it under the agreement."


@dataclass(frozen=True)
class _Entry:
    """A resource with its number in the file, and the address it was given there."""

    number: int
    full_url: str
    resource: dict[str, Any]
    removed: bool = False

    @property
    def kind(self) -> str:
        return str(self.resource.get("resourceType", ""))


@contextmanager
def rows_of(raw: IO[bytes], feed: Feed) -> Iterator[tuple[Layout, Iterator[Row]]]:
    """The layout and the rows. Raises Invalid for what is not whole, or holds no patient."""
    with closing(sqlite3.connect("")) as kept:
        found = _gather(raw, kept, feed)
        if not found["Patient"]:
            raise Invalid(f"The file holds no patient. It holds: {_listed(found) or 'nothing'}.")
        others = Counter({kind: n for kind, n in found.items() if kind not in ("Patient", "RelatedPerson")})
        notes = [f"The file also holds what this feed does not read: {_listed(others)}."] if others else []
        unknown = [name for name in feed.columns if name not in flattening.COLUMNS]
        if unknown:
            raise Invalid(f"{', '.join(unknown)} cannot be had of a patient. See docs/how-to/add-a-partner-feed.md.")
        header = tuple(feed.columns)
        notes += check_columns(header, feed)
        yield Layout("utf-8", "", header, tuple(notes), format=FHIR), _rows(raw, kept, feed)


def _listed(found: Counter[str]) -> str:
    return ", ".join(f"{n:,} {kind or 'without a kind'}" for kind, n in sorted(found.items())[:20])


# --- entries ----------------------------------------------------------------------------------------------------------


class _Measured:
    """A file that will not give more than one entry's worth of bytes between entries: no cell is endless."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw = raw
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        self.since += size
        if self.since > LONGEST_ENTRY + 2 * _CHUNK:
            raise Invalid(f"An entry of the bundle is longer than {LONGEST_ENTRY // 1024**2} MB, which no person’s is.")
        return self._raw.read(size)


def _entries(raw: IO[bytes], feed: Feed) -> Iterator[_Entry]:
    raw.seek(0)
    start = raw.read(_CHUNK)
    if not start.strip():
        raise Invalid("The file is empty.")
    raw.seek(len(_BOM) if start.startswith(_BOM) else 0)
    if _is_one_to_a_line(start):
        yield from _from_lines(raw, feed)
    else:
        yield from _from_bundle(raw, feed)


def _is_one_to_a_line(start: bytes) -> bool:
    """Whether the first line is by itself a resource other than a bundle, as a bulk export writes them."""
    try:
        first = orjson.loads(start.removeprefix(_BOM).strip().split(b"\n", 1)[0])
    except orjson.JSONDecodeError:
        return False
    return isinstance(first, dict) and first.get("resourceType") not in (None, "Bundle")


def _from_bundle(raw: IO[bytes], feed: Feed) -> Iterator[_Entry]:
    measured, number = _Measured(raw), 0
    try:
        for number, entry in enumerate(ijson.items(measured, "entry.item", buf_size=_CHUNK, use_float=True), start=1):
            measured.since = 0
            yield _entry(number, entry)
    except (ijson.JSONError, UnicodeDecodeError, OverflowError) as error:
        raise Invalid(
            f"The bundle is not whole JSON after entry {number:,}, so none of it was taken in. "
            f"Ask {feed.partner} to send it again."
        ) from error


def _entry(number: int, entry: Any) -> _Entry:
    if not isinstance(entry, dict):
        return _Entry(number, "", {})
    resource, asked = entry.get("resource"), entry.get("request")
    removed = isinstance(asked, dict) and asked.get("method") == "DELETE"
    full_url = entry.get("fullUrl")
    return _Entry(
        number, full_url if isinstance(full_url, str) else "", resource if isinstance(resource, dict) else {}, removed
    )


def _from_lines(raw: IO[bytes], feed: Feed) -> Iterator[_Entry]:
    number = 0
    while line := raw.readline(LONGEST_ENTRY):
        number += 1
        if not line.strip():
            continue
        try:
            resource = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise Invalid(
                f"Line {number:,} is not a whole resource, so none of the file was taken in. Ask {feed.partner} to send it again."
            ) from error
        yield _Entry(number, "", resource if isinstance(resource, dict) else {})


# --- first through ----------------------------------------------------------------------------------------------------


def _gather(raw: IO[bytes], kept: sqlite3.Connection, feed: Feed) -> Counter[str]:
    """Every related person, with whose they are; how many of each kind there are."""
    kept.execute("PRAGMA journal_mode = OFF")
    kept.execute("CREATE TABLE patient (n INTEGER PRIMARY KEY, full TEXT, plain TEXT, nhs TEXT)")
    kept.execute(
        "CREATE TABLE related (n INTEGER PRIMARY KEY, full TEXT, plain TEXT, nhs TEXT, text BLOB, patient INTEGER)"
    )
    found: Counter[str] = Counter()
    for entry in _entries(raw, feed):
        found[entry.kind] += 1
        if entry.kind == "Patient":
            named = (entry.full_url, f"Patient/{entry.resource.get('id')}", _nhs(entry.resource.get("identifier")))
            kept.execute("INSERT INTO patient VALUES (?, ?, ?, ?)", (entry.number, *map(_kept, named)))
        elif entry.kind == "RelatedPerson":
            whose = map(_kept, _whose(entry))
            text = _text(entry.resource) or "{}"
            kept.execute("INSERT INTO related VALUES (?, ?, ?, ?, ?, NULL)", (entry.number, *whose, text))
    for key in ("full", "plain", "nhs"):
        kept.execute(f"CREATE INDEX patient_{key} ON patient ({key})")
        # Joined where one patient, and no more, answers to it: a mother must not come to stand beside somebody else's child.
        kept.execute(
            f"UPDATE related SET patient = (SELECT max(p.n) FROM patient p WHERE p.{key} = related.{key} HAVING count(*) = 1) "
            f"WHERE patient IS NULL AND {key} <> ''"
        )
    kept.execute("CREATE INDEX related_patient ON related (patient)")
    return found


def _kept(text: str) -> str:
    """SQLite takes no half characters."""
    return text.encode("utf-8", "replace").decode()


def _whose(entry: _Entry) -> tuple[str, str, str]:
    """The address, the plain reference and the NHS number by which a related person names their patient."""
    patient = entry.resource.get("patient")
    said = patient if isinstance(patient, dict) else {}
    reference = said.get("reference")
    reference = reference.partition("/_history/")[0] if isinstance(reference, str) else ""
    nhs = _nhs([said.get("identifier")])
    here = _OF_A_SERVER.match(entry.full_url)
    if _OF_A_SERVER.match(reference) or reference.startswith("urn:"):
        return reference, "", nhs
    if here and reference:
        # As the standard has it: on the same server as whoever says it.
        return f"{here['base']}/{reference}", reference, nhs
    return "", reference, nhs


def _nhs(identifiers: Any) -> str:
    for one in identifiers if isinstance(identifiers, list) else []:
        if isinstance(one, dict) and one.get("system") == NHS and isinstance(one.get("value"), str):
            return str(one["value"]).replace(" ", "")
    return ""


# --- second through ---------------------------------------------------------------------------------------------------


def _rows(raw: IO[bytes], kept: sqlite3.Connection, feed: Feed) -> Iterator[Row]:
    on = today().isoformat()
    for entry in _entries(raw, feed):
        if entry.kind == "Patient":
            yield _patient(entry, kept, on)
        elif entry.kind == "RelatedPerson":
            joined = kept.execute("SELECT patient FROM related WHERE n = ?", (entry.number,)).fetchone()[0]
            if joined is None:
                whom = next(filter(None, _whose(entry)), "nobody")
                yield _row(entry.number, {"related": [entry.resource]}, ORPHAN.format(whom=_kept(whom)[:100]))


def _patient(entry: _Entry, kept: sqlite3.Connection, on: str) -> Row:
    related = [
        orjson.loads(text)
        for (text,) in kept.execute("SELECT text FROM related WHERE patient = ? ORDER BY n", (entry.number,))
    ]
    wrong = faults(entry.resource, related)
    if entry.removed:
        wrong = REMOVED
    elif any(isinstance(one, dict) and one.get("type") == "replaced-by" for one in entry.resource.get("link") or ()):
        wrong = REPLACED
    return _row(entry.number, {"on": on, "patient": entry.resource, "related": related}, wrong)


def _row(number: int, said: dict[str, Any], problem: str) -> Row:
    text = _text(said)
    return Row(number, text or "{}", problem or ("" if text else UNKEEPABLE))


def _text(said: dict[str, Any]) -> str:
    """As JSON; "" for what no JSON of ours can hold: nested far deeper than any resource, or with half a character in it."""
    try:
        return orjson.dumps(said).decode()
    except (TypeError, ValueError, RecursionError):
        return ""
