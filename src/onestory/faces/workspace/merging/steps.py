"""What the two journeys share: looking for the other, reading the plan, and carrying it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from onestory.access import queries as access
from onestory.access.viewer import Viewer
from onestory.core.errors import Invalid, NotThere
from onestory.core.merging import Of
from onestory.faces.workspace.changing import UNPROCESSABLE, succeeded
from onestory.faces.workspace.merging import wording
from onestory.faces.workspace.merging.forms import AgreeForm, MergeForm
from onestory.faces.workspace.people.forms.belonging import FindSomeone
from onestory.faces.workspace.requests import Request
from onestory.people.actions import finds, merging
from onestory.people.finding.queries import Found
from onestory.people.merging.queries import Plan
from onestory.people.models import Merge
from onestory.ui.parts import Link, Table

NOT_WHOLE = (
    "You do not see all of both of these records, so you cannot put them together. Ask somebody who does, or whoever walks "
    "alongside them."
)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The one whose page this is, and the other. `turned` keeps the other instead."""

    of: Of
    family: UUID
    this: UUID
    other: UUID
    turned: bool

    @property
    def kept(self) -> UUID:
        return self.other if self.turned else self.this

    @property
    def merged(self) -> UUID:
        return self.this if self.turned else self.other


@dataclass(frozen=True, kw_only=True)
class Sides:
    """What is read of both, and where it is read."""

    table: Table
    at: str
    back: Link


def chosen(request: Request) -> UUID | None:
    """The other, where one was chosen. What is no number is nobody's."""
    try:
        return UUID(request.GET["other"]) if request.GET.get("other") else None
    except ValueError:
        raise NotThere("the other record") from None


def plan_or_none(viewer: Viewer, pair: Pair) -> Plan | None:
    try:
        return merging.plan(by=viewer, of=pair.of, kept=pair.kept, merged=pair.merged)
    except NotThere:
        return None


def look(request: Request, *, at: str, back: Link, heading: str, near: Sequence[Link], links: Links) -> HttpResponse:
    """The page on which the other is looked for: those near first, then whoever is found."""
    search = FindSomeone(request.POST if request.method == "POST" else None)
    asked = search.is_bound and search.is_valid()
    found = links(finds.find(by=request.viewer, typed=search.cleaned_data["find"])) if asked else []
    context = {
        "search": search, "found": found, "near": near, "back": back, "heading": heading, "nobody": asked and not found,
    }  # fmt: skip
    status = UNPROCESSABLE if search.is_bound and not search.is_valid() else 200
    return render(request, "workspace/merging/look.html", context, status=status)


class Links:
    """Those found, each as a link to the plan with them; nobody twice, and never the one whose page it is."""

    def __init__(self, *, at: str, of: Of, this: UUID) -> None:
        self.at, self.of, self.this = at, of, this

    def __call__(self, found: Sequence[Found]) -> list[Link]:
        named: dict[UUID, str] = {}
        for one in found:
            if self.of is Of.FAMILY:
                named |= {family.id: family.name for family in one.families}
            else:
                born = f", born {one.born.show()}" if one.born else ""
                named[one.person] = f"{one.name}{born}. {', '.join(family.name for family in one.families)}"
        return [self.to(number, name) for number, name in named.items() if number != self.this]

    def to(self, number: UUID, name: str) -> Link:
        return Link(text=name, url=f"{self.at}?other={number}")


def decide(request: Request, pair: Pair, sides: Sides) -> HttpResponse:
    """The plan, and what to do with it."""
    plan = plan_or_none(request.viewer, pair)
    if plan is None:
        return render(request, "workspace/merging/not_whole.html", {"back": sides.back, "words": NOT_WHOLE})
    page = wording.plan_page(plan, names=who(request.viewer, plan))
    form = MergeForm(
        request.POST if request.method == "POST" else None, subject=pair.kept, widens=bool(page.more),
        initial={"fits": plan.digest},
    )  # fmt: skip
    if form.is_bound and form.is_valid() and succeeded(form, lambda said: _merge(request, plan, said, pair)):
        return redirect(_afterwards(pair))
    if form.is_bound:
        fitting(form, plan)
    context = {"form": form, "page": page, "sides": sides, "turn": _turn(sides.at, pair)}
    return render(request, "workspace/merging/plan.html", context, status=UNPROCESSABLE if form.is_bound else 200)


def _merge(request: Request, plan: Plan, said: Mapping[str, str], pair: Pair) -> None:
    if said["fits"] != plan.digest:
        raise Invalid(
            "Something was written in one of the two records since you opened this page. Nothing was done. "
            "Read once more what would happen."
        )
    done = merging.merge(by=request.viewer, plan=plan, reason=said["reason"])
    if done.state == Merge.State.ASKED:
        messages.success(request, "Written down. It is done once somebody else who sees both has agreed to it.")
    else:
        messages.success(request, "They are one record now. If it was a mistake, you can take them apart again.")


def fitting(form: MergeForm | AgreeForm, plan: Plan) -> None:
    """Shown again, it is about the plan that is on the page now."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["fits"] = plan.digest  # type: ignore[index]


def _afterwards(pair: Pair) -> str:
    return reverse("workspace:merges")


def _turn(at: str, pair: Pair) -> Link:
    keeping = "" if pair.turned else "&keep=other"
    return Link(text="Keep the other record instead", url=f"{at}?other={pair.other}{keeping}")


def who(viewer: Viewer, plan: Plan) -> dict[UUID, str]:
    """Accounts and teams that would see more, by name."""
    accounts = access.names_of(viewer, [one.who for one in plan.sees_more if one.account])
    teams = access.names_of_teams(viewer, [one.who for one in plan.sees_more if not one.account])
    return accounts | {number: f"Everybody in {name}" for number, name in teams.items()}
