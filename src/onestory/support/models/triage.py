"""Meetings that decide together: the agenda, who came, what each service knows, what was decided, and words asked from outside.

Those of a meeting see what is on its agenda until it is minuted. Afterwards it is seen by the team that has the request, and by
whoever the family's own wall lets in; the meeting is closed to change, and a correction is a row of its own.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from onestory.access.models.grants import LIVE
from onestory.access.reach import opens
from onestory.access.sections import Section
from onestory.access.walls import family_condition
from onestory.core.care import CHILD_RECORD, WORKING, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.support.models.episodes import Episode
from onestory.support.models.requests import ITS_REQUEST, Request
from onestory.support.triage_states import ASKED, CALLED, CONTRIBUTION, MEETING

_ME = "(SELECT wall.viewer())"
_OURS = f"({{t}}.team_id = ANY ((SELECT wall.teams())::uuid[]) OR {{t}}.owner_id = {_ME})"
_THEIRS = "ANY ((SELECT wall.my_meetings())::uuid[])"
_HELD = f"(m.team_id = ANY ((SELECT wall.teams())::uuid[]) OR m.owner_id = {_ME})"
_OPEN_AND_OURS = (
    f"EXISTS (SELECT FROM support_meeting m WHERE m.id = {{t}}.meeting_id AND m.state = '{CALLED}' AND {_HELD})"
)
_ON_MY_AGENDA = f"{{t}}.meeting_id = {_THEIRS} AND {{t}}.request_id = ANY ((SELECT wall.my_agenda())::uuid[])"
_ITS_FAMILY = f"({{t}}.family_id IS NOT NULL AND {family_condition()})"
_READABLE = "{t}.section = ANY ((SELECT wall.ceiling())::text[])"
_ITS_ITEM = "EXISTS (SELECT FROM support_meetingitem i WHERE i.id = {t}.item_id{more})"
_OPEN_ITEM = _ITS_ITEM.replace(
    "{more}",
    f" AND EXISTS (SELECT FROM support_meeting m WHERE m.id = i.meeting_id AND m.state = '{CALLED}'{{ours}})",
)
_ITS_ITEMS_FAMILY = _ITS_ITEM.format(
    t="{t}",
    more=f" AND EXISTS (SELECT FROM access_grant g WHERE g.family_id = i.family_id AND {LIVE.format(g='g')}"
    f" AND {opens('{t}.section', ceiling='(SELECT wall.ceiling())::text[]', me=_ME)})",
)
_SECTIONS = [(str(one), one.label) for one in (Section.SHARED, Section.HEALTH, Section.HOME, Section.SAFEGUARDING)]


def _account(*, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+")


class Meeting(Record):
    """Held by a team at the front door, on a day; `owner` sees to it that it is minuted."""

    team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    owner = _account()
    state = models.CharField(max_length=10, choices=list(MEETING.names.items()), default=CALLED)
    minuted_by = _account(null=True)
    minuted_at = models.DateTimeField(null=True)

    # Filled by `triage_queries.meetings`.
    on_agenda: int

    care = Care(
        Wall(
            select=f"{_OURS} OR {{t}}.id = {_THEIRS}",
            insert=f"{{t}}.team_id = ANY ((SELECT wall.teams())::uuid[]) AND {{t}}.owner_id = {_ME}",
            update=f"{_OURS} AND {{t}}.state = '{CALLED}'", becomes=_OURS,
            changed=("held_on", "owner_id", "state", "minuted_by_id", "minuted_at"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "team_id": Tag.REFERENCE, "held_on": Tag.PLAIN, "owner_id": Tag.STAFF, "state": Tag.PLAIN,
            "minuted_by_id": Tag.STAFF, "minuted_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CALLED, minuted_at__isnull=True, minuted_by__isnull=True)
                | ~Q(state=CALLED) & Q(minuted_at__isnull=False, minuted_by__isnull=False),
                name="meeting_minuted_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["team", "-held_on"], name="meeting_of_team")]


class Attendee(Record):
    """Somebody asked to a meeting: a colleague, who sees its agenda, or somebody by name. `came`: once anybody has said."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    account = _account(null=True)
    name = models.CharField(max_length=200, blank=True)
    service = models.CharField(max_length=200, blank=True)
    came = models.BooleanField(null=True)
    asked_by = _account()

    care = Care(
        Wall(
            select="EXISTS (SELECT FROM support_meeting m WHERE m.id = {t}.meeting_id)",
            # Nobody but those who work here is asked by account: an account of a family would read of another.
            insert=f"{{t}}.asked_by_id = {_ME} AND {_OPEN_AND_OURS} AND ({{t}}.account_id IS NULL OR EXISTS"
            " (SELECT FROM access_account a WHERE a.id = {t}.account_id AND a.kind = 'staff'))",
            update=_OPEN_AND_OURS, changed=("came",),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "meeting_id": Tag.REFERENCE, "account_id": Tag.STAFF, "name": Tag.STAFF, "service": Tag.STAFF, "came": Tag.PLAIN,
            "asked_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "account"], condition=Q(account__isnull=False), name="attendee_once"
            ),
            models.CheckConstraint(condition=Q(account__isnull=False) | ~Q(name=""), name="attendee_is_somebody"),
        ]


class MeetingItem(Record):
    """One request on an agenda, and what was decided. `words` are what is offered, as the family could read it.

    `family` is written when the meeting is minuted: from then on the family's own wall says who reads it.
    """

    class Decision(models.TextChoices):
        OFFER = "offer", "Offer help"
        MORE = "more", "Find out more first"
        OTHER = "other", "Other help was found"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    family = models.ForeignKey("people.Family", null=True, on_delete=models.PROTECT, related_name="+")
    added_by = _account()
    level = models.CharField(max_length=12, choices=Episode.Level, blank=True)
    thresholds = models.CharField(max_length=10, blank=True)
    level_why = models.TextField(blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    words = models.TextField(blank=True)
    goes = _account(null=True)
    goes_name = models.CharField(max_length=200, blank=True)
    goes_on = models.DateField(null=True)
    decided_by = _account(null=True)
    decided_at = models.DateTimeField(null=True)

    care = Care(
        Wall(
            select=f"{_ON_MY_AGENDA} OR {ITS_REQUEST} OR {_ITS_FAMILY}",
            insert=f"{{t}}.added_by_id = {_ME} AND {ITS_REQUEST} AND {_OPEN_AND_OURS}",
            update=f"{ITS_REQUEST} AND {_OPEN_AND_OURS}",
            changed=(
                "family_id", "level", "thresholds", "level_why", "decision", "words", "goes_id", "goes_name", "goes_on",
                "decided_by_id", "decided_at",
            ),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "meeting_id": Tag.REFERENCE, "request_id": Tag.REFERENCE, "family_id": Tag.REFERENCE, "added_by_id": Tag.STAFF,
            "level": Tag.STORY, "thresholds": Tag.PLAIN, "level_why": Tag.STORY, "decision": Tag.STORY, "words": Tag.STORY,
            "goes_id": Tag.STAFF, "goes_name": Tag.STAFF, "goes_on": Tag.PLAIN, "decided_by_id": Tag.STAFF,
            "decided_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "request"], name="meeting_item_once"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(decision="") & ~Q(words="") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="meeting_item_decided_by_somebody",
            ),
        ]


class KnownLine(Record):
    """What one service knows, in the line of whoever speaks for it. Written anew rather than changed: the newest stands."""

    item = models.ForeignKey(MeetingItem, on_delete=models.PROTECT, related_name="lines")
    family = models.ForeignKey("people.Family", null=True, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=200)
    section = models.CharField(max_length=20, choices=_SECTIONS, default=Section.SHARED)
    words = models.TextField()
    written_by = _account()
    written_at = models.DateTimeField(default=timezone.now)

    care = Care(
        Wall(
            select=f"{{t}}.written_by_id = {_ME} AND {_ITS_ITEM.format(t='{t}', more='')}"
            f" OR {_READABLE} AND {_ITS_ITEM.format(t='{t}', more=' AND i.family_id IS NULL')}"
            f" OR {{t}}.family_id IS NOT NULL AND {family_condition(section='{t}.section')}",
            insert=f"{{t}}.written_by_id = {_ME} AND {_READABLE} AND {_OPEN_ITEM.format(t='{t}', ours='')}",
            update=_OPEN_ITEM.format(t="{t}", ours=f" AND {_HELD}"),
            changed=("family_id",),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "item_id": Tag.REFERENCE, "family_id": Tag.REFERENCE, "service": Tag.STAFF, "section": Tag.PLAIN,
            "words": Tag.BY_SECTION, "written_by_id": Tag.STAFF, "written_at": Tag.PLAIN,
        },
    )  # fmt: skip


class Correction(Record):
    """Something in the minutes that was not right, and what is. Beside them, for minutes are not changed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="corrections")
    words = models.TextField()
    written_by = _account()
    written_at = models.DateTimeField(default=timezone.now)

    care = Care(
        Wall(
            select="EXISTS (SELECT FROM support_meeting m WHERE m.id = {t}.meeting_id)",
            insert=f"{{t}}.written_by_id = {_ME} AND EXISTS (SELECT FROM support_meeting m WHERE m.id = {{t}}.meeting_id"
            f" AND m.state <> '{CALLED}' AND {_HELD})",
            append_only=True,
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {"meeting_id": Tag.REFERENCE, "words": Tag.STORY, "written_by_id": Tag.STAFF, "written_at": Tag.PLAIN},
    )  # fmt: skip


class Contribution(Record):
    """A word asked of a school or a surgery by a link that works once. They read the question and whom it is about, no more."""

    item = models.ForeignKey(MeetingItem, on_delete=models.PROTECT, related_name="contributions")
    owner = _account()
    asked_name = models.CharField(max_length=200)
    asked_service = models.CharField(max_length=200, blank=True)
    question = models.TextField()
    about_name = models.CharField(max_length=200)
    about_born = models.CharField(max_length=10, blank=True)
    section = models.CharField(max_length=20, choices=_SECTIONS, default=Section.SHARED)
    digest = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=list(CONTRIBUTION.names.items()), default=ASKED)
    words = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True)

    care = Care(
        Wall(
            select=f"{{t}}.owner_id = {_ME} AND {_ITS_ITEM.format(t='{t}', more='')}"
            f" OR {_READABLE} AND {_ITS_ITEM.format(t='{t}', more=' AND i.family_id IS NULL')} OR {_ITS_ITEMS_FAMILY}",
            insert=f"{{t}}.owner_id = {_ME} AND {_READABLE} AND {{t}}.state = '{ASKED}' AND {{t}}.words = ''"
            f" AND {_OPEN_ITEM.format(t='{t}', ours='')}",
            # What was given is written by `wall.give_by_link` alone.
            update=f"{{t}}.state = '{ASKED}' AND {_ITS_ITEM.format(t='{t}', more='')}",
            becomes=f"{{t}}.state <> 'given' AND {_ITS_ITEM.format(t='{t}', more='')}",
            changed=("state", "owner_id"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "item_id": Tag.REFERENCE, "owner_id": Tag.STAFF, "asked_name": Tag.STAFF, "asked_service": Tag.STAFF,
            "question": Tag.STORY, "about_name": Tag.IDENTITY, "about_born": Tag.IDENTITY, "section": Tag.PLAIN,
            "digest": Tag.SECRET, "ends_at": Tag.PLAIN, "state": Tag.PLAIN, "words": Tag.BY_SECTION, "given_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="given", given_at__isnull=False) & ~Q(words="") | ~Q(state="given") & Q(words=""),
                name="contribution_given_in_words",
            )
        ]
        indexes = [models.Index(fields=["owner"], name="contribution_awaited", condition=Q(state="asked"))]


class WordBegun(Record):
    """What somebody outside has typed by their link and not yet sent. Functions alone read and write it: until it is sent it is
    theirs, and shown to whoever has the link.
    """

    contribution = models.OneToOneField(Contribution, on_delete=models.CASCADE, related_name="+")
    words = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now)

    care = Care(
        Wall(select=None), Audited.WRITES, WORKING, Extracted.NEVER,
        {"contribution_id": Tag.REFERENCE, "words": Tag.STORY, "kept_at": Tag.PLAIN},
    )  # fmt: skip
