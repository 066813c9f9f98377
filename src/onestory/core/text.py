"""Small words between other words."""

from collections.abc import Iterable


def join_words(words: Iterable[str], last: str = "and") -> str:
    """Join as a person would say it: "a", "a and b", "a, b and c"."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return f"{', '.join(listed[:-1])} {last} {listed[-1]}"


def plural(count: int, one: str, many: str = "") -> str:
    """Count things in words: "1 child", "2 children", "1,204 people"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
