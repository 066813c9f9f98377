"""How good the details of the record were, night by night. Counts alone."""

from __future__ import annotations

from datetime import timedelta

from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.linkage.models import QualityReading
from onestory.linkage.permissions import check_can_keep_feeds

NIGHTS = 60
FEWEST = 10
"""A group of fewer children is not told of: small numbers are people."""


def readings(viewer: Viewer) -> list[QualityReading]:
    """The last sixty days, the oldest first."""
    check_can_keep_feeds(viewer)
    since = today() - timedelta(days=NIGHTS)
    found = QualityReading.objects.filter(day__gte=since, people__gte=FEWEST)
    return list(found.order_by("day", "detail", "source", "owner")[:20_000])
