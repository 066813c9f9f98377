"""Introductions, what of them is told to whom a family would meet, and consultations, which bring nobody new."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import family_wall
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.support import consultation_states, introduction_states


class Introduction(Record):
    """`owner` brings the family and somebody together and asks after it: a colleague who signs in, or somebody who is named."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="introductions")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    to_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=120)
    why = models.TextField()
    state = models.CharField(max_length=10, choices=list(introduction_states.STATES.names.items()), default="offered")
    offered_on = models.DateField()
    family_agreed_on = models.DateField(null=True, blank=True)
    family_words = models.TextField(blank=True)
    # Of somebody who is named; whoever signs in says so themselves (`IntroductionOffer`).
    they_agreed_on = models.DateField(null=True, blank=True)
    accompanied = models.BooleanField(null=True, blank=True)
    made_on = models.DateField(null=True, blank=True)
    meet_on = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    check_on = models.DateField(null=True, blank=True)
    member_id = models.UUIDField(null=True, blank=True)

    care = Care(
        replace(
            family_wall(),
            changed=(
                "owner_id", "state", "family_agreed_on", "family_words", "they_agreed_on", "accompanied", "made_on", "meet_on",
                "met_on", "check_on", "member_id",
            ),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "owner_id": Tag.STAFF, "to_account_id": Tag.STAFF, "to_name": Tag.IDENTITY,
            "role": Tag.STAFF, "why": Tag.STORY, "state": Tag.PLAIN, "offered_on": Tag.PLAIN, "family_agreed_on": Tag.PLAIN,
            "family_words": Tag.STORY, "they_agreed_on": Tag.PLAIN, "accompanied": Tag.PLAIN, "made_on": Tag.PLAIN,
            "meet_on": Tag.PLAIN, "met_on": Tag.PLAIN, "check_on": Tag.PLAIN, "member_id": Tag.REFERENCE,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_account__isnull=False, to_name="") | Q(to_account__isnull=True) & ~Q(to_name=""),
                name="introduction_to_someone",
            ),
            # Nobody comes into a circle before the family said yes.
            models.CheckConstraint(
                condition=Q(state__in=("offered", "declined"))
                | Q(family_agreed_on__isnull=False, made_on__isnull=False, accompanied__isnull=False),
                name="introduction_made_once_they_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("met", "settled")) | Q(met_on__isnull=False), name="introduction_met_on_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["family", "-offered_on", "-id"], name="introduction_family"),
            models.Index(fields=["owner"], name="introduction_open", condition=Q(state="offered")),
        ]


class IntroductionOffer(Record):
    """All that the one introduced is shown until the family and they agreed: from whom, as what, and since when. No story."""

    introduction = models.OneToOneField(Introduction, on_delete=models.PROTECT, related_name="offer")
    to_account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    from_account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    as_what = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=list(introduction_states.OFFERS.names.items()), default="offered")
    offered_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    _ITS = "EXISTS (SELECT 1 FROM support_introduction i WHERE i.id = {t}.introduction_id)"
    _MINE = "{t}.to_account_id = (SELECT wall.viewer())"
    care = Care(
        Wall(
            select=f"{_MINE} OR {_ITS}",
            # The one whom it is offered to is the one whom the introduction names, and has said nothing yet.
            insert="{t}.from_account_id = (SELECT wall.viewer()) AND {t}.state = 'offered'"
            " AND EXISTS (SELECT 1 FROM support_introduction i"
            " WHERE i.id = {t}.introduction_id AND i.to_account_id = {t}.to_account_id)",
            # Nobody says yes in another's name.
            update=f"({_MINE} OR {_ITS})",
            becomes=f"({_MINE} AND {{t}}.state IN ('accepted', 'refused')) OR ({_ITS} AND {{t}}.state = 'withdrawn')",
            changed=("state", "answered_on", "answer"),
        ),
        Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "introduction_id": Tag.REFERENCE, "to_account_id": Tag.STAFF, "from_account_id": Tag.STAFF, "as_what": Tag.STAFF,
            "state": Tag.PLAIN, "offered_on": Tag.PLAIN, "answered_on": Tag.PLAIN, "answer": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["to_account"], name="introduction_offered_to", condition=Q(state="offered"))]


class Consultation(Record):
    """Somebody who knows more was asked by whoever is alongside already. They meet nobody and see nothing."""

    family = models.ForeignKey("people.Family", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    whom = models.CharField(max_length=200)
    question = models.TextField()
    state = models.CharField(max_length=10, choices=list(consultation_states.STATES.names.items()), default="asked")
    asked_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)

    care = Care(
        replace(family_wall(), changed=("owner_id", "state", "answer", "answered_on")),
        Audited.WRITES, CHILD_RECORD, Extracted.DERIVED,
        {
            "family_id": Tag.REFERENCE, "owner_id": Tag.STAFF, "whom": Tag.STAFF, "question": Tag.STORY, "state": Tag.PLAIN,
            "asked_on": Tag.PLAIN, "answer": Tag.STORY, "answered_on": Tag.PLAIN,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_on__isnull=False, answer__regex=r"\S"),
                name="consultation_answered_in_words",
            )
        ]
        indexes = [models.Index(fields=["family", "-asked_on", "-id"], name="consultation_family")]
