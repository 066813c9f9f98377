"""Files that anybody is given: style, script, and what lies beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template import engines

from onestory.safety.canaries.driving import Drive, Said
from onestory.safety.canaries.surfaces import surface
from onestory.safety.canaries.world import ANONYMOUS


@surface("style and script, as they are given out")
def static(drive: Drive) -> Iterator[Said]:
    for file in sorted(Path(settings.STATIC_ROOT).rglob("*")):
        if file.is_file() and file.suffix not in (".gz", ".br"):
            yield Said(ANONYMOUS, file.name, f"{file.name}\n{file.read_bytes().decode(errors='replace')}")


@surface("files of an installation that are not the database")
def home(drive: Drive) -> Iterator[Said]:
    """Their names, and what is in those that are read as text."""
    for file in sorted(Path(settings.ENV.home).rglob("*")):
        if file.is_file() and "static" not in file.parts and "postgres" not in file.parts:
            yield Said(ANONYMOUS, file.name, f"{file}\n{file.read_bytes().decode(errors='replace')}")
    yield Said(ANONYMOUS, "templates", str(engines.all()))
