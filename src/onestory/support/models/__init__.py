from onestory.support.models.circle import CircleMember, LeadChoice
from onestory.support.models.episodes import Episode, Review
from onestory.support.models.walking import WalkingEvent
from onestory.support.models.worries import Worry, WorryCall, WorryEvent, WorryReferral

__all__ = [
    "CircleMember",
    "Episode",
    "LeadChoice",
    "Review",
    "WalkingEvent",
    "Worry",
    "WorryCall",
    "WorryEvent",
    "WorryReferral",
]
