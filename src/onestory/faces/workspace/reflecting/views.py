"""The eight A's beside the work: prompts to think by, answered or not. Whoever supervises reads them with their writer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access.viewer import Viewer
from onestory.core.dates import show_date
from onestory.core.errors import NotThere
from onestory.faces.workspace import opening
from onestory.faces.workspace.changing import FormPage
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.reflecting.forms import ThoughtForm
from onestory.faces.workspace.requests import Request
from onestory.people import permissions
from onestory.people.models import Family
from onestory.support import difference_queries
from onestory.support.actions import thoughts as act
from onestory.support.models import Thought
from onestory.ui.charts import ring
from onestory.ui.parts import Link


@dataclass(frozen=True)
class Said:
    words: str
    when: str


@dataclass(frozen=True)
class Prompt:
    name: str
    question: str
    url: str
    said: Said | None


@dataclass(frozen=True)
class Worker:
    """Somebody whom the viewer supervises, with what they thought."""

    name: str
    drawing: SafeString
    said: tuple[tuple[str, Said], ...]


@require_GET
def reflecting(request: Request, family_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    found = difference_queries.thoughts(viewer, family)
    prompts = _prompts(family, [one for one in found if one.account_id == viewer.account_id])
    context = {
        "family": family,
        "prompts": prompts,
        "drawing": _drawing(one for one in found if one.account_id == viewer.account_id),
        "workers": _workers(viewer, found),
        "may_write": permissions.can_write(viewer),
    }
    return render(request, "workspace/reflecting/reflecting.html", context)


@require_http_methods(["GET", "POST"])
def think(request: Request, family_id: UUID, prompt: str) -> HttpResponse:
    viewer, now = request.viewer, timezone.now()
    family = opening.to_write_in(viewer, family_id)
    if prompt not in Thought.Prompt.values:
        raise NotThere("prompt")
    which = Thought.Prompt(prompt)
    before = [_said(one) for one in difference_queries.thoughts_about(viewer, family, prompt)]
    page = FormPage(
        title="The eight A’s", heading=str(which.label), caption=family.name, intro=act.QUESTIONS[which], button="Keep it",
        said="Kept. It is yours, and your supervisor’s to read with you.",
        back=Link(text="Back", url=reverse("workspace:reflecting", args=[family.pk])),
        template="workspace/reflecting/think.html", more={"before": before, "family": family},
    )  # fmt: skip
    written = pages.Written(
        family=family, form=f"thought:{prompt}", page=page, initial={},
        make=lambda data, initial: ThoughtForm(data, subject=family.pk, initial=initial),
        act=lambda said: act.think(by=viewer, family=family, prompt=prompt, words=said["words"], now=now),
    )  # fmt: skip
    return pages.write(request, written)


def _prompts(family: Family, mine: Sequence[Thought]) -> list[Prompt]:
    said = {one.prompt: _said(one) for one in mine}
    return [
        Prompt(
            name=str(prompt.label), question=question, url=reverse("workspace:think", args=[family.pk, str(prompt)]),
            said=said.get(str(prompt)),
        )
        for prompt, question in act.QUESTIONS.items()
    ]  # fmt: skip


def _workers(viewer: Viewer, found: Sequence[Thought]) -> list[Worker]:
    others = [one for one in found if one.account_id != viewer.account_id]
    names = sorted({(one.writer, one.account_id) for one in others})
    return [_worker(name, [one for one in others if one.account_id == account]) for name, account in names]


def _worker(name: str, theirs: Sequence[Thought]) -> Worker:
    said = tuple((str(one.get_prompt_display()), _said(one)) for one in theirs)
    return Worker(name=name, drawing=_drawing(theirs), said=said)


def _drawing(thoughts: Iterable[Thought]) -> SafeString:
    """Where things stand for whoever thought these."""
    said = {one.prompt for one in thoughts}
    return ring.draw([(str(prompt.label), str(prompt) in said) for prompt in act.QUESTIONS])


def _said(one: Thought) -> Said:
    return Said(words=one.words, when=show_date(one.written_at))
