"""Names in a ring, each said something about or not yet. It measures nothing: there is no more and no less, and no order."""

from collections.abc import Sequence
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 400, 400
REACH, SPOT = 140, 46


def draw(named: Sequence[tuple[str, bool]]) -> SafeString:
    """An SVG for print and black and white: with a double edge where something was said, with a dashed one where not."""
    said = [name for name, spoken in named if spoken]
    words = f"Something is written about: {', '.join(said)}" if said else "Nothing is written yet"
    turn = 2 * pi / max(len(named), 1)
    spots = ((_spot(name, spoken, turn * nth),) for nth, (name, spoken) in enumerate(named))
    return format_html(
        '<svg class="circle__drawing" viewBox="0 0 {} {}" role="img" aria-label="{}" fill="none" stroke="currentColor"'
        ' text-anchor="middle" font-size="15">{}</svg>',
        WIDTH, HEIGHT, words, format_html_join("", "{}", spots),
    )  # fmt: skip


def _spot(name: str, spoken: bool, angle: float) -> SafeString:
    x, y = round(WIDTH / 2 + REACH * sin(angle), 1), round(HEIGHT / 2 - REACH * cos(angle), 1)
    inner = format_html('<circle cx="{}" cy="{}" r="{}"/>', x, y, SPOT - 4) if spoken else ""
    dashes = "none" if spoken else "4 5"
    return format_html(
        '<circle cx="{}" cy="{}" r="{}" stroke-width="2" stroke-dasharray="{}"/>{}'
        '<text x="{}" y="{}" fill="currentColor" stroke="none">{}</text>',
        x, y, SPOT, dashes, inner, x, y + 5, name,
    )  # fmt: skip
