"""The pages of the plan: what they want, who does what, agreed once they have seen it, on paper, and needs beside it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.factories import Known, an_account
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.viewer import acting_as
from onestory.core.dates import show_date, today
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.support import planning
from onestory.support.actions import circle, goals, needs, plan_steps
from onestory.support.actions.goals import Wanted
from onestory.support.actions.plan_steps import Whose
from onestory.support.models import Goal, PlanStep

SOON = today() + timedelta(days=7)


def of(thing: Any, **boxes: Any) -> dict[str, Any]:
    return {"opened_for": seal(thing.pk), **boxes}


@pytest.fixture
def goal(known: Known) -> Goal:
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        return goals.write(by=viewer, family=family, wanted=Wanted(words="Calm mornings"), said_by=known.mother)


def a_step(known: Known, goal: Goal) -> PlanStep:
    with acting_as(known.author) as viewer:
        return plan_steps.add(by=viewer, goal=goal, what="Bags by the door", whose=Whose(), due_on=SOON)


def the_plan(known: Known) -> planning.Plan:
    with acting_as(known.author) as viewer:
        return planning.plan(viewer, queries.family(viewer, known.family.pk))


def agreeing(known: Known, client: Client, **boxes: Any) -> Any:
    page = client.get(about_family("agree_plan", known))
    typed = typed_of_family(known, digest=page.context["form"]["digest"].value(), how="together", **boxes)
    return client.post(about_family("agree_plan", known), typed)


def test_an_empty_plan_begins_with_what_they_want(known: Known, signed_in: Client) -> None:
    assert "A plan begins with what the family wants" in said(signed_in, about_family("plan", known))


def test_a_goal_is_written_in_their_words_and_stands_on_the_plan(known: Known, signed_in: Client) -> None:
    typed = typed_of_family(known, words="Calm mornings", why="We shout", said_by=str(known.mother.pk))
    signed_in.post(about_family("write_goal", known), typed)
    shown = said(signed_in, about_family("plan", known))
    assert "Calm mornings" in shown
    assert "Ada Okafor" in shown
    assert "The family has not seen it yet." in shown


def test_a_step_is_done_in_one_press(known: Known, signed_in: Client, goal: Goal) -> None:
    typed = of(goal, what="Bags", who=f"person:{known.mother.pk}", due_on=show_date(SOON))
    signed_in.post(about_family("add_plan_step", known, goal.pk), typed)
    step = the_plan(known).goals[0].steps.all()[0]
    assert step.person_id == known.mother.pk
    signed_in.post(about_family("plan_step_done", known, step.pk), of(step))
    assert the_plan(known).goals[0].steps.all()[0].state == "done"


def test_a_step_moves_with_a_day_and_a_reason(known: Known, signed_in: Client, goal: Goal) -> None:
    step = a_step(known, goal)
    address = about_family("change_plan_step", known, step.pk)
    answer = signed_in.post(address, of(step, act="plan_steps.move", reason="Holiday"))
    assert "Say which day instead." in answer.content.decode()
    later = show_date(SOON + timedelta(days=7))
    signed_in.post(address, of(step, act="plan_steps.move", reason="Holiday", to=later))
    assert later in said(signed_in, about_family("plan", known))


def test_it_is_agreed_once_somebody_of_the_family_has_seen_it(known: Known, signed_in: Client, goal: Goal) -> None:
    assert "Without that it is not agreed" in agreeing(known, signed_in).content.decode()
    agreeing(known, signed_in, seen_by=str(known.mother.pk), words="Yes")
    shown = said(signed_in, about_family("plan", known))
    assert f"Agreed with Ada Okafor on {show_date(today())}, read together, as it stands here." in shown


def test_what_changed_while_the_page_lay_open_is_not_agreed(known: Known, signed_in: Client, goal: Goal) -> None:
    digest = the_plan(known).digest
    a_step(known, goal)
    typed = typed_of_family(known, digest=digest, how="together", seen_by=str(known.mother.pk))
    answer = signed_in.post(about_family("agree_plan", known), typed)
    assert "has changed since this page was opened" in answer.content.decode()


def test_an_agreed_version_is_read_as_it_was(known: Known, signed_in: Client, goal: Goal) -> None:
    agreeing(known, signed_in, seen_by=str(known.mother.pk), words="Yes, that is us")
    signed_in.post(about_family("reword_goal", known, goal.pk), of(goal, words="Quiet mornings"))
    version = the_plan(known).newest
    assert version
    shown = said(signed_in, about_family("plan_version", known, version.pk))
    assert "Calm mornings" in shown
    assert "Yes, that is us" in shown
    assert "It has changed since it was agreed with Ada" in said(signed_in, about_family("plan", known))


def test_it_prints_and_prints_large(known: Known, signed_in: Client, goal: Goal) -> None:
    assert "Calm mornings" in said(signed_in, about_family("print_plan", known))
    assert 'class="govuk-template large-print"' in said(signed_in, about_family("print_plan_large", known))


def test_a_need_is_met_and_comes_back(known: Known, signed_in: Client) -> None:
    typed = typed_of_family(known, code="1.1", evidence="School says 84%", person=str(known.child.pk))
    signed_in.post(about_family("write_need", known), typed)
    with acting_as(known.author) as viewer:
        need = planning.needs(viewer, queries.family(viewer, known.family.pk))[0]
    address = about_family("need", known, need.pk)
    signed_in.post(address, of(need, act="needs.achieve", evidence="96% now"))
    assert "Met," in said(signed_in, about_family("needs", known))
    signed_in.post(address, of(need, act="needs.come_back", evidence="81% this term"))
    shown = said(signed_in, about_family("needs", known))
    assert "Came back," in shown
    assert "96% now" in shown


@pytest.mark.hazard("HZ-38")
def test_a_helper_without_the_section_neither_sees_nor_chooses_it(known: Known, signed_in: Client) -> None:
    jo = an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        circle.bring_in(by=viewer, family=family, account=jo, role="Helper", sections=["shared"])
        hidden = needs.write_down(by=viewer, family=family, code="8.1", evidence="She told me")
    browser = browsers.of(jo)
    assert "She told me" not in said(browser, about_family("needs", known))
    assert browser.get(about_family("need", known, hidden.pk)).status_code == 404
    assert "8.1" not in said(browser, about_family("write_need", known))


def test_a_small_win_is_a_press_and_a_sentence(known: Known, signed_in: Client) -> None:
    assert about_family("write_win", known) in said(signed_in, about_family("family", known))
    signed_in.post(about_family("write_win", known), typed_of_family(known, words="Shoes on by himself"))
    assert "A small win: Shoes on by himself" in said(signed_in, about_family("family", known))


def test_the_plan_asks_the_same_however_long_it_is(known: Known, signed_in: Client, goal: Goal) -> None:
    a_step(known, goal)
    address = about_family("plan", known)
    signed_in.get(address)
    short = browsers.statements(signed_in, address)
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, known.family.pk)
        nan = circle.add_own_person(by=viewer, family=family, name="Nan", role="Grandmother")
        for number in range(5):
            one = goals.write(by=viewer, family=family, wanted=Wanted(words=f"Goal {number}"))
            plan_steps.add(by=viewer, goal=one, what="x", whose=Whose(member=nan), due_on=SOON)
    assert browsers.statements(signed_in, address) == short


def test_a_stranger_finds_no_plan(known: Known, stranger: Client, goal: Goal) -> None:
    for name in ("plan", "print_plan", "needs", "agree_plan", "write_win"):
        assert stranger.get(about_family(name, known)).status_code == 404
    assert stranger.post(about_family("reword_goal", known, goal.pk), of(goal, words="x")).status_code == 404
