"""The cells of a row as it was sent."""

import csv


def split(text: str, delimiter: str) -> list[str]:
    """The cells of one whole row."""
    if '"' not in text:
        return text.split(delimiter)
    return next(csv.reader([text], delimiter=delimiter))
