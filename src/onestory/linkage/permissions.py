"""Who may load partner files and see their quality."""

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere


def check_can_run_feeds(viewer: Viewer) -> None:
    if not viewer.may(May.RUN_FEEDS):
        raise NotThere("partner feeds")
