import re
from time import monotonic

import pytest
from playwright.sync_api import expect
from tests.journeys.reader import Reader

MOTHER, FATHER = "kerensa.rowe@demo.onestory.example", "daniel.hart@demo.onestory.example"
WORKER = "sunita.moffat@demo.onestory.example"


def test_a_mother_reads_her_page_who_can_see_it_and_who_looked(reader: Reader) -> None:
    reader.signs_in(MOTHER)
    expect(reader.page).to_have_url(re.compile(r"/space/$"))
    reader.sees("Two of everything. A message the night before.")
    reader.sees("Ivy Hart")
    reader.leaves_nothing_in_the_way("own-space")
    reader.presses("Who can see what")
    reader.sees("Sunita Moffat")
    reader.leaves_nothing_in_the_way("own-sharing")
    reader.presses("Who looked")
    reader.leaves_nothing_in_the_way("own-looked")


@pytest.mark.hazard("HZ-01")
def test_a_father_in_the_other_home_reads_of_his_daughter_and_nothing_of_her_mother(reader: Reader) -> None:
    reader.signs_in(FATHER)
    reader.sees("Ivy Hart")
    for path in ("/space/", "/space/sharing", "/space/looked"):
        reader.opens(path)
        for hers in ("Kerensa", "Rowe", "Lanternfield", "Jago", "Sunita"):
            reader.does_not_see(hers)


def test_a_mother_reads_her_plan_and_writes_what_was_better(reader: Reader) -> None:
    reader.signs_in(MOTHER)
    reader.presses("Your plan")
    reader.sees("Two homes for Ivy without a knot in her stomach")
    reader.page.get_by_text("Something is not right").click()
    reader.leaves_nothing_in_the_way("own-plan")
    better = f"Ivy packed her own bag at {reader.width}"
    reader.writes("What was better than yesterday?", better)
    reader.presses("Write it down")
    reader.sees(better)
    reader.leaves_nothing_in_the_way("own-plan-better")


@pytest.mark.hazard("HZ-01")
def test_of_the_plan_a_father_in_the_other_home_reads_nothing(reader: Reader) -> None:
    reader.signs_in(FATHER)
    reader.opens("/space/plan")
    reader.sees("There is no plan here yet")
    reader.does_not_see("Two homes for Ivy")


@pytest.mark.hazard("HZ-12")
def test_leaving_the_page_leaves_nothing_to_come_back_to(reader: Reader) -> None:
    reader.signs_in(MOTHER)
    leave = reader.page.get_by_role("link", name="Leave this page now")
    assert leave.get_attribute("href") == "https://www.bbc.co.uk/weather"
    assert "noreferrer" in (leave.get_attribute("rel") or "")
    # Nothing outside this machine answers in a test: it leads somewhere near instead.
    leave.evaluate("link => { link.href = '/health' }")
    leave.click()
    expect(reader.page).to_have_url(re.compile("/health$"))
    assert _is_signed_out(reader)


def _is_signed_out(reader: Reader) -> bool:
    """Before long: the browser sends word of it while the next page is loading."""
    until = monotonic() + 15
    while monotonic() < until:
        reader.opens("/space/")
        if "/account/login/" in reader.page.url:
            return True
    return False
