"""Three visits, one of them missed and reached out about; and a crash in the middle of writing one down."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.journeys.reader import Reader
from tests.journeys.site import Site

from onestory.core.dates import show_date, today

WORKER, FAMILY = "delroy.finch@demo.onestory.example", "The Hobbs family"


def _to_family(reader: Reader) -> None:
    reader.opens("/families")
    reader.page.get_by_role("main").get_by_role("link", name=FAMILY).first.click()


def _writes_of_a_visit(reader: Reader) -> None:
    reader.page.get_by_role("main").get_by_role("link", name="Write something down").first.click()
    reader.page.get_by_label("What was it?").select_option("A visit")


def _visits(reader: Reader, title: str, *, agreed: str = "") -> None:
    _writes_of_a_visit(reader)
    reader.page.get_by_role("group", name="Who is this about?").get_by_label("Maureen Hobbs").check()
    reader.writes("What happened, in a line", title)
    reader.writes(
        "What was said, and what you saw", "Mo said the mornings are easier now. Bo from next door looked in."
    )
    reader.writes("What was agreed, and who does it", agreed)
    reader.page.get_by_text("Who was there, and who else is named").click()
    reader.writes("Is anybody named who is not of the family?", "Bo")
    reader.leaves_nothing_in_the_way("write-contact")
    reader.presses("Save to the story")
    reader.sees(title)


def test_three_visits_of_which_one_was_missed(reader: Reader) -> None:
    reader.signs_in(WORKER)
    _to_family(reader)
    agreed = f"Mo rings the school, said at {reader.width}"
    _visits(reader, f"First visit at {reader.width}", agreed=agreed)
    _offers_a_time(reader)
    _is_missed(reader)
    _to_family(reader)
    _writes_of_a_visit(reader)
    reader.sees(agreed)
    reader.opens("/")
    _to_family(reader)
    _visits(reader, f"Third visit at {reader.width}")
    reader.presses(f"Third visit at {reader.width}")
    reader.presses("Somebody else is named here")
    expect(reader.page.locator("mark").first).to_contain_text("Bo")
    reader.leaves_nothing_in_the_way("who-else-is-named")


def _offers_a_time(reader: Reader) -> None:
    reader.page.get_by_role("link", name="Appointments").first.click()
    reader.leaves_nothing_in_the_way("appointments")
    reader.presses("Offer a time to meet")
    reader.writes("What is it for?", f"A cup of tea at {reader.width}")
    reader.writes("Which day?", show_date(today() + timedelta(days=1)))
    reader.writes("What time?", "2pm")
    reader.chooses("They have said yes already")
    reader.leaves_nothing_in_the_way("offer-a-time")
    reader.presses("Save it")
    reader.presses(f"A cup of tea at {reader.width}")
    reader.leaves_nothing_in_the_way("appointment")


def _is_missed(reader: Reader) -> None:
    """One whose time has passed: the world made it so, since nobody offers a time that is over."""
    reader.presses("Back to appointments")
    reader.page.get_by_role("link", name=f"A visit that was missed at {reader.width}").click()
    reader.presses("You missed each other")
    reader.chooses("A grown-up, or the whole family, was not seen")
    reader.leaves_nothing_in_the_way("missed-appointment")
    reader.presses("Write it down")
    reader.page.get_by_role("link", name="They were not seen").first.click()
    reader.chooses(re.compile("Asked what was in the way"))
    reader.writes("How did it go?", "The bus did not come. We meet at the hub next time.")
    reader.leaves_nothing_in_the_way("reach-out")
    reader.presses("Write it down")
    reader.sees("Was not seen")


@pytest.mark.hazard("HZ-79")
def test_a_contact_half_written_outlives_the_server(reader: Reader, site: Site) -> None:
    reader.signs_in(WORKER)
    _to_family(reader)
    _writes_of_a_visit(reader)
    line = f"A crash in the middle of it at {reader.width}"
    reader.writes("What happened, in a line", line)
    reader.writes("What was agreed, and who does it", "Mo rings the school")
    expect(reader.page.locator("[data-saving]")).to_contain_text(re.compile("saved|kept", re.IGNORECASE))
    site.kill()
    site.start()
    reader.opens("/")
    reader.page.get_by_role("region", name="You were writing").get_by_role("link", name=line).click()
    expect(reader.page.get_by_label("What was agreed, and who does it")).to_have_value("Mo rings the school")
    reader.page.get_by_role("group", name="Who is this about?").get_by_label("Kai Hobbs-Warren").check()
    reader.leaves_nothing_in_the_way("contact-after-a-crash")
    reader.presses("Save to the story")
    reader.sees(line)
