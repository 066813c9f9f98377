"""Looking together at how it goes. While somebody walks alongside a family there is always a next day on which to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from onestory.access.models import Account
from onestory.access.viewer import Viewer
from onestory.core.dates import show_date, today
from onestory.core.errors import Invalid
from onestory.core.working_days import from_day
from onestory.support.actions.walking import Changed, must_write, note, past, said
from onestory.support.episode_states import WALKING
from onestory.support.models import Episode, Review
from onestory.support.review_states import DUE, HELD, STATES

NOUN = "review"
Kind = Review.Kind
AFTER = {Kind.START: timedelta(weeks=2), Kind.MID: timedelta(weeks=12), Kind.END: timedelta(weeks=24)}
AFTER_A_STEP, NEXT = timedelta(weeks=6), timedelta(weeks=12)
TITLES = {Kind.START: "how it begins", Kind.MID: "how it goes", Kind.END: "whether it may end"}


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What was said when it was held. Without the family's view it was not held."""

    family_view: str
    who_was_there: str = ""
    better: str = ""
    harder: str = ""


def set_the_first(*, by: Viewer, episode: Episode) -> None:
    for kind, after in AFTER.items():
        _set(by=by, episode=episode, kind=kind, due_on=from_day(episode.started_on + after))


def set_after_a_step(*, by: Viewer, episode: Episode, on: date) -> None:
    """Sooner than was planned, where it was planned later."""
    wanted = from_day(on + AFTER_A_STEP)
    if not episode.reviews.filter(state=DUE, due_on__lte=wanted, due_on__gte=on).exists():
        _set(by=by, episode=episode, kind=Kind.MID, due_on=wanted)


def _set(*, by: Viewer, episode: Episode, kind: str, due_on: date) -> Review:
    made = Review(family_id=episode.family_id, episode=episode, kind=kind, due_on=due_on, owner_id=episode.owner_id)
    made.save(force_insert=True)
    note(made, Changed(act="reviews.set", noun=NOUN, after=DUE, on=min(episode.started_on, today())), by=by)
    return made


@transaction.atomic
def move(*, by: Viewer, review: Review, to: date, reason: str) -> Review:
    """Another day, with the reason; and not one that has passed."""
    must_write(by)
    standing = _locked(review)
    STATES.after(standing.state, "reviews.move", reason=reason)
    if to < today():
        raise Invalid("That day has passed. Choose one that is to come.", "to")
    was, standing.due_on = standing.due_on, to
    standing.save(update_fields=["due_on"])
    moved = f"From {show_date(was)} to {show_date(to)}. {reason.strip()}"
    note(standing, Changed(act="reviews.move", noun=NOUN, before=DUE, after=DUE, reason=moved), by=by)
    return standing


@transaction.atomic
def hold(*, by: Viewer, review: Review, heard: Heard, on: date | None = None, next_on: date | None = None) -> Review:
    """It was held, with the family. The next one is set where none is: on `next_on`, or in twelve weeks."""
    must_write(by)
    standing = _locked(review)
    before, standing.state = standing.state, STATES.after(standing.state, "reviews.hold")
    standing.held_on, standing.who_was_there = past(on), heard.who_was_there.strip()
    standing.better, standing.harder = heard.better.strip(), heard.harder.strip()
    standing.family_view = said(
        heard.family_view, field="family_view", ask="Write what the family says of how it goes."
    )
    standing.save(update_fields=["state", "held_on", "who_was_there", "better", "harder", "family_view"])
    title = f"We looked together at {TITLES[Kind(standing.kind)]}"
    note(
        standing,
        Changed(act="reviews.hold", noun=NOUN, before=before, after=HELD, title=title, on=standing.held_on),
        by=by,
    )
    _set_the_next(by=by, episode=standing.episode, held=standing.held_on, wanted=next_on)
    return standing


def _set_the_next(*, by: Viewer, episode: Episode, held: date, wanted: date | None) -> None:
    if wanted and wanted <= held:
        raise Invalid("The next one is after this one. Check the date.", "next_on")
    waiting = episode.reviews.filter(state=DUE)
    if episode.state == WALKING and (wanted or not waiting.exists()):
        _set(by=by, episode=episode, kind=Kind.MID, due_on=wanted or from_day(held + NEXT))


def give(*, by: Viewer, episode: Episode, to: Account) -> None:
    """Those that are due go with whoever answers for the help."""
    episode.reviews.filter(state=DUE).update(owner=to)


def _locked(review: Review) -> Review:
    found = Review.objects.select_for_update().filter(pk=review.pk).first()
    if found is None:
        STATES.after(HELD, "reviews.hold")
    assert found
    return found
