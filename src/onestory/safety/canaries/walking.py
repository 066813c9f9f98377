"""Walking alongside the protected family: a token in everything that is written of it."""

from __future__ import annotations

from datetime import timedelta

from onestory.access.sections import Section
from onestory.core.dates import today
from onestory.safety import ended
from onestory.safety.canaries.planting import OPEN, Planted, of
from onestory.support import outcomes, planning
from onestory.support.actions import (
    consultations,
    episodes,
    goals,
    introductions,
    leads,
    needs,
    plan_steps,
    plans,
    reviews,
    wins,
)
from onestory.support.actions.episodes import Farewell
from onestory.support.actions.goals import Wanted
from onestory.support.actions.introductions import Whom
from onestory.support.actions.leads import Asked
from onestory.support.actions.plan_steps import Whose
from onestory.support.actions.plans import Seen
from onestory.support.actions.reviews import Heard
from onestory.support.models import Episode, PlanShown, Review


def plant(p: Planted) -> None:
    _walked(p)
    _led(p)
    _planned(p)
    _needed(p)
    _introduced(p)


def _walked(p: Planted) -> None:
    """Once until it ended, and now again."""
    before = Episode.objects.filter(family=p.family, state="walking").first()
    if before:
        # What the addresses that are tried were made with.
        bye = Farewell(why="So they said", family_view="Good", stays_in_place="Each other")
        ended.end(before, bye, by=p.by)
    begun = episodes.begin(by=p.by, family=p.family, level="targeted", why=p.token("episode: what for", OPEN))
    first = Review.objects.filter(episode=begun).order_by("due_on")[0]
    heard = {one: p.token(f"review: {one}", OPEN) for one in ("family_view", "who_was_there", "better", "harder")}
    reviews.hold(by=p.by, review=first, heard=Heard(**heard))
    episodes.step(
        by=p.by, episode=begun, to="specialist", reason=p.token("episode: why it stepped", of(Section.SHARED))
    )
    said = {one: p.token(f"episode: {one}", OPEN) for one in ("why", "family_view", "stays_in_place")}
    over = ended.end(begun, Farewell(**said), by=p.by)
    episodes.come_back(by=p.by, family=p.family, ended=over, why=p.token("episode: why they came back", OPEN))


def _led(p: Planted) -> None:
    asked = Asked(answer="chose", reason=p.token("lead: reason", OPEN), words=p.token("lead: words", OPEN))
    leads.choose(by=p.by, member=p.family.circle.all()[0], asked=asked)


def _planned(p: Planted) -> None:
    mother = p.person("mother")
    wanted = Wanted(**{one: p.token(f"goal: {one}", OPEN) for one in ("words", "why", "how_we_know")})
    goal = goals.write(by=p.by, family=p.family, wanted=wanted, said_by=mother)
    what = p.token("step of the plan", OPEN)
    due_on = today() + timedelta(days=7)
    plan_steps.add(by=p.by, goal=goal, what=what, whose=Whose(person=mother), due_on=due_on)
    seen = Seen(
        by=mother,
        how="together",
        with_whom=p.token("plan: who else saw it", OPEN),
        words=p.token("plan: their words", OPEN),
    )
    plans.agree(by=p.by, family=p.family, seen=seen, digest=planning.plan(p.by, p.family).digest)
    wins.write(by=p.by, family=p.family, words=p.token("small win", OPEN))
    _on_pages(p)


def _on_pages(p: Planted) -> None:
    """On hers something is not right, as she said there herself; what is on his is open to him and to those alongside."""
    his = p.token("the plan on the father’s page", OPEN, frozenset({"fathers_page"}))
    hers = p.token("the plan on the mother’s page", OPEN)
    said = {"state": "not_right", "answered_on": today(), "words": p.token("what is not right, she said", OPEN)}
    for who, words, more in (("mother", hers, said), ("father", his, {})):
        goal = {"words": words, "why": "", "how_we_know": "", "state": "wanted", "steps": []}
        PlanShown(
            family=p.family, person=p.person(who), content={"goals": [goal]}, shown_on=today(),
            shown_by_id=p.by.account_id, owner_id=p.by.account_id, **more,
        ).save(force_insert=True)  # fmt: skip


def _needed(p: Planted) -> None:
    """One of each section that a need may be of."""
    for code in ("1.5", "3.3", "5.2", "10.2"):
        open_to = of(outcomes.kind(code).section)
        needs.write_down(by=p.by, family=p.family, code=code, evidence=p.token(f"need {code}: evidence", open_to))


def _introduced(p: Planted) -> None:
    whom = Whom(name=p.token("introduced: who", OPEN), role="Helper", why=p.token("introduced: what for", OPEN))
    introductions.offer(by=p.by, family=p.family, whom=whom, family_words=p.token("introduced: their yes", OPEN))
    question, answer = p.token("consultation: asked", OPEN), p.token("consultation: answered", OPEN)
    asked = consultations.ask(by=p.by, family=p.family, whom="The sleep clinic", question=question)
    consultations.answer(by=p.by, consultation=asked, words=answer)
