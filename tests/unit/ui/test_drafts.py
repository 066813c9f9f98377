"""What is being written survives a lost signal, a sign-in that ran out, and a tab that is loaded again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

import onestory.ui

pytestmark = pytest.mark.journey

SCRIPT = (Path(onestory.ui.__file__).parent / "static" / "ui" / "onestory.js").read_text()
WRITING = """<!DOCTYPE html><title>Write</title><script type="module" src="/onestory.js"></script>
<form method="post" action="/done" data-autosave="/draft">
<input type="hidden" name="csrfmiddlewaretoken" value="TOKEN"><textarea name="words"></textarea>
<p data-saving role="status"></p><button>Keep</button></form>"""


class Hub:
    """A server that answers drafts as it is told to: with a status, or not at all."""

    def __init__(self) -> None:
        self.answer: int | None = 204
        self.token = "first"
        self.drafts: list[str] = []

    def __call__(self, route: Route) -> None:
        path = route.request.url.removeprefix("http://hub.test")
        if path == "/onestory.js":
            route.fulfill(body=SCRIPT, content_type="text/javascript")
        elif path == "/draft":
            self._draft(route)
        elif path == "/done":
            route.fulfill(body='<script type="module" src="/onestory.js"></script>Kept', content_type="text/html")
        else:
            route.fulfill(body=WRITING.replace("TOKEN", self.token), content_type="text/html")

    def _draft(self, route: Route) -> None:
        body = route.request.post_data or ""
        if self.answer is None:
            route.abort("internetdisconnected")
        elif self.token not in body:
            route.fulfill(status=403)
        else:
            self.drafts.append(body)
            route.fulfill(status=self.answer)


@pytest.fixture
def hub() -> Hub:
    return Hub()


@pytest.fixture
def page(hub: Hub, browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install()
    page.route("**/*", hub)
    page.goto("http://hub.test/write")
    yield page
    context.close()


@pytest.fixture
def write(page: Page) -> Callable[[str], None]:
    def type_and_wait(words: str) -> None:
        page.locator("textarea").fill(words)
        page.clock.run_for(3_500)

    return type_and_wait


def test_a_draft_is_kept_a_few_seconds_after_a_change(page: Page, hub: Hub, write: Callable[[str], None]) -> None:
    write("Theo slept through")
    page.get_by_text("Draft saved at").wait_for()
    assert "Theo+slept+through" in hub.drafts[-1]


def test_a_lost_signal_is_said_and_tried_again(page: Page, hub: Hub, write: Callable[[str], None]) -> None:
    hub.answer = None
    write("On the doorstep")
    page.get_by_text("Not saved yet").wait_for()
    hub.answer = 204
    page.clock.run_for(10_500)
    page.get_by_text("Draft saved at").wait_for()
    assert "On+the+doorstep" in hub.drafts[-1]


def test_what_could_not_be_sent_is_there_when_the_page_is_loaded_again(
    page: Page, hub: Hub, write: Callable[[str], None]
) -> None:
    hub.answer = None
    write("On the doorstep")
    page.get_by_text("Not saved yet").wait_for()
    page.reload()
    assert page.locator("textarea").input_value() == "On the doorstep"


def test_signing_in_again_elsewhere_lets_the_draft_go_on(page: Page, hub: Hub, write: Callable[[str], None]) -> None:
    hub.token = "second"
    write("While I was away")
    page.clock.run_for(1_000)
    page.get_by_text("Draft saved at").wait_for()
    assert "second" in hub.drafts[-1]


def test_being_signed_out_is_said_and_nothing_is_lost(page: Page, hub: Hub, write: Callable[[str], None]) -> None:
    hub.answer = 401
    write("Half a sentence")
    page.get_by_text("You have been signed out. Nothing is lost").wait_for()
    assert page.locator("textarea").input_value() == "Half a sentence"


def test_nothing_stays_in_the_browser_once_it_has_been_kept(page: Page, hub: Hub, write: Callable[[str], None]) -> None:
    write("All done")
    page.get_by_text("Draft saved at").wait_for()
    page.get_by_role("button", name="Keep").click()
    page.get_by_text("Kept").wait_for()
    # A script that is a module runs after what it stands in has been shown.
    page.wait_for_function("sessionStorage.length + localStorage.length === 0")
