"""Cells that come with a kind of their own, as the text a person would have typed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any

from onestory.linkage.formats import objects

DELIMITER = ","
LONGEST_ROW = 64 * 1024
_SHOWN = 1_000
# From here on a floating number is not every whole number.
_EXACT = 2**53
TOO_LONG = f"This row is longer than {LONGEST_ROW // 1024} KB, which no row of this feed can be."


def as_text(value: Any) -> str:
    """A number without the nought that a program added, a day without a midnight that nobody meant."""
    if value is None:
        return ""
    if isinstance(value, str):
        return objects.clean(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (float, Decimal)):
        return _whole(float(value)) or str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return objects.clean(value.decode("utf-8", "replace"))
    return objects.as_text(value) if isinstance(value, (dict, list)) else objects.clean(str(value))


def _whole(value: float) -> str:
    """A number that a program wrote with a nought after the point; "" for any other."""
    return str(int(value)) if isfinite(value) and abs(value) < _EXACT and value == int(value) else ""


def as_row(cells: Iterable[str]) -> str:
    """The row as one text from which its cells can be had again exactly."""
    written = io.StringIO()
    csv.writer(written, delimiter=DELIMITER, lineterminator="").writerow(cells)
    return written.getvalue()


def shown(text: str) -> str:
    """The beginning of a row that is too long to be kept whole."""
    return text[:_SHOWN]
