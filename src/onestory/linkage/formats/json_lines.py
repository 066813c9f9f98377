"""Files with one JSON object to a line. A line that is not one is set aside, and the next is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from onestory.core.errors import Invalid
from onestory.linkage.cells import JSON
from onestory.linkage.declaration import Feed
from onestory.linkage.formats import objects
from onestory.linkage.layouts import Layout, Row, check_columns, plain

# Objects leave out what they have no value for, so one line does not say which columns there are.
_LOOKED_AT = 1_000


def laid_out(lines: Iterator[Row], feed: Feed, *, encoding: str, notes: list[str]) -> tuple[Layout, Iterator[Row]]:
    """The layout, and every row from the first. Raises Invalid where nothing in the file is a row of this feed."""
    first = [_checked(line) for line in islice(_filled(lines), _LOOKED_AT)]
    whole = [objects.read(row.text) for row in first if not row.problem]
    if not whole:
        raise Invalid(f"No line at the beginning of the file is a JSON object. Ask {feed.partner} for JSON lines.")
    header, said = _header(whole, feed)
    layout = Layout(encoding, "", header, (*notes, *said), format=JSON)
    return layout, chain(first, map(_checked, _filled(lines)))


def _filled(lines: Iterable[Row]) -> Iterator[Row]:
    for line in lines:
        text = line.text.strip().lstrip("\ufeff")
        if text or line.problem:
            yield line._replace(text=text)


def _checked(row: Row) -> Row:
    if row.problem:
        return row
    try:
        objects.read(row.text)
    except Invalid as refused:
        return row._replace(problem=refused.message)
    return row


def _header(found: list[dict[str, object]], feed: Feed) -> tuple[tuple[str, ...], list[str]]:
    """Paths in the order of their first appearance. A declared one is known whatever its case, if nothing else is called that."""
    paths = list(dict.fromkeys(path for one in found for path in objects.paths_of(one)))
    declared = [
        name for name in feed.columns if name in paths or any(objects.at(one, name) is not None for one in found)
    ]
    taken = {plain(name) for name in declared}
    unlike = [name for name in feed.columns if plain(name) not in taken and any(plain(p) == plain(name) for p in paths)]
    if unlike:
        wrong = next(p for p in paths if plain(p) == plain(unlike[0]))
        raise Invalid(
            f"The file says {wrong} where {unlike[0]} was declared. Names in JSON are compared letter by letter: "
            f"ask {feed.partner}, or declare it as it is written."
        )
    # What is not declared stays in the text of its row. Its columns are not split off: a list of lists has no end of them.
    added = [
        path for path in paths if path not in feed.columns and not any(name.startswith(f"{path}.") for name in declared)
    ]
    # A column that no row at the beginning has may still come further down, unless the feed cannot do without it.
    check_columns(tuple(declared), feed)
    seldom = [name for name in feed.columns if name not in declared]
    notes = [f"No row at the beginning of the file says {', '.join(seldom)}."] if seldom else []
    notes += [f"What is not declared is kept as sent: {', '.join(added[:20])}."] if added else []
    return tuple(feed.columns), notes
