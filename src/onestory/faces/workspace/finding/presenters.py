"""How the people who fit what was typed are shown: who, why, and the way to their family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from onestory.core.dates import show_date
from onestory.core.text import join_words
from onestory.people.finding.queries import Found
from onestory.support import coming_back
from onestory.support.models import Request
from onestory.ui import parts


@dataclass(frozen=True)
class Result:
    name: str
    initials: str
    born: str
    families: tuple[parts.Link, ...]
    why: str
    certain: bool


def shown(found: list[Found], *, on: date) -> list[Result]:
    return [_result(each, on=on) for each in found]


def asked(found: Request) -> parts.Link:
    """A request whose reference was typed."""
    about = f" {coming_back.reference_of(found.pk)}, asked on {show_date(found.created_at)}"
    return parts.Link(text="The request", url=reverse("workspace:request", args=[found.pk]), about=about)


def _result(found: Found, *, on: date) -> Result:
    born = f"{found.born.show()}, {found.born.age_words(on)}" if found.born else "Birthday not known yet"
    return Result(
        name=found.name,
        initials=parts.initials(found.name),
        born=born,
        families=tuple(
            parts.Link(text=family.name, url=reverse("workspace:family", args=[family.id]), about=f"with {found.name}")
            for family in found.families
        ),
        why=join_words(found.reasons),
        certain=found.certain,
    )
