"""A family's circle: who is in it, bringing somebody in, choosing the lead, letting somebody go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access import queries as access
from onestory.access.actions import grants
from onestory.access.roles import May
from onestory.access.sections import Section
from onestory.access.viewer import Viewer
from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import UNPROCESSABLE, change, sent
from onestory.faces.workspace.circle import forms, presenters, sharing, terms
from onestory.faces.workspace.requests import Request
from onestory.faces.workspace.walking import presenters as walked
from onestory.people import permissions
from onestory.people import queries as people
from onestory.people.models import Family, Membership
from onestory.support import circling, queries, walking
from onestory.support.actions import circle as act
from onestory.support.actions import leads


@require_GET
def circle(request: Request, family_id: UUID) -> HttpResponse:
    family = opening.to_read(request.viewer, family_id)
    members = queries.circle(request.viewer, family)
    holdings = access.who_sees(request.viewer, family.pk)
    choice = walking.lead_choice(request.viewer, family)
    asked = walked.asked_about(choice, names=people.names_in(request.viewer, family) if choice else {})
    context = {
        "family": family,
        "members": presenters.lines(family, members, seeing=holdings, asked=asked),
        "drawing": presenters.drawing(family, members) if members else "",
        "flags": circling.flags(members),
        "seeing": sharing.lines(family, holdings),
        "may_guard": request.viewer.may(May.GUARD),
        "may_merge": request.viewer.may(May.MERGE),
        "join_url": presenters.join_url(family, members, me=request.viewer.account_id),
        "may_write": permissions.can_write(request.viewer),
    }
    return render(request, "workspace/circle/circle.html", context)


@require_http_methods(["GET", "POST"])
def find_colleague(request: Request, family_id: UUID) -> HttpResponse:
    """Whom? Found by name, sent by POST like every name."""
    family = opening.to_write_in(request.viewer, family_id)
    form = forms.ColleagueSearch(sent(request))
    looked = form.is_bound and form.is_valid()
    found = access.colleagues(called=form.cleaned_data["called"]) if looked else []
    context = {"family": family, "form": form, "looked": looked, "found": presenters.found(family, found)}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "workspace/circle/find_colleague.html", context, status=status)


@require_http_methods(["GET", "POST"])
def bring_in(request: Request, family_id: UUID, account_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    colleague, myself = access.colleague(account_id), account_id == viewer.account_id
    form = forms.ColleagueForm(
        sent(request),
        subject=family.pk,
        job_title=colleague.job_title,
        sections=presenters.sections_to_give(family.sections_open_to(viewer)),
        myself=myself,
        agreements=access.agreements_in_force(viewer),
        people=_who_may_consent(viewer, family),
    )
    page = presenters.joining(family, colleague, myself=myself)

    def join(said: dict[str, Any]) -> None:
        act.bring_in(
            by=viewer, family=family, account=colleague, role=said["role"], purpose=said["purpose"],
            sections=said.get("sections", ()), terms=terms.read(said), kind="volunteer" if said["volunteer"] else "worker",
        )  # fmt: skip

    return change(request, page=page, form=form, act=join)


@require_http_methods(["GET", "POST"])
def add_own(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    page = presenters.page(
        family, title="The circle", heading="Add one of the family’s own people", button="Add them",
        intro="Somebody they trust: a grandmother, a neighbour, a coach. They are named here, and do not sign in.",
        said="They are in the circle now.",
    )  # fmt: skip

    def add(said: dict[str, Any]) -> None:
        act.add_own_person(by=viewer, family=family, name=said["name"], role=said["role"], purpose=said["purpose"])

    return change(request, page=page, form=forms.OwnPersonForm(sent(request), subject=family.pk), act=add)


@require_http_methods(["GET", "POST"])
def make_lead(request: Request, family_id: UUID, member_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    member = queries.circle_member(viewer, family, member_id)
    name = act.called(member)
    page = presenters.page(
        family, title="The lead", heading=f"Is {name} the one they would ring first?", button="Yes, make them the lead",
        intro="The lead is whoever the family would ring first. There is one at a time, and the family chooses: ask them.",
        said=f"{name} is the lead now.",
    )  # fmt: skip
    everybody = {one.person_id: one.person for one in people.members(viewer, family)}
    form = forms.LeadForm(sent(request), subject=member.pk, people=_who_may_consent(viewer, family))

    def choose(said: dict[str, Any]) -> None:
        asked = leads.Asked(
            answer=said["answer"], reason=said["reason"], words=said["words"], said_by=everybody.get(said["said_by"])
        )
        leads.choose(by=viewer, member=member, asked=asked)

    return change(request, page=page, form=form, act=choose)


@require_http_methods(["GET", "POST"])
def called_lead(request: Request, family_id: UUID, member_id: UUID) -> HttpResponse:
    """Another agency calls them the lead: written down, so that a family with several shows."""
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    member = queries.circle_member(viewer, family, member_id)
    page = presenters.page(
        family, title="The circle", heading=f"Who else calls {act.called(member)} the lead?", said="Written.",
        intro="Social care, a school or a clinic may have a lead of their own. The family’s own is whom they ring first.",
    )  # fmt: skip
    form = forms.CalledLeadForm(sent(request), subject=member.pk, initial={"leads_for": member.leads_for})
    return change(
        request, page=page, form=form,
        act=lambda said: leads.called_lead(by=viewer, member=member, leads_for=said["leads_for"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def leave(request: Request, family_id: UUID, member_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    member = queries.circle_member(viewer, family, member_id)
    myself = member.account_id == viewer.account_id
    page = presenters.leaving(family, member, myself=myself)
    form = forms.SureForm(sent(request), subject=member.pk)
    return change(request, page=page, form=form, act=lambda _: act.leave(by=viewer, member=member))


@require_http_methods(["GET", "POST"])
def open_to_team(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    form = forms.TeamForm(
        sent(request), subject=family.pk, teams=access.teams(),
        # What is between a young person and their helper is for no team.
        sections=presenters.sections_to_give(family.sections_open_to(viewer) - {Section.YOUNG_PERSON}),
        agreements=access.agreements_in_force(viewer), people=_who_may_consent(viewer, family),
    )  # fmt: skip

    def give(said: dict[str, Any]) -> None:
        kept = terms.read(said)
        grants.give(by=viewer, family=family.pk, team=said["team"], sections=said["sections"], **vars(kept))

    return change(request, page=sharing.to_a_team(family), form=form, act=give)


def _who_may_consent(viewer: Viewer, family: Family) -> list[tuple[str, str]]:
    """Whoever of the family is born: whether a child is old enough to say so is their worker's to judge."""
    names = people.names_in(viewer, family)
    born = [one for one in people.members(viewer, family) if one.role != Membership.Role.EXPECTED]
    return [(str(one.person_id), names[one.person_id]) for one in born]


@require_http_methods(["GET", "POST"])
def end_sharing(request: Request, family_id: UUID, grant_id: UUID) -> HttpResponse:
    """Somebody no longer sees this family, at once. They stay in the circle by name until they leave it."""
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    holding = access.holding(viewer, family.pk, grant_id)
    myself = bool(holding.account and holding.account.pk == viewer.account_id)
    form = forms.SureForm(sent(request), subject=holding.grant)
    page = sharing.ending(family, holding, others=access.other_ways(viewer, family.pk, holding), myself=myself)
    return change(
        request, page=page, form=form, act=lambda _: grants.end(by=viewer, family=family.pk, grant=holding.grant)
    )
