"""Words that whoever guesses a password for this network would try first."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError

# Documented in docs/reference/security-decisions.md; the network's own name joins them.
WORDS = ("onestory", "familyhubs", "familyhub", "earlyhelp", "beststart", "healthvisitor", "safeguarding", "welcome")
REST = 8
"""How many letters and digits a password must have besides such a word."""


class NotOneOfOurWords:
    """Refuses one of our words with a year behind it; lets it stand within a longer sentence."""

    def validate(self, password: str, user: object = None) -> None:
        plain = _plain(password)
        rest = plain
        for word in words():
            rest = rest.replace(word, "")
        if rest != plain and len(rest) < REST:
            raise ValidationError(
                "This is mostly a word that others here would guess. Add a few more words.", code="password_of_ours"
            )

    def get_help_text(self) -> str:
        return "It cannot be mostly the name of the network or of what it does."


def words() -> tuple[str, ...]:
    """The longest first, so that no part of one is left standing."""
    own = (_plain(settings.NETWORK_NAME), *(_plain(part) for part in settings.NETWORK_NAME.split()))
    return tuple(sorted({*WORDS, *(word for word in own if len(word) > 3)}, key=len, reverse=True))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())
