"""Doing it differently, and what was learnt by it: shared without the family, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.audit.actions import events
from onestory.core import news
from onestory.core.dates import LONDON
from onestory.core.errors import Invalid, NotThere
from onestory.people import queries as people
from onestory.people.models import Family
from onestory.support import queries as support
from onestory.support.actions.circle import called
from onestory.support.models import Difference, Learning, Mention

SHORT_NAME = 2
"""Names of so few letters are common words as well ("an", "my"): they are looked for with a capital letter alone."""

# Words of names that are no names: "The Hobbs family", "Nana Bea", "next door".
_NO_NAMES = frozenset(
    {"the", "family", "and", "nana", "nan", "gran", "mum", "dad", "baby", "auntie", "uncle", "not", "from"}
)
_LEADS_TO_SOMEBODY = re.compile(r"[\w.+-]+@[\w.-]+|\d[\d ]{4,}\d|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)


@dataclass(frozen=True)
class NewDifference:
    what: str
    why: str
    agreed_with: str
    section: str = Section.SHARED


@transaction.atomic
def begin(*, by: Viewer, family: Family, new: NewDifference) -> Difference:
    """Something is done otherwise than usual, because this family needs it so."""
    _may_write(by)
    needed = (
        (new.what, "what", "Write what you do differently."), (new.why, "why", "Write why, for this family."),
        (new.agreed_with, "agreed_with", "Write who agreed: the family, and whoever answers for the rule."),
    )  # fmt: skip
    for said, box, missing in needed:
        if not said.strip():
            raise Invalid(missing, box)
    made = Difference(
        family=family, what=new.what.strip(), why=new.why.strip(), agreed_with=new.agreed_with.strip(),
        section=new.section, written_by_id=by.account_id,
    )  # fmt: skip
    made.save(force_insert=True)
    events.record(by=by, action="differences.begin", family=family.pk, subject=made, fields=[new.section])
    told = "We do something differently for you"
    news.tell(news.Happened(by=by, act="differences.begin", family=family.pk, title=told, section=new.section))
    return made


@transaction.atomic
def look_back(*, by: Viewer, difference: Difference, happened: str, learnt: str, now: datetime) -> None:
    """What came of it, in words."""
    _may_write(by)
    if not happened.strip():
        raise Invalid("Write what happened.", "happened")
    difference.happened, difference.learnt, difference.looked_back_at = happened.strip(), learnt.strip(), now
    difference.save(update_fields=["happened", "learnt", "looked_back_at"])
    events.record(
        by=by,
        action="differences.look_back",
        family=difference.family_id,
        subject=difference,
        fields=[difference.section],
    )


@transaction.atomic
def share(*, by: Viewer, family: Family, difference: Difference, text: str, about: str, now: datetime) -> Learning:
    """What was learnt goes to everybody who walks alongside families, in words written for them.

    Refused while anything in it leads to the family or to whoever is around them. Raises Invalid, naming the word.
    """
    _may_write(by)
    if difference.learning_id:
        raise Invalid("It has been shared already.", "text")
    if not text.strip():
        raise Invalid("Write what others can learn from it.", "text")
    if about not in Learning.About.values:
        raise Invalid("Choose what it is about.", "about")
    found = leads_to(by, family, text)
    if found:
        raise Invalid(f"“{found}” could lead to this family. Say it without.", "text")
    made = Learning(about=about, text=text.strip(), shared_on=now.astimezone(LONDON).date().replace(day=1))
    made.save(force_insert=True)
    difference.learning_id = made.pk
    difference.save(update_fields=["learning_id"])
    # Of which words it is of is said by the family's own row alone.
    events.record(by=by, action="differences.share", family=family.pk, subject=difference)
    return made


def leads_to(by: Viewer, family: Family, text: str) -> str:
    """The first word that names somebody of the family or around it, or reaches somebody; empty where none does."""
    direct = _LEADS_TO_SOMEBODY.search(text)
    if direct:
        return direct[0]
    said = {word.casefold(): word for word in re.findall(r"[^\W\d_]+", text)}
    # "The Hobbses" and "Ada's" lead to somebody as well.
    several = (name + ending for name in sorted(_names_around(by, family)) for ending in ("", "s", "es"))
    found = (said[name] for name in several if name in said)
    return next((word for word in found if len(word) > SHORT_NAME or word[0].isupper()), "")


def _names_around(by: Viewer, family: Family) -> set[str]:
    members = [name for place in people.members(by, family) for name in place.person.all_names]
    whole = [
        family.name, *people.names_in(by, family).values(), *(called(one) for one in support.circle(by, family)),
        *(f"{name.given} {name.middle} {name.family}" for name in members), *_marked(family),
    ]  # fmt: skip
    words = (word.casefold() for name in whole for word in re.findall(r"[^\W\d_]+", name))
    return {word for word in words if len(word) >= SHORT_NAME and word not in _NO_NAMES}


def _marked(family: Family) -> list[str]:
    """Others who were marked as named in what was written."""
    found = Mention.objects.filter(family=family).select_related("entry").order_by("-created_at")[:500]
    return [one.entry.text[one.begins : one.ends] for one in found]


def _may_write(by: Viewer) -> None:
    if not by.may(May.WRITE):
        raise NotThere("writing")
