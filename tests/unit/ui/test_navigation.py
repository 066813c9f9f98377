"""The bar shows the places that exist, and where you are."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from onestory.ui import navigation

pytestmark = pytest.mark.urls("tests.unit.ui.urls")


@pytest.fixture(autouse=True)
def _own_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "bar", navigation.Bar())
    navigation.add_place(label="Families", url_name="families", order=2)
    navigation.add_place(label="Today", url_name="today", order=1)


def _at(path: str) -> HttpRequest:
    return RequestFactory().get(path)


def test_places_stand_in_their_order_and_once_each() -> None:
    navigation.add_place(label="Today", url_name="today", order=1)
    assert [link.label for link in navigation.links(_at("/"))] == ["Today", "Families"]


def test_a_place_is_shown_only_to_those_it_is_for() -> None:
    navigation.add_place(label="Families", url_name="families", order=2, is_for=lambda _request: False)
    assert [link.label for link in navigation.links(_at("/"))] == ["Today"]


@pytest.mark.parametrize(("path", "here"), [("/", "Today"), ("/families/new/", "Families"), ("/account/", None)])
def test_the_place_one_is_in_is_marked(path: str, here: str | None) -> None:
    marked = [link.label for link in navigation.links(_at(path)) if link.here]
    assert marked == ([here] if here else [])


def test_what_nobody_has_built_has_no_address() -> None:
    assert navigation.search_url(HttpRequest()) == ""
    navigation.search_at(url_name="families")
    assert navigation.search_url(HttpRequest()) == "/families/"
