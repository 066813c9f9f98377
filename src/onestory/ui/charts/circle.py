"""The circle of support as a drawing: the family in the middle, and around it who is alongside them.

Drawn on the server, so that it prints. Nothing rests on colour: the family's own people are round, workers square, volunteers
square with a dashed edge, the lead filled in with a double edge. It is always shown beside a list that says the same.
"""

from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from onestory.core.text import plural
from onestory.ui.parts import Circle, Person, initials, without_the

WIDTH, HEIGHT = 400, 400
MIDDLE_X, MIDDLE_Y = WIDTH / 2, HEIGHT / 2 - 2
REACH = 146
SHOWN = 12
RING = 54
LETTER = 0.66  # of its height: as wide as a letter of the widest font we ask for
_DASHED = mark_safe(' stroke-dasharray="6 4"')
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "dr", "auntie", "aunt", "uncle", "nan", "nana", "grandma", "grandad"))


@dataclass(frozen=True)
class _Placed:
    person: Person
    x: float
    y: float


def draw(*, circle: Circle) -> SafeString:
    """An SVG of at most twelve people; the list beside it names everyone."""
    placed = _around(circle.people[:SHOWN])
    return format_html(
        '<svg class="circle__drawing" viewBox="0 0 {} {}" role="img" aria-label="{}" '
        'fill="none" stroke="currentColor" text-anchor="middle" font-size="15">{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        _in_words(circle),
        format_html_join("", "{}", ((_thread(each),) for each in placed)),
        _family(circle.family),
        format_html_join("", "{}", ((_figure(each),) for each in placed)),
    )


def _around(people: tuple[Person, ...]) -> list[_Placed]:
    """Evenly round the family, from the top, clockwise."""
    turn = 2 * pi / max(len(people), 1)
    return [
        _Placed(person, MIDDLE_X + REACH * sin(turn * n), MIDDLE_Y - REACH * cos(turn * n))
        for n, person in enumerate(people)
    ]


def _thread(placed: _Placed) -> SafeString:
    return format_html(
        '<path d="M{} {}L{} {}" stroke-width="{}" opacity=".55"/>',
        _near(MIDDLE_X),
        _near(MIDDLE_Y),
        _near(placed.x),
        _near(placed.y),
        "3" if placed.person.lead else "1.2",
    )


def _family(name: str) -> SafeString:
    return format_html(
        '<circle cx="{0}" cy="{1}" r="{2}" fill="#fff" stroke-width="2.5"/>'
        '<g fill="currentColor" stroke="none" font-weight="600">{3}</g>',
        _near(MIDDLE_X),
        _near(MIDDLE_Y),
        RING,
        format_html_join("", '<text x="{}" y="{}" font-size="{}">{}</text>', _lines(name)),
    )


def _lines(name: str) -> list[tuple[str, str, str, str]]:
    """A long name on up to three lines, and small enough to stay inside its ring."""
    lines = wrap(_capital(without_the(name)), width=10, max_lines=3, placeholder="…")
    furthest = 9 * (len(lines) - 1) + 8
    across = 2 * sqrt(RING**2 - furthest**2) - 6
    size = min(15.0, across / (LETTER * max(map(len, lines), default=1)))
    top = MIDDLE_Y + 5 - 9 * (len(lines) - 1)
    return [(_near(MIDDLE_X), _near(top + 18 * n), _near(size), line) for n, line in enumerate(lines)]


def _called(name: str) -> str:
    """What one would call across a room: a first name, "Mrs Adair", "Kinship morning"."""
    known = without_the(name)
    words = known.split()
    if known == name.strip():
        known = " ".join(words[: 2 if words and words[0].rstrip(".").casefold() in _TITLES else 1])
    return _short(_capital(known), 16)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _figure(placed: _Placed) -> SafeString:
    lead, x, y = placed.person.lead, placed.x, placed.y
    called = _called(placed.person.name) + (", lead" if lead else "")
    return format_html(
        "{}{}"
        '<text x="{}" y="{}" fill="{}" stroke="none" font-weight="600">{}</text>'
        # A white edge keeps a name legible where a thread runs behind it.
        '<text x="{}" y="{}" fill="#1b2a2c" stroke="#fff" stroke-width="5" paint-order="stroke" '
        'font-size="14">{}</text>',
        _edge(x, y, 29, placed.person, fill="none") if lead else "",
        _edge(x, y, 24, placed.person, fill="currentColor" if lead else "#fff"),
        _near(x),
        _near(y + 5),
        "#fff" if lead else "currentColor",
        initials(placed.person.name),
        _near(_inside(x, called)),
        _near(_beside(y, 29 if lead else 24)),
        called,
    )


def _inside(x: float, words: str) -> float:
    """Moved in from the edge where its words would be cut off."""
    half = LETTER * 14 * len(words) / 2
    return min(max(x, half), WIDTH - half)


def _beside(y: float, reach: int) -> float:
    """Under the figure, or above it at the very top, where the thread runs down."""
    return y - reach - 7 if y < MIDDLE_Y - REACH * 0.95 else y + reach + 17


def _edge(x: float, y: float, reach: int, person: Person, *, fill: str) -> SafeString:
    if person.kind in ("worker", "volunteer"):
        return format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" rx="9" fill="{}" stroke-width="1.8"{}/>',
            _near(x - reach),
            _near(y - reach),
            reach * 2,
            reach * 2,
            fill,
            _DASHED if person.kind == "volunteer" else "",
        )
    return format_html('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke-width="1.8"/>', _near(x), _near(y), reach, fill)


def _in_words(circle: Circle) -> str:
    leads = [person.name for person in circle.people if person.lead]
    lead = f", with {leads[0]} as lead" if leads else ""
    people = plural(len(circle.people), "person", "people")
    return f"Drawing of the circle around {circle.family}: {people}{lead}. The list says the same."


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _near(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
