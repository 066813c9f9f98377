"""What waits for the people who are shown, beside what their stories bring: a plan to answer, a draft, a colleague away."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from onestory.access.models import Account, Team
from onestory.access.viewer import Viewer, acting_as
from onestory.core.dates import today
from onestory.core.ids import uuid7
from onestory.people import queries
from onestory.people.models import Family
from onestory.story.actions import drafts
from onestory.support import own_plans
from onestory.support.actions import deputies, goals, plan_steps, tasks, wins, worries
from onestory.support.actions import own_plans as pages
from onestory.support.actions.goals import Wanted
from onestory.support.actions.plan_steps import Whose
from onestory.support.models import Deputy, Goal, Worry

Staff = dict[str, Account]


def set_up(staff: Staff) -> None:
    """Once; a step that was done is not done again."""
    _plan_on_her_page(staff["parent_engagement"])
    _a_worry_that_ended(staff["family_support_north"])
    _a_day_of(staff["family_support"], away=staff["family_support_north"])


def _plan_on_her_page(worker: Account) -> None:
    """Kerensa Rowe reads it there, and has not answered yet."""
    with acting_as(worker) as viewer:
        family = _family(viewer, "The Rowe family")
        if Goal.objects.filter(family=family).exists():
            return
        names = queries.names_in(viewer, family)
        kerensa = next(
            one.person for one in queries.members(viewer, family) if names[one.person_id].startswith("Kerensa")
        )
        wanted = Wanted(
            words="Two homes for Ivy without a knot in her stomach", why="She asks on Sundays who fetches her",
            how_we_know="She packs her own bag on Fridays",
        )  # fmt: skip
        goal = goals.write(by=viewer, family=family, wanted=wanted, said_by=kerensa)
        soon = today() + timedelta(days=12)
        for what, whose in (
            ("A message the night before, by seven", Whose(person=kerensa)),
            ("Ask school for a second book bag", Whose()),
        ):
            plan_steps.add(by=viewer, goal=goal, what=what, whose=whose, due_on=soon)
        wins.write(by=viewer, family=family, words="Ivy waved from the door and did not look back", person=kerensa)
        digest = own_plans.would_read(viewer, family, kerensa).digest
        pages.show(by=viewer, family=family, person=kerensa, digest=digest)


def _a_worry_that_ended(worker: Account) -> None:
    """Raised, told to social care, heard of and ended, by somebody to whom the section is open."""
    now = timezone.now()
    with acting_as(worker) as viewer:
        family = _family(viewer, "The Dunn family")
        if Worry.objects.filter(family=family).exists():
            return
        seen = "A bruise on his arm, which he said was from the climbing frame"
        worry = worries.raise_worry(
            by=viewer, family=family, new=worries.NewWorry(seen=seen, urgency="soon", told="yes"), now=now
        )
        said = "What he said, where the bruise is, and that they came by themselves to show it"
        worries.refer(
            by=viewer, worry=worry, new=worries.NewReferral(to_whom="The multi-agency hub", said=said), now=now
        )
        worries.hear(
            by=viewer, worry=worry, outcome="nothing", answer="It fits with a fall. Thank you for ringing.", now=now
        )
        worries.end(
            by=viewer, worry=worry, reason="A fall, which others at the park saw. They know where we are.", now=now
        )


def _a_day_of(worker: Account, *, away: Account) -> None:
    """He stands in for a colleague, was writing something, and his team waits for somebody."""
    with acting_as(away) as viewer:
        if Deputy.objects.exists():
            return
        deputies.stand_in(by=viewer, away=away, deputy=worker, since=today(), until=today() + timedelta(days=6))
    with acting_as(worker) as viewer:
        family = _family(viewer, "The Hobbs family")
        words = {"words": "To eat together on Sundays, all of us"}
        drafts.keep(by=viewer, draft_id=uuid7(), form="goal", family=family, content=words)
        team = Team.objects.filter(pk__in=viewer.teams).order_by("name").first()
        if team:
            title = "Ring the hardship fund about November’s forms"
            tasks.promise(by=viewer, title=title, due_on=today() + timedelta(days=2), team=team)


def _family(viewer: Viewer, name: str) -> Family:
    return queries.family(viewer, Family.objects.get(name=name).pk)
