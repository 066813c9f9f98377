"""Requests for support: one row one asking for help, from whichever door, and every change of who owns it and where it stands.

No change goes unexplained: the database refuses to commit one without the event that says who and why (`wall.request_explained`),
so that what stands can always be worked out again from what was done (HZ-55).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record

_REACH = "ANY ((SELECT wall.reach())::uuid[])"
# Whoever owns it, who supervises them, and the team on duty for it. A family that is closed to somebody closes its requests too,
# also those that are over or were joined to one, and whether or not a grant would open it to them.
_SEEN = (
    f"({{t}}.owner_id = {_REACH} OR {{t}}.team_id = {_REACH})"
    " AND ({t}.family_id IS NULL AND {t}.joined_to_id IS NULL OR {t}.id <> ALL ((SELECT wall.shut_requests())::uuid[]))"
)
# The sub-query stands under the wall of requests itself, and so finds only those the viewer sees.
ITS_REQUEST = "EXISTS (SELECT FROM support_request r WHERE r.id = {t}.request_id)"


class Door(models.TextChoices):
    """Where somebody asked. The form is the same behind each."""

    SELF = "self", "The family asked, on the public site"
    FAMILY = "family", "Somebody close to the family asked"
    PHONE = "phone", "A telephone call"
    HUB = "hub", "In person, at a hub"
    CHAT = "chat", "A chat"
    PROFESSIONAL = "professional", "A worker of another service"
    SCHOOL = "school", "A school or nursery"
    STEP_DOWN = "step_down", "Children’s social care, stepping down"
    BIRTH = "birth", "Registering a birth"
    FEED = "feed", "A partner’s file"


class Urgency(models.TextChoices):
    NOW = "now", "Somebody may not be safe"
    SOON = "soon", "It cannot wait a week"
    USUAL = "usual", "It can wait a few days"


class Reach(models.TextChoices):
    """How somebody may be reached safely, in their own choice."""

    CALL = "call", "Ring them"
    TEXT = "text", "Send a text message"
    EMAIL = "email", "Send an email"
    LETTER = "letter", "Write a letter"
    THROUGH = "through", "Through somebody they trust"
    THEY_COME = "they_come", "They come to us, or ring us"


class Request(Record):
    """`taken_by` wrote it down: nobody, where whoever asked did so themselves. `form_key` is the number of the form it came by:
    the same form sent twice is one request (HZ-80). `changes` counts its events.

    The owner is an account or a team. `team` is the one on duty for it, which covers for whoever owns it.
    """

    form_key = models.UUIDField(unique=True)
    door = models.CharField(max_length=20, choices=Door)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reach_how = models.CharField(max_length=20, choices=Reach, blank=True)
    reach_at = models.CharField(max_length=200, blank=True)
    reach_when = models.CharField(max_length=300, blank=True)
    leave_message = models.BooleanField(null=True)
    code_word = models.CharField(max_length=60, blank=True)
    about_given = models.CharField(max_length=100, blank=True)
    about_family = models.CharField(max_length=100, blank=True)
    about_born = models.CharField(max_length=10, blank=True)
    about_postcode = models.CharField(max_length=10, blank=True)
    about_others = models.TextField(blank=True)
    words = models.TextField(blank=True)
    words_by = models.CharField(max_length=60, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.USUAL)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    owner_team = models.ForeignKey("access.Team", null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20)
    next_on = models.DateField()
    changes = models.PositiveIntegerField(default=1)
    family = models.ForeignKey("people.Family", null=True, on_delete=models.PROTECT, related_name="requests")
    joined_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="joined")
    duty_grant_id = models.UUIDField(null=True)

    care = Care(
        # Made by `wall.keep_request`, owned anew and said to be about a family by functions alone: nobody is given one who did
        # not take it on, and none is a way to a family that somebody else sees.
        Wall(
            select=_SEEN, update=_SEEN,
            changed=(
                "state", "next_on", "changes", "joined_to_id", "reach_how", "reach_at", "reach_when", "leave_message",
                "code_word", "urgency",
            ),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "form_key": Tag.SECRET, "door": Tag.PLAIN, "taken_by_id": Tag.STAFF, "reach_how": Tag.CONTACT,
            "reach_at": Tag.CONTACT, "reach_when": Tag.CONTACT, "leave_message": Tag.CONTACT, "code_word": Tag.CONTACT,
            "about_given": Tag.IDENTITY, "about_family": Tag.IDENTITY, "about_born": Tag.IDENTITY,
            "about_postcode": Tag.LOCATION, "about_others": Tag.STORY, "words": Tag.STORY, "words_by": Tag.STORY,
            "urgency": Tag.STORY, "owner_id": Tag.STAFF, "owner_team_id": Tag.REFERENCE, "team_id": Tag.REFERENCE,
            "state": Tag.PLAIN, "next_on": Tag.PLAIN, "changes": Tag.PLAIN, "family_id": Tag.REFERENCE,
            "joined_to_id": Tag.REFERENCE, "duty_grant_id": Tag.REFERENCE,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, owner_team__isnull=True)
                | Q(owner__isnull=True, owner_team__isnull=False, owner_team=models.F("team")),
                name="request_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "begun", "received", "looking", "triage", "offered", "taken_up", "other_help", "not_wanted", "joined"
                    ]
                ),
                name="request_has_a_state",
            ),
            models.CheckConstraint(
                condition=Q(state="joined", joined_to__isnull=False) | ~Q(state="joined") & Q(joined_to__isnull=True),
                name="request_joined_to_another",
            ),
            models.CheckConstraint(
                condition=~Q(joined_to=models.F("id")) | Q(joined_to__isnull=True), name="request_not_joined_to_itself"
            ),
            # Once there is a record, it says where they live, and hides it where it must be hidden.
            models.CheckConstraint(
                condition=Q(family__isnull=True) | Q(about_postcode=""), name="request_says_where_only_at_first"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["owner", "next_on"], name="request_owner", condition=Q(owner__isnull=False)),
            models.Index(fields=["team", "next_on"], name="request_team"),
        ]


class RequestEvent(Record):
    """One change: what it was, what it became, whose it is and when it is looked at next, by whom and why. Never changed."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    act = models.CharField(max_length=40)
    before = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=20)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    owner_team = models.ForeignKey("access.Team", null=True, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("access.Team", on_delete=models.PROTECT, related_name="+")
    next_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)

    care = Care(
        Wall(select=ITS_REQUEST, insert=f"{{t}}.by_id = (SELECT wall.viewer()) AND {ITS_REQUEST}", append_only=True),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "request_id": Tag.REFERENCE, "number": Tag.PLAIN, "act": Tag.PLAIN, "before": Tag.PLAIN, "state": Tag.PLAIN,
            "owner_id": Tag.STAFF, "owner_team_id": Tag.REFERENCE, "team_id": Tag.REFERENCE, "next_on": Tag.PLAIN,
            "by_id": Tag.STAFF, "why": Tag.STORY,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="request_event_once")]


class Asker(Record):
    """Whoever asked and is not of the family, and how they hear what became of it. `account` where they sign in here."""

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="asker")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=20, blank=True, choices=Reach)
    at = models.CharField(max_length=200, blank=True)
    family_knows = models.BooleanField(null=True)

    care = Care(
        Wall(
            select=f"{{t}}.account_id = (SELECT wall.viewer()) OR {ITS_REQUEST}", update=ITS_REQUEST, changed=("how", "at"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "request_id": Tag.REFERENCE, "account_id": Tag.STAFF, "name": Tag.IDENTITY, "role": Tag.IDENTITY,
            "organisation": Tag.IDENTITY, "how": Tag.CONTACT, "at": Tag.CONTACT, "family_knows": Tag.STORY,
        },
    )  # fmt: skip


class ReachBefore(Record):
    """How somebody was reached until that event: of whom it is about, or of whoever asked for them. Never changed.

    Kept so that nobody rings again where it turned out not to be safe.
    """

    class Whose(models.TextChoices):
        THEIRS = "theirs", "Them"
        ASKERS = "askers", "Whoever asked"

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="reached_before")
    event_number = models.PositiveIntegerField()
    whose = models.CharField(max_length=10, choices=Whose)
    how = models.CharField(max_length=20, choices=Reach, blank=True)
    at = models.CharField(max_length=200, blank=True)
    when = models.CharField(max_length=300, blank=True)
    leave_message = models.BooleanField(null=True)
    code_word = models.CharField(max_length=60, blank=True)

    care = Care(
        Wall(select=ITS_REQUEST, insert=ITS_REQUEST, append_only=True),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "request_id": Tag.REFERENCE, "event_number": Tag.PLAIN, "whose": Tag.PLAIN, "how": Tag.CONTACT, "at": Tag.CONTACT,
            "when": Tag.CONTACT, "leave_message": Tag.CONTACT, "code_word": Tag.CONTACT,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "event_number", "whose"], name="reach_before_once")]
