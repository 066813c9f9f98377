"""Asking as one actor, inside this process and a transaction that is taken back, and all that the answer says.

The whole chain of middleware answers, as the page server has it; only the network is left out. What is written to the log
meanwhile is kept, for whoever reads logs is an actor too.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import DatabaseError, connection, transaction
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from onestory.access.viewer import acting_as
from onestory.config import logs
from onestory.config.sessions import SessionStore
from onestory.safety.canaries.tokens import Token
from onestory.safety.canaries.world import ANONYMOUS, World
from onestory.safety.making import made_account

_NEW_EACH_TIME = re.compile(r'(name="csrfmiddlewaretoken" value="|x-request-id: |csrftoken=)[^";\n]*', re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """What one actor was shown at one place. `typed` is what they had typed themselves, and `control` what they were shown for
    the twins of that, which nobody has. `beyond` is what these means show them that pages do not.
    """

    actor: str
    place: str
    text: str
    typed: tuple[Token, ...] = ()
    control: str = ""
    beyond: frozenset[str] = frozenset()


Fill = Callable[..., Mapping[str, Any]]
NONE: Mapping[str, str] = MappingProxyType({})


@dataclass
class Drive:
    """What a surface is driven with."""

    world: World
    # Everything that was logged, by anybody's request.
    logged: list[str] = field(default_factory=list)
    _minute: int = 0
    _factory: RequestFactory = field(
        default_factory=lambda: RequestFactory(SERVER_NAME=settings.ALLOWED_HOSTS[0].lstrip("."))
    )
    _handler: BaseHandler = field(default_factory=BaseHandler)

    def __post_init__(self) -> None:
        self._handler.load_middleware()

    def ask(
        self, actor: str, path: str, *, method: str = "GET", data: Mapping[str, Any] | None = None, forged: bool = False,
        headers: Mapping[str, str] = NONE,
    ) -> Said:  # fmt: skip
        """One request, and everything in its answer: status, headers, cookies and body."""
        return Said(actor, f"{method} {path}", self._text(actor, path, method, data or {}, forged, headers))

    def ask_with(self, actor: str, path: str, typed: Sequence[Token], fill: Fill, *, method: str = "POST") -> Said:
        """The same with something typed: tokens, and beside them the twins that nobody has. `fill` is handed their values."""
        values = ([one.value for one in typed], [one.twin for one in typed])
        shown, control = (self._text(actor, path, method, fill(*those), False, {}) for those in values)
        return Said(actor, f"{method} {path}", shown, typed=tuple(typed), control=control)

    def query(self, actor: str, statement: str, values: list[Any] | None = None) -> Iterator[str]:
        """The rows of a statement of somebody's own, as text; where it is refused, the refusal, as the database words it."""
        with self.acting(actor):
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement, values)
                    rows = cursor.fetchall() if cursor.description else []
            except DatabaseError as refused:
                yield f"{refused}"
                return
        yield from (repr(row) for row in rows)

    @contextmanager
    def acting(self, actor: str) -> Iterator[None]:
        """In a transaction of theirs, which is taken back."""
        with transaction.atomic():
            if actor == ANONYMOUS:
                yield
            else:
                with acting_as(made_account(self.world.accounts[actor])):
                    yield
            transaction.set_rollback(True)

    @contextmanager
    def logging(self) -> Iterator[None]:
        """Keeps what is logged, in the words of the log."""
        keep, root = _Keep(self.logged), logging.getLogger()
        keep.setFormatter(_formatter())
        level, before = root.level, root.handlers
        root.handlers = [keep]
        root.setLevel(logging.DEBUG)
        try:
            yield
        finally:
            root.setLevel(level)
            root.handlers = before

    def _stay_signed_in(self) -> None:
        """Once a minute each session notes that its owner is there: outside the requests, or every one would do it again."""
        minute = int(time.time()) // 60
        if minute == self._minute:
            return
        self._minute = minute
        for session in self.world.sessions.values():
            kept = SessionStore(session_key=session)
            kept["minute"] = minute
            kept.save()

    def _text(
        self, actor: str, path: str, method: str, data: Mapping[str, Any], forged: bool, headers: Mapping[str, str]
    ) -> str:
        made = getattr(self._factory, method.lower())(path, data=dict(data), headers=headers)
        if session := self.world.sessions.get(actor):
            made.COOKIES[settings.SESSION_COOKIE_NAME] = session
        if not forged:
            made._dont_enforce_csrf_checks = True
        self._stay_signed_in()
        with transaction.atomic():
            response = self._handler.get_response(made)
            said = _whole(response)
            transaction.set_rollback(True)
        response.close()
        return said


class _Keep(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.DEBUG)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(self.format(record))


def _formatter() -> logging.Formatter:
    """The very one that an installation logs with."""
    config = logs.configuration(level="DEBUG")["formatters"]["json"]
    made = {key: value for key, value in config.items() if key != "()"}
    from structlog.stdlib import ProcessorFormatter

    return ProcessorFormatter(**made)


def _whole(response: HttpResponseBase) -> str:
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    cookies = "".join(f"cookie: {cookie.OutputString()}\n" for cookie in response.cookies.values())
    headers = "".join(f"{name}: {value}\n" for name, value in response.items())
    text = f"{response.status_code}\n{headers}{cookies}\n{body.decode(errors='replace')}"
    return _NEW_EACH_TIME.sub(r"\1", text)
