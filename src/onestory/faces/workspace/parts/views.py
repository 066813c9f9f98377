"""The six parts of a family's story, each written in the family's words and, apart from them, a worker's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from onestory.core.errors import Invalid, NotThere
from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import change, sent
from onestory.faces.workspace.drafts import keeping
from onestory.faces.workspace.family import timeline
from onestory.faces.workspace.parts import presenters
from onestory.faces.workspace.parts.forms import PartForm
from onestory.faces.workspace.requests import Request
from onestory.people import permissions, queries
from onestory.people.models import Membership, Person
from onestory.story import queries as story
from onestory.story.actions import drafts, sections
from onestory.story.models import StorySection


@require_http_methods(["GET", "POST"])
def part(request: Request, family_id: UUID, part: str, voice: str) -> HttpResponse:
    viewer, declared = request.viewer, _declared(part, voice)
    family = opening.to_write_in(viewer, family_id)
    standing = story.sections(viewer, family).get((part, voice))
    kept = keeping.begin(viewer, family, form=f"{keeping.PART}:{part}:{voice}")
    members = queries.members(viewer, family)
    form = PartForm(
        sent(request),
        subject=family.pk,
        people=timeline.people_to_choose(members) if voice == StorySection.Voice.OURS else None,
        initial=_as_it_stands(standing) | dict(kept.content),
    )
    page = presenters.page(
        family, part=declared, voice=voice, keeping=kept, names=queries.names_in(viewer, family),
        theirs=standing if _moved_on(form, standing) else None,
    )  # fmt: skip

    def write(said: dict[str, Any]) -> None:
        teller = _teller(members, said.get("said_by"))
        try:
            sections.write(
                by=viewer, family=family, part=part, voice=voice, text=said["text"], based_on=said["based_on"],
                said_by=teller,
            )  # fmt: skip
        except Invalid:
            form.base_on(standing.version if standing else 0)
            raise
        drafts.discard(by=viewer, draft_id=kept.draft)

    return change(request, page=page, form=form, act=write)


@require_GET
def versions(request: Request, family_id: UUID, part: str) -> HttpResponse:
    """Who wrote it, when, and what it said before."""
    declared = _declared(part)
    family = opening.to_read(request.viewer, family_id)
    found = story.section_versions(request.viewer, family, part)
    context = {
        "family": family,
        "part": declared,
        "versions": presenters.versions(found, names=queries.names_in(request.viewer, family)),
        "may_write": permissions.can_write(request.viewer),
    }
    return render(request, "workspace/parts/versions.html", context)


def _declared(part: str, voice: str = StorySection.Voice.OURS) -> StorySection.Part:
    if part not in StorySection.Part.values or voice not in StorySection.Voice.values:
        raise NotThere("part of a story")
    return StorySection.Part(part)


def _as_it_stands(standing: StorySection | None) -> dict[str, Any]:
    if standing is None:
        return {"based_on": 0}
    return {"text": standing.text, "said_by": standing.said_by_person_id, "based_on": standing.version}


def _moved_on(form: PartForm, standing: StorySection | None) -> bool:
    """Whether somebody wrote a newer version than the one that was on the page, or in the draft."""
    started_from = form["based_on"].value()
    return standing is not None and str(started_from) != str(standing.version)


def _teller(members: list[Membership], person_id: UUID | None) -> Person | None:
    return next((member.person for member in members if member.person_id == person_id), None)
