"""What the bar across the workspace shows, and to whom."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from onestory.ui import navigation
from onestory.ui.parts import initials

# Asked of those who work here alone: to the account of a family it is a page that is not there.
_FOR_STAFF = (("People you know", "workspace:people_you_know"),)
_ABOUT_ONESELF = (
    ("Password", "account_change_password"),
    ("Signing in safely", "mfa_index"),
    ("Where you are signed in", "own:sessions"),
)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor. Callables, so that a page that shows no bar works nothing out."""
    return {
        "places": lambda: navigation.links(request),
        "search_url": lambda: navigation.search_url(request),
        "writing_url": lambda: navigation.writing_url(request),
        "notices": lambda: navigation.notices(request),
        "hide_url": lambda: _address("own:hidden"),
        "hide_after": lambda: _stillness(request),
        "account_links": lambda: _account_links(request),
        "signed_in_name": lambda: _name(request),
        "signed_in_initials": lambda: initials(_name(request)),
    }


def _stillness(request: HttpRequest) -> int:
    """Seconds of nothing after which a screen hides what it shows: fewer where others use the device (HZ-42)."""
    return 60 if request.session.get("shared") else 300


def _address(url_name: str) -> str:
    """Nothing, in an installation that has no such page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _name(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return (user.get_full_name() or user.get_username()) if user and user.is_authenticated else ""


def _account_links(request: HttpRequest) -> list[tuple[str, str]]:
    """Links for one's own account, those of them that this installation has and that open to the reader."""
    works_here = getattr(getattr(request, "user", None), "kind", "") == "staff"
    found = []
    for label, url_name in (*_FOR_STAFF, *_ABOUT_ONESELF) if works_here else _ABOUT_ONESELF:
        if address := _address(url_name):
            found.append((label, address))
    return found
