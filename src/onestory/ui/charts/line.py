"""A small line that says how something went: the newest value last. Always beside words that say the same."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

WIDTH, HEIGHT, EDGE = 96, 24, 3


def draw(*, hundredths: Sequence[float], words: str) -> SafeString:
    """From 0 at the foot to 100 at the top, so that two lines beside each other compare. `words` for those who hear it."""
    shown = list(hundredths)[-24:]
    if len(shown) < 2:
        return SafeString("")
    step = (WIDTH - 2 * EDGE) / (len(shown) - 1)
    places = [(EDGE + n * step, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * one / 100) for n, one in enumerate(shown)]
    return format_html(
        '<svg viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}" fill="none" stroke="currentColor">'
        '<path d="M{3} {4}H{5}" stroke-width="0.5" opacity=".5"/><polyline points="{6}" stroke-width="1.5"/>'
        '<circle cx="{7}" cy="{8}" r="2.5" fill="currentColor" stroke="none"/></svg>',
        WIDTH, HEIGHT, words, EDGE, HEIGHT - EDGE, WIDTH - EDGE, " ".join(f"{x:.1f},{y:.1f}" for x, y in places),
        f"{places[-1][0]:.1f}", f"{places[-1][1]:.1f}",
    )  # fmt: skip
