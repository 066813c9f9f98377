"""What proves that the record of who did what is whole: one line for each event, and a signed seal over many lines.

Written by `wall.audit_keep` alone, which only the role `onestory_sealer` may call (`audit.functions`). The application may
neither write here nor make a signature: the key is outside the database.
"""

from __future__ import annotations

import pgtrigger
from django.db import models

from onestory.core.care import AUDIT_TRAIL, Audited, Care, Extracted, Tag, Wall

_READ_BY_GOVERNANCE = Wall(select="(SELECT wall.has_role('information_governance'))")


class NeverChanged:
    """Triggers a superuser can take away, and whoever does is found out by the anchors."""

    TRIGGERS = [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="never_emptied",
            operation=pgtrigger.Truncate,
            when=pgtrigger.Before,
            level=pgtrigger.Statement,
            func="RAISE EXCEPTION 'seals are never removed';",
        ),
    ]


class SealedEvent(models.Model):
    """The place of one event in the chain. Without its salt, what the event said of a family cannot be guessed from its hash.

    When what an event says of a family is destroyed, its salt goes with it and `commitment`, until then worked out from both, is
    kept instead, so that the chain still holds (docs/adr/0011-sealed-audit.md).
    """

    seq = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField(null=True)
    chain = models.BinaryField()

    care = Care(
        _READ_BY_GOVERNANCE, Audited.IS_THE_AUDIT, AUDIT_TRAIL, Extracted.NEVER,
        {"seq": Tag.PLAIN, "event_id": Tag.REFERENCE, "salt": Tag.SECRET, "commitment": Tag.PLAIN, "chain": Tag.PLAIN},
    )  # fmt: skip

    class Meta:
        triggers = NeverChanged.TRIGGERS


class Seal(models.Model):
    """A signature over the events from `first` to `last`, and by the chain over all before them."""

    number = models.BigIntegerField(primary_key=True)
    format = models.SmallIntegerField()
    at = models.DateTimeField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    previous = models.BinaryField()
    head = models.BinaryField()
    root = models.BinaryField()
    # Every transaction below this number had ended, in that cluster: what is found below it later was put there.
    horizon = models.BigIntegerField()
    cluster = models.CharField(max_length=20)
    key = models.CharField(max_length=16)
    signature = models.BinaryField()

    care = Care(
        _READ_BY_GOVERNANCE, Audited.IS_THE_AUDIT, AUDIT_TRAIL, Extracted.NEVER,
        dict.fromkeys((
            "number", "format", "at", "first", "last", "previous", "head", "root", "horizon", "cluster", "key", "signature",
        ), Tag.PLAIN),
    )  # fmt: skip

    class Meta:
        triggers = NeverChanged.TRIGGERS
