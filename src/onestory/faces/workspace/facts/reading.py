"""What a page of facts is about, fetched once: the theme, the family, whom it asks and where each answer stands."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from onestory.access.viewer import Viewer
from onestory.core.errors import NotThere
from onestory.faces.workspace import opening
from onestory.faces.workspace.requests import Request
from onestory.people import asking, catalogue, queries
from onestory.people.asking import Question
from onestory.people.catalogue import Theme
from onestory.people.models import Fact, Family, Membership, Person


@dataclass(frozen=True)
class ThemeRead:
    """One theme, about the family or (`place`) one person of it."""

    viewer: Viewer
    family: Family
    theme: Theme
    places: list[Membership]
    place: Membership | None
    questions: list[Question]
    called: dict[UUID, str]

    @property
    def about(self) -> Person | Family:
        return self.place.person if self.place else self.family

    def asks(self, place: Membership | None) -> bool:
        return asking.is_asked(self.viewer, self.family, self.theme, place=place)


def theme(request: Request, family_id: UUID, name: str) -> ThemeRead:
    """Raises NotThere alike for a theme nobody declared and one of which this viewer may read nothing."""
    viewer, declared = request.viewer, catalogue.theme(name)
    family = _open(request, family_id)
    places = queries.members(viewer, family)
    place = _whom(viewer, family, declared, places, request.GET.get("about", ""))
    keys = asking.keys_of(declared, about="person" if place else "family", place=place)
    questions = asking.questions(viewer, family, keys=keys, about=place.person if place else None)
    if not questions:
        raise NotThere("theme")
    return ThemeRead(viewer, family, declared, places, place, questions, queries.names_in(viewer, family))


def _open(request: Request, family_id: UUID) -> Family:
    way = opening.to_write_in if request.method == "POST" else opening.to_read
    return way(request.viewer, family_id)


def _whom(viewer: Viewer, family: Family, theme: Theme, places: list[Membership], about: str) -> Membership | None:
    """The person asked for; where nobody was, the family, or the first person whom this theme asks anything."""
    if about:
        return queries.place_of(places, _uuid(about))
    if asking.is_asked(viewer, family, theme):
        return None
    return next((place for place in places if asking.is_asked(viewer, family, theme, place=place)), None)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotThere("person") from None


@dataclass(frozen=True)
class FactRead:
    """One fact with every value it has had; `standing` are those that hold now."""

    viewer: Viewer
    family: Family
    fact: Fact
    told: list[Fact]
    places: list[Membership]
    called: dict[UUID, str]

    @property
    def standing(self) -> list[Fact]:
        return [one for one in self.told if one.ended_at is None]

    @property
    def place(self) -> Membership | None:
        return next((place for place in self.places if place.person_id == self.fact.person_id), None)


def fact(request: Request, family_id: UUID, fact_id: UUID, *, to_change: bool = False) -> FactRead:
    """Raises NotThere; with `to_change`, also for somebody whose role only reads."""
    viewer = request.viewer
    family = opening.to_write_in(viewer, family_id) if to_change else _open(request, family_id)
    found = queries.fact(viewer, family, fact_id)
    told = queries.fact_history(viewer, family, of=found)
    return FactRead(viewer, family, found, told, queries.members(viewer, family), queries.names_in(viewer, family))
