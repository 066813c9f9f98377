"""Asking one address as one actor, inside this process and a transaction that is taken back, and what it answered.

The whole chain of middleware answers, as the page server has it; only the network is left out. Nothing that one cell writes is
there for the next.
"""

from __future__ import annotations

import copy
import logging
import re
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.base import BaseHandler
from django.core.signals import got_request_exception, request_finished
from django.db import close_old_connections, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import RequestFactory, override_settings
from django.urls import reverse

from onestory.access.models import Account
from onestory.safety.doors import Example
from onestory.safety.making import MARKS
from onestory.safety.matrix import remembered
from onestory.safety.matrix.cells import Cell, Method
from onestory.safety.matrix.world import World

# What is new in every answer, and says nothing.
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
_ONCE = {"X-Request-Id", "Date"}
_HERE = b"(this address)"


@dataclass(frozen=True)
class Answered:
    """An answer without what is new each time. `marks` are the families and sections it shows something of."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    marks: frozenset[str]
    broke: str = ""

    def same_as(self, other: Answered) -> bool:
        return (self.status, self.headers, self.body) == (other.status, other.headers, other.body)


class Browsers:
    """A browser for each actor, signed in once. With `remembering`, sessions and accounts are not read again for every cell."""

    def __init__(self, world: World, *, remembering: bool = False) -> None:
        self._world = world
        self._factory = RequestFactory(SERVER_NAME=settings.ALLOWED_HOSTS[0].lstrip("."))
        self._handler = BaseHandler()
        self._remembering = remembering
        self._known: dict[str, Account] = {}
        with override_settings(SESSION_ENGINE=remembered.__name__ if remembering else settings.SESSION_ENGINE):
            self._handler.load_middleware()
        self._minute = 0
        self._broke = ""
        # Every answer that is refused would be logged, which for most cells is every answer.
        logging.disable(logging.ERROR)
        # It would hand the connection back after each answer, and every cell would begin with finding one.
        request_finished.disconnect(close_old_connections)
        got_request_exception.connect(self._note, weak=False, dispatch_uid=f"matrix{id(self)}")

    def close(self) -> None:
        logging.disable(logging.NOTSET)
        request_finished.connect(close_old_connections)
        got_request_exception.disconnect(dispatch_uid=f"matrix{id(self)}")

    def ask(self, cell: Cell) -> Answered:
        return self._within_a_minute(lambda: self._request(cell))

    def mistype(self, actor: str, method: Method) -> Answered:
        """What somebody is answered where there is no address at all."""
        return self._within_a_minute(lambda: self._plain("/families/no-such-address", method, actor, {}))

    def _answer(self, request: HttpRequest) -> Answered:
        self._stay_signed_in()
        self._broke = ""
        with transaction.atomic():
            response = self._handler.get_response(request)
            answered = _without_what_is_new(response, request.get_full_path(), broke=self._broke)
            transaction.set_rollback(True)
        response.close()
        self._remember(request)
        return answered

    def _within_a_minute(self, made: Callable[[], HttpRequest]) -> Answered:
        """Asked again where a minute ended meanwhile: that answer also says that somebody is still there."""
        while True:
            answered = self._answer(made())
            if int(time.time()) // 60 == self._minute:
                return answered

    def _request(self, cell: Cell) -> HttpRequest:
        account, target = self._world.accounts[cell.actor], cell.target
        people = next((one.people for one in self._world.families if one.number == target.number), {})
        ids = {"family_id": target.arguments["family_id"]} if "family_id" in target.arguments else {}
        family = people or self._world.families[0].people
        example = Example(target.arguments, account.id, {"family_id": self._world.families[0].id, **family, **ids})
        sends = cell.opening.door.sends
        sent = dict(sends(example)) if cell.method is Method.POST and sends else {}
        return self._plain(path_of(cell), cell.method, cell.actor, sent)

    def _plain(self, path: str, method: Method, actor: str, sent: dict[str, Any]) -> HttpRequest:
        body = {"data": sent} if method.verb == "POST" else {}
        made: HttpRequest = getattr(self._factory, method.verb.lower())(path, **body)
        session = self._world.accounts[actor].session
        if session:
            made.COOKIES[settings.SESSION_COOKIE_NAME] = session
        if session in self._known:
            # Where Django keeps whom it has read already.
            made._cached_user = copy.copy(self._known[session])  # type: ignore[attr-defined]
        if method is not Method.POST_FORGED:
            # As Django's own test client does: every other way of asking carries the token of our own pages.
            made._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        return made

    def _remember(self, request: HttpRequest) -> None:
        session, user = request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""), getattr(request, "_cached_user", None)
        if self._remembering and isinstance(user, Account):
            self._known.setdefault(session, copy.copy(user))

    def _stay_signed_in(self) -> None:
        """Once a minute each session notes that its owner is there: outside the cells, or every one would do it again."""
        minute = int(time.time()) // 60
        if minute == self._minute:
            return
        self._minute = minute
        store = import_module(settings.SESSION_ENGINE).SessionStore
        for session in {account.session for account in self._world.accounts.values() if account.session}:
            kept = store(session_key=session)
            kept["minute"] = minute
            kept.save()
        remembered.SessionStore.known.clear()

    def _note(self, **_: Any) -> None:
        self._broke = traceback.format_exc(limit=-4)


def path_of(cell: Cell) -> str:
    if cell.opening.address.file:
        return staticfiles_storage.url(cell.opening.address.file)
    if cell.opening.door.at:
        return cell.opening.door.at
    return reverse(cell.opening.address.name, kwargs=dict(cell.target.arguments))


def _without_what_is_new(response: HttpResponseBase, path: str, *, broke: str) -> Answered:
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    cookies = sorted(f"{name}: {_attributes(cookie)}" for name, cookie in response.cookies.items())
    here = {path.encode(), quote(path).encode(), quote(path, safe="").encode()} if len(path) > 1 else set()
    headers = [(key, _here(value.encode(), here).decode()) for key, value in response.items() if key not in _ONCE]
    marks = frozenset(MARKS.findall(body.decode(errors="replace").lower()))
    told = _here(_TOKEN.sub(rb"\1", body), here)
    # The length of an answer counts the address it stands at, which differs where the address is longer.
    kept = sorted((key, str(len(told)) if key == "Content-Length" else value) for key, value in headers)
    return Answered(response.status_code, (*kept, ("cookies", "; ".join(cookies))), told, marks, broke)


def _attributes(cookie: Any) -> str:
    """Everything about a cookie but its value and the moment it ends."""
    return ", ".join(f"{key}={value}" for key, value in sorted(cookie.items()) if value and key != "expires")


def _here(text: bytes, here: set[bytes]) -> bytes:
    for written in here:
        text = text.replace(written, _HERE)
    return text
