"""Worries: what somebody has seen or heard that may mean a child or an adult is being harmed.

What is in one is of the section *safeguarding*. Whoever raises one may not see that section (a volunteer, somebody at a front
desk), and must be able to all the same: they see what they wrote, who has it now and that something is being done, and nothing
that others write about it.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from onestory.access.sections import Section
from onestory.access.walls import family_condition
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record

_ME = "(SELECT wall.viewer())"
_SAFEGUARDED = family_condition(section=f"'{Section.SAFEGUARDING}'")
# Before there is a family, a worry is its owner's and its writer's.
_THERE = f"({{t}}.family_id IS NULL OR {family_condition()})"
_OWN = f"{{t}}.owner_id = {_ME} AND {_THERE}"
_RAISED = f"{{t}}.raised_by_id = {_ME} AND {_THERE}"
# No worry is put off until nobody remembers it: `actions.worries.LONGEST_WAIT`, and an hour for clocks that differ.
_SOON = "{t}.due_at < clock_timestamp() + interval '28 days 1 hour'"
_OF_A_WORRY = "EXISTS (SELECT 1 FROM support_worry w WHERE w.id = {t}.worry_id)"
_OF_MY_WORRY = f"EXISTS (SELECT 1 FROM support_worry w WHERE w.id = {{t}}.worry_id AND w.owner_id = {_ME})"
# What is written about it is read by those who see the section, by its owner, and each by whoever wrote it.
_ABOUT_IT = f"({_SAFEGUARDED} OR {_OF_MY_WORRY} OR {{t}}.written_by_id = {_ME} AND {_THERE})"
_WRITES_ABOUT_IT = f"{{t}}.written_by_id = {_ME} AND {_OF_A_WORRY}"


def _account(*, null: bool = False) -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(settings.AUTH_USER_MODEL, null=null, on_delete=models.PROTECT, related_name="+")


class Worry(Record):
    """Always somebody's, always by a time. `form_key` makes a form sent twice raise it once (HZ-80)."""

    class Urgency(models.TextChoices):
        NOW = "now", "Somebody is in danger now"
        TODAY = "today", "It cannot wait until tomorrow"
        SOON = "soon", "Somebody should look at it within two days"

    class Told(models.TextChoices):
        YES = "yes", "Yes, we have talked about it"
        NOT_YET = "not_yet", "Not yet"
        UNSAFE = "unsafe", "No, telling them could put somebody at risk"

    family = models.ForeignKey("people.Family", null=True, blank=True, on_delete=models.PROTECT, related_name="worries")
    # A request that came before there was a family, which stands beside this table and not above it.
    request_id = models.UUIDField(null=True, blank=True)
    about = ArrayField(models.UUIDField(), default=list, blank=True)
    # Whom it is about, while there is no record of them.
    about_words = models.CharField(max_length=200, blank=True)
    seen = models.TextField()
    whose_words = models.CharField(max_length=200, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency)
    state = models.CharField(max_length=10, choices=[("open", "Open"), ("referred", "Referred"), ("ended", "Ended")])
    owner = _account()
    # Set by the database whenever the owner changes: calls made before are about somebody else's worry.
    owned_since = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField()
    family_told = models.CharField(max_length=10, choices=Told)
    untold_why = models.TextField(blank=True)
    raised_by = _account()
    form_key = models.UUIDField(null=True, blank=True, unique=True)

    # Filled by `worry_queries`.
    owner_name: str
    raiser_name: str

    care = Care(
        Wall(
            select=f"({_SAFEGUARDED} OR {_OWN} OR {_RAISED})",
            insert=f"{_RAISED} AND {{t}}.owner_id = {_ME} AND {_SOON} AND {{t}}.owned_since <= clock_timestamp()",
            update=f"({_SAFEGUARDED} OR {_OWN})", becomes=f"({_SAFEGUARDED} OR {_OWN}) AND {_SOON}",
            # Of which family it is, once there is a record, a function alone writes (`wall.join_worry`).
            changed=("owner_id", "state", "due_at", "family_told", "untold_why"),
        ),
        Audited.WRITES_AND_OPENING, CHILD_RECORD, Extracted.NEVER,
        {
            "family_id": Tag.REFERENCE, "request_id": Tag.REFERENCE, "about": Tag.REFERENCE, "about_words": Tag.IDENTITY,
            "seen": Tag.STORY, "whose_words": Tag.STORY, "urgency": Tag.PLAIN, "state": Tag.PLAIN, "owner_id": Tag.STAFF,
            "owned_since": Tag.STAFF, "due_at": Tag.PLAIN, "family_told": Tag.PLAIN, "untold_why": Tag.STORY,
            "raised_by_id": Tag.STAFF, "form_key": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(family__isnull=False) | ~Q(about_words=""), name="worry_is_about_somebody"
            ),
            # A child has a right to have their family know; where they do not, somebody says why (HZ-62).
            models.CheckConstraint(
                condition=Q(family_told="yes") | ~Q(untold_why=""), name="worry_untold_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="worry_waiting", condition=~Q(state="ended")),
            models.Index(fields=["owner"], name="worry_owner", condition=~Q(state="ended")),
            models.Index(fields=["family", "-created_at"], name="worry_of_family"),
        ]


class WorryEvent(Record):
    """One act on a worry: from which state to which, in whose words, and by when it is looked at again."""

    worry = models.ForeignKey(Worry, on_delete=models.PROTECT, related_name="events")
    family = models.ForeignKey("people.Family", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=40)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    owner = _account()
    due_at = models.DateTimeField()
    words = models.TextField(blank=True)
    written_by = _account()
    written_at = models.DateTimeField(default=timezone.now)

    writer: str

    care = Care(
        Wall(select=_ABOUT_IT, insert=_WRITES_ABOUT_IT, append_only=True),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "worry_id": Tag.REFERENCE, "family_id": Tag.REFERENCE, "act": Tag.PLAIN, "before": Tag.PLAIN, "after": Tag.PLAIN,
            "owner_id": Tag.STAFF, "due_at": Tag.PLAIN, "words": Tag.STORY, "written_by_id": Tag.STAFF,
            "written_at": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["worry", "written_at"], name="worry_event_in_order")]


class WorryReferral(Record):
    """What social care was told, when and by whom; and, once it is heard, what they answered."""

    class Outcome(models.TextChoices):
        ASSESSMENT = "assessment", "They will make an assessment (child in need)"
        ENQUIRY = "enquiry", "They have begun a child-protection enquiry"
        EMERGENCY = "emergency", "They acted at once to keep somebody safe"
        EARLY_HELP = "early_help", "They suggest early help, and will do nothing more"
        NOTHING = "nothing", "They will do nothing"

    worry = models.ForeignKey(Worry, on_delete=models.PROTECT, related_name="referrals")
    family = models.ForeignKey("people.Family", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_whom = models.CharField(max_length=200)
    said = models.TextField()
    reference = models.CharField(max_length=60, blank=True)
    referred_at = models.DateTimeField()
    written_by = _account()
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_by = _account(null=True)

    writer: str

    care = Care(
        Wall(
            select=_ABOUT_IT, insert=_WRITES_ABOUT_IT, update=f"({_SAFEGUARDED} OR {_OF_MY_WORRY})",
            changed=("outcome", "answer", "heard_at", "heard_by_id"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "worry_id": Tag.REFERENCE, "family_id": Tag.REFERENCE, "to_whom": Tag.STORY, "said": Tag.STORY,
            "reference": Tag.IDENTITY, "referred_at": Tag.PLAIN, "written_by_id": Tag.STAFF, "outcome": Tag.PLAIN,
            "answer": Tag.STORY, "heard_at": Tag.PLAIN, "heard_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(heard_at__isnull=True, outcome="") | Q(heard_at__isnull=False) & ~Q(outcome=""),
                name="worry_referral_heard_has_an_outcome",
            ),
            # One answer is waited for at a time.
            models.UniqueConstraint(
                fields=["worry"], name="worry_referral_one_waits", condition=Q(heard_at__isnull=True)
            ),
        ]


class WorryCall(Record):
    """Somebody was called because a worry waited past its time, or its owner was not there. It takes nothing from the owner.

    Written only by `wall.call_about_worries` (`worry_functions`): whoever could call somebody by hand could open a family to
    them. `for_due_at` is the time that passed; a new one begins the rounds anew.
    """

    class Why(models.TextChoices):
        LATE = "late", "It has waited past its time"
        AWAY = "away", "Whoever has it is not there"
        UNSEEN = "unseen", "Whoever raised it may not look further"

    worry = models.ForeignKey(Worry, on_delete=models.PROTECT, related_name="calls")
    to = _account()
    round = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=10, choices=Why)
    for_due_at = models.DateTimeField()
    called_at = models.DateTimeField()
    # The grant of whoever took it on by this call, where it took one: it ends with the worry.
    opened_id = models.UUIDField(null=True)

    care = Care(
        Wall(select=f"({{t}}.to_id = {_ME} OR {_OF_A_WORRY})", append_only=True),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "worry_id": Tag.REFERENCE, "to_id": Tag.STAFF, "round": Tag.PLAIN, "why": Tag.PLAIN, "for_due_at": Tag.PLAIN,
            "called_at": Tag.PLAIN, "opened_id": Tag.REFERENCE,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["worry", "for_due_at", "round", "to"], name="worry_call_once"),
        ]
        indexes = [models.Index(fields=["to"], name="worry_call_to")]
