"""The way in: a file as somebody sent it becomes a clean one, or a refusal in words. Nothing of it touches the disc."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Lock

import structlog

import onestory
from onestory.core.errors import Invalid
from onestory.core.files.limits import LARGEST, MB, Clean, Refused
from onestory.core.files.sniffing import kind_of

log = structlog.get_logger("onestory.files")

FIELD = "file"
PATIENCE = 20
WAITS = 2
"""Seconds for the turn of another file, while a thread of the page server stands by: whoever waits longer sends it again."""
TOO_LARGE = (
    f"This file is larger than {LARGEST // MB} MB, and was not added. Choose a smaller one, or take the picture again."
)
NOTHING_IN_IT = "There is nothing in this file. Choose it again."
UNREADABLE = "This file could not be read, so it was not added. It may be broken: open it yourself, and save it anew."
BUSY = "Other files are being looked through just now. Send it again in a minute."
# One at a time in each process: how much of the machine's memory is taken is known.
_TURN = Lock()
# No secret, no database: what reads a stranger's file is told only where our own modules are.
_KNOWS = {"PYTHONPATH": str(Path(onestory.__file__).parents[1]), "LC_ALL": "C.UTF-8"}
_CHILD = (sys.executable, "-B", "-P", "-s", "-m", "onestory.core.files.child")


def clean(data: bytes) -> Clean:
    """Raises Invalid, about the field "file", with what to do."""
    try:
        check_size(len(data))
        kind_of(data)
    except Refused as refusal:
        raise Invalid(str(refusal), FIELD) from None
    if not _TURN.acquire(timeout=WAITS):
        raise Invalid(BUSY, FIELD)
    try:
        return _answer(_ask(data))
    finally:
        _TURN.release()


def check_size(size: int) -> None:
    """Raises Refused."""
    if size > LARGEST:
        raise Refused(TOO_LARGE)
    if not size:
        raise Refused(NOTHING_IN_IT)


def _ask(data: bytes) -> bytes:
    try:
        asked = subprocess.run(  # noqa: S603 - our own program, no shell
            _CHILD, input=data, capture_output=True, timeout=PATIENCE, env=_KNOWS, cwd="/", check=True,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as failed:
        log.warning("a file could not be read", failure=_failure(failed), status=getattr(failed, "returncode", None))
        raise Invalid(UNREADABLE, FIELD) from None
    return asked.stdout


def _failure(failed: subprocess.SubprocessError) -> str:
    """The kind of error its last line names, such as ModuleNotFoundError; never its words, which may be the file's."""
    last = (getattr(failed, "stderr", None) or b"").decode("utf-8", "replace").strip().rpartition("\n")[2]
    kind = last.partition(":")[0].rpartition(".")[2]
    return kind if kind.isidentifier() else type(failed).__name__


def _answer(said: bytes) -> Clean:
    line, _, content = said.partition(b"\n")
    answer = json.loads(line)
    if "refused" in answer:
        raise Invalid(answer["refused"], FIELD)
    return Clean(content=content, **answer)
