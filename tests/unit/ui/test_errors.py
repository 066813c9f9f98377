"""Pages for when something goes wrong: they say nothing was lost, and give nothing away."""

import pytest
from django.test import RequestFactory

from onestory.ui import errors

pytestmark = pytest.mark.urls("tests.unit.ui.urls")


def test_what_may_not_be_seen_looks_like_what_does_not_exist() -> None:
    request = RequestFactory().get("/families/123/")
    refused = errors.not_there(request, PermissionError("Hart family"))
    missing = errors.not_there(request, None)
    assert refused.status_code == missing.status_code == 404
    assert refused.content == missing.content


def test_a_broken_page_needs_no_session_and_no_database() -> None:
    answer = errors.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Nothing that was saved before has been lost" in answer.content.decode()


def test_a_page_open_too_long_says_that_nothing_has_changed() -> None:
    answer = errors.csrf_failure(RequestFactory().get("/"), reason="CSRF token missing")
    assert answer.status_code == 403
    assert "Nothing has been changed" in answer.content.decode()
    assert "CSRF" not in answer.content.decode()
