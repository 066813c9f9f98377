"""Keeping a record to people who are named: by a supervisor who sees it, or by information governance, who do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from onestory.access import queries as access
from onestory.access.actions import guarding as act
from onestory.access.models import Restriction
from onestory.access.roles import May
from onestory.core.errors import NotThere
from onestory.faces.workspace import opening
from onestory.faces.workspace.bound import BoundForm
from onestory.faces.workspace.changing import UNPROCESSABLE, sent, succeeded
from onestory.faces.workspace.guarding import presenters, sight
from onestory.faces.workspace.requests import Request
from onestory.people import queries as people
from onestory.ui.parts import Link

LIFTED = "The restriction is lifted. Whoever the family was opened to can see it again."


class RestrictForm(BoundForm):
    """Of those who see the family now, who goes on seeing it. `sure` is sent from the page that says who will not."""

    accounts = forms.TypedMultipleChoiceField(
        label="Who goes on seeing it?", coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )
    teams = forms.TypedMultipleChoiceField(
        label="And whole teams", coerce=UUID, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label="Why is it kept to them?",
        help_text="Those who see the family read it. For example that a parent works here.",
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"min_length": "Say in a few words why."},
    )
    # Nothing is chosen beforehand: either answer, unread, may be the dangerous one (ADR 0013).
    because = forms.ChoiceField(
        label="Is it because of somebody in the family?",
        help_text="Keeping a record to a few is about people who work here: the family goes on reading its own page.",
        choices=[
            ("no", "No. Their own pages stay open"),
            ("yes", "Yes. Somebody’s own page is shut while this lasts"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is because of somebody in the family."},
    )
    shut = forms.TypedMultipleChoiceField(
        label="Whose page is shut?",
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They are told of nothing: their page is empty. It opens again when the restriction is lifted.",
    )
    sure = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, *, subject: UUID, seeing: sight.Seeing, own: Sequence[tuple[str, str]], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, subject=subject, initial=initial)
        self.fields["shut"].choices = own  # type: ignore[attr-defined]
        if not own:
            del self.fields["because"], self.fields["shut"]
        self.fields["accounts"].choices = seeing.account_choices()  # type: ignore[attr-defined]
        self.fields["teams"].choices = seeing.team_choices()  # type: ignore[attr-defined]
        if not seeing.teams:
            del self.fields["teams"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not said.get("accounts") and not said.get("teams") and not self.errors:
            self.add_error("accounts", "Choose at least one who goes on seeing it.")
        if (said.get("because") == "yes") != bool(said.get("shut")) and not self.errors:
            self.add_error(
                "shut", "Choose whose page is shut, or say that it is not because of somebody in the family."
            )
        return said


@require_http_methods(["GET", "POST"])
def restrict(request: Request, family_id: UUID) -> HttpResponse:
    """A supervisor, of a family they see."""
    if not request.viewer.may(May.GUARD):
        raise NotThere("family")
    family = opening.to_keep_from_others(request.viewer, family_id)
    back = Link(text="The circle", url=reverse("workspace:circle", args=[family.pk]))
    names = people.names_in(request.viewer, family)
    return restricting(request, family.pk, caption=family.name, back=back, names=names)


def restricting(
    request: Request, family: UUID, *, caption: str, back: Link, names: Mapping[UUID, str] = MappingProxyType({})
) -> HttpResponse:
    """The page itself: for information governance too, who know a family by its reference alone, and nobody's name in it."""
    viewer = request.viewer
    seeing = sight.of(viewer, family)
    own = presenters.own_pages(access.own_accounts(viewer, family), names)
    standing = access.restriction(viewer, family)
    if request.POST.get("lift") and standing is not None:
        act.lift_restriction(by=viewer, restriction=standing.pk)
        messages.success(request, LIFTED)
        return redirect(back.url)
    form = RestrictForm(sent(request), subject=family, seeing=seeing, own=own, initial=_standing(standing))
    if (
        form.is_bound
        and form.is_valid()
        and form.cleaned_data["sure"]
        and succeeded(form, lambda _: _act(request, family, form))
    ):
        messages.success(request, "Done. This record is kept to those you named.")
        stays = viewer.may(May.GOVERN) or seeing.keeps(viewer.account_id, form.cleaned_data["accounts"], _teams(form))
        return redirect(back.url if stays else reverse("workspace:families"))
    losing = seeing.losing(form.cleaned_data["accounts"], _teams(form)) if form.is_bound and form.is_valid() else None
    context = {
        "form": form, "caption": caption, "back": back, "standing": standing, "named": _named(standing), "losing": losing,
        "shut": _shut(standing, own), "shutting": _chosen(form, own) if losing is not None else [],
        "asking": losing is not None, "nobody": not seeing.accounts and not seeing.teams,
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "workspace/guarding/restrict.html", context, status=status)


def _act(request: Request, family: UUID, form: RestrictForm) -> None:
    said = form.cleaned_data
    act.restrict(
        by=request.viewer, family=family, reason=said["reason"], accounts=said["accounts"], teams=_teams(form),
        shut=said.get("shut", ()),
    )  # fmt: skip


def _teams(form: RestrictForm) -> list[UUID]:
    return list(form.cleaned_data.get("teams", ()))


def _standing(standing: Restriction | None) -> dict[str, Any]:
    """What is in force now, to be changed from."""
    if standing is None:
        return {}
    named = list(standing.named.all())
    return {
        "reason": standing.reason,
        "accounts": [str(one.account_id) for one in named if one.account_id],
        "teams": [str(one.team_id) for one in named if one.team_id],
        "because": "yes" if standing.shut.all() else "no",
        "shut": [str(one.account_id) for one in standing.shut.all()],
    }


def _named(standing: Restriction | None) -> list[str]:
    named = standing.named.all() if standing else ()
    return sorted(one.account.name if one.account else str(one.team) for one in named)


def _shut(standing: Restriction | None, own: Sequence[tuple[str, str]]) -> list[str]:
    shut = {str(one.account_id) for one in standing.shut.all()} if standing else set()
    return [words for account, words in own if account in shut]


def _chosen(form: RestrictForm, own: Sequence[tuple[str, str]]) -> list[str]:
    return [words for account, words in own if UUID(account) in form.cleaned_data.get("shut", ())]
