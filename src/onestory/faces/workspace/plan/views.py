"""The plan: its goals and steps, agreeing it once the family has seen it, its versions, and paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.core.errors import Invalid
from onestory.faces.workspace import opening
from onestory.faces.workspace.bound import OPENED_FOR_ANOTHER, is_sealed_for
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.plan import choosing, forms, own_pages, presenters
from onestory.faces.workspace.requests import Request
from onestory.people import permissions
from onestory.people import queries as people
from onestory.support import goal_states, plan_step_states, planning
from onestory.support.actions import goals, plan_steps, plans


@require_GET
def show(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    names = people.names_in(viewer, family)
    plan, may_write = planning.plan(viewer, family), permissions.can_write(viewer)
    on_pages, has_pages = own_pages.lines(viewer, family, names, may_write=may_write)
    context = {
        "family": family,
        "on_pages": on_pages,
        "may_show": may_write and has_pages and bool(plan.content["goals"]),
        "goals": presenters.goals(family, plan, names=names, may_write=may_write),
        "standing": presenters.standing(plan, names=names) if plan.goals else "",
        "to_agree": may_write and bool(plan.content["goals"]) and not plan.agreed,
        "versions": presenters.versions(family, planning.versions(viewer, family), names=names),
        "wins": presenters.wins(planning.wins(viewer, family, limit=5), names=names),
        "may_write": may_write,
    }
    return render(request, "workspace/plan/plan.html", context)


@require_GET
def to_print(request: Request, family_id: UUID, large: bool) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    plan = planning.plan(viewer, family)
    standing = presenters.standing(plan, names=people.names_in(viewer, family))
    return _on_paper(request, family, presenters.printed(plan.content), standing=standing, large=large)


@require_GET
def version(request: Request, family_id: UUID, version_id: UUID) -> HttpResponse:
    """As it was when they agreed to it."""
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    kept = planning.version(viewer, family, version_id)
    standing = presenters.agreed(kept, names=people.names_in(viewer, family)) + "."
    said = {"said": kept.family_words, "seen_with": kept.seen_with}
    return _on_paper(request, family, presenters.printed(kept.content), standing=standing, large=False, **said)


def _on_paper(request: Request, family: Any, goals: Any, *, standing: str, large: bool, **more: Any) -> HttpResponse:
    context = {"family": family, "goals": goals, "standing": standing, "large": large, "on": today(), **more}
    return render(request, "workspace/plan/print.html", context)


@require_http_methods(["GET", "POST"])
def agree(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    plan, everybody = (
        planning.plan(viewer, family),
        {one.person_id: one.person for one in people.members(viewer, family)},
    )
    page = presenters.page(
        family, heading="Has the family seen it?", button="Yes, it is agreed", said="Agreed. This version is kept as it is.",
        intro="Read it with them first. What stands below is what they agree to.",
        template="workspace/plan/agree.html", more={"goals": presenters.printed(plan.content)},
    )  # fmt: skip

    def keep(said: dict[str, Any]) -> None:
        seen = plans.Seen(
            by=everybody.get(said["seen_by"]), how=said["how"], with_whom=said["seen_with"], words=said["words"]
        )
        plans.agree(by=viewer, family=family, seen=seen, digest=said["digest"], on=said["on"])

    written = pages.Written(
        family=family, form="agree_plan", page=page, initial={"on": today()}, act=keep,
        make=lambda data, initial: forms.AgreeForm(
            data, subject=family.pk, people=choosing.people(viewer, family), initial=initial | {"digest": plan.digest}
        ),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def write_goal(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    everybody = {one.person_id: one.person for one in people.members(viewer, family)}
    page = presenters.page(
        family, heading="What do they want?", said="Written. Now: who does what?", button="Put it in the plan"
    )

    def keep(said: dict[str, Any]) -> None:
        wanted = goals.Wanted(words=said["words"], why=said["why"], how_we_know=said["how_we_know"])
        goals.write(by=viewer, family=family, wanted=wanted, said_by=everybody.get(said["said_by"]))

    written = pages.Written(
        family=family, form="goal", page=page, initial={}, act=keep,
        make=lambda data, initial: forms.GoalForm(
            data, subject=family.pk, people=choosing.people(viewer, family), initial=initial
        ),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def reword_goal(request: Request, family_id: UUID, goal_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    goal = planning.goal(viewer, family, goal_id)
    page = presenters.page(
        family, heading="Say it in other words", said="Written. Show the family before you rely on it.",
        intro="What they agreed to before stays in its version as it was.",
    )  # fmt: skip
    boxes = ("words", "why", "how_we_know")
    written = pages.Written(
        family=family, form=f"reword_goal:{goal.pk}", page=page, initial={one: getattr(goal, one) for one in boxes},
        make=lambda data, initial: forms.RewordForm(data, subject=goal.pk, initial=initial),
        act=lambda said: goals.reword(
            by=viewer, goal=goal, wanted=goals.Wanted(**{one: said[one] for one in boxes})
        ),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def turn_goal(request: Request, family_id: UUID, goal_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    goal = planning.goal(viewer, family, goal_id)
    page = presenters.page(family, heading="How is it with this goal?", said="Written.", intro=goal.words)
    acts: dict[str, tuple[str, Callable[[str], object]]] = {
        "goals.reach": ("It is reached", lambda _: goals.reach(by=viewer, goal=goal)),
        "goals.set_aside": ("It is set aside for now", lambda why: goals.set_aside(by=viewer, goal=goal, reason=why)),
        "goals.take_up": ("They want it again", lambda why: goals.take_up(by=viewer, goal=goal, reason=why)),
    }
    open_now = choosing.acts(goal_states.STATES, goal.state, {act: words for act, (words, _) in acts.items()})
    written = pages.Written(
        family=family, form=f"turn_goal:{goal.pk}", page=page, initial={},
        make=lambda data, initial: forms.TurnForm(data, subject=goal.pk, acts=open_now, initial=initial),
        act=lambda said: acts[said["act"]][1](said["reason"]),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def add_step(request: Request, family_id: UUID, goal_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    goal = planning.goal(viewer, family, goal_id)
    everybody = choosing.whose(viewer, family)
    page = presenters.page(family, heading="Who does what?", said="It is in the plan.", intro=goal.words)
    written = pages.Written(
        family=family, form=f"plan_step:{goal.pk}", page=page, initial={"who": f"account:{viewer.account_id}"},
        make=lambda data, initial: forms.StepForm(
            data, subject=goal.pk, people=[(key, one.words) for key, one in everybody.items()], initial=initial
        ),
        act=lambda said: plan_steps.add(
            by=viewer, goal=goal, what=said["what"], whose=everybody[said["who"]].whose, due_on=said["due_on"]
        ),
    )  # fmt: skip
    return pages.write(request, written)


@require_POST
def done(request: Request, family_id: UUID, step_id: UUID) -> HttpResponse:
    """In one press."""
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    step = planning.step(viewer, family, step_id)
    if is_sealed_for(request.POST.get("opened_for", ""), step.pk):
        _tell(request, viewer, step)
    else:
        messages.warning(request, OPENED_FOR_ANOTHER)
    return redirect("workspace:plan", family.pk)


def _tell(request: Request, viewer: Viewer, step: Any) -> None:
    try:
        plan_steps.do(by=viewer, step=step)
        messages.success(request, f"Done: {step.what}")
    except Invalid as refusal:
        messages.info(request, refusal.message)


@require_http_methods(["GET", "POST"])
def change_step(request: Request, family_id: UUID, step_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    step = planning.step(viewer, family, step_id)
    page = presenters.page(family, heading="Change a step", said="Changed.", intro=step.what)
    named = {
        "plan_steps.do": "It is done", "plan_steps.move": "Another day", "plan_steps.drop": "It is not needed any more",
        "plan_steps.undo": "It is to be done after all",
    }  # fmt: skip

    def turn(said: dict[str, Any]) -> None:
        if said["act"] == "plan_steps.move":
            if said["to"] is None:
                raise Invalid("Say which day instead.", "to")
            plan_steps.move(by=viewer, step=step, to=said["to"], reason=said["reason"])
        elif said["act"] == "plan_steps.do":
            plan_steps.do(by=viewer, step=step)
        else:
            act = plan_steps.drop if said["act"] == "plan_steps.drop" else plan_steps.undo
            act(by=viewer, step=step, reason=said["reason"])

    acts = choosing.acts(plan_step_states.STATES, step.state, named)
    form = forms.ChangeStepForm(sent(request), subject=step.pk, acts=acts, initial={})
    return change(request, page=page, form=form, act=turn)
