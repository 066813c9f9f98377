"""How writing one part of the story is worded, and how the versions before are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from onestory.core.dates import show_moment
from onestory.faces.workspace.changing import FormPage
from onestory.faces.workspace.drafts.keeping import Keeping
from onestory.faces.workspace.family.presenters import source
from onestory.people.models import Family
from onestory.story.models import StorySection
from onestory.ui.parts import Link

ASKS = {
    StorySection.Part.WHO_WE_ARE: "Who is in the family, and what should somebody know before they meet?",
    StorySection.Part.WHAT_MATTERS: "What matters most to them, and what makes a good day?",
    StorySection.Part.GOING_ON: "What is happening now, good and hard?",
    StorySection.Part.WHAT_HELPS: "Who and what helps, and what should people do more of?",
    StorySection.Part.WHAT_WE_TRIED: "What have they tried, and how did it go?",
    StorySection.Part.WHAT_NEXT: "What do they want next, in their own words?",
}
VOICES = {StorySection.Voice.OURS: "In our words", StorySection.Voice.WORKER: "A worker’s words"}


@dataclass(frozen=True)
class Version:
    text: str
    ours: bool
    source: str
    written: str
    holds: bool


def page(
    family: Family, *, part: StorySection.Part, voice: str, keeping: Keeping, theirs: StorySection | None,
    names: Mapping[UUID, str],
) -> FormPage:  # fmt: skip
    other = next(one for one in StorySection.Voice if one != voice)
    more: dict[str, Any] = {
        "keeping": keeping,
        "family": family,
        "voice": VOICES[StorySection.Voice(voice)],
        "other": Link(text=f"Write {VOICES[other][:1].lower()}{VOICES[other][1:]}", url=_url(family, part, other)),
        "versions_url": reverse("workspace:part_versions", args=[family.pk, part]),
        "theirs": theirs,
        "theirs_source": source(theirs, names) if theirs else "",
    }
    return FormPage(
        title="The family’s story",
        heading=str(part.label),
        caption=family.name,
        intro=ASKS[part],
        said="Kept. What it said before is kept too.",
        back=Link(text="Back", url=reverse("workspace:family", args=[family.pk])),
        template="workspace/parts/part.html",
        more=more,
    )


def versions(found: list[StorySection], *, names: Mapping[UUID, str]) -> list[Version]:
    """Newest first, the one of each voice that holds marked."""
    newest = {voice: max((one.version for one in found if one.voice == voice), default=0) for voice in VOICES}
    return [
        Version(
            text=one.text or "Nothing: the words were taken away.",
            ours=one.voice == StorySection.Voice.OURS,
            source=source(one, names),
            written=show_moment(one.written_at),
            holds=one.version == newest[StorySection.Voice(one.voice)],
        )
        for one in found
    ]


def _url(family: Family, part: str, voice: str) -> str:
    return reverse("workspace:part", args=[family.pk, part, voice])
