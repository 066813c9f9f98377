"""Pages of the documentation that are made from the code: written again by `make fix`, compared by a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Document:
    """A page, and the function that words it."""

    path: Path
    words: Callable[[], str]

    def is_up_to_date(self) -> bool:
        return self.path.exists() and self.path.read_text(encoding="utf-8") == self.words()

    def write(self) -> None:
        self.path.write_text(self.words(), encoding="utf-8")


def link(target: Path, *, page: Path) -> str:
    """The way from a page to a file of the project, as Markdown wants it."""
    up = len(page.relative_to(ROOT).parents) - 1
    return "../" * up + target.relative_to(ROOT).as_posix()
