"""Doubtful pairs: how many wait, one after another, and taking one's last word back. No family is opened from here."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onestory.core.dates import today
from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace.changing import UNPROCESSABLE, sent
from onestory.faces.workspace.doubtful import presenters
from onestory.faces.workspace.doubtful.forms import WordForm
from onestory.faces.workspace.requests import Request
from onestory.linkage import pairs
from onestory.linkage.actions import judging
from onestory.linkage.models import Candidate
from onestory.linkage.permissions import check_can_judge_pairs


@require_GET
def overview(request: Request) -> HttpResponse:
    viewer = request.viewer
    context = {
        "lanes": presenters.lanes(pairs.waiting(viewer)),
        "said": pairs.said_since(viewer, since=today()),
        "last": presenters.last(pairs.last_word(viewer)),
    }
    return render(request, "workspace/doubtful/overview.html", context)


@require_http_methods(["GET", "POST"])
def lane(request: Request, lane: str) -> HttpResponse:
    """The next pair comes by itself once one is judged."""
    viewer = request.viewer
    check_can_judge_pairs(viewer)
    if lane not in Candidate.Band:
        raise NotThere("lane")
    form = WordForm(sent(request))
    if form.is_bound and form.is_valid() and _said(request, form):
        return redirect("workspace:doubtful_lane", lane)
    pair = judging.next_pair(by=viewer, lane=lane)
    if form.is_bound and (pair is None or str(pair.id) != form.data.get("pair")):
        # What was sent is of another pair than the one now in hand: nothing of it belongs on this page.
        messages.warning(request, judging.MOVED_ON)
        form = WordForm(None)
    waiting = pairs.waiting(viewer)
    context = {
        "pair": presenters.pair(pair) if pair else None,
        "form": form,
        "here": presenters.here(lane, waiting),
        "said": pairs.said_since(viewer, since=today()),
        "last": presenters.last(pairs.last_word(viewer)),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "workspace/doubtful/lane.html", context, status=status)


def _said(request: Request, form: WordForm) -> bool:
    said = form.cleaned_data
    try:
        outcome = judging.judge(
            by=request.viewer, pair=said["pair"], seen=said["seen"], verdict=said["verdict"], why=said["why"]
        )
    except Invalid as refusal:
        if refusal.message == judging.MOVED_ON:
            messages.warning(request, refusal.message)
            return True
        form.add_error("why", refusal.message)
        return False
    messages.success(request, presenters.SAID[outcome])
    return True


@require_POST
def take_back(request: Request) -> HttpResponse:
    try:
        which = judging.take_back(by=request.viewer)
    except Invalid as refusal:
        messages.warning(request, refusal.message)
        return redirect("workspace:doubtful")
    again = pairs.in_hand(request.viewer, which)
    if again is None:
        messages.success(request, "Taken back. Somebody else has that pair in hand now.")
        return redirect("workspace:doubtful")
    messages.success(request, "Taken back. Here is that pair again.")
    return redirect("workspace:doubtful_lane", again.lane)
