"""The plan on a family's own page: read, agreed to or found wrong, a step done; and what those alongside see of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories import Known, a_family, an_account
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, typed_of_family

from onestory.access.actions import grants, portal
from onestory.access.models import Account
from onestory.access.sections import EVERYTHING
from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.people.actions import families
from onestory.people.models import Family, Membership
from onestory.story import queries as story
from onestory.support import own_plans, planning
from onestory.support.actions import circle, goals, plan_steps
from onestory.support.actions import own_plans as act
from onestory.support.actions.goals import Wanted
from onestory.support.actions.plan_steps import Whose
from onestory.support.models import Goal, PlanShown

pytestmark = pytest.mark.django_db
WAITS = "They say that something in the plan is not right"
SOON = today() + timedelta(days=6)


@pytest.fixture
def known() -> Known:
    known = a_family(an_account("Wren Worker"))
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        goal = goals.write(by=viewer, family=family, wanted=Wanted(words="Calm mornings", why="We shout"))
        plan_steps.add(by=viewer, goal=goal, what="Bags", whose=Whose(person=known.mother), due_on=SOON)
        plan_steps.add(by=viewer, goal=goal, what="Ring the club", whose=Whose(), due_on=SOON)
    return known


@pytest.fixture
def mother(known: Known) -> Account:
    account = an_account("Ada Okafor", kind="family", role="")
    with acting_as(known.author) as viewer:
        portal.open_to(
            by=viewer,
            account=account,
            family=known.family.pk,
            person=known.mother.pk,
            kind="adult",
            evidence="Passport",
        )
    return account


@pytest.fixture
def hers(mother: Account) -> Client:
    return browsers.of(mother)


@pytest.fixture
def worker(known: Known) -> Client:
    return browsers.of(known.author)


def family_of(known: Known, viewer: Any) -> Family:
    return queries.family(viewer, known.family.pk)


def put(known: Known) -> PlanShown:
    with acting_as(known.author) as viewer:
        family = family_of(known, viewer)
        digest = own_plans.would_read(viewer, family, known.mother).digest
        return act.show(by=viewer, family=family, person=known.mother, digest=digest)


def words(client: Client, path: str = "/space/plan") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def answered(hers: Client, shown: PlanShown, **said: str) -> Any:
    named = {f"{str(shown.pk)[-4:]}-words" if one == "words" else one: text for one, text in said.items()}
    return hers.post("/space/plan/answer", {"shown": str(shown.pk), **named}, follow=True)


def test_before_it_is_there_the_page_says_what_will_be(hers: Client) -> None:
    assert "There is no plan here yet" in words(hers)


def test_what_they_would_read_is_seen_before_it_is_put_there_and_then_is(
    known: Known, mother: Account, hers: Client, worker: Client
) -> None:
    page = worker.get(about_family("show_plan", known))
    one = page.context["previews"][0]
    assert [goal.words for goal in one.goals] == ["Calm mornings"]
    typed = typed_of_family(known, person=str(one.person), digest=one.digest)
    assert worker.post(about_family("show_plan", known), typed).status_code == 302
    assert "Calm mornings" in words(hers)
    assert "You have not answered yet." in words(hers)
    assert "On their page as it stands" in words(worker, about_family("show_plan", known))


def test_what_changed_since_it_was_read_is_not_put_there(known: Known, mother: Account, worker: Client) -> None:
    one = worker.get(about_family("show_plan", known)).context["previews"][0]
    with acting_as(known.author) as viewer:
        goals.write(by=viewer, family=family_of(known, viewer), wanted=Wanted(words="A garden"))
    typed = typed_of_family(known, person=str(one.person), digest=one.digest)
    answer = worker.post(about_family("show_plan", known), typed)
    assert answer.status_code == 422
    assert "has changed since this page was opened" in answer.content.decode()


def test_what_they_agree_to_on_their_page_is_a_version_as_any_other(known: Known, hers: Client) -> None:
    shown = put(known)
    assert "is written down that you agree" in answered(hers, shown, answer="agree").content.decode()
    with acting_as(known.author) as viewer:
        plan = planning.plan(viewer, family_of(known, viewer))
        assert plan.agreed
        assert plan.newest
        assert (plan.newest.seen_by_person_id, plan.newest.seen_how) == (known.mother.pk, "screen")
        told = [one.title for one in story.timeline(viewer, family_of(known, viewer)).entries]
        assert "Read the plan on their own page, and agreed to it" in told
    assert "I have seen it and agree" not in words(hers)


def test_what_is_not_right_goes_to_whoever_leads_and_is_talked_about(
    known: Known, hers: Client, worker: Client
) -> None:
    shown = put(known)
    answered(hers, shown, answer="not_right", words="Bags were my idea, not his")
    assert WAITS in words(worker, "/")
    assert "Bags were my idea" in words(worker, about_family("plan", known))
    page = about_family("settle_plan", known, shown.pk)
    assert "Bags were my idea" in words(worker, page)
    worker.post(page, {"opened_for": seal(shown.pk), "reason": "We said so in the plan"})
    assert WAITS not in words(worker, "/")
    assert "it was talked about with you" in words(hers)


def test_nothing_is_not_right_without_words(known: Known, hers: Client) -> None:
    answer = hers.post("/space/plan/answer", {"shown": str(put(known).pk), "answer": "not_right"})
    assert answer.status_code == 422
    assert "Say what is not right, in your own words." in answer.content.decode()


def test_a_step_of_their_own_is_done_in_one_press_and_a_helpers_has_no_button(known: Known, hers: Client) -> None:
    put(known)
    page = words(hers)
    assert page.count("plan/done") == 1
    with acting_as(known.author) as viewer:
        goal = planning.plan(viewer, family_of(known, viewer)).goals[0]
        step = next(one for one in goal.steps.all() if one.person_id)
    assert "Well done" in hers.post("/space/plan/done", {"step": str(step.pk)}, follow=True).content.decode()
    with acting_as(known.author):
        step.refresh_from_db()
        assert (step.state, step.done_on) == ("done", today())
    assert "plan/done" not in words(hers)


def test_something_better_is_on_their_page_and_in_their_story(known: Known, hers: Client, worker: Client) -> None:
    for _ in range(2):
        assert hers.post("/space/plan/better", better(known, "He slept until six")).status_code == 302
    assert words(hers).count("He slept until six") == 1
    assert "A small win: He slept until six" in words(worker, about_family("story", known))


def better(known: Known, words: str) -> dict[str, str]:
    return {"family": str(known.family.pk), "words": words}


def test_of_two_families_it_is_asked_which_one_was_better(known: Known, mother: Account, hers: Client) -> None:
    """Of a child of two homes, what is written for one home is read by those alongside that home."""
    other = a_family(an_account("Pat Other"), surname="Obi")
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=other.author.pk, sections=EVERYTHING)
    with acting_as(other.author) as viewer:
        family = queries.family(viewer, other.family.pk)
        families.join(by=viewer, family=family, person=known.mother, role=Membership.Role.PARENT)
        circle.lead_from_the_start(by=viewer, family=family, account=other.author)
        portal.open_to(
            by=viewer, account=mother, family=family.pk, person=known.mother.pk, kind="adult", evidence="Passport"
        )  # fmt: skip
    assert "Which family is it about?" in words(hers)
    assert "You, with Pat Other alongside" in words(hers)
    unsaid = hers.post("/space/plan/better", {"words": "They both slept"})
    assert unsaid.status_code == 422
    assert "Choose which family it is about." in unsaid.content.decode()
    assert hers.post("/space/plan/better", better(other, "They both slept")).status_code == 302
    told = words(browsers.of(other.author), about_family("family", other))
    assert "They both slept" in told
    assert "The family, on their own page" in told
    assert "They both slept" not in words(browsers.of(known.author), about_family("family", known))


def test_what_is_better_in_a_family_that_is_not_theirs_is_written_nowhere(hers: Client) -> None:
    strange = a_family(an_account("Pat Other"))
    assert hers.post("/space/plan/better", better(strange, "They both slept")).status_code == 422
    assert "They both slept" not in words(browsers.of(strange.author), about_family("family", strange))


def test_who_agrees_twice_is_told_that_they_have_said_so(known: Known, hers: Client) -> None:
    shown = put(known)
    answered(hers, shown, answer="agree")
    assert "You have said so already." in answered(hers, shown, answer="agree").content.decode()


def test_nothing_better_is_asked_for_again(known: Known, hers: Client) -> None:
    answer = hers.post("/space/plan/better", better(known, " "))
    assert answer.status_code == 422
    assert "Write what was better" in answer.content.decode()


@pytest.mark.parametrize("path", ["answer", "done"])
@pytest.mark.parametrize("number", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_of_what_is_not_on_their_page_nothing_is_said(hers: Client, path: str, number: str) -> None:
    said = hers.post(f"/space/plan/{path}", {"shown": number, "step": number, "answer": "agree"}, follow=True)
    assert "is not on your page any more" in said.content.decode()


def test_the_page_takes_no_more_statements_for_a_longer_plan(known: Known, hers: Client) -> None:
    put(known)
    few = browsers.statements(hers, "/space/plan")
    with acting_as(known.author) as viewer:
        family = family_of(known, viewer)
        for number in range(5):
            goal = goals.write(by=viewer, family=family, wanted=Wanted(words=f"Goal {number}"))
            plan_steps.add(by=viewer, goal=goal, what="Bags", whose=Whose(person=known.mother), due_on=SOON)
    put(known)
    assert browsers.statements(hers, "/space/plan") == few


def test_the_pages_of_those_alongside_take_no_more_statements_for_more_goals(
    known: Known, mother: Account, worker: Client
) -> None:
    pages = [about_family(one, known) for one in ("plan", "show_plan")]
    put(known)
    few = [browsers.statements(worker, page) for page in pages]
    with acting_as(known.author) as viewer:
        for number in range(5):
            goals.write(by=viewer, family=family_of(known, viewer), wanted=Wanted(words=f"Goal {number}"))
    put(known)
    assert [browsers.statements(worker, page) for page in pages] == few
    with acting_as(known.author):
        assert Goal.objects.count() == 6
