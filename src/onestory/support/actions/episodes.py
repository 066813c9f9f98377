"""Walking alongside a family at a level: beginning, stepping up and down, ending, and coming back.

Nobody leaves a circle by any of it. A person ends it, with a reason, the family's view and what stays in place; nothing else
does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.people.models import Family
from onestory.support import ending
from onestory.support.actions import circle, reviews
from onestory.support.actions.walking import Changed, must_write, note, past, said
from onestory.support.episode_states import ENDED, STATES, WALKING
from onestory.support.models import Episode

NOUN = "episode"
HEIGHT = {Episode.Level.UNIVERSAL: 0, Episode.Level.TARGETED: 1, Episode.Level.SPECIALIST: 2}
_AS_IT_ENDED = ["state", "ended_by", "ended_on", "ended_why", "family_view", "stays_in_place"]
_ONE_ALREADY = "Somebody walks alongside this family already. Step that up or down instead."


@dataclass(frozen=True, kw_only=True)
class Farewell:
    """Why it ends, what the family thinks of that, and what stays with them. All three are asked for."""

    why: str
    family_view: str
    stays_in_place: str


@transaction.atomic
def begin(
    *, by: Viewer, family: Family, level: str, why: str, owner: Account | None = None, on: date | None = None,
    request: UUID | None = None, follows: Episode | None = None,
) -> Episode:  # fmt: skip
    """From here on somebody answers for it (`owner`; whoever begins it, unless somebody else of the circle is named).

    Raises Invalid where it goes on already.
    """
    must_write(by)
    if level not in Episode.Level.values:
        raise Invalid("Choose how much help they need now.", "level")
    _in_circle(family, owner, by=by)
    made = Episode(
        family=family, level=level, why=said(why, field="why", ask="Write what the help is for, in their words."),
        owner_id=owner.pk if owner else by.account_id, started_on=past(on), request_id=request, follows=follows,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Invalid(_ONE_ALREADY) from None
    title = (
        f"We walk alongside them again: {_said(made)}" if follows else f"We began to walk alongside them: {_said(made)}"
    )
    note(made, Changed(act="episodes.begin", noun=NOUN, after=WALKING, title=title, on=made.started_on), by=by)
    reviews.set_the_first(by=by, episode=made)
    return made


@transaction.atomic
def step(*, by: Viewer, episode: Episode, to: str, reason: str, on: date | None = None) -> Episode:
    """Up or down to another level. The circle stays as it is: nobody comes or goes by it."""
    must_write(by)
    standing = _locked(episode)
    if to not in Episode.Level.values or to == standing.level:
        raise Invalid("Choose another level than the one it is at.", "level")
    before = Episode.Level(standing.level)
    up = HEIGHT[Episode.Level(to)] > HEIGHT[before]
    act = "episodes.step_up" if up else "episodes.step_down"
    STATES.after(standing.state, act, reason=reason)
    standing.level = to
    standing.save(update_fields=["level"])
    title = f"The help {'stepped up' if up else 'stepped down'}: {before.label.lower()} to {_said(standing)}"
    changed = Changed(
        act=act, noun=NOUN, before=before, after=to, reason=reason, title=title, on=past(on)
    )  # fmt: skip
    note(standing, changed, by=by)
    reviews.set_after_a_step(by=by, episode=standing, on=changed.on or today())
    return standing


@transaction.atomic
def hand_over(*, by: Viewer, episode: Episode, to: Account, reason: str) -> Episode:
    """Somebody else of the circle answers for it, and for its reviews, from now on."""
    must_write(by)
    standing = _locked(episode)
    STATES.after(standing.state, "episodes.hand_over", reason=reason)
    if to.pk == standing.owner_id:
        raise Invalid("They answer for it already.", "to")
    _in_circle(standing.family, to, by=by)
    standing.owner = to
    standing.save(update_fields=["owner"])
    reviews.give(by=by, episode=standing, to=to)
    title = f"{to.name} answers for the help now"
    note(
        standing,
        Changed(act="episodes.hand_over", noun=NOUN, before=WALKING, after=WALKING, reason=reason, title=title),
        by=by,
    )
    return standing


@transaction.atomic
def end(*, by: Viewer, family: Family, episode: Episode, farewell: Farewell, on: date | None = None) -> Episode:
    """A decision, by a person. Whoever is in the circle stays in it, and what is written stays.

    Raises Invalid where something is left that must be looked at first, such as a visit nobody has answered about.
    """
    must_write(by)
    standing = _locked(episode)
    STATES.after(standing.state, "episodes.end", reason=farewell.why)
    waiting = ending.reasons_not_to_end(by, family)
    if waiting:
        raise Invalid(" ".join(["It cannot end yet.", *waiting]))
    standing.state, standing.ended_by_id, standing.ended_on = ENDED, by.account_id, past(on)
    standing.ended_why = farewell.why.strip()
    standing.family_view = said(farewell.family_view, field="family_view", ask="Write what the family thinks of it.")
    standing.stays_in_place = said(
        farewell.stays_in_place,
        field="stays_in_place",
        ask="Write what stays with them: people, groups, whom they can ring.",
    )
    if standing.ended_on < standing.started_on:
        raise Invalid("It began later than that. Check the date.", "on")
    standing.save(update_fields=_AS_IT_ENDED)
    changed = Changed(
        act="episodes.end", noun=NOUN, before=WALKING, after=ENDED, reason=farewell.why, on=standing.ended_on,
        title="Support ended. The door stays open",
    )  # fmt: skip
    note(standing, changed, by=by)
    return standing


@transaction.atomic
def come_back(*, by: Viewer, family: Family, ended: Episode, why: str = "", on: date | None = None) -> Episode:
    """They are walked alongside again, as before: at the level it was at, with whoever is still in their circle."""
    if ended.state != ENDED:
        raise Invalid("This has not ended.")
    reason = why.strip() or f"They came back. What it was for: {ended.why}"
    return begin(by=by, family=family, level=ended.level, why=reason, on=on, follows=ended)


def _said(episode: Episode) -> str:
    return f"{Episode.Level(episode.level).label.lower()} help"


def _locked(episode: Episode) -> Episode:
    """As it stands now, and nobody else's to change until this is done."""
    found = Episode.objects.select_for_update().filter(pk=episode.pk).first()
    if found is None:
        # Ended rows are nobody's to change, and so not to lock either.
        STATES.after(ENDED, "episodes.end")
    assert found
    return found


def _in_circle(family: Family, owner: Account | None, *, by: Viewer) -> None:
    """Nobody of it leaves meanwhile."""
    circle.in_turn(family.pk)
    if owner and owner.pk != by.account_id and not family.circle.filter(account=owner, ends_on__isnull=True).exists():
        raise Invalid("Bring them into the circle first.", "owner")
