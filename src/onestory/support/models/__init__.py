from onestory.support.models.circle import CircleMember, LeadChoice
from onestory.support.models.deputies import Deputy, Handover
from onestory.support.models.episodes import Episode, Review
from onestory.support.models.tasks import Task, TaskEvent
from onestory.support.models.walking import WalkingEvent
from onestory.support.models.worries import Worry, WorryCall, WorryEvent, WorryReferral

__all__ = [
    "CircleMember",
    "Deputy",
    "Episode",
    "Handover",
    "LeadChoice",
    "Review",
    "Task",
    "TaskEvent",
    "WalkingEvent",
    "Worry",
    "WorryCall",
    "WorryEvent",
    "WorryReferral",
]
