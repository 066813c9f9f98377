"""The cells of a row as it was sent, whichever way its file was written."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

Split = Callable[[str], list[str]]
# The ways in which a row is one JSON object rather than cells with a delimiter between them.
JSON, FHIR = "json lines", "fhir"


def split(text: str, delimiter: str) -> list[str]:
    """The cells of one whole row."""
    if '"' not in text:
        return text.split(delimiter)
    return next(csv.reader([text], delimiter=delimiter))


def splitter(*, format: str, delimiter: str, header: Sequence[str]) -> Split:
    """How the rows of a file written so are split into a cell for each column of its header."""
    if format == JSON:
        from onestory.linkage.formats import objects

        return partial(objects.cells, paths=tuple(header))
    if format == FHIR:
        from onestory.linkage.formats import flattening

        return partial(flattening.cells, columns=tuple(header))
    return partial(split, delimiter=delimiter)


def sent_cells(sent: str, layout: dict[str, Any]) -> dict[str, str]:
    """What was sent under each column, by what the delivery kept of its layout; empty ones are left out."""
    header = layout["header"]
    cells = splitter(format=layout.get("format", "csv"), delimiter=layout["delimiter"], header=header)(sent)
    return {column: cell for column, cell in zip(header, cells, strict=True) if cell}
