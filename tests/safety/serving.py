"""Several page servers over one database, and browsers that know which of them answered."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

import psutil
import requests
from tests.accounts import PASSWORD
from tests.journeys.site import Site

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass(frozen=True)
class Answered:
    began: float
    status: int
    body: bytes
    by: int


class Browser:
    """Somebody signed in, over real connections."""

    def __init__(self, site: Site, email: str) -> None:
        self.site, self.session = site, requests.Session()
        self.press("/account/login/", login=email, password=PASSWORD)

    def press(self, path: str, **boxes: str) -> requests.Response:
        """Fills in the form of a page and sends it. Returns the answer, which leads on where it was taken."""
        url = self.site.address + path
        hidden = dict(HIDDEN.findall(self.session.get(url, timeout=30).text))
        answer = self.session.post(
            url, data=hidden | boxes, timeout=30, allow_redirects=False, headers={"Referer": url}
        )
        assert answer.status_code == 302, answer.text
        return answer

    def ask(self, path: str) -> Answered:
        """On a connection of its own, as each tab and each device has."""
        began = time.monotonic()
        line = HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self.session.cookies.items())
        try:
            line.request("GET", path, headers={"Cookie": cookies})
            answer = line.getresponse()
            body = answer.read()
            return Answered(began, answer.status, body, _server_of(self.site, line.sock.getsockname()[1]))
        finally:
            line.close()

    def ask_each(self, path: str) -> list[Answered]:
        """Again and again until every page server has answered."""
        answers: list[Answered] = []
        servers = set(page_servers(self.site))
        for _ in range(500):
            answers.append(self.ask(path))
            if servers <= {one.by for one in answers}:
                return answers
        raise AssertionError("one of the page servers is never asked")


@dataclass
class Polling:
    answers: list[Answered] = field(default_factory=list)
    broken: list[Exception] = field(default_factory=list)


@contextmanager
def polling(browser: Browser, path: str, *, tabs: int = 3) -> Iterator[Polling]:
    """The page asked for without a pause while the block runs, and at least once by each tab after it."""
    polled, over = Polling(), threading.Event()

    def poll() -> None:
        last = False
        while not last:
            last = over.is_set()
            try:
                polled.answers.append(browser.ask(path))
            except (OSError, HTTPException) as why:
                polled.broken.append(why)

    threads = [threading.Thread(target=poll) for _ in range(tabs)]
    for one in threads:
        one.start()
    try:
        yield polled
    finally:
        over.set()
        for one in threads:
            one.join()


def page_servers(site: Site) -> list[int]:
    """The processes that answer: the children of the one that began them all."""
    assert site.process
    [master] = [one for one in psutil.Process(site.process.pid).children() if "gunicorn" in " ".join(one.cmdline())]
    return [one.pid for one in master.children()]


def _server_of(site: Site, port: int) -> int:
    for pid in page_servers(site):
        if any(line.raddr and line.raddr.port == port for line in psutil.Process(pid).net_connections("tcp")):
            return pid
    return 0
