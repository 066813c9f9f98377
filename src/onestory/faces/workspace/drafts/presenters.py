"""How a draft is shown in a list, and on its own when the family it was about is no longer open to its writer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from onestory.core.dates import show_day, show_time
from onestory.faces.workspace.drafts import keeping
from onestory.story.models import Draft

GLANCE = 90


@dataclass(frozen=True)
class DraftShown:
    words: str
    about: str
    saved: str
    url: str
    throw_away_url: str
    whole: str


def left(draft: Draft) -> DraftShown:
    return _shown(draft, saved=show_time(draft.saved_at))


def listed(drafts: list[Draft], *, on: date) -> list[DraftShown]:
    return [
        _shown(draft, saved=f"{show_day(draft.saved_at, on=on)} at {show_time(draft.saved_at)}") for draft in drafts
    ]


def _glance(words: str) -> str:
    return words if len(words) <= GLANCE else f"{words[:GLANCE].rstrip()}…"


def _shown(draft: Draft, *, saved: str) -> DraftShown:
    whole = "\n\n".join(keeping.typed_in(draft))
    first = "" if keeping.is_quiet(draft) else whole.partition("\n")[0]
    family = draft.family.name if draft.family else ""
    return DraftShown(
        words=_glance(first) or keeping.about_what(draft),
        about=" · ".join(part for part in (family, keeping.about_what(draft)) if part),
        saved=saved,
        url=reverse("workspace:draft", args=[draft.pk]),
        throw_away_url=reverse("workspace:throw_away_draft", args=[draft.pk]),
        whole=whole,
    )
