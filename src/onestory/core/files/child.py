"""The process that reads one file: bytes in, the clean ones out, with a line of JSON before them that says what they are.

It gives away what it does not need before a byte is read: most memory, time, writing any file, and leaving a picture of its
memory behind. Whatever it does not end well is a refusal.
"""

from __future__ import annotations

import json
import resource
import sys

from onestory.core.files import pdfs, pictures
from onestory.core.files.limits import Clean, Refused
from onestory.core.files.sniffing import kind_of

MEMORY = 1_200_000_000
SECONDS = 15
_LIMITS = (
    (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0),
)  # fmt: skip
_CLEANERS = {"picture": pictures.clean, "pdf": pdfs.clean}


def main() -> None:
    for what, most in _LIMITS:
        resource.setrlimit(what, (most, most))
    try:
        answer, content = _read(sys.stdin.buffer.read())
    except Refused as refusal:
        answer, content = {"refused": str(refusal)}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


def _read(data: bytes) -> tuple[dict[str, object], bytes]:
    made: Clean = _CLEANERS[kind_of(data)](data)
    return {"kind": made.kind, "width": made.width, "height": made.height, "pages": made.pages}, made.content


if __name__ == "__main__":
    main()
