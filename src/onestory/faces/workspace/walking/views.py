"""Walking alongside a family: where it stands; beginning, stepping, reviewing, ending, and coming back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onestory.access.viewer import Viewer
from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace import opening
from onestory.faces.workspace.bound import OPENED_FOR_ANOTHER, is_sealed_for
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.walking import forms, presenters
from onestory.people import permissions
from onestory.people import queries as people
from onestory.people.models import Family
from onestory.support import queries, walking
from onestory.support.actions import episodes, reviews

_STANDING = "Somebody walks alongside them already."


@require_GET
def show(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    may_write = permissions.can_write(viewer)
    every = walking.episodes(viewer, family)
    now = next((one for one in every if one.state == "walking"), None)
    looked_at = walking.reviews(viewer, family)
    context = {
        "family": family,
        "now": now,
        "standing": _standing(viewer, family, now, may_write=may_write) if now else [],
        "due": presenters.due(family, looked_at, on=today(), may_write=may_write),
        "held": presenters.held(looked_at),
        "changes": presenters.changes(walking.changes(viewer, family, noun="episode")),
        "ended": presenters.ended(family, every, may_write=may_write, walking=now is not None),
        "may_write": may_write,
    }
    return render(request, "workspace/walking/walking.html", context)


def _standing(viewer: Viewer, family: Family, now: Any, *, may_write: bool) -> list[Any]:
    lead = next((one for one in queries.circle(viewer, family) if one.lead), None)
    choice = walking.lead_choice(viewer, family)
    names = people.names_in(viewer, family)
    return presenters.standing(family, now, lead=lead, choice=choice, names=names, may_write=may_write)


@require_http_methods(["GET", "POST"])
def begin(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    if walking.open_episode(viewer, family):
        messages.info(request, _STANDING)
        return redirect("workspace:walking", family.pk)
    page = presenters.page(
        family, heading="Begin to walk alongside them", button="Begin", said="You walk alongside them from now on.",
        intro="One person answers for it, and it is looked at together after two weeks.",
    )  # fmt: skip
    written = pages.Written(
        family=family, form="begin_walking", page=page, initial=forms.day_now(),
        make=lambda data, initial: forms.BeginForm(data, subject=family.pk, initial=initial),
        act=lambda said: episodes.begin(by=viewer, family=family, level=said["level"], why=said["why"], on=said["on"]),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def step(request: Request, family_id: UUID, episode_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    episode = walking.episode(viewer, family, episode_id)
    page = presenters.page(
        family, heading="Step up or down", button="Save", said="Done. Their circle is as it was.",
        intro="Everybody in their circle stays. Somebody new is introduced, and nobody has to start again.",
    )  # fmt: skip
    written = pages.Written(
        family=family, form=f"step:{episode.pk}", page=page, initial=forms.day_now(),
        make=lambda data, initial: forms.StepForm(data, subject=episode.pk, level=episode.level, initial=initial),
        act=lambda said: episodes.step(
            by=viewer, episode=episode, to=said["level"], reason=said["reason"], on=said["on"]
        ),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def hand_over(request: Request, family_id: UUID, episode_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    episode = walking.episode(viewer, family, episode_id)
    helpers = {one.account.pk: one.account for one in queries.circle(viewer, family) if one.account}
    page = presenters.page(
        family, heading="Who answers for it?", said="Done. They see to the reviews from now on.",
        intro="Whoever answers for it sees to its reviews. Tell the family, and the one who takes it on, first.",
    )  # fmt: skip
    choices = [(str(pk), one.name) for pk, one in helpers.items()]
    form = forms.HandOverForm(sent(request), subject=episode.pk, people=choices)

    def give(said: dict[str, Any]) -> None:
        episodes.hand_over(by=viewer, episode=episode, to=helpers[said["to"]], reason=said["reason"])

    return change(request, page=page, form=form, act=give)


@require_http_methods(["GET", "POST"])
def end(request: Request, family_id: UUID, episode_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    episode = walking.episode(viewer, family, episode_id)
    page = presenters.page(
        family, heading="Should it end?", button="End it", grave=True, said="Support ended. The door stays open.",
        intro="A decision you make together. Their circle and their story stay, and they can come back in one press.",
    )  # fmt: skip

    def finish(said: dict[str, Any]) -> None:
        on = said.pop("on")
        said.pop("opened_for", None)
        episodes.end(by=viewer, family=family, episode=episode, farewell=episodes.Farewell(**said), on=on)

    written = pages.Written(
        family=family, form=f"end_walking:{episode.pk}", page=page, initial=forms.day_now(), act=finish,
        make=lambda data, initial: forms.EndForm(data, subject=episode.pk, initial=initial),
    )  # fmt: skip
    return pages.write(request, written)


@require_POST
def again(request: Request, family_id: UUID, ended_id: UUID) -> HttpResponse:
    """One press, and nothing to fill in: whoever comes back is not asked to begin again."""
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    ended = walking.episode(viewer, family, ended_id)
    if ended.state != "ended":
        raise NotThere("support that ended")
    if not is_sealed_for(request.POST.get("opened_for", ""), ended.pk):
        messages.warning(request, OPENED_FOR_ANOTHER)
        return redirect("workspace:walking", family.pk)
    try:
        episodes.come_back(by=viewer, family=family, ended=ended)
        messages.success(request, "You walk alongside them again, at the level it was at. Their circle is as it was.")
    except Invalid as refusal:
        messages.info(request, refusal.message)
    return redirect("workspace:walking", family.pk)


@require_http_methods(["GET", "POST"])
def hold(request: Request, family_id: UUID, review_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    review = walking.review(viewer, family, review_id)
    page = presenters.page(
        family, heading="Look at it together", button="Save the review", said="Written. The next one has its day.",
        intro="With the family: what they say of it is what counts.",
    )  # fmt: skip

    def keep(said: dict[str, Any]) -> None:
        heard = reviews.Heard(**{one: said[one] for one in ("family_view", "better", "harder", "who_was_there")})
        reviews.hold(by=viewer, review=review, heard=heard, on=said["on"], next_on=said["next_on"])

    written = pages.Written(
        family=family, form=f"review:{review.pk}", page=page, initial=forms.day_now(), act=keep,
        make=lambda data, initial: forms.HoldForm(data, subject=review.pk, initial=initial),
    )  # fmt: skip
    return pages.write(request, written)


@require_http_methods(["GET", "POST"])
def move(request: Request, family_id: UUID, review_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    review = walking.review(viewer, family, review_id)
    page = presenters.page(family, heading="Look at it on another day", said="It is on another day now.")
    form = forms.MoveForm(sent(request), subject=review.pk)
    return change(
        request, page=page, form=form,
        act=lambda said: reviews.move(by=viewer, review=review, to=said["to"], reason=said["reason"]),
    )  # fmt: skip
