"""What one does about each kind of thing that waits: the one obvious act of its line, and the page on which it is done.

A source of `support.due` has one line here. One that has none yet leads to the family's page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from onestory.support.due.asking import Waiting


@dataclass(frozen=True)
class Lead:
    """`act` is a verb, as it stands on the page; `to` makes the address."""

    act: str
    to: Callable[[Waiting], str]


def _page(name: str) -> Callable[[Waiting], str]:
    """A page of the thing itself."""
    return lambda one: reverse(name, args=[one.id])


def _in_family(name: str) -> Callable[[Waiting], str]:
    """A page of the family it is about."""
    return lambda one: reverse(name, args=[one.family_id]) if one.family_id else ""


def _of_family(name: str) -> Callable[[Waiting], str]:
    """A page of the thing, within its family's."""
    return lambda one: reverse(name, args=[one.family_id, one.id]) if one.family_id else ""


def _worry(one: Waiting) -> str:
    """About somebody there is no record of, it has a page all the same."""
    return _of_family("workspace:worry")(one) or reverse("workspace:loose_worry", args=[one.id])


LEADS: dict[str, Lead] = {
    "request": Lead("Look at it", _page("workspace:request")),
    "request_offered": Lead("Answer", _page("workspace:offered_request")),
    "request_to_tell": Lead("Tell them", _page("workspace:tell_asker")),
    "meeting": Lead("Go to it", _page("workspace:meeting")),
    "told_home": Lead("Check it", _page("workspace:told_home")),
    "request_unanswered": Lead("Ask again, or take it back", _page("workspace:request")),
    "request_unseen": Lead("Look at it", _page("workspace:request")),
    "request_untold": Lead("See to it", _page("workspace:tell_asker")),
    "introduction_unanswered": Lead("See to it", _of_family("workspace:introduction")),
    "decision_waits": Lead("Find whom it is about", _page("workspace:request_family")),
    "contribution": Lead("See the meetings", lambda _: reverse("workspace:meetings")),
    "task": Lead("See to it", _page("workspace:task")),
    "task_offered": Lead("Answer", _page("workspace:task")),
    "review": Lead("Hold it", _of_family("workspace:hold_review")),
    "episode": Lead("Set a day", _in_family("workspace:walking")),
    "plan_step": Lead("Say how it went", _of_family("workspace:change_plan_step")),
    "plan_not_right": Lead("Talk about it", _of_family("workspace:settle_plan")),
    "need_back": Lead("Look at it", _of_family("workspace:need")),
    "need_lasting": Lead("Ask after it", _of_family("workspace:need")),
    "introduction": Lead("Go on", _of_family("workspace:introduction")),
    "introduction_offer": Lead("Answer", lambda _: reverse("workspace:introductions_offered")),
    "consultation": Lead("Write it down", _of_family("workspace:consultation")),
    "worry": Lead("Look into it", _worry),
    "worry_call": Lead("See it", _page("workspace:worry_call")),
    "appointment": Lead("See it", _of_family("workspace:appointment")),
    "appointment_unanswered": Lead("Say whether you met", _of_family("workspace:appointment")),
    "reach_out": Lead("Reach out", _of_family("workspace:reach_out")),
    "quiet": Lead("Write", _in_family("workspace:begin_writing")),
}
_OPEN = Lead("Open", _in_family("workspace:family"))


def lead_of(one: Waiting) -> tuple[str, str]:
    """The verb and the address; no address where there is nothing the viewer may open."""
    found = LEADS.get(one.kind, _OPEN)
    return found.act, found.to(one)
