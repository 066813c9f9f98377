"""How much of a file is read, what becomes of one, and the words when it is not taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MB = 1_000_000
LARGEST = 10 * MB
"""Bytes of a file as it is sent."""

LARGEST_BODY = 25 * MB
"""Bytes of a form with a file: more than a file may have, so that one too large is refused on its page, with the words kept."""

LARGEST_KEPT = 15 * MB
PIXELS = 50 * MB
"""Of one picture: the largest that telephones take."""

SIDE = 3_000
"""Pixels of the longer side that are kept: a page of a letter can still be read, and printed."""

PAGES = 100
UNPACKED = 100 * MB
"""Bytes of all that is written on a PDF's pages, unpacked, without its pictures."""

Kind = Literal["picture", "pdf"]

NOT_TAKEN = (
    "This is neither a photograph or drawing (JPEG or PNG) nor a PDF, whatever its name ends with, so it was not added."
)
PRINT_IT = "Open it and print it to a new PDF, and add that one."


class Refused(ValueError):
    """The file cannot be taken; the message says why, and what to do."""


@dataclass(frozen=True)
class Clean:
    """A file of which nothing is left but what it shows. Made by `cleaning.clean`: having one means that it was cleaned.

    Pictures are JPEG, of `width` by `height` pixels; a PDF has `pages`.
    """

    kind: Kind
    content: bytes
    width: int = 0
    height: int = 0
    pages: int = 0
