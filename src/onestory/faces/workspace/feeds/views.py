"""Feeds: how partners' files come in, what is wrong with them, and what somebody says about that. No record is read from here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onestory.core.errors import NotThere
from onestory.faces.workspace.changing import UNPROCESSABLE, change, sent, succeeded
from onestory.faces.workspace.feeds import presenters
from onestory.faces.workspace.feeds.forms import AgreeForm, AnswerForm, RowsForm
from onestory.faces.workspace.requests import Request
from onestory.linkage import declaration, feed_queries
from onestory.linkage.actions import keeping
from onestory.linkage.permissions import check_can_keep_feeds
from onestory.ui.parts import Page


@require_GET
def listed(request: Request) -> HttpResponse:
    lines = presenters.lines(feed_queries.listed(request.viewer))
    return render(request, "workspace/feeds/feeds.html", {"lines": lines})


@require_GET
def feed(request: Request, feed: str) -> HttpResponse:
    page = feed_queries.page(request.viewer, feed)
    words, wards = presenters.coverage(page)
    context = {
        "declared": page.line.declared, "labels": presenters.labels(page.line), "summary": presenters.summary(page),
        "changed": presenters.changed(page), "quality": presenters.quality(page), "wrong": presenters.wrong(page),
        "deliveries": presenters.deliveries(page),
        "asks": page.line.asks, "coverage": words, "wards": wards, "refused": page.refused, "came": page.newest is not None,
    }  # fmt: skip
    return render(request, "workspace/feeds/feed.html", context)


@require_http_methods(["GET", "POST"])
def agree(request: Request, feed: str) -> HttpResponse:
    viewer = request.viewer
    page = feed_queries.page(viewer, feed)
    form = AgreeForm(sent(request), initial={"declared": page.line.declared.version})
    return change(
        request, page=presenters.agreeing(page), form=form,
        act=lambda said: keeping.sign(by=viewer, name=feed, declared=said["declared"], partner_said=said["partner_said"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def answer(request: Request, feed: str, delivery_id: UUID) -> HttpResponse:
    viewer = request.viewer
    one = feed_queries.delivery(viewer, feed, delivery_id)
    if not one.unusual:
        raise NotThere("delivery")
    form = AnswerForm(sent(request), subject=one.pk)
    return change(
        request, page=presenters.answering(declaration.feed(feed), one), form=form,
        act=lambda said: keeping.answer(by=viewer, delivery=one.pk, yes=said["yes"], why=said["why"]),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def rows(request: Request, feed: str) -> HttpResponse:
    viewer = request.viewer
    check_can_keep_feeds(viewer)
    declared = declaration.feed(feed)
    found, more = feed_queries.waiting(viewer, feed, after=_after(request))
    form = RowsForm(sent(request), rows=found)
    if form.is_bound and form.is_valid() and succeeded(
        form, lambda said: keeping.deal_with(by=viewer, name=feed, rows=said["rows"], why=said["why"])
    ):  # fmt: skip
        messages.success(request, "Dealt with.")
        return redirect("workspace:feed_rows", feed=feed)
    older = f"{reverse('workspace:feed_rows', args=[feed])}?after={more}" if more else ""
    context = {
        "declared": declared, "rows": presenters.rows(found), "form": form, "page": Page(older_url=older),
        "waiting": feed_queries.number_waiting(viewer, feed), "chosen": set(request.POST.getlist("rows")),
        "back": presenters.back(feed, declared.title),
    }  # fmt: skip
    return render(request, "workspace/feeds/rows.html", context, status=UNPROCESSABLE if form.errors else 200)


def _after(request: Request) -> int:
    """Raises NotThere for a place that no page gave out."""
    given = request.GET.get("after", "0")
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise NotThere("page")
    return int(given)
