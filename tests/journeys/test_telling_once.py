import re

from playwright.sync_api import expect
from tests.journeys.reader import Reader

WORKER = "delroy.finch@demo.onestory.example"


def _start_a_family(reader: Reader) -> tuple[str, str]:
    # As unlike each other as names can be: one that sounded like another would rightly be asked about.
    given, surname = {320: ("Merryn", "Roskilly"), 768: ("Tamsin", "Polglaze"), 1280: ("Jory", "Chenoweth")}[
        reader.width
    ]
    reader.opens("/families/start")
    first = reader.page.get_by_role("group", name="First person")
    first.get_by_label("First name").fill(given)
    first.get_by_label("Surname").fill(surname)
    reader.presses("Start their record")
    expect(reader.heading()).to_contain_text(surname)
    return given, reader.page.url.removeprefix(reader.address)


def test_a_fact_told_once_is_not_asked_again(reader: Reader) -> None:
    reader.signs_in(WORKER)
    given, family = _start_a_family(reader)
    page = family + "/facts/talking_with_us"
    question = "When is a good time to call or come round?"
    reader.opens(page)
    reader.page.get_by_label(question, exact=True).fill("After school, not Tuesdays")
    reader.page.get_by_label(re.compile(f"^{given}")).check()
    reader.presses("Save what was said")
    reader.opens(page)
    reader.sees("We already know this. Still right?")
    reader.sees("After school, not Tuesdays")
    reader.page.get_by_label("Still right", exact=True).check()
    reader.page.get_by_label(re.compile(f"^{given}")).check()
    reader.presses("Save what was said")
    reader.opens(page)
    reader.sees("After school, not Tuesdays")
    reader.leaves_nothing_in_the_way("told-once")
