"""The plan on a family's own page: reading it, agreeing or saying what is not right, a step that is done, something better."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid, NotThere
from onestory.core.text import join_words
from onestory.faces.portal import plan_words
from onestory.faces.portal.views import Request, reader
from onestory.people.actions import openings
from onestory.people.portal import queries
from onestory.support import own_plans
from onestory.support.actions import own_plans as act
from onestory.ui import fields
from onestory.ui.forms import Form

UNPROCESSABLE = 422
_CHANGED = "That is not on your page any more. Below is what stands there now."


class AnswerForm(Form):
    marks_optional = False
    words = fields.WordsField(label="What is not right?", rows=4, required=False, help_text="In your own words")


class WinForm(Form):
    """`families` are the reader's, each by who in it is theirs to know. Of two it is asked which: what is written for one is
    read by those alongside that one alone.
    """

    marks_optional = False
    family = forms.ChoiceField(
        label="Which family is it about?", widget=forms.RadioSelect,
        error_messages={"required": "Choose which family it is about."},
    )  # fmt: skip
    words = forms.CharField(
        label="What was better than yesterday?", max_length=180, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, families: Mapping[UUID, str]) -> None:
        super().__init__(data)
        family = cast(forms.ChoiceField, self.fields["family"])
        family.choices = [(str(one), whose) for one, whose in families.items()]
        if len(families) == 1:
            family.widget, family.initial = forms.HiddenInput(), str(next(iter(families)))


@require_GET
@never_cache
def show(request: Request) -> HttpResponse:
    viewer = reader(request)
    openings.open_own(by=viewer, to="plan")
    return _page(request, viewer)


def _page(request: Request, viewer: Viewer, *, wrong: forms.BaseForm | None = None, about: str = "") -> HttpResponse:
    """`wrong` is the form that did not hold, as it was typed, and `about` the plan that it answers, where it is one."""
    own = own_plans.own(viewer)
    context = {
        "plans": [
            plan_words.plan(one, form=wrong if str(one.shown) == about and wrong else AnswerForm(prefix=str(one.shown)[-4:]))
            for one in own.plans
        ],
        "wins": [plan_words.win(one) for one in own.wins],
        "win_form": wrong if wrong and not about else WinForm(families=_families(viewer)),
        "wrong": wrong,
    }  # fmt: skip
    return render(request, "portal/plan.html", context, status=UNPROCESSABLE if wrong else 200)


@require_POST
@never_cache
def answer(request: Request) -> HttpResponse:
    viewer = reader(request)
    about, agrees = request.POST.get("shown", ""), request.POST.get("answer") == "agree"
    form = AnswerForm(request.POST, prefix=about[-4:])
    words = form.cleaned_data["words"] or "" if form.is_valid() and not agrees else ""
    if not agrees and not form.errors and not words.strip():
        form.add_error("words", "Say what is not right, in your own words.")
    if form.errors and not agrees and _number(about) in {one.shown for one in own_plans.own(viewer).plans}:
        return _page(request, viewer, wrong=form, about=about)
    said = "Thank you. It is written down that you agree." if agrees else "Thank you. They will talk about it with you."
    which = act.AGREE if agrees else act.NOT_RIGHT
    _try(request, said, lambda: act.answer(by=viewer, shown=_number(about), act=which, words=words))
    return redirect("portal:plan")


@require_POST
@never_cache
def done(request: Request) -> HttpResponse:
    viewer = reader(request)
    step = _number(request.POST.get("step", ""))
    _try(request, "Done. Well done.", lambda: act.do(by=viewer, step=step))
    return redirect("portal:plan")


@require_POST
@never_cache
def better(request: Request) -> HttpResponse:
    viewer = reader(request)
    form = WinForm(request.POST, families=_families(viewer))
    if not form.is_valid() or not _written(viewer, form):
        return _page(request, viewer, wrong=form)
    messages.success(request, "It is written down. Whoever is alongside you will read it too.")
    return redirect("portal:plan")


def _written(viewer: Viewer, form: WinForm) -> bool:
    try:
        act.add_win(by=viewer, family=UUID(form.cleaned_data["family"]), words=form.cleaned_data["words"])
    except Invalid as refusal:
        form.add_error("words", refusal.message)
        return False
    return True


def _families(viewer: Viewer) -> dict[UUID, str]:
    """The reader's; where there are several, each as "You and Ada, with Delroy Finch alongside"."""
    children: dict[UUID, list[str]] = {}
    for one in queries.own_space(viewer).people:
        children.setdefault(one.family, []).extend([one.name] if one.is_child else [])
    leads = {one.family: one.who for one in queries.sharing(viewer) if one.leads} if len(children) > 1 else {}
    return {
        family: join_words(["You", *names]) + (f", with {leads[family]} alongside" if leads.get(family) else "")
        for family, names in children.items()
    }


def _try(request: Request, said: str, do: Callable[[], None]) -> None:
    try:
        do()
        messages.success(request, said)
    except Invalid as refusal:
        messages.warning(request, refusal.message)
    except NotThere:
        messages.warning(request, _CHANGED)


def _number(typed: str) -> UUID:
    """One that is nobody's for what is none."""
    try:
        return UUID(typed)
    except ValueError:
        return UUID(int=0)
