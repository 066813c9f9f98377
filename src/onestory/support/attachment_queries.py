"""Reading what was added to entries. What it shows is read by `actions.attachments.read` alone, which writes the look down."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, F, QuerySet

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.people.models import Family
from onestory.story.models import Entry
from onestory.support.models import Attachment

AT_MOST = 20
"""Pictures and letters of one entry."""


def of_entry(viewer: Viewer, family: Family, entry: Entry) -> list[Attachment]:
    """In the order in which they were added, those that were withdrawn too."""
    return list(_attachments(viewer, family).filter(entry=entry).order_by("written_at", "pk")[: AT_MOST * 2])


def of_entries(viewer: Viewer, family: Family, entries: Sequence[UUID]) -> dict[UUID, int]:
    """How many each has that was not withdrawn; nothing of those that have none."""
    standing = _open(viewer, family).filter(entry__in=entries, withdrawal=None)
    return dict(standing.values_list("entry").annotate(count=Count("pk")))


def attachment(viewer: Viewer, family: Family, attachment_id: UUID) -> Attachment:
    """Raises NotThere."""
    found = _attachments(viewer, family).filter(pk=attachment_id).first()
    if found is None:
        raise NotThere("attachment")
    return found


def was_added(viewer: Viewer, family: Family, *, form_key: UUID) -> bool:
    """Whether the form with this key was saved already."""
    return _attachments(viewer, family).filter(form_key=form_key).exists()


def _attachments(viewer: Viewer, family: Family) -> QuerySet[Attachment]:
    return _open(viewer, family).annotate(writer=F("written_by__name"), why_withdrawn=F("withdrawal__reason"))  # type: ignore[no-redef]


def _open(viewer: Viewer, family: Family) -> QuerySet[Attachment]:
    return Attachment.objects.filter(family=family, section__in=family.sections_open_to(viewer))
