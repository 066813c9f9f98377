"""What each partner's extract looks like, one file a partner, and what that partner would know of whom."""

from onestory.city.feeds import early_help, health_visiting, housing, midwifery, school_census
from onestory.city.feeds.shape import Feed, Mention, Record

FEEDS: tuple[Feed, ...] = (
    school_census.FEED,
    health_visiting.FEED,
    midwifery.FEED,
    housing.FEED,
    early_help.FEED,
)

__all__ = ["FEEDS", "Feed", "Mention", "Record"]
