"""A drawing is added to a visit on a telephone, by a browser with and without scripts; what cannot be taken loses no words."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect
from tests import dirty
from tests.journeys.reader import Reader

WORKER, FAMILY = "delroy.finch@demo.onestory.example", "The Hobbs family"
WHAT, SHOWS = "Kai’s drawing of the new house", "A red house with a blue door, and four people holding hands"


def _file(name: str, kind: str, data: bytes) -> FilePayload:
    return {"name": name, "mimeType": kind, "buffer": data}


def _begins(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families")
    reader.page.get_by_role("main").get_by_role("link", name=FAMILY).first.click()
    reader.page.get_by_role("main").get_by_role("link", name="Write something down").first.click()
    reader.page.get_by_label("What was it?").select_option("A visit")
    reader.page.get_by_role("group", name="Who is this about?").get_by_label("Kai Hobbs-Warren").check()
    reader.writes("What happened, in a line", f"Kai drew at {reader.width}")
    reader.presses("Save, then add a picture")
    expect(reader.heading()).to_contain_text("Add a picture or a PDF")


def _adds(reader: Reader, file: FilePayload) -> None:
    reader.page.get_by_label("Choose a picture or a PDF").set_input_files(file)
    reader.presses("Add it")


@pytest.mark.hazard("HZ-18", "HZ-88")
def test_a_drawing_is_added_to_a_visit_and_one_that_should_not_be_there_is_taken_out(reader: Reader) -> None:
    _begins(reader)
    reader.writes("What is it?", WHAT)
    reader.writes("If it is a picture, what does it show?", SHOWS)
    expect(reader.page.locator("[data-saving]")).to_contain_text(re.compile("saved", re.IGNORECASE))
    _adds(reader, _file("kai.jpg", "image/jpeg", b"<html><script>alert(1)</script></html>"))
    reader.sees(re.compile("neither a photograph"))
    expect(reader.page.get_by_label("What is it?")).to_have_value(WHAT)
    reader.leaves_nothing_in_the_way("attach-refused")
    _adds(reader, _file("kai.jpg", "image/jpeg", dirty.photograph()))
    reader.presses(WHAT)
    expect(reader.page.get_by_role("img", name=SHOWS)).to_have_js_property("naturalWidth", 40)
    reader.leaves_nothing_in_the_way("attachment")
    reader.presses("It should not be here")
    reader.writes("Why should it not be here?", "It was another child’s.")
    reader.leaves_nothing_in_the_way("withdraw-attachment")
    reader.presses("Take it out")
    reader.sees("It was another child’s.")
    reader.presses("Back to what was written")
    reader.sees("Taken out")
    reader.leaves_nothing_in_the_way("entry-with-attachment")


def test_a_browser_that_runs_no_script_adds_a_picture_wider_than_its_screen(without_scripts: Reader) -> None:
    reader, wide = without_scripts, BytesIO()
    Image.new("RGB", (2_400, 600), "seagreen").save(wide, "PNG")
    _begins(reader)
    reader.writes("What is it?", WHAT)
    reader.writes("If it is a picture, what does it show?", SHOWS)
    _adds(reader, _file("wide.png", "image/png", wide.getvalue()))
    reader.presses(WHAT)
    reader.page.get_by_role("img", name=SHOWS).scroll_into_view_if_needed()
    box = reader.page.get_by_role("img", name=SHOWS).bounding_box()
    assert box
    assert box["width"] <= reader.width
    assert abs(box["width"] / box["height"] - 4) < 0.1, "no taller or wider than it is"
