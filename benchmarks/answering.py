"""A process that answers pages and says what each took, so that two ways of answering can be asked in turn in one run.

As the page server does it: through Django's own handler, from the request to the last byte, the database's connection taken from
the pool and given back. Reads a path a line; answers a line of JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any
from uuid import UUID

# What differs between two answers to one question, and says nothing about the page.
_ONCE = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"|value="[0-9a-f-]{32,36}"')


@dataclass(frozen=True)
class Answer:
    """`queries_ms` is what the statements took of it, their transport included."""

    ms: float
    queries: int
    queries_ms: float
    status: int
    size: int
    digest: str


class Server:
    """The process, seen from outside."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self._asked: IO[str] = process.stdin
        self._answers: IO[str] = process.stdout

    def ask(self, path: str) -> Answer:
        self._asked.write(f"{path}\n")
        self._asked.flush()
        answer = Answer(**json.loads(self._answers.readline()))
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return answer


@contextmanager
def started(*, signed_in_as: str, environment: dict[str, str] | None = None) -> Iterator[Server]:
    """`environment` names the settings and the database's address where they differ from this process's own."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.answering", signed_in_as],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    ) as process:
        try:
            yield Server(process)
        finally:
            process.terminate()


# Inside the process.


def main(signed_in_as: str) -> None:
    from onestory.config import installation

    installation.set_up_django()
    from django.db import connection

    from onestory.config.wsgi import application

    cookie, counted = _cookie(signed_in_as), Counted()

    with connection.execute_wrapper(counted):
        for line in sys.stdin:
            print(json.dumps(_answer(application, line.strip(), cookie, counted)), flush=True)


def _answer(application: Any, path: str, cookie: str, counted: Counted) -> dict[str, Any]:
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "SERVER_NAME": "localhost", "SERVER_PORT": "80", "HTTP_COOKIE": cookie,
        "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "QUERY_STRING": "", "SCRIPT_NAME": "",
    }  # fmt: skip
    status: list[int] = []
    counted.queries, counted.seconds = 0, 0.0
    began = time.perf_counter()
    response = application(environ, lambda line, *_: status.append(int(line[:3])))
    body = b"".join(response)
    response.close()
    seconds = time.perf_counter() - began
    return {
        "ms": seconds * 1000, "queries": counted.queries, "queries_ms": counted.seconds * 1000, "status": status[0],
        "size": len(body), "digest": _digest(body),
    }  # fmt: skip


def _digest(body: bytes) -> str:
    """Of the words of a page in any order: things entered at one moment may be read in either."""
    return hashlib.sha256(b" ".join(sorted(_ONCE.sub(b"", body).split()))).hexdigest()[:16]


class Counted:
    """Wraps every statement that Django sends."""

    queries = 0
    seconds = 0.0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - began


def _cookie(account: str) -> str:
    """A session begun as signing in would, without its password."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils.module_loading import import_string

    from onestory.access import knocking, signing_in

    who = knocking.of_session(UUID(account))
    assert who is not None, account
    session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(who.pk), who.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    signing_in.begin(session, user=who, user_agent="")
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    main(sys.argv[1])
