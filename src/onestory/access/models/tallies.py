"""What signing in must remember for a few minutes, whichever process answers next: tries, and codes that were used."""

from __future__ import annotations

from django.db import models

from onestory.core.care import WORKING, Audited, Care, Extracted, Tag, Wall


class Tally(models.Model):
    """Written by `config.remembering`. Its key is a digest made with the installation's secret, and so says nothing."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    ends_at = models.DateTimeField(db_index=True)

    care = Care(
        # Counted before anyone is signed in. Whoever can run statements of their own has no need to guess passwords.
        Wall(select="true", insert="true", update="true", delete="true"),
        Audited.NO, WORKING, Extracted.NEVER,
        {"key": Tag.PLAIN, "value": Tag.PLAIN, "ends_at": Tag.PLAIN},
    )  # fmt: skip

    def __str__(self) -> str:
        return self.key
