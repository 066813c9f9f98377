"""Support that ended, for worlds that are thrown away: written as the product writes it, without asking what is left to look at.

In those worlds a visit waits for an answer on purpose, so that nothing could end there through the product.
"""

from __future__ import annotations

from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.support.actions.episodes import Farewell
from onestory.support.models import Episode


def end(episode: Episode, farewell: Farewell, *, by: Viewer) -> Episode:
    Episode.objects.filter(pk=episode.pk).update(
        state="ended", ended_on=today(), ended_by=by.account_id, ended_why=farewell.why, family_view=farewell.family_view,
        stays_in_place=farewell.stays_in_place,
    )  # fmt: skip
    return Episode.objects.get(pk=episode.pk)
