"""The photographs inside a PDF: kept point for point, without what a camera wrote beside them.

They are not drawn anew, as `pictures` does: a PDF says for itself how the colours of each are to be read.
"""

from __future__ import annotations

import re

from onestory.core.files.limits import PRINT_IT, Refused

_BEGINS, _ENDS, _SCAN, _COMMENT, _ADOBE = 0xD8, 0xD9, 0xDA, 0xFE, 0xEE
# Behind a scan: the next mark that is neither a filler, nor a byte that looks like a mark, nor a mark within the scan.
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
BROKEN = f"A picture inside this PDF could not be read, so it was not added. {PRINT_IT}"


def only_what_shows(data: bytes) -> bytes:
    """Without what applications wrote into it, comments, and whatever stands behind its end. Raises Refused for a broken one."""
    if data[:2] != b"\xff\xd8":
        raise Refused(BROKEN)
    kept, at = [data[:2]], 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise Refused(BROKEN)
        mark = data[at + 1]
        if mark == 0xFF:
            at += 1
            continue
        if mark == _ENDS:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if _shows(mark, data[at:end]):
            kept.append(data[at:end])
        at = end
        if mark == _SCAN:
            found = _AFTER_SCAN.search(data, at)
            end = found.start() if found else len(data)
            kept.append(data[at:end])
            at = end
    return b"".join((*kept, bytes((0xFF, _ENDS))))


def _shows(mark: int, segment: bytes) -> bool:
    """Of what applications write only how Adobe's mixed its colours, without which they come out wrong."""
    if mark == _ADOBE:
        return segment[4:9] == b"Adobe"
    return not (0xE0 <= mark <= 0xEF or mark == _COMMENT)
