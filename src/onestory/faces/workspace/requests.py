"""What every view is handed: a request that knows who is looking (`config.middleware.ActingAsViewer`)."""

from __future__ import annotations

from django.http import HttpRequest

from onestory.access.viewer import Viewer


class Request(HttpRequest):
    viewer: Viewer
