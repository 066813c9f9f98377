"""Needs by the words of the national outcomes: what shows each, that it was met, that it lasted, and that it came back."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.core.dates import show_date, today
from onestory.core.errors import Invalid
from onestory.people.models import Family, Person
from onestory.support import outcomes
from onestory.support.actions.walking import Changed, locked, must_write, note, past, said
from onestory.support.models import Goal, Need, NeedEvidence
from onestory.support.need_states import BACK, OPEN, STATES

NOUN = "need"
LASTS = timedelta(weeks=26)
"""How long it stays met before it has lasted: half a year, as authorities read the programme's rule."""
_ASK = "Write what shows it, in words the family could read."


@transaction.atomic
def write_down(
    *, by: Viewer, family: Family, code: str, evidence: str, person: Person | None = None, goal: Goal | None = None,
    owner: Account | None = None, on: date | None = None,
) -> Need:  # fmt: skip
    """Raises NotThere for a code the table has not, and Invalid for one that stands already of the same person."""
    must_write(by)
    kind = outcomes.kind(code)
    if kind.section not in family.sections_open_to(by):
        raise Invalid("Choose a need from the list.", "code")
    standing = Need.objects.filter(family=family, code=code, person=person, state__in=(OPEN, BACK))
    if standing.exists():
        raise Invalid("This need is written down already. Add to it what you have seen.", "code")
    day = past(on)
    made = Need(
        family=family, person=person, code=code, table_version=outcomes.NEWEST, section=kind.section, goal=goal,
        owner_id=owner.pk if owner else by.account_id, identified_on=day, since=day,
    )  # fmt: skip
    made.save(force_insert=True)
    _show(made, evidence, by=by, on=day)
    title = f"A need was written down: {kind.plain[0].lower()}{kind.plain[1:]}"
    _note(made, act="needs.write_down", before="", title=title, by=by, on=day)
    return made


@transaction.atomic
def add_evidence(*, by: Viewer, need: Need, text: str, on: date | None = None) -> NeedEvidence:
    must_write(by)
    return _show(need, text, by=by, on=past(on))


@transaction.atomic
def tie(*, by: Viewer, need: Need, goal: Goal | None) -> Need:
    """To what the family wants; or to nothing, where it is about nothing they said."""
    standing = locked(need, by=by)
    if goal and goal.family_id != standing.family_id:
        raise Invalid("Choose a goal of this family.", "goal")
    standing.goal = goal
    standing.save(update_fields=["goal"])
    _note(standing, act="needs.tie", before=standing.state, by=by)
    return standing


@transaction.atomic
def achieve(*, by: Viewer, need: Need, evidence: str, on: date | None = None) -> Need:
    """It is met, from a day on, with what shows it."""
    standing = locked(need, by=by)
    day = past(on)
    before, standing.state = standing.state, STATES.after(standing.state, "needs.achieve")
    if day < standing.identified_on:
        raise Invalid("It was written down later than that. Check the date.", "on")
    standing.achieved_on = standing.since = day
    standing.save(update_fields=["state", "achieved_on", "since"])
    _show(standing, evidence, by=by, on=day)
    _note(standing, act="needs.achieve", before=before, by=by, on=day, title=_of(standing, "is met"))
    return standing


@transaction.atomic
def sustain(*, by: Viewer, need: Need, evidence: str, on: date | None = None) -> Need:
    """It has lasted. Raises Invalid before half a year has gone by."""
    standing = locked(need, by=by)
    day = past(on)
    before, standing.state = standing.state, STATES.after(standing.state, "needs.sustain")
    assert standing.achieved_on, "only what was met can last"
    if day < standing.achieved_on + LASTS:
        raise Invalid(f"Half a year is over on {show_date(standing.achieved_on + LASTS)}. Ask again then.", "on")
    standing.sustained_on = standing.since = day
    standing.save(update_fields=["state", "sustained_on", "since"])
    _show(standing, evidence, by=by, on=day)
    _note(standing, act="needs.sustain", before=before, by=by, on=day, title=_of(standing, "is met, and has lasted"))
    return standing


@transaction.atomic
def come_back(*, by: Viewer, need: Need, evidence: str, on: date | None = None) -> Need:
    """It was met, and is there again: open from now on, and somebody looks at it. When it was met stays in what changed."""
    standing = locked(need, by=by)
    before, standing.state = standing.state, STATES.after(standing.state, "needs.come_back", reason=evidence)
    standing.achieved_on, standing.sustained_on, standing.since = None, None, past(on)
    standing.save(update_fields=["state", "achieved_on", "sustained_on", "since"])
    _show(standing, evidence, by=by, on=standing.since)
    _note(standing, act="needs.come_back", before=before, by=by, on=standing.since, title=_of(standing, "came back"))
    return standing


@transaction.atomic
def look_at(*, by: Viewer, need: Need, what_now: str) -> Need:
    """What came back was looked at, and this is what is done about it now."""
    standing = locked(need, by=by)
    before, standing.state = standing.state, STATES.after(standing.state, "needs.look_at")
    standing.since = today()
    standing.save(update_fields=["state", "since"])
    _show(standing, what_now, by=by, on=standing.since)
    _note(standing, act="needs.look_at", before=before, by=by)
    return standing


def _of(need: Need, what: str) -> str:
    return f"{outcomes.kind(need.code, version=need.table_version).plain}: this {what}"


def _show(need: Need, text: str, *, by: Viewer, on: date) -> NeedEvidence:
    made = NeedEvidence(
        family_id=need.family_id, need=need, section=need.section, text=said(text, field="evidence", ask=_ASK), on=on,
        written_by_id=by.account_id,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def _note(need: Need, *, act: str, before: str, by: Viewer, on: date | None = None, title: str = "") -> None:
    changed = Changed(act=act, noun=NOUN, before=before, after=need.state, section=need.section, on=on, title=title)
    note(need, changed, by=by)
