from onestory.support.models.appointments import Appointment, AppointmentEvent, ReachOut, ReachOutEvent
from onestory.support.models.attachments import Attachment, AttachmentContent, AttachmentWithdrawal
from onestory.support.models.circle import CircleMember, LeadChoice
from onestory.support.models.contacts import Contact, Mention
from onestory.support.models.deputies import Deputy, Handover
from onestory.support.models.differences import Difference, Learning, Thought
from onestory.support.models.episodes import Episode, Review
from onestory.support.models.introductions import Consultation, Introduction, IntroductionOffer
from onestory.support.models.needs import Need, NeedEvidence, Win
from onestory.support.models.passing import Passing
from onestory.support.models.plan import Goal, PlanStep, PlanVersion
from onestory.support.models.requests import Asker, ReachBefore, Request, RequestEvent
from onestory.support.models.return_codes import ReturnCode
from onestory.support.models.shown import PlanShown
from onestory.support.models.tasks import Task, TaskEvent
from onestory.support.models.tellings import Telling
from onestory.support.models.told_homes import ToldHome
from onestory.support.models.triage import (
    Attendee,
    Contribution,
    Correction,
    KnownLine,
    Meeting,
    MeetingItem,
    WordBegun,
)
from onestory.support.models.walking import WalkingEvent
from onestory.support.models.worries import Worry, WorryCall, WorryEvent, WorryReferral

__all__ = [
    "Appointment",
    "AppointmentEvent",
    "Asker",
    "Attachment",
    "AttachmentContent",
    "AttachmentWithdrawal",
    "Attendee",
    "CircleMember",
    "Consultation",
    "Contact",
    "Contribution",
    "Correction",
    "Deputy",
    "Difference",
    "Episode",
    "Goal",
    "Handover",
    "Introduction",
    "IntroductionOffer",
    "KnownLine",
    "LeadChoice",
    "Learning",
    "Meeting",
    "MeetingItem",
    "Mention",
    "Need",
    "NeedEvidence",
    "Passing",
    "PlanShown",
    "PlanStep",
    "PlanVersion",
    "ReachBefore",
    "ReachOut",
    "ReachOutEvent",
    "Request",
    "RequestEvent",
    "ReturnCode",
    "Review",
    "Task",
    "TaskEvent",
    "Telling",
    "Thought",
    "ToldHome",
    "WalkingEvent",
    "Win",
    "WordBegun",
    "Worry",
    "WorryCall",
    "WorryEvent",
    "WorryReferral",
]
