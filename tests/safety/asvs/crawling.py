"""Walks the application as a browser would: follows its links, reads its forms, and fills them with whatever it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

# Pressing these would end what the rest of the walk needs.
LAST = ("logout", "throw-away", "leave", "/end", "/stop")
TYPED = frozenset({"text", "search", "email", "tel", "url", "number", "password"})


@dataclass
class Form:
    """One form of a page: where it goes, what it holds already, and which of its boxes somebody types in."""

    action: str
    method: str
    values: list[tuple[str, str]] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)

    def filled(self, write: Callable[[str], str]) -> dict[str, Any]:
        sent: dict[str, Any] = {**dict(self.values), **self.choices}
        return sent | {name: write(name) for name in self.typed}


class Page(HTMLParser):
    def __init__(self, html: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.links: set[str] = set()
        self.forms: list[Form] = []
        self._selecting = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.add(given["href"].partition("#")[0])
        elif tag == "form":
            self.forms.append(Form(given.get("action") or self.address, given.get("method", "get").lower()))
        elif self.forms:
            self._read_box(tag, given)

    def _read_box(self, tag: str, given: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self._selecting = name
        elif tag == "option" and given.get("value"):
            form.choices.setdefault(self._selecting, given["value"])
        elif tag == "textarea" or (tag == "input" and kind in TYPED):
            form.typed.append(name)
        elif tag == "input" and kind in ("radio", "checkbox"):
            form.choices.setdefault(name, given.get("value", "on"))
        elif tag == "input" and kind == "hidden":
            form.values.append((name, given.get("value", "")))


def walk(client: Client, *starts: str, at_most: int = 300) -> Iterator[tuple[str, HttpResponse]]:
    """Every page that can be reached by links from the first page and from these."""
    waiting = ["/", *starts]
    seen = set(waiting)
    while waiting and len(seen) <= at_most:
        address = waiting.pop(0)
        response = client.get(address)
        yield address, response
        if response.status_code != 200 or "html" not in response["Content-Type"]:
            continue
        found = Page(response.content.decode(), address).links - seen
        fresh = sorted(link for link in found if "logout" not in link)
        seen.update(fresh)
        waiting.extend(fresh)


def forms(client: Client, *starts: str) -> Iterator[Form]:
    """Each form of each page once, those that end something left out."""
    met: set[tuple[str, str, tuple[str, ...]]] = set()
    for address, response in walk(client, *starts):
        if response.status_code != 200:
            continue
        for form in Page(response.content.decode(), address).forms:
            mark = (form.action, form.method, tuple(form.typed))
            if mark not in met and not any(word in form.action for word in LAST):
                met.add(mark)
                yield form
