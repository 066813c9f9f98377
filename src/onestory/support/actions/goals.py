"""What the family wants, in their words: written down, reached, set aside and taken up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid
from onestory.people.models import Family, Person
from onestory.support.actions.walking import Changed, locked, must_write, note, past, said
from onestory.support.goal_states import STATES, WANTED
from onestory.support.models import Goal

NOUN = "goal"
_ASK = "Write what they want, in their words."


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """In their words: what they want, why it matters to them, and how they will know."""

    words: str
    why: str = ""
    how_we_know: str = ""


@transaction.atomic
def write(*, by: Viewer, family: Family, wanted: Wanted, said_by: Person | None = None, on: date | None = None) -> Goal:
    """Raises Invalid where the very same is wanted already, as when a button was pressed twice."""
    must_write(by)
    words = said(wanted.words, field="words", ask=_ASK)
    if Goal.objects.filter(family=family, words=words, state=WANTED).exists():
        raise Invalid("This is in the plan already.", "words")
    made = Goal(
        family=family, words=words, why=wanted.why.strip(), how_we_know=wanted.how_we_know.strip(), said_by_person=said_by,
        written_on=past(on),
    )  # fmt: skip
    made.save(force_insert=True)
    note(made, Changed(act="goals.write", noun=NOUN, after=WANTED, on=made.written_on), by=by)
    return made


@transaction.atomic
def reword(*, by: Viewer, goal: Goal, wanted: Wanted) -> Goal:
    """Said in other words. What was agreed before stays in its version as it was."""
    standing = locked(goal, by=by)
    STATES.after(standing.state, "goals.reword")
    was = standing.words
    standing.words = said(wanted.words, field="words", ask=_ASK)
    standing.why, standing.how_we_know = wanted.why.strip(), wanted.how_we_know.strip()
    standing.save(update_fields=["words", "why", "how_we_know"])
    note(standing, Changed(act="goals.reword", noun=NOUN, before=WANTED, after=WANTED, reason=was), by=by)
    return standing


def reach(*, by: Viewer, goal: Goal, on: date | None = None) -> Goal:
    return _turn(by=by, goal=goal, act="goals.reach", on=on, title="A goal of the plan was reached")


def set_aside(*, by: Viewer, goal: Goal, reason: str) -> Goal:
    """It stays in the record with the reason, and can be taken up again."""
    return _turn(by=by, goal=goal, act="goals.set_aside", reason=reason)


def take_up(*, by: Viewer, goal: Goal, reason: str) -> Goal:
    return _turn(by=by, goal=goal, act="goals.take_up", reason=reason)


@transaction.atomic
def _turn(*, by: Viewer, goal: Goal, act: str, reason: str = "", on: date | None = None, title: str = "") -> Goal:
    standing = locked(goal, by=by)
    before, standing.state = standing.state, STATES.after(standing.state, act, reason=reason)
    standing.save(update_fields=["state"])
    changed = Changed(act=act, noun=NOUN, before=before, after=standing.state, reason=reason, title=title, on=past(on))
    note(standing, changed, by=by)
    return standing
