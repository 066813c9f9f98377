"""Who a record speaks of: links that stand, and pairs that wait for a person to decide. Both can be undone exactly."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from onestory.access.walls import LINKAGE
from onestory.core.care import CHILD_RECORD, Audited, Care, Extracted, Tag, Wall
from onestory.core.models import Record
from onestory.linkage.models.deliveries import LINKAGE_WALL
from onestory.linkage.models.records import SourceRecord


class Link(Record):
    """That someone in a record is a person we know. Ended, never deleted."""

    class Basis(models.TextChoices):
        NUMBER = "number", "A checked number, and nothing that speaks against it"
        FAMILY = "family", "The same name in the same place of the same family"
        NEW = "new", "Nobody like them was known, so a person was made"
        JUDGED = "judged", "Someone decided"

    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="links")
    # What the feed calls them: "pupil", "mother".
    who = models.CharField(max_length=40)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=20, choices=Basis)
    # What agreed, in words.
    reasons = models.JSONField(default=list)
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    care = Care(
        Wall(select=LINKAGE, insert=LINKAGE, update=LINKAGE), Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "record_id": Tag.REFERENCE, "who": Tag.PLAIN, "person_id": Tag.REFERENCE, "basis": Tag.PLAIN,
            "reasons": Tag.PLAIN, "linked_by_id": Tag.STAFF, "undone_at": Tag.PLAIN, "undone_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "who"], name="link_one_person", condition=Q(undone_at__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["person"], name="link_person", condition=Q(undone_at__isnull=True))]


class Candidate(Record):
    """A doubtful pair: someone in a record who may be a person we know. Waits until whoever can tell has decided.

    Stewards read and judge it through the functions of `linkage.functions` alone, one pair at a time.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for someone to decide"
        UNSURE = "unsure", "Nobody could tell, and neither side has changed since"
        DISPUTED = "disputed", "Two people who looked disagree"
        SAME = "same", "One person"
        DIFFERENT = "different", "Two people"

    class Band(models.TextChoices):
        """Which lane it waits in. Neither links anybody."""

        LIKELY = "likely", "Much alike"
        UNCLEAR = "unclear", "Somewhat alike"

    record = models.ForeignKey(SourceRecord, on_delete=models.PROTECT, related_name="candidates")
    who = models.CharField(max_length=40)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    # What agrees and what does not, in words, for whoever decides. No score.
    reasons = models.JSONField(default=list)
    band = models.CharField(max_length=10, choices=Band, default=Band.UNCLEAR)
    # How far each thing agreed when the pair was made, so that judgements can say which bands are right.
    agreed = models.JSONField(default=dict)
    # They may be somebody whose safety rests on not being found: nothing of the record opens until this is decided (HZ-02).
    guarded = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Who has it on their page now, and until when; after that anybody may take it up.
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    held_until = models.DateTimeField(null=True, blank=True)
    # What both sides were when nobody could tell: the pair is asked of again once that has changed.
    seen = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    care = Care(
        LINKAGE_WALL, Audited.WRITES, CHILD_RECORD, Extracted.NEVER,
        {
            "record_id": Tag.REFERENCE, "who": Tag.PLAIN, "person_id": Tag.REFERENCE, "reasons": Tag.PLAIN, "band": Tag.PLAIN,
            "agreed": Tag.PLAIN, "guarded": Tag.PLAIN, "state": Tag.PLAIN, "held_by_id": Tag.STAFF, "held_until": Tag.PLAIN,
            "seen": Tag.PLAIN, "decided_at": Tag.PLAIN, "decided_by_id": Tag.STAFF,
        },
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "who", "person"], name="candidate_once")]
        indexes = [
            models.Index(
                fields=["band", "id"], name="candidate_to_judge", condition=Q(state__in=("waiting", "disputed"))
            ),
            models.Index(
                fields=["record"], name="candidate_guarded",
                condition=Q(guarded=True, state__in=("waiting", "unsure", "disputed")),
            ),
        ]  # fmt: skip
