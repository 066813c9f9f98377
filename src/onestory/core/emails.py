"""E-mail addresses: the shape alone. Whether anybody reads one is only known by writing to it."""

import re
from functools import lru_cache

from onestory.core.errors import Invalid

_SHAPE = re.compile(
    r"[A-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Z0-9](?:[A-Z0-9-]{0,61}[A-Z0-9])?\.)+[A-Z][A-Z0-9-]*[A-Z0-9]",
    re.ASCII | re.IGNORECASE,
)


@lru_cache(maxsize=100_000)
def parse(text: str) -> str:
    """The address with its domain in small letters. Raises Invalid when it cannot be one."""
    trimmed = text.strip()
    name, _, domain = trimmed.rpartition("@")
    doubtful = ".." in name or name.startswith(".") or name.endswith(".")
    if len(trimmed) > 254 or doubtful or not _SHAPE.fullmatch(trimmed):
        raise Invalid("Enter an e-mail address such as name@example.org.", "email")
    return f"{name}@{domain.lower()}"
