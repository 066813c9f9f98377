"""How pictures and letters that were added are worded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from onestory.core.dates import show_moment
from onestory.core.text import join_words, plural
from onestory.support.models import Attachment
from onestory.ui import parts

WITHDRAWN = parts.Label(text="Taken out", tone="attention")


@dataclass(frozen=True)
class Added:
    what: str
    about: str
    url: str
    labels: tuple[parts.Label, ...] = ()


def listed(found: Sequence[Attachment]) -> list[Added]:
    return [
        Added(
            what=one.what, about=f"{kind(one)}. {by(one)}",
            url=reverse("workspace:attachment", args=[one.family_id, one.pk]),
            labels=() if one.why_withdrawn is None else (WITHDRAWN,),
        )
        for one in found
    ]  # fmt: skip


def summary(one: Attachment, *, names: Mapping[UUID, str]) -> list[parts.SummaryRow]:
    rows = (
        ("What it is", kind(one)), ("What it shows", one.shows if one.why_withdrawn is None else ""), ("Added", by(one)),
        ("About", join_words([names[person] for person in one.about if person in names])),
        ("Taken out, because", one.why_withdrawn or ""),
    )  # fmt: skip
    return [parts.SummaryRow(key=key, values=(value,)) for key, value in rows if value]


def kind(one: Attachment) -> str:
    """ "PDF, 3 pages, 1.2 MB"."""
    pages = plural(one.pages, "page") if one.pages else ""
    return ", ".join(filter(None, (str(one.get_kind_display()), pages, _size(one.size))))


def by(one: Attachment) -> str:
    return f"{one.writer}, {show_moment(one.written_at)}"


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1_000)} KB"
