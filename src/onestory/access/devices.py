"""What kind of device a browser says it is on, in words somebody would recognise as theirs. Nothing finer is kept."""

from __future__ import annotations

UNKNOWN = "Another device"
# The first that fits: an Android tablet says Android and not Mobile, an iPhone says also that it is like a Mac.
KINDS = (
    (("iPhone",), "iPhone"),
    (("iPad",), "iPad"),
    (("Android", "Mobile"), "Android phone"),
    (("Android",), "Android tablet"),
    (("Windows",), "Windows computer"),
    (("CrOS",), "Chromebook"),
    (("Macintosh",), "Mac"),
    (("Linux",), "Linux computer"),
)


def in_words(user_agent: str) -> str:
    return next((words for signs, words in KINDS if all(sign in user_agent for sign in signs)), UNKNOWN)
