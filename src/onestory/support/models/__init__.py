from onestory.support.models.circle import CircleMember, LeadChoice
from onestory.support.models.episodes import Episode, Review
from onestory.support.models.walking import WalkingEvent

__all__ = ["CircleMember", "Episode", "LeadChoice", "Review", "WalkingEvent"]
