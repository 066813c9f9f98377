"""Writing the six parts of a family's story. Each change is a new version; the one before stays."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.errors import Invalid, NotThere
from onestory.people.models import Family, Person
from onestory.story.models import StorySection

LONGEST = 5_000


@transaction.atomic
def write(
    *, by: Viewer, family: Family, part: str, voice: str, text: str, based_on: int, said_by: Person | None = None,
    at: datetime | None = None,
) -> StorySection:  # fmt: skip
    """A new version of one part in one voice. `based_on` is the version the writer was looking at, 0 for none.

    `at` is when it was said, where that was not just now.

    Raises Invalid where someone else wrote a newer version meanwhile: nothing is silently overwritten (HZ-47).
    """
    if not by.may(May.WRITE):
        raise NotThere("writing")
    tidy = text.strip()
    if len(tidy) > LONGEST:
        raise Invalid(f"Keep this part under {LONGEST:,} characters. What happened belongs on the timeline.", "text")
    standing = latest(family, part, voice)
    if (standing.version if standing else 0) != based_on:
        raise Invalid(
            "Someone else changed this while you were writing. Their words are shown below; nothing you wrote is lost.",
            "text",
        )
    if standing and standing.text == tidy:
        return standing
    made = StorySection(
        family=family, part=part, voice=voice, version=based_on + 1, text=tidy, said_by_person=said_by,
        written_by_id=by.account_id, written_at=at or timezone.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Invalid(
            "Someone else saved this part at the same moment. Look at theirs, then save again.", "text"
        ) from None
    events.record(by=by, action="story.write_section", family=family.pk, subject=made, part=part, voice=voice)
    title = f"“{StorySection.Part(part).label}” was {'rewritten' if based_on else 'written'}"
    news.tell(news.Happened(by=by, act="story.write_section", family=family.pk, title=title, at=at))
    return made


def latest(family: Family, part: str, voice: str) -> StorySection | None:
    return StorySection.objects.filter(family=family, part=part, voice=voice).order_by("-version").first()
