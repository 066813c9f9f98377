"""How the workspace words what it shows of people, days and sections. Asks nothing of the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from onestory.access.sections import Section
from onestory.core.dates import LONDON, show_date, show_day, show_time
from onestory.core.text import join_words, plural
from onestory.people import naming
from onestory.people.models import Membership

WHO_MAY_SEE = {
    Section.SHARED: "Everybody in the circle",
    Section.HEALTH: "Those in the circle who may see health",
    Section.HOME: "Those in the circle who may see money and home",
    Section.SAFEGUARDING: "Only those who may see what is written about safety",
    Section.YOUNG_PERSON: "Only the young person’s own helper",
}
"""The sections something can be written in. A confidential address is hidden by itself, and is no kind of writing."""


def name_of(membership: Membership) -> str:
    return naming.usual(membership.person.all_names)


def first_name(name: str) -> str:
    return name.split(" ")[0]


def age_of(membership: Membership, *, on: date) -> str:
    """ "7 years", "due 4 May 2027"; empty where nobody has said, and for somebody who has died."""
    person = membership.person
    if person.died:
        return f"died {person.died.show()}"
    if person.born:
        return person.born.age_words(on)
    return f"due {show_date(person.due_on)}" if person.due_on else ""


def everyone(members: Sequence[Membership], *, on: date) -> str:
    """ "Ada, Chidi (7 years) and a baby due 4 May 2027"."""
    return join_words([_briefly(member, on=on) for member in members])


def _briefly(member: Membership, *, on: date) -> str:
    name, age = first_name(name_of(member)), age_of(member, on=on)
    grown = member.role not in (Membership.Role.CHILD, Membership.Role.EXPECTED)
    return name if grown or not age else f"{name} ({age})"


def lately(moment: datetime | None, *, on: date) -> str:
    """How long since anybody wrote: "today", "3 weeks ago"."""
    if moment is None:
        return "not yet"
    days = (on - moment.astimezone(LONDON).date()).days
    if days < 2:
        return show_day(moment, on=on)
    if days < 14:
        return f"{days} days ago"
    return f"{plural(days // 7, 'week')} ago" if days < 70 else f"{plural(days // 30, 'month')} ago"


def moment(at: datetime, *, time_known: bool) -> str:
    return f"{show_date(at)}, {show_time(at)}" if time_known else show_date(at)


def open_sections(sections: Iterable[str]) -> list[tuple[str, str]]:
    """Choices of who may see what is being written: never more than the writer sees themselves."""
    seen = set(sections)
    return [(str(section), words) for section, words in WHO_MAY_SEE.items() if section in seen]


def lives_here(member: Membership) -> str:
    share = member.lives_here_share
    # Of a child who died, "does not live here" is true, and nothing a parent should read.
    if share is None or member.person.died:
        return ""
    if share in (0, 100):
        return "Lives here" if share else "Does not live here"
    return f"Lives here about {round(share / 10)} nights in 10"
