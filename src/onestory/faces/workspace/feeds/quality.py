"""How good the details of the record are: by detail, by where they came from and by who owns them, from night to night."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onestory.faces.workspace.feeds import detail_presenters
from onestory.faces.workspace.requests import Request
from onestory.linkage import quality


@require_GET
def show(request: Request) -> HttpResponse:
    readings = quality.readings(request.viewer)
    of_all = [one for one in readings if not one.source and not one.owner]
    context = {
        "newest": readings[-1].day if readings else None,
        "overall": detail_presenters.over_time(of_all, by=""),
        "sources": detail_presenters.over_time([one for one in readings if one.source], by="source"),
        "owners": detail_presenters.over_time([one for one in readings if one.owner], by="owner"),
    }
    return render(request, "workspace/feeds/quality.html", context)
