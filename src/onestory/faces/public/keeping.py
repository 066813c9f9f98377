"""What somebody has typed so far, kept with the request from its first word: also what would not do, as far as it can be held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from onestory.access.viewer import Viewer
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid
from onestory.faces.public.holding import Held
from onestory.support.actions import coming_back, requests
from onestory.support.models.requests import Door, Urgency
from onestory.support.request_inputs import About, AskedBy, NewRequest, SafeReach

_REACH = ("how", "at", "when", "leave_message", "code_word")
_ABOUT = ("given", "family", "born", "postcode", "others")
_ASKER = ("name", "role", "organisation", "how", "at", "family_knows")
_LONGEST = {
    "at": 200, "when": 300, "code_word": 60, "given": 100, "family": 100, "postcode": 10, "others": 2000, "words": 8000,
    "name": 200, "role": 120, "organisation": 200,
}  # fmt: skip
_TRUE = {"yes": True, "no": False}


@dataclass(frozen=True)
class Kept:
    """By the names of the boxes of each page."""

    reach: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    about: Mapping[str, Any] = field(default_factory=dict)
    you: Mapping[str, Any] = field(default_factory=dict)

    def of(self, page: str) -> dict[str, Any]:
        found: Mapping[str, Any] = getattr(self, page)
        return dict(found)

    def with_page(self, page: str, typed: Mapping[str, Any]) -> Kept:
        pages = {name: getattr(self, name) for name in ("reach", "words", "about", "you")}
        return Kept(**(pages | {page: dict(typed)}))

    def as_new(self, door: Door) -> NewRequest:
        """Raises Invalid for what no column would hold."""
        asker = AskedBy(**{name: self._flag(self.you, name) for name in _ASKER}) if door != Door.SELF else None
        given = self.about.get("given", "") if asker is None else asker.name
        return NewRequest(
            door=door, words=self.words.get("words", ""), words_by=given[:60],
            urgency=self.words.get("urgency") or Urgency.USUAL, asker=asker,
            reach=SafeReach(**{name: self._flag(self.reach, name) for name in _REACH}),
            about=About(
                given=self.about.get("given") or "", family=self.about.get("family") or "",
                born=_date(self.about.get("born")), postcode=self.about.get("postcode") or "",
                others=self.about.get("others") or "",
            ),
        )  # fmt: skip

    def _flag(self, page: Mapping[str, Any], name: str) -> Any:
        said = page.get(name) or ""
        return _TRUE.get(said) if name in ("leave_message", "family_knows") else said


def left(held: Held) -> Kept:
    """As it was left; empty for a browser that holds nothing, or a form that was sent."""
    if held.fresh:
        return Kept()
    said, you = requests.begun(form_key=held.form_key), coming_back.begun_asker(form_key=held.form_key)
    if not said:
        return Kept()
    reach = {"leave_message": _yes_no(said["leave_message"]), "code_word": said["code_word"]}
    reach |= {"how": said["reach_how"], "at": said["reach_at"], "when": said["reach_when"]}
    # An answer nobody gave must not look as if it had been chosen.
    urgency = said["urgency"] if said["words"] or said["urgency"] != Urgency.USUAL else ""
    return Kept(
        reach=reach, words={"words": said["words"], "urgency": urgency},
        about={name: said[f"about_{name}"] for name in _ABOUT},
        you=you | {"family_knows": _yes_no(you.get("family_knows"))} if you else {},
    )  # fmt: skip


def keep(*, by: Viewer | None, held: Held, kept: Kept, went_on: bool = False, finished: bool = False) -> None:
    """Nothing is begun by a choice alone: there is something to keep once somebody has typed a word, or `went_on`."""
    new = kept.as_new(held.door)
    if finished or went_on or new.is_enough or (new.asker and new.asker.name):
        requests.receive(by=by, new=new, form_key=held.form_key, finished=finished)


def typed(page: str, sent: QueryDict) -> dict[str, Any]:
    """What arrived, cut to what can be held; whether it will do is asked afterwards."""
    names = {"reach": _REACH, "words": ("words", "urgency"), "about": _ABOUT, "you": _ASKER}[page]
    return {name: _held(page, name, sent.get(name, "").replace("\x00", "").strip()) for name in names}


def _held(page: str, name: str, text: str) -> str:
    if name == "born":
        born = _date(text)
        return born.iso if born else ""
    if name == "urgency":
        return text if text in Urgency.values else ""
    if name == "how":
        return text[:20]
    return text[: _LONGEST.get(name, 10)]


def _date(text: str | PartialDate | None) -> PartialDate | None:
    if isinstance(text, PartialDate) or not text:
        return text or None
    try:
        return PartialDate.parse(text)
    except Invalid:
        return None


def _yes_no(said: bool | None) -> str:
    return {True: "yes", False: "no"}.get(said, "") if said is not None else ""
