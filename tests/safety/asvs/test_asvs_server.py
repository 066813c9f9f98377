"""The server as it is run for real: behind a proxy that speaks TLS, asked in ways no browser asks."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse

import pytest
from tests.journeys.site import Site

THROUGH_TLS = {"X-Forwarded-Proto": "https", "Host": "localhost"}


@pytest.fixture(scope="module")
def served() -> Iterator[Site]:
    site = Site({"ONESTORY_HTTPS": "yes", "ONESTORY_DEBUG": "no"})
    site.start()
    yield site
    site.stop()


def _get(site: Site, path: str, **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=20)
    connection.request("GET", path, headers=THROUGH_TLS | headers)
    answer = connection.getresponse()
    answer.body = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


def _say(site: Site, request: bytes) -> bytes:
    """What the server says to these bytes before it hangs up."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        said = b""
        while got := line.recv(65_536):
            said += got
    return said


@pytest.mark.parametrize("path", ["/account/login/", "/nowhere", "/families", "/health", "/static/ui/onestory.js"])
def test_every_answer_over_tls_asks_for_tls_for_a_year_and_for_sub_domains(served: Site, path: str) -> None:
    policy = _get(served, path).headers["Strict-Transport-Security"]
    assert policy == "max-age=31536000; includeSubDomains"


def test_cookies_over_tls_are_bound_to_this_host_and_never_sent_in_the_clear(served: Site) -> None:
    cookies = _get(served, "/account/login/").headers.get_all("Set-Cookie") or []
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert all(word in cookie for word in ("; Secure", "; HttpOnly", "; Path=/", "; SameSite=Lax"))
        assert "Domain=" not in cookie


def test_the_server_answers_the_same_headers_as_the_application(served: Site) -> None:
    headers = _get(served, "/nowhere").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "X-Powered-By" not in headers


def test_mistakes_say_nothing_of_what_runs_here(served: Site) -> None:
    for path in ("/nowhere", "/%00", "/families/%ff", "/static/nothing.js", "/?" + "a" * 3_000):
        body = _get(served, path).body.decode()  # type: ignore[attr-defined]
        assert not any(
            word in body for word in ("Traceback", "Django", "DEBUG", "gunicorn", "site-packages", "urlconf")
        )


@pytest.mark.parametrize("path", ["/design/", "/admin/", "/__debug__/", "/static/", "/static/ui/", "/.git/config"])
def test_what_is_for_builders_is_not_served(served: Site, path: str) -> None:
    assert _get(served, path).status == 404


@pytest.mark.parametrize(
    "path", ["/static/../secret-key", "/static/..%2f..%2fsecret-key", "/static/%2e%2e/%2e%2e/etc/passwd"]
)
def test_no_path_leads_out_of_the_folder_of_static_files(served: Site, path: str) -> None:
    said = _say(served, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
    assert b" 404 " in said.split(b"\r\n")[0] or b" 400 " in said.split(b"\r\n")[0]
    assert b"root:" not in said


AMBIGUOUS = {
    "two kinds of length": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nq=abc",
    "a length that is none": b"Content-Length: +4\r\n\r\nq=ab",
    "an encoding that is none": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a folded header": b"X-One: a\r\n b\r\nTransfer-Encoding:\r\n chunked\r\n\r\n",
    "a header with a space before its colon": b"Content-Length : 4\r\n\r\nq=ab",
}


@pytest.mark.parametrize("headers", AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_a_request_whose_end_could_be_read_in_two_ways_is_refused(served: Site, headers: bytes) -> None:
    said = _say(served, b"POST /find HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers)
    assert said.split(b"\r\n")[0].split(b" ")[1] in (b"400", b"501")


def test_trace_is_not_supported(served: Site) -> None:
    said = _say(served, b"TRACE / HTTP/1.1\r\nHost: localhost\r\nX-Secret: echoed\r\nConnection: close\r\n\r\n")
    assert b" 405 " in said.split(b"\r\n")[0]
    assert b"echoed" not in said


def test_a_line_or_header_of_no_end_is_refused(served: Site) -> None:
    assert (
        b" 414 " in _say(served, b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n").split(b"\r\n")[0]
    )
    many = b"".join(b"X-%d: a\r\n" % n for n in range(200))
    refused = _say(served, b"GET / HTTP/1.1\r\nHost: localhost\r\n" + many + b"\r\n").split(b"\r\n")[0]
    assert refused.split(b" ")[1] in (b"400", b"431")


def test_a_visitor_cannot_choose_the_address_that_tries_are_counted_for() -> None:
    """The proxy adds the visitor's address at the end; what the visitor wrote before it is not believed."""
    ask = (
        "from onestory.config import installation as i; i.set_up_django()\n"
        "from django.test import RequestFactory\n"
        "from allauth.account.adapter import get_adapter\n"
        "request = RequestFactory().get('/', HTTP_X_FORWARDED_FOR='10.0.0.1, 203.0.113.9', REMOTE_ADDR='127.0.0.1')\n"
        "print(get_adapter().get_client_ip(request))"
    )
    told = subprocess.run(
        [sys.executable, "-c", ask],
        env=os.environ | {"ONESTORY_HTTPS": "yes"},
        check=True,
        capture_output=True,
        text=True,
    )
    assert told.stdout.strip() == "203.0.113.9"


def test_an_installation_shows_no_values_in_errors_and_answers_to_no_name_it_was_not_given(served: Site) -> None:
    answer = _get(served, "/account/login/", Host="elsewhere.example")
    assert answer.status == 400
    assert b"ALLOWED_HOSTS" not in answer.body  # type: ignore[attr-defined]
