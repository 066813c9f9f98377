"""Identifiers that sort by the time they were made, so that rows made together lie together on disc."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """A version 7 identifier (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    return uuid7s(1)[0]


def uuid7s(count: int) -> list[UUID]:
    """So many at once, in their order: the system is asked for chance once for all of them."""
    milliseconds, chance = time.time_ns() // 1_000_000, os.urandom(10 * count)
    stamp = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    return [
        UUID(int=value) for value in sorted(_version_7(stamp, chance[at : at + 10]) for at in range(0, 10 * count, 10))
    ]


def _version_7(stamp: int, chance: bytes) -> int:
    value = stamp | int.from_bytes(chance, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    return value & ~(0x3 << 62) | 0x2 << 62
