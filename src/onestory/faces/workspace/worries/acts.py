"""What somebody does about a worry, each a page of one form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from onestory.access.viewer import Viewer
from onestory.core.dates import end_of
from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace import opening
from onestory.faces.workspace.bound import BoundForm
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.worries import forms, presenters
from onestory.people import permissions
from onestory.people.models import Family
from onestory.support import worry_queries
from onestory.support.actions import worries as act
from onestory.support.models import Worry
from onestory.ui.parts import Link


def _open(viewer: Viewer, family_id: UUID | None, worry_id: UUID) -> tuple[Family | None, Worry]:
    """Raises NotThere also for whoever raised it and may not look further. Without a family, of one that is with no record."""
    if family_id is None:
        family, found = None, _open_loose(viewer, worry_id)
    else:
        family = opening.to_write_in(viewer, family_id)
        found = worry_queries.worry(viewer, family, worry_id)
    if not act.may_look(viewer, found):
        raise NotThere("worry")
    return family, found


def _open_loose(viewer: Viewer, worry_id: UUID) -> Worry:
    if not permissions.can_write(viewer):
        raise NotThere("worry")
    return act.open_loose(by=viewer, worry_id=worry_id)


def _answer(
    request: Request, family: Family | None, worry: Worry, *, heading: str, button: str, said: str, form: BoundForm,
    do: Callable[[dict[str, Any]], object], intro: str = "", grave: bool = False, **more: Any,
) -> HttpResponse:  # fmt: skip
    page = FormPage(
        title="A worry", heading=heading, caption=family.name if family else worry.about_words, intro=intro, button=button,
        said=said, grave=grave, **more,
        back=Link(text="Back to the worry", url=presenters.address("worry", worry)),
    )  # fmt: skip
    return change(request, page=page, form=form, act=do)


@require_POST
def take_on(request: Request, family_id: UUID, worry_id: UUID) -> HttpResponse:
    _family, worry = _open(request.viewer, family_id, worry_id)
    act.take_on(by=request.viewer, worry=worry, now=timezone.now())
    messages.success(request, "It is yours now.")
    return redirect(presenters.address("worry", worry))


@require_http_methods(["GET", "POST"])
def look(request: Request, family_id: UUID | None, worry_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family, worry = _open(viewer, family_id, worry_id)

    def looked(said: dict[str, Any]) -> None:
        act.look(by=viewer, worry=worry, words=said["words"], again_at=end_of(said["again"]), now=now)

    return _answer(
        request, family, worry, heading="What did you do about it?", button="Write it down", said="Written down.",
        form=forms.LookForm(sent(request), subject=worry.pk), do=looked,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def refer(request: Request, family_id: UUID | None, worry_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family, worry = _open(viewer, family_id, worry_id)
    return _answer(
        request, family, worry, heading="You told social care", button="Write it down",
        intro="Ring them first. They answer within one working day, and you will be asked for what they said.",
        said="Written down. Ask them tomorrow what they decided.",
        form=forms.ReferForm(sent(request), subject=worry.pk),
        do=lambda said: act.refer(
            by=viewer, worry=worry, now=now,
            new=act.NewReferral(to_whom=said["to_whom"], said=said["said"], reference=said["reference"]),
        ),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def hear(request: Request, family_id: UUID | None, referred_worry_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family, worry = _open(viewer, family_id, referred_worry_id)
    return _answer(
        request, family, worry, heading="What did social care answer?", button="Write it down",
        intro="Whatever they answered, the worry stays open until somebody says why it need not.",
        said="Written down. Decide what it means, and look at it again by tomorrow.",
        form=forms.HearForm(sent(request), subject=worry.pk),
        do=lambda said: act.hear(by=viewer, worry=worry, outcome=said["outcome"], answer=said["answer"], now=now),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def tell_family(request: Request, family_id: UUID | None, worry_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family, worry = _open(viewer, family_id, worry_id)

    def told(said: dict[str, Any]) -> None:
        try:
            act.tell_family(by=viewer, worry=worry, told=said["told"], why=said["untold_why"], now=now)
        except Invalid as refusal:
            raise (refusal.about("untold_why") if refusal.field == "why_untold" else refusal) from None

    return _answer(
        request, family, worry, heading="Does the family know?", button="Write it down", said="Written down.",
        intro="Families are told of a worry about them, unless telling them could put somebody at risk.",
        form=forms.TellForm(sent(request), subject=worry.pk), do=told,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def end(request: Request, family_id: UUID | None, worry_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family, worry = _open(viewer, family_id, worry_id)
    opened = worry_queries.opened_by(viewer, worry)
    # Whoever sees the family by this worry alone finds none of its pages once it has ended.
    gone = opened is not None and opened.only_by_it and not opened.nobody_else
    return _answer(
        request, family, worry, heading="Nobody needs to look at it any more", button="End it", grave=True,
        said="Ended, with your reason. It can be opened again at any time.",
        template="workspace/worries/end.html", more={"opened": opened, "family": family},
        then=reverse("workspace:today") if gone else "",
        form=forms.ReasonForm(sent(request), subject=worry.pk),
        do=lambda said: act.end(by=viewer, worry=worry, reason=said["reason"], now=now),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def reopen(request: Request, family_id: UUID | None, ended_worry_id: UUID) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family, worry = _open(viewer, family_id, ended_worry_id)
    return _answer(
        request, family, worry, heading="Look at it again", button="Open it again", said="Open again, and yours.",
        form=forms.ReasonForm(sent(request), subject=worry.pk),
        do=lambda said: act.reopen(by=viewer, worry=worry, reason=said["reason"], now=now),
    )  # fmt: skip
