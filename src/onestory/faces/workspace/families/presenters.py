"""How the families somebody walks alongside are listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from onestory.core.dates import LONDON
from onestory.faces.workspace import wording
from onestory.support.queries import MyFamily
from onestory.ui import parts

LONG_WITHOUT_WORD = 28
"""Days after which a line says that nothing has been written for a while."""


@dataclass(frozen=True)
class FamilyLine:
    """`about` says when anybody last wrote, and what."""

    name: str
    about: str
    url: str
    write_url: str
    label: parts.Label | None


def listed(mine: list[MyFamily], *, on: date) -> list[FamilyLine]:
    return [_line(each, on=on) for each in mine]


def _line(mine: MyFamily, *, on: date) -> FamilyLine:
    family = mine.family
    last = wording.lately(mine.last_at, on=on)
    said = f"{last[:1].upper()}{last[1:]}: {mine.last_title}" if mine.last_at else "Nothing has been written yet"
    return FamilyLine(
        name=family.name,
        about=f"{said} · You are the lead" if mine.lead else said,
        url=reverse("workspace:family", args=[family.pk]),
        write_url=reverse("workspace:begin_writing", args=[family.pk]),
        label=_label(mine, on=on),
    )


def _label(mine: MyFamily, *, on: date) -> parts.Label | None:
    # A record begun today has not been left alone, though nothing is written in it yet.
    since = mine.last_at or mine.family.created_at
    days = (on - since.astimezone(LONDON).date()).days
    return parts.Label(text="No word for a while", tone="attention") if days >= LONG_WITHOUT_WORD else None
