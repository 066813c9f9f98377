"""Who may load partner files, who looks after how they come in, and who may say whether two records are of one person."""

from onestory.access.roles import May
from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere


def check_can_run_feeds(viewer: Viewer) -> None:
    if not viewer.may(May.RUN_FEEDS):
        raise NotThere("partner feeds")


def can_keep_feeds(viewer: Viewer) -> bool:
    return viewer.may(May.KEEP_FEEDS)


def check_can_keep_feeds(viewer: Viewer) -> None:
    if not can_keep_feeds(viewer):
        raise NotThere("partner feeds")


def check_can_judge_pairs(viewer: Viewer) -> None:
    """Of any pair at all; which pairs are theirs to see is for the database to say (`linkage.functions`)."""
    if not viewer.may(May.JUDGE_PAIRS):
        raise NotThere("doubtful pairs")
