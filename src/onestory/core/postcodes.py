"""Postcodes of the United Kingdom: read as people type them, kept and shown one way ("PL1 2AB").

Knows the shape a postcode may have (BS 7666 and Royal Mail's own limits on letters), not whether it is in
use: `places` knows that. A letter O typed for a nought, or an I for a one, is put right only when one
reading is possible.
"""

import re
from functools import lru_cache
from itertools import product

from onestory.core.errors import Invalid

_AREA = r"[A-PR-UWYZ][A-HK-Y]"
_DISTRICT = (
    r"(?:[A-PR-UWYZ][1-9]\d?"  # L1, M25
    r"|[A-PR-UWYZ][1-9][A-HJKPSTUW]"  # W1A
    rf"|{_AREA}(?:[1-9]\d?|0)"  # PL1, PL26, BL0
    rf"|{_AREA}[1-9][ABEHMNPRVWXY])"  # EC1A
)
_INWARD = r"\d[ABD-HJLNP-UW-Z]{2}"
_SHOWN = re.compile(rf"{_DISTRICT} {_INWARD}")
_WHOLE = re.compile(rf"({_DISTRICT}|GIR(?=0AA)|BFPO)({_INWARD})|(BFPO)(\d{{1,4}})", re.ASCII)
_PART = re.compile(rf"({_DISTRICT})(?: (\d)([ABD-HJLNP-UW-Z])?)?", re.ASCII)
_NOT_KEPT = re.compile(r"[^A-Z0-9]+")
_TWINS = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}

_HELP = "Enter a postcode such as PL1 2AB."


def parse(text: str) -> str:
    """The postcode as it is kept: capitals, one space. Raises Invalid when it cannot be a postcode."""
    return _parse(text)


@lru_cache(maxsize=100_000)
def _parse(text: str) -> str:
    if _SHOWN.fullmatch(text):
        return text
    squeezed = _NOT_KEPT.sub("", text.upper())
    if not squeezed:
        raise Invalid(_HELP, "postcode")
    found = _split(squeezed) or _repaired(squeezed)
    if found is None:
        raise Invalid(f"{text.strip()[:20]} is not a postcode. {_HELP}", "postcode")
    return found


def _split(squeezed: str) -> str | None:
    match = _WHOLE.fullmatch(squeezed)
    if match is None:
        return None
    return f"{match[1] or match[3]} {match[2] or match[4]}"


def _repaired(squeezed: str) -> str | None:
    """The one postcode this could be with O and 0, I and 1 exchanged; None for none, or more than one."""
    if not 5 <= len(squeezed) <= 7:
        return None
    readings = {_split("".join(letters)) for letters in product(*(_TWINS.get(c, c) for c in squeezed))}
    readings.discard(None)
    return readings.pop() if len(readings) == 1 else None


def outward(postcode: str) -> str:
    """The half before the space: "PL1 2AB" is in "PL1"."""
    return postcode.partition(" ")[0]


def sector(postcode: str) -> str:
    """The outward half and the first digit after it: "PL1 2AB" is in "PL1 2"."""
    before, _, after = postcode.partition(" ")
    return f"{before} {after[:1]}".strip()


def beginning(text: str) -> str | None:
    """The start of a postcode ("PL5", "PL5 1"), or a whole one, as typed into a search; else None."""
    try:
        return parse(text)
    except Invalid:
        tidy = " ".join(text.upper().split())
        return tidy if _PART.fullmatch(tidy) else None
