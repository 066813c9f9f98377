"""Asking for help, on a telephone with a bad signal: short pages, each kept as it is sent, and with script from the first word.

Nothing here says whether anybody is known, and nothing is looked up. Staff who come here ask like anybody else.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onestory.access.models import Account
from onestory.access.viewer import Viewer, name_nobody
from onestory.core.errors import Invalid, NotThere
from onestory.faces import ringing
from onestory.faces.public import forms, holding, keeping, limits, presenters
from onestory.faces.public.holding import Held
from onestory.faces.public.keeping import Kept
from onestory.people.actions import openings
from onestory.support import coming_back as codes
from onestory.support.actions import coming_back
from onestory.support.models.requests import Door, Urgency

UNPROCESSABLE, TOO_MANY, KEPT = 422, 429, 204
ELSEWHERE = "https://www.bbc.co.uk/weather"
HELD_UP = (
    "Many forms came from where you are in the last hour, and we could not take this one yet. Nothing you typed has been lost:"
    " wait a few minutes and press the button again, or ring your hub."
)
_FORMS = {"reach": forms.ReachForm, "words": forms.WordsForm, "about": forms.AboutForm, "you": forms.YouForm}


def _who(request: HttpRequest) -> Viewer | None:
    """A family in its own space asks as itself; anybody else as nobody, whether they sign in elsewhere or not."""
    if getattr(request.user, "kind", "") == Account.Kind.FAMILY:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return viewer
    name_nobody()
    return None


@login_not_required
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    by, held = _who(request), holding.of(request)
    form = forms.DoorForm(_sent(request), initial={"door": held.door})
    if form.is_bound and form.is_valid():
        door = Door(form.cleaned_data["door"])
        # A key that nothing was kept by is not gone on with: somebody else may have left it here to read along, and what is
        # typed by the key of a form that was sent would be kept nowhere.
        afresh = "afresh" in request.POST or keeping.left(held) == Kept()
        return holding.hold(redirect("public:step", 1), holding.new(door) if afresh else Held(held.secret, door))
    going_on = not form.is_bound and keeping.left(held) != Kept()
    context = {"form": form, "going_on": going_on, "own": by is not None}
    return render(request, "public/start.html", context, status=UNPROCESSABLE if form.is_bound else 200)


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Kept first, whatever it is; then asked whether it will do."""
    by, held = _who(request), holding.of(request)
    page = _page(held, number)
    kept = keeping.left(held) if not held.fresh else Kept()
    form = _form(page.name, held.door, _sent(request), initial=_before(by, kept, page.name, held.door))
    if not form.is_bound:
        return _shown(request, held, page, form, number)
    if limits_reached(request, kept, held):
        form.add_error(None, HELD_UP)
        return _shown(request, held, page, form, number, status=TOO_MANY)
    kept = kept.with_page(page.name, keeping.typed(page.name, request.POST))
    keeping.keep(by=by, held=held, kept=kept)
    if request.POST.get("urgency") == Urgency.NOW:
        return holding.hold(redirect("public:now"), held)
    if not form.is_valid():
        return _shown(request, held, page, form, number, status=UNPROCESSABLE)
    keeping.keep(by=by, held=held, kept=kept.with_page(page.name, _as_read(form.cleaned_data)), went_on=True)
    last = number == len(presenters.pages(held.door))
    return holding.hold(redirect("public:check") if last else redirect("public:step", number + 1), held)


@login_not_required
@sensitive_post_parameters()
@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """What the page sends by itself, a few seconds after each word."""
    by, held = _who(request), holding.of(request)
    page, kept = _page(held, number), keeping.left(held)
    if limits_reached(request, kept, held):
        return HttpResponse(status=TOO_MANY)
    keeping.keep(by=by, held=held, kept=kept.with_page(page.name, keeping.typed(page.name, request.POST)))
    return holding.hold(HttpResponse(status=KEPT), held)


@login_not_required
@require_GET
def now(request: HttpRequest) -> HttpResponse:
    """Somebody may not be safe: where to ring, at once. What they wrote is kept already."""
    _who(request)
    held = holding.of(request)
    return render(
        request, "public/now.html", {"saved": keeping.left(held) != Kept(), "next": 3, "numbers": ringing.numbers()}
    )


@login_not_required
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    by, held = _who(request), holding.of(request)
    kept = keeping.left(held)
    if kept == Kept():
        # Pressed twice, or in two tabs: what was sent is told again, and the code with it. Where nothing was, that page says so.
        return redirect("public:sent")
    form = forms.SureForm(_sent(request))
    if form.is_bound and _received(form, by, held, kept):
        return holding.hold(redirect("public:sent"), held, lasts=holding.SHOWS_CODE)
    rows = presenters.check_rows(kept, held.door)
    status = UNPROCESSABLE if form.is_bound else 200
    last = len(presenters.pages(held.door))
    return render(request, "public/check.html", {"form": form, "rows": rows, "last": last}, status=status)


def _received(form: forms.SureForm, by: Viewer | None, held: Held, kept: Kept) -> bool:
    try:
        if held.door == Door.SELF and not kept.reach.get("how"):
            raise Invalid("Say how we can reach you safely, or that you will come to us.")
        keeping.keep(by=by, held=held, kept=kept, finished=True)
    except Invalid as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


@login_not_required
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """The same each time it is opened: a page that a lost signal swallowed is not a code that nobody saw. For a quarter of an
    hour: then it hides itself, also where it lies open.
    """
    by, held = _who(request), holding.of(request)
    try:
        made = coming_back.give_code(by=by, form_key=held.form_key, code=held.code)
    except NotThere:
        return redirect("public:start")
    became = coming_back.look_back(by=by, code=held.code)
    left = holding.SHOWS_CODE - int((timezone.now() - became[0].at).total_seconds())
    if left <= 0:
        return redirect("public:hidden")
    context = {
        "reference": codes.reference_of(made), "code": codes.shown(held.code), "by_when": presenters.by_when(became[-1].next_on),
        "own": held.door == Door.SELF, "minutes": holding.SHOWS_CODE // 60,
    }  # fmt: skip
    answer = render(request, "public/sent.html", context)
    answer["Refresh"] = f"{left}; url={reverse('public:hidden')}"
    return answer


@login_not_required
@require_GET
def hidden(request: HttpRequest) -> HttpResponse:
    """The code was written down, or a quarter of an hour has gone: this browser holds nothing any more."""
    _who(request)
    return holding.let_go(render(request, "public/hidden.html"))


@login_not_required
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Away at once, and this browser holds nothing any more."""
    return holding.let_go(redirect(ELSEWHERE))


def limits_reached(request: HttpRequest, kept: Kept, held: Held) -> bool:
    """Only what begins a form counts: whoever has begun one goes on, whatever comes from beside them."""
    return kept == Kept() and limits.too_many_forms(request)


def _page(held: Held, number: int) -> presenters.Page:
    """Raises NotThere for a page that the form does not have."""
    pages = presenters.pages(held.door)
    if not 1 <= number <= len(pages):
        raise NotThere("page")
    return pages[number - 1]


def _form(name: str, door: Door, sent: Any, *, initial: dict[str, Any]) -> Any:
    more = {} if name == "words" else {"door": door}
    return _FORMS[name](sent, initial=initial, **more)


def _before(by: Viewer | None, kept: Kept, page: str, door: Door) -> dict[str, Any]:
    """What they said on this page; a page that nobody has been on is kept as empty boxes. A neighbour has not their name."""
    said = kept.of(page)
    return said if door != Door.SELF or any(said.values()) else _known(by, page)


def _known(by: Viewer | None, page: str) -> dict[str, Any]:
    """A family in its own space is not asked again what it is called, and when it was born."""
    if by is None or page != "about":
        return {}
    own = next((one for one in openings.open_own(by=by, to="own").people if not one.is_child), None)
    if own is None:
        return {}
    given, _, family = own.name.rpartition(" ")
    return {"given": given, "family": family, "born": own.born}


def _as_read(cleaned: dict[str, Any]) -> dict[str, Any]:
    born = cleaned.get("born")
    return cleaned | ({"born": born.iso if born else ""} if "born" in cleaned else {})


def _shown(
    request: HttpRequest, held: Held, page: presenters.Page, form: Any, number: int, *, status: int = 200
) -> HttpResponse:
    context = {"page": page, "form": form, "number": number, "of": len(presenters.pages(held.door))}
    return holding.hold(render(request, "public/step.html", context, status=status), held)


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
