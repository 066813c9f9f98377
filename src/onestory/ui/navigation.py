"""The bar across the workspace: which places there are, where to search, where to write something down.

Faces add what they have built when the application starts, so a place nobody has built yet is never shown.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse

IsFor = Callable[[HttpRequest], bool]
Notices = Callable[[HttpRequest], "list[Notice]"]


def _everyone(_request: HttpRequest) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Place:
    label: str
    url_name: str
    order: int
    is_for: IsFor = _everyone


@dataclass(frozen=True, kw_only=True)
class PlaceLink:
    label: str
    url: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something said at the top of a page for as long as it holds. `word` opens it, so that it does not rest on colour."""

    word: str
    text: str


@dataclass
class Bar:
    places: dict[str, Place] = field(default_factory=dict)
    search_url_name: str = ""
    writing_url_name: str = ""
    search_is_for: IsFor = _everyone
    writing_is_for: IsFor = _everyone
    noticing: dict[str, Notices] = field(default_factory=dict)


bar = Bar()


def add_place(*, label: str, url_name: str, order: int, is_for: IsFor = _everyone) -> None:
    """Show a place in the bar to those it is for. Adding it again changes nothing, so start-up may run twice."""
    bar.places[url_name] = Place(label=label, url_name=url_name, order=order, is_for=is_for)


def search_at(*, url_name: str, is_for: IsFor = _everyone) -> None:
    """Send the search box in the bar to this page as `q`, by POST: names do not belong in addresses."""
    bar.search_url_name, bar.search_is_for = url_name, is_for


def write_at(*, url_name: str, is_for: IsFor = _everyone) -> None:
    """Open this page when someone presses "Write something down"; nobody is shown it whom it would refuse."""
    bar.writing_url_name, bar.writing_is_for = url_name, is_for


def notice_by(*, name: str, notices: Notices) -> None:
    """Ask this of every page of the workspace: what must be said at its top. Adding it again changes nothing."""
    bar.noticing[name] = notices


def notices(request: HttpRequest) -> list[Notice]:
    return [notice for ask in bar.noticing.values() for notice in ask(request)]


def links(request: HttpRequest) -> list[PlaceLink]:
    """The reader's places in order, the one that their page belongs to marked."""
    path = request.path
    places = sorted((place for place in bar.places.values() if place.is_for(request)), key=lambda place: place.order)
    urls = [reverse(place.url_name) for place in places]
    # Every address begins with "/", so the first page is only where it is exactly.
    around = (url for url in urls if path == url or (url != "/" and path.startswith(url)))
    here = max(around, key=len, default=None)
    return [PlaceLink(label=place.label, url=url, here=url == here) for place, url in zip(places, urls, strict=True)]


def search_url(request: HttpRequest) -> str:
    return reverse(bar.search_url_name) if bar.search_url_name and bar.search_is_for(request) else ""


def writing_url(request: HttpRequest) -> str:
    return reverse(bar.writing_url_name) if bar.writing_url_name and bar.writing_is_for(request) else ""
