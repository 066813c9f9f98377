"""Letting somebody back in, and agreeing to who is placed in which team: for administrators, and supervisors of a team."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from onestory.access import accounts_queries as queries
from onestory.access.actions import accounts, placements, recoveries
from onestory.access.roles import May
from onestory.core.errors import NotThere
from onestory.faces.account import forms, wording
from onestory.faces.account.pages import UNPROCESSABLE, Asked, ask
from onestory.faces.account.sessions import Request


@require_http_methods(["GET", "POST"])
def helping(request: Request) -> HttpResponse:
    """Whom? Found by name, sent by POST like every name; and what waits for the reader to agree."""
    viewer = request.viewer
    administers = viewer.may(May.MANAGE_ACCOUNTS)
    if not administers and "supervisor" not in viewer.roles:
        raise NotThere("page")
    form = forms.FindForm(forms.sent(request))
    looked = form.is_bound and form.is_valid()
    found = queries.accounts(viewer, called=form.cleaned_data["called"]) if looked else []
    context = {
        "form": form, "administers": administers, "looked": looked,
        "found": [wording.found(viewer, one) for one in found],
        "recoveries": [wording.recovery_waiting(viewer, one) for one in queries.recoveries(viewer)],
        "placements": [wording.placement_waiting(viewer, one) for one in queries.placements(viewer)],
    }  # fmt: skip
    return render(request, "own/helping.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
def recover(request: Request, whose: UUID) -> HttpResponse:
    account = queries.account(request.viewer, whose)
    page = _asked(
        title="Letting somebody back in", heading=f"Let {account.name} back in", button="I have seen who they are",
        intro="Nobody is let back in by email alone: somebody else may read it. Check who they are, face to face. "
        "Another administrator then agrees, and you give them a link.",
        said=f"Noted. Another administrator now has to agree that {account.name} is let back in.",
    )  # fmt: skip

    def act(said: dict[str, object]) -> None:
        recoveries.ask(
            by=request.viewer, account=account, seen=str(said["seen"]), second_step_too=bool(said["second_step_too"])
        )

    return ask(request, page=page, form=forms.RecoverForm(forms.sent(request)), act=act)


@require_http_methods(["GET", "POST"])
def confirm_recovery(request: Request, recovery_id: UUID) -> HttpResponse:
    one = queries.recovery(request.viewer, recovery_id)
    page = _asked(
        title="Letting somebody back in", heading=f"Should {one.account.name} be let back in?", button="I agree",
        intro=f"{one.checked_by.name} says they checked who this is. "
        f"Ask {one.checked_by.name}, by voice, before you agree: your name stands beside theirs.",
        said=f"Agreed. {one.checked_by.name} can now give them a link.",
    )  # fmt: skip
    form = forms.SureForm(forms.sent(request))
    return ask(request, page=page, form=form, act=lambda _: recoveries.confirm(by=request.viewer, recovery=one))


@require_http_methods(["GET", "POST"])
def recovery_link(request: Request, recovery_id: UUID) -> HttpResponse:
    """The link is shown by the answer to the press, once, and stands in no address and no history."""
    one = queries.recovery(request.viewer, recovery_id)
    form = forms.SureForm(forms.sent(request))
    if form.is_bound and form.is_valid():
        token = recoveries.make_link(by=request.viewer, recovery=one)
        link = request.build_absolute_uri(reverse("own:set_up", args=[token]))
        return render(request, "own/link.html", {"link": link, "who": one.account.name, "lasts": wording.link_lasts()})
    page = _asked(
        title="Letting somebody back in", heading=f"Make a link for {one.account.name}", button="Make the link",
        intro=f"It works once, for {wording.link_lasts()}. Wherever they are signed in now, they are signed out. "
        "Give it to them face to face, or read it to them on the call you saw them on.",
    )  # fmt: skip
    return render(request, "own/ask.html", {"page": page, "form": form})


@require_http_methods(["GET", "POST"])
def wake(request: Request, whose: UUID) -> HttpResponse:
    account = queries.account(request.viewer, whose)
    page = _asked(
        title="Waking an account", heading=f"Wake {account.name}’s account?", button="Wake it",
        intro="They have not signed in for 45 days. Wake it if they still work here: they then sign in as they did before.",
        said=f"{account.name} can sign in again.",
    )  # fmt: skip
    form = forms.SureForm(forms.sent(request))
    return ask(request, page=page, form=form, act=lambda _: accounts.wake(by=request.viewer, account=account))


@require_http_methods(["GET", "POST"])
def agree_placement(request: Request, placement_id: UUID) -> HttpResponse:
    one = queries.placement(request.viewer, placement_id)
    page = _asked(
        title="Joining a team", heading=f"Does {one.account.name} belong in {one.team.name}?", button="Yes, they do",
        intro=f"{one.asked_by.name} asks. Agree only if you know that {one.account.name} works there: "
        "from then on they see the families that team does, as far as their role goes.",
        said=f"{one.account.name} is in {one.team.name} now.",
    )  # fmt: skip
    form = forms.SureForm(forms.sent(request))
    return ask(request, page=page, form=form, act=lambda _: placements.agree(by=request.viewer, placement=one))


@require_http_methods(["GET", "POST"])
def refuse_placement(request: Request, placement_id: UUID) -> HttpResponse:
    one = queries.placement(request.viewer, placement_id)
    page = _asked(
        title="Joining a team", heading=f"Keep {one.account.name} out of {one.team.name}?", button="Yes, keep them out",
        intro=f"{one.asked_by.name} can ask again.", said="Done. Nothing was opened to them.", grave=True,
    )  # fmt: skip
    form = forms.SureForm(forms.sent(request))
    return ask(request, page=page, form=form, act=lambda _: placements.refuse(by=request.viewer, placement=one))


def _asked(*, title: str, heading: str, button: str, intro: str, said: str = "", grave: bool = False) -> Asked:
    home = reverse("own:helping")
    return Asked(title=title, heading=heading, button=button, intro=intro, said=said, grave=grave, then=home, back=home)
