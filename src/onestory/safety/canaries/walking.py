"""Walking alongside the protected family: a token in everything that is written of it."""

from __future__ import annotations

from onestory.access.sections import Section
from onestory.safety.canaries.planting import OPEN, Planted, of
from onestory.support.actions import episodes, leads, reviews
from onestory.support.actions.episodes import Farewell
from onestory.support.actions.leads import Asked
from onestory.support.actions.reviews import Heard
from onestory.support.models import Review


def plant(p: Planted) -> None:
    _walked(p)
    _led(p)


def _walked(p: Planted) -> None:
    """Once until it ended, and now again."""
    begun = episodes.begin(by=p.by, family=p.family, level="targeted", why=p.token("episode: what for", OPEN))
    first = Review.objects.filter(episode=begun).order_by("due_on")[0]
    heard = {one: p.token(f"review: {one}", OPEN) for one in ("family_view", "who_was_there", "better", "harder")}
    reviews.hold(by=p.by, review=first, heard=Heard(**heard))
    episodes.step(
        by=p.by, episode=begun, to="specialist", reason=p.token("episode: why it stepped", of(Section.SHARED))
    )
    said = {one: p.token(f"episode: {one}", OPEN) for one in ("why", "family_view", "stays_in_place")}
    ended = episodes.end(by=p.by, family=p.family, episode=begun, farewell=Farewell(**said))
    episodes.come_back(by=p.by, family=p.family, ended=ended, why=p.token("episode: why they came back", OPEN))


def _led(p: Planted) -> None:
    asked = Asked(answer="chose", reason=p.token("lead: reason", OPEN), words=p.token("lead: words", OPEN))
    leads.choose(by=p.by, member=p.family.circle.all()[0], asked=asked)
