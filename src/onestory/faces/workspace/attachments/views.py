"""Pictures and letters that were added to something written: adding one, reading it, and taking out what should not be there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onestory.access.viewer import Viewer
from onestory.core.files import cleaning
from onestory.core.ids import uuid7
from onestory.faces.workspace import opening
from onestory.faces.workspace.attachments import forms, presenters
from onestory.faces.workspace.changing import FormPage, change, sent
from onestory.faces.workspace.drafts import pages
from onestory.faces.workspace.family import timeline
from onestory.faces.workspace.requests import Request
from onestory.people import permissions, queries
from onestory.people.models import Family
from onestory.story import queries as story
from onestory.story.models import Entry
from onestory.support import attachment_queries
from onestory.support.actions import attachments
from onestory.support.models import Attachment
from onestory.ui.parts import Link

# What a browser calls it, and whether it is shown or kept: a PDF can run what we do not read, and is opened by the device.
_AS = {
    Attachment.Kind.PICTURE: ("image/jpeg", 'inline; filename="picture.jpg"'),
    Attachment.Kind.PDF: ("application/pdf", 'attachment; filename="document.pdf"'),
}
# Opened by itself, it may do nothing: no script, no form, nothing fetched, and no part in our pages' origin.
ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require_http_methods(["GET", "POST"])
def attach(request: Request, family_id: UUID, entry_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    entry = story.entry(viewer, family, entry_id)
    people = timeline.people_to_choose(queries.members(viewer, family))
    page = FormPage(
        title="Add a picture or a PDF", heading="Add a picture or a PDF", caption=family.name, button="Add it", said="Added.",
        intro=f"It stands with “{entry.title}”, and whoever may read that may see it.", back=_back(family, entry.pk),
        template="workspace/attachments/attach.html", more={"family": family},
    )  # fmt: skip
    written = pages.Written(
        family=family, form=f"attachment:{entry.pk}", page=page, initial={"key": uuid7()},
        make=lambda data, initial: forms.AttachForm(
            data, files=request.FILES or None, subject=entry.pk, people=people, initial=initial
        ),
        act=lambda said: _add(viewer, family, entry, said),
    )  # fmt: skip
    return pages.write(request, written)


def _add(viewer: Viewer, family: Family, entry: Entry, said: dict[str, Any]) -> None:
    if attachment_queries.was_added(viewer, family, form_key=said["key"]):
        return
    new = attachments.NewAttachment(what=said["what"], shows=said["shows"], about=said["about"])
    file = cleaning.clean(said["file"].read())
    attachments.add(by=viewer, family=family, entry=entry, new=new, file=file, form_key=said["key"])


@require_GET
def attachment(request: Request, family_id: UUID, attachment_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_read(viewer, family_id)
    found = attachment_queries.attachment(viewer, family, attachment_id)
    there = found.why_withdrawn is None
    context = {
        "family": family,
        "attachment": found,
        "rows": presenters.summary(found, names=queries.names_in(viewer, family)),
        "picture": there and found.kind == Attachment.Kind.PICTURE,
        "pdf": there and found.kind == Attachment.Kind.PDF,
        "content_url": reverse("workspace:attachment_content", args=[family.pk, found.pk]),
        "may_withdraw": there and permissions.can_write(viewer),
        "back": _back(family, found.entry_id),
    }
    return render(request, "workspace/attachments/attachment.html", context)


@require_GET
def content(request: Request, family_id: UUID, attachment_id: UUID) -> HttpResponse:
    """What it shows, to whoever may see it: read as them, written down as a look, and kept by nobody on the way."""
    viewer = request.viewer
    family = queries.family(viewer, family_id)
    found = attachment_queries.attachment(viewer, family, attachment_id)
    kind, disposition = _AS[Attachment.Kind(found.kind)]
    headers = {
        "Content-Disposition": disposition,
        "Content-Security-Policy": ALONE,
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(attachments.read(by=viewer, attachment=found), content_type=kind, headers=headers)


@require_http_methods(["GET", "POST"])
def withdraw(request: Request, family_id: UUID, attachment_id: UUID) -> HttpResponse:
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id)
    found = attachment_queries.attachment(viewer, family, attachment_id)
    if found.why_withdrawn is not None:
        messages.info(request, "It was taken out already.")
        return redirect("workspace:attachment", family.pk, found.pk)
    page = FormPage(
        title="Take it out", heading="Take it out", caption=found.what, button="Take it out", grave=True,
        said="Taken out. What it showed is gone.",
        intro="What it shows is gone for good. That it was here, who added it and why it went stay written down.",
        back=Link(text="Back", url=reverse("workspace:attachment", args=[family.pk, found.pk])),
    )  # fmt: skip
    form = forms.WithdrawForm(sent(request), subject=found.pk)
    return change(
        request, page=page, form=form,
        act=lambda said: attachments.withdraw(by=viewer, attachment=found, reason=said["reason"]),
    )  # fmt: skip


def _back(family: Family, entry: UUID) -> Link:
    return Link(text="Back to what was written", url=reverse("workspace:entry", args=[family.pk, entry]))
