"""The folder of a feed: where its partner puts files, and where each is moved once it was looked at. Knows no database.

<folder>/<feed>/incoming    the partner writes here, and nowhere else
<folder>/<feed>/taken       being taken in
<folder>/<feed>/done        taken in, each with its receipt
<folder>/<feed>/refused     not taken in, each with the reason
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

INCOMING, TAKEN, DONE, REFUSED = "incoming", "taken", "done", "refused"
LARGEST = 8 * 1024**3
_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".writing")
_SAYS_DONE = ".done"


@dataclass(frozen=True)
class Found:
    """A file that lies in a feed's folder. `said_done`: its sender has put a file beside it that says that it is whole."""

    path: Path
    size: int
    changed_ns: int
    said_done: bool

    @property
    def name(self) -> str:
        return shown(self.path.name)


def prepare(folder: Path) -> None:
    """Make what is not there. What lies in `taken`, `done` and `refused` is for the worker alone."""
    (folder / INCOMING).mkdir(parents=True, exist_ok=True)
    for name in (TAKEN, DONE, REFUSED):
        (folder / name).mkdir(mode=0o700, exist_ok=True)


def lying_in(folder: Path) -> Iterator[Found]:
    """The files a partner has put there, by name. No links, which could lead to files of ours, and nothing still named as
    unfinished.
    """
    here = sorted(os.scandir(folder / INCOMING), key=lambda entry: entry.name)
    names = {entry.name for entry in here}
    for entry in here:
        if entry.name.startswith(".") or entry.name.lower().endswith((*_UNFINISHED, _SAYS_DONE)):
            continue
        try:
            seen = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        if stat.S_ISREG(seen.st_mode):
            yield Found(Path(entry.path), seen.st_size, seen.st_mtime_ns, f"{entry.name}{_SAYS_DONE}" in names)


def shown(name: str) -> str:
    """A file's name as a page and the database can hold it, whatever bytes it was made of."""
    read = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "?" for c in read)[:200]


def taken_at(folder: Path, number: UUID) -> Path:
    """Under a name of ours: what the partner called it may be anything."""
    return folder / TAKEN / number.hex


def take(folder: Path, name: str, number: UUID) -> bool:
    """Move a file out of the partner's reach, with what says that it is whole. False where it is not there any more."""
    target = taken_at(folder, number)
    source = next((found.path for found in lying_in(folder) if found.name == name), None)
    if source is None:
        return target.exists()
    source.rename(target)
    source.with_name(f"{source.name}{_SAYS_DONE}").unlink(missing_ok=True)
    return True


def is_plain(path: Path) -> bool:
    """Whether it is a file, and the only name of one: a second name might be of something that is not the partner's."""
    seen = path.lstat()
    return stat.S_ISREG(seen.st_mode) and seen.st_nlink == 1


def end(folder: Path, number: UUID, *, called: str, how: str, receipt: dict[str, Any]) -> None:
    """Move a file to where it ends. Its receipt is there first, so that no file ever lies there without one."""
    to = folder / how
    name = f"{number.hex[-12:]}-{_tame(called)}"
    _write(to / f"{name}.receipt.json", receipt)
    taken = taken_at(folder, number)
    if taken.exists():
        taken.rename(to / name)
        _settle(to)


def ended(folder: Path, number: UUID) -> str:
    """Where a file has ended already, if it has: a process may have died just after."""
    for how in (DONE, REFUSED):
        if any(not one.name.endswith(".receipt.json") for one in (folder / how).glob(f"{number.hex[-12:]}-*")):
            return how
    return ""


def receipt_of(folder: Path, number: UUID, how: str) -> dict[str, Any]:
    path = next(iter((folder / how).glob(f"{number.hex[-12:]}-*.receipt.json")))
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _tame(name: str) -> str:
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    return kept[-120:].lstrip(".") or "file"


def _write(path: Path, said: dict[str, Any]) -> None:
    """All of it or nothing, on the disk."""
    unfinished = path.with_suffix(".writing")
    with unfinished.open("w", encoding="utf-8") as file:
        json.dump(said, file, indent=2, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def _settle(folder: Path) -> None:
    """A rename outlives a power cut only once its folder is on the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
