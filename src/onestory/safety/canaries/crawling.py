"""Driving every surface, and looking for what was shown to somebody it is not for."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from onestory.safety.canaries import surfaces
from onestory.safety.canaries.driving import Drive, Said
from onestory.safety.canaries.surfaces import Surface
from onestory.safety.canaries.tokens import Finder, Token, written
from onestory.safety.canaries.world import AUTHOR_KEY, BY_KEY, World

HIDDEN = "(what was typed)"
# What differs between any two answers: how long they are, when they end, the numbers of what was made meanwhile, and the
# session, which is sent again once a minute.
_NEW = re.compile(
    r"(?m)^Content-Length: \d+$|^cookie: (?:sessionid|__Host-session)=.*\n|expires=[^;]*"
    r"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)
Heard = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Hit:
    """Something that was shown to somebody it is not for."""

    surface: str
    actor: str
    place: str
    token: str
    form: str

    def __str__(self) -> str:
        return f"{self.surface}: {BY_KEY[self.actor].says} was shown {self.token} as {self.form!r} at {self.place}"


@dataclass
class Outcome:
    """`asked` counts what was looked at, `shown` the tokens seen by whom they are for: a crawl of empty pages proves nothing."""

    surfaces: int = 0
    asked: int = 0
    hits: list[Hit] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    blind: list[str] = field(default_factory=list)
    seconds: float = 0.0


def crawl(world: World, *, only: Iterable[Surface] = (), heard: Heard = lambda *_: None) -> Outcome:
    """Every surface there is, or only these."""
    began, outcome = time.monotonic(), Outcome()
    drive, crawler = Drive(world), _Crawler(world, outcome)
    with drive.logging():
        for surface in only or surfaces.registered():
            before = outcome.asked
            for said in surface.drive(drive):
                crawler.look(surface, said)
            outcome.surfaces += 1
            if outcome.asked == before:
                outcome.blind.append(surface.says)
            heard(surface.says, outcome.asked - before, len(outcome.hits))
    outcome.seconds = time.monotonic() - began
    return outcome


class _Crawler:
    def __init__(self, world: World, outcome: Outcome) -> None:
        self._finder = Finder(world.tokens.values())
        self._outcome = outcome
        self._seen: dict[bytes, list[tuple[Token, str]]] = {}

    def look(self, surface: Surface, said: Said) -> None:
        self._outcome.asked += 1
        actor = BY_KEY[said.actor]
        text = said.text
        hidden = [one for one in said.typed if not one.is_for(actor.sees | said.beyond)]
        if hidden:
            text = _blank(text, [one.value for one in said.typed])
            self._compare(surface, said, hidden[0], text)
        for token, form in self._found(text):
            if token.is_for(actor.sees | said.beyond):
                self._outcome.shown |= {token.name} if said.actor == AUTHOR_KEY else set()
            else:
                self._outcome.hits.append(Hit(surface.says, said.actor, said.place, token.name, form))

    def _compare(self, surface: Surface, said: Said, typed: Token, text: str) -> None:
        """What somebody typed is theirs to read again. That a hidden value was answered otherwise than one nobody has is not."""
        control = _blank(said.control, [one.twin for one in said.typed])
        if text != control:
            place = next((at for at, (a, b) in enumerate(zip(text, control, strict=False)) if a != b), 0)
            there = slice(max(0, place - 40), place + 60)
            told = f"{text[there]!r}, where a value nobody has is answered {control[there]!r}"
            self._outcome.hits.append(Hit(surface.says, said.actor, said.place, typed.name, told))

    def _found(self, text: str) -> list[tuple[Token, str]]:
        """Most answers are one of a few: each is looked through once."""
        digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
        if digest not in self._seen:
            self._seen[digest] = self._finder.found(text)
        return self._seen[digest]


def _blank(text: str, values: Iterable[str]) -> str:
    """As it was typed, and as a box shows it again; the length of an answer goes with it."""
    text = _NEW.sub("", text)
    for form in sorted((form for value in values for form in written(value)), key=len, reverse=True):
        text = re.sub(re.escape(form), HIDDEN, text, flags=re.IGNORECASE)
    return text
