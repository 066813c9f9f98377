"""Journeys are driven in a real Chromium, at three widths, against a real server over a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.journeys.reader import Reader
from tests.journeys.site import Site

from onestory.postgres import roles

WIDTHS = (320, 768, 1280)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One process drives them all: they share a server and a browser."""
    for item in items:
        if "tests/journeys/" in str(item.path):
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """The demonstration's families, served."""
    template, name = "onestory_template", f"onestory_journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    admin = os.environ["ONESTORY_TEST_ADMIN_URL"]
    roles.clone(admin_url=admin, template=template, name=name)
    own = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    urls = {
        key: os.environ[key].replace(f"/onestory_{own}?", f"/{name}?")
        for key in ("DATABASE_URL", "ONESTORY_OWNER_DATABASE_URL")
    }
    urls |= {"ONESTORY_SOCIAL_CARE_PHONE": "01632 960110", "ONESTORY_SOCIAL_CARE_NIGHT_PHONE": "01632 960120"}
    subprocess.run(
        [sys.executable, "-m", "tests.journeys.world"], env=os.environ | urls, check=True, capture_output=True
    )
    served = Site(urls)
    served.start()
    yield served
    served.stop()
    roles.drop(admin_url=admin, name=name)


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def width(request: pytest.FixtureRequest) -> int:
    chosen: int = request.param
    return chosen


@pytest.fixture
def reader(site: Site, browser: Browser, width: int) -> Iterator[Reader]:
    """Somebody new, at a screen of this width; nothing outside this machine answers them."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="en-GB", timezone_id="Europe/London")
    asked_elsewhere: list[str] = []
    context.on("request", lambda request: asked_elsewhere.append(request.url) if site.elsewhere(request.url) else None)
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield Reader(page, site.address, width)
    context.close()
    assert [url for url in asked_elsewhere if not url.startswith("data:")] == [], (
        "a page asked somebody else for something"
    )


@pytest.fixture
def without_scripts(site: Site, browser: Browser) -> Iterator[Reader]:
    """Somebody whose browser runs no script."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(15_000)
    yield Reader(page, site.address, 360)
    context.close()
