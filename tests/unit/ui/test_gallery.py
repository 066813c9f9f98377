"""Every part of the design in a real browser: accessible, and whole on a phone, a tablet and a desk."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Browser, Page

import onestory.ui
from onestory.ui import navigation
from onestory.ui.gallery import content

pytestmark = [pytest.mark.journey, pytest.mark.urls("tests.unit.ui.urls")]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SAM = SimpleNamespace(is_authenticated=True, get_full_name=lambda: "Sam Okafor", get_username=lambda: "sam")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The gallery as files, and a server for them."""
    monkeypatch.setattr(navigation, "bar", navigation.Bar())
    navigation.add_place(label="Today", url_name="today", order=1)
    navigation.search_at(url_name="families")
    navigation.write_at(url_name="write")
    (tmp_path / "static").symlink_to(Path(onestory.ui.__file__).parent / "static")
    _write(tmp_path / "parts.html", "ui/gallery/parts.html", content=content)
    _write(tmp_path / "form.html", "ui/gallery/form.html", form=content.NewPerson(initial=content.KEPT))
    _write(tmp_path / "mistakes.html", "ui/gallery/form.html", form=content.NewPerson(content.TYPED))
    _write(tmp_path / "not-there.html", "404.html")
    yield from _served(tmp_path)


def _write(path: Path, template: str, **context: object) -> None:
    request: HttpRequest = RequestFactory().get("/")
    request.user = SAM  # type: ignore[assignment]
    path.write_text(render_to_string(template, context, request=request))


def _served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def test_every_part_is_accessible_and_fits_at_every_width(site: str, page: Page) -> None:
    for name in ("parts", "form", "mistakes", "not-there"):
        for width in (320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{site}/{name}.html")
            found = Axe().run(page, options={"runOnly": RULES})
            assert not found.violations_count, f"{name} at {width}: {found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)


def test_mistakes_are_read_first_and_lead_to_their_boxes(site: str, page: Page) -> None:
    page.goto(f"{site}/mistakes.html")
    assert page.title().startswith("Error: ")
    assert "There is a problem" in page.locator(":focus").inner_text()
    page.get_by_role("link", name="31 February 2019").click()
    assert page.locator("#id_born").is_visible()
    assert page.locator("#id_born").input_value() == content.TYPED["born"]


def test_the_account_panel_closes_on_escape(site: str, page: Page) -> None:
    page.goto(f"{site}/parts.html")
    panel = page.get_by_role("button", name="Sign out")
    page.locator("details.account summary").click()
    assert panel.is_visible()
    page.keyboard.press("Escape")
    assert not panel.is_visible()


def test_everything_can_be_pressed_by_a_thumb(site: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{site}/form.html")
    pressed = page.locator("main button, main input:not([type=hidden]), main select, header a, header button")
    boxes = {
        each.inner_text() or each.get_attribute("id"): each.bounding_box()
        for each in pressed.all()
        if each.is_visible()
    }
    assert {name: box["height"] for name, box in boxes.items() if box and box["height"] < 44} == {}
