"""A picture and a PDF that nobody sent, to see that files can be read here at all."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from PIL import Image


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return made.getvalue()


def pdf() -> bytes:
    made = BytesIO()
    with pikepdf.new() as one:
        one.add_blank_page()
        one.save(made)
    return made.getvalue()
