"""What is refused before anything is read, and what every answer tells a browser to refuse for us.

Nothing here knows who is signed in: these are the questions that can be asked of a request by its first lines alone.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from onestory.safety import keeping

Respond = Callable[[HttpRequest], HttpResponseBase]

# No other site may show, embed or measure what we answer; no page of ours needs a sensor, a camera or a payment.
EVERY_ANSWER = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "X-Permitted-Cross-Domain-Policies": "none",
}
# Unsent drafts are held in the tab: whoever next sits down at this machine must not find them (HZ-83).
FORGET_THIS_TAB = '"storage"'
ECHOING = frozenset({"TRACE", "TRACK", "CONNECT"})


class Guarded:
    """Refuses what no page of ours sends, and adds the headers above to every answer, refusals and files included."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = _refusal(request) or self.get_response(request)
        for name, value in EVERY_ANSWER.items():
            response.setdefault(name, value)
        if getattr(request, "signed_out", False):
            response["Clear-Site-Data"] = FORGET_THIS_TAB
        return response


def _refusal(request: HttpRequest) -> HttpResponse | None:
    """None for what may go on to be answered."""
    if request.method in ECHOING:
        return _plain("This server does not echo requests.", status=405)
    if is_from_elsewhere(request):
        return _plain(
            "Pages of Onestory are opened by their own address, and not from within another site.", status=403
        )
    if _is_too_long(request):
        # Said before a byte of it is read; the server discards what it was sending.
        return HttpResponse(render_to_string("413.html"), status=413)
    return None


def _is_too_long(request: HttpRequest) -> bool:
    """For a page of writing; the few addresses that take a file say in their doors how much."""
    length = _length(request)
    return length > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) and length > keeping.takes(request.path_info)


def is_from_elsewhere(request: HttpRequest) -> bool:
    """Another site asked, and not by a link somebody followed: a frame, an image, a script, a form or a prefetch.

    Such a request would carry the reader's session in some browsers, and from how long or how large the answer is another
    site could tell whether a family is there (HZ-16). Browsers that say nothing of where they come from are let through:
    cookies and tokens guard those.
    """
    if request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        return False
    followed = request.method in ("GET", "HEAD") and request.headers.get("Sec-Fetch-Mode") == "navigate"
    return not (followed and request.headers.get("Sec-Fetch-Dest", "document") == "document")


def _length(request: HttpRequest) -> int:
    """As declared; a body of undeclared length is never read at all, by the interface between server and application."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    return int(declared) if declared.isdecimal() else 0


def _plain(words: str, *, status: int) -> HttpResponse:
    answer = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


@receiver(user_logged_out, dispatch_uid="onestory.signed_out")
def _note_signing_out(request: HttpRequest | None, **_: object) -> None:
    if request is not None:
        request.signed_out = True  # type: ignore[attr-defined]
