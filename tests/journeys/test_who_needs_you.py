"""Given something that waits, it is on the Today of whose it is: of who takes it on, stands in, or is left when they leave."""

import re
from datetime import timedelta

import pytest
from tests.journeys.reader import Reader

from onestory.core.dates import show_date, today

DELROY, ANNABEL = "delroy.finch@demo.onestory.example", "annabel.szabo@demo.onestory.example"
CATRIN, LORNA = "catrin.beddoes@demo.onestory.example", "lorna.whitby@demo.onestory.example"
# Nobody leaves twice: one for each width.
LEAVERS = {
    320: ("bernadette.sayle@demo.onestory.example", "Bernadette Sayle"),
    768: ("gareth.nwosu@demo.onestory.example", "Gareth Nwosu"),
    1280: ("rhian.colwell@demo.onestory.example", "Rhian Colwell"),
}
# Nobody is introduced to a family twice at once.
COLLEAGUES = {
    320: (CATRIN, "Catrin Beddoes"),
    768: ("sunita.moffat@demo.onestory.example", "Sunita Moffat"),
    1280: ("idris.tapper@demo.onestory.example", "Idris Tapper"),
}


def promises(reader: Reader, title: str) -> None:
    reader.opens("/")
    reader.presses("Write down something you promised")
    reader.leaves_nothing_in_the_way("promise")
    reader.writes("What did you promise?", title)
    reader.writes("By when?", show_date(today() + timedelta(days=30)))
    reader.presses("Keep it")
    reader.sees("It waits on Today")


def is_now(reader: Reader, email: str) -> None:
    reader.signs_out()
    reader.signs_in(email)


def test_a_promise_is_passed_on_and_kept(reader: Reader) -> None:
    title = f"Ring school about the trip, {reader.width}"
    reader.signs_in(DELROY)
    promises(reader, title)
    reader.opens("/waiting/task")
    reader.leaves_nothing_in_the_way("waiting")
    reader.presses(re.compile(f"^See to it.*{title}"))
    reader.leaves_nothing_in_the_way("task")
    reader.presses("Offer it to a colleague")
    reader.presses("Offer it")
    reader.sees("There is a problem")
    reader.leaves_nothing_in_the_way("task-offer-wrong")
    reader.writes("Or to somebody else", ANNABEL)
    reader.presses("Offer it")
    is_now(reader, ANNABEL)
    reader.opens("/waiting/task_offered")
    reader.presses(re.compile(f"^Answer.*{title}"))
    reader.presses("Take it on")
    reader.sees("It is yours now")
    reader.opens("/waiting/task")
    reader.presses(re.compile(f"^See to it.*{title}"))
    reader.presses("It is done")
    reader.leaves_nothing_in_the_way("task-done")
    reader.presses("Yes, it is done")
    reader.sees("Done.")
    reader.leaves_nothing_in_the_way("today")


def test_somebody_stands_in_while_a_colleague_is_away(reader: Reader) -> None:
    last = show_date(today() + timedelta(days=38))
    reader.signs_in(ANNABEL)
    reader.opens("/away")
    reader.leaves_nothing_in_the_way("away-nobody")
    reader.presses("Say who stands in")
    reader.leaves_nothing_in_the_way("stand-in")
    reader.page.get_by_label("Who is away?").select_option(label="Delroy Finch")
    reader.writes("Or somebody else", CATRIN)
    reader.writes("From", show_date(today()))
    reader.writes("Until", last)
    reader.presses("Arrange it")
    reader.sees("Catrin Beddoes stands in for Delroy Finch")
    reader.leaves_nothing_in_the_way("away")
    is_now(reader, CATRIN)
    reader.sees(f"For Delroy Finch, who is away until {last}")
    reader.leaves_nothing_in_the_way("today-standing-in")
    is_now(reader, ANNABEL)
    reader.opens("/away")
    reader.presses(re.compile("^End it"))
    reader.presses("Yes, it is over")
    reader.sees("It is over from today")


def test_a_supervisor_reads_what_weighs(reader: Reader) -> None:
    reader.signs_in(ANNABEL)
    reader.opens("/caseload")
    reader.leaves_nothing_in_the_way("caseload")
    reader.presses("Caseloads of those whose work you look after")
    reader.leaves_nothing_in_the_way("caseloads")
    reader.presses("Delroy Finch")
    reader.leaves_nothing_in_the_way("caseload-of")
    reader.opens("/caseload/places")
    reader.leaves_nothing_in_the_way("caseload-places")
    reader.opens("/caseloads")
    reader.presses("Family support, west")
    reader.leaves_nothing_in_the_way("caseload-team")
    reader.opens("/caseloads")
    reader.presses("How families are passed around")
    reader.sees("Had to start again")


@pytest.mark.hazard("HZ-37")
def test_nothing_waits_for_somebody_who_left(reader: Reader) -> None:
    email, name = LEAVERS[reader.width]
    title = f"Ring the surgery, {reader.width}"
    reader.signs_in(email)
    promises(reader, title)
    is_now(reader, LORNA)
    reader.opens("/staff")
    reader.writes("Name or email address", name)
    reader.presses("Look")
    reader.presses(re.compile(f"^{name}"))
    reader.presses("Close this account")
    reader.leaves_nothing_in_the_way("close-account")
    reader.presses("Close it")
    heir = "idris.tapper@demo.onestory.example" if reader.width == 320 else ANNABEL
    is_now(reader, heir)
    if reader.width == 320:
        reader.presses("Work and money")
        reader.leaves_nothing_in_the_way("inbox")
    else:
        reader.opens("/waiting/task")
    reader.sees(title)


@pytest.mark.hazard("HZ-25")
def test_work_moves_only_to_somebody_who_says_yes(reader: Reader) -> None:
    email, name = COLLEAGUES[reader.width]
    reader.signs_in(DELROY)
    reader.opens("/caseload")
    reader.presses(re.compile("^Introduce a colleague"))
    reader.leaves_nothing_in_the_way("moving")
    reader.writes("What is your colleague’s name?", name)
    reader.page.get_by_role("main").get_by_role("button", name="Find").click()
    reader.presses(re.compile(name))
    reader.writes("Who would they be to the family?", "Family support")
    reader.writes("What would they be there for?", "I am changing teams in the spring")
    reader.presses("Offer it")
    is_now(reader, email)
    reader.sees("Introductions offered to you")
    reader.leaves_nothing_in_the_way("today-introduction")
    reader.presses(re.compile("^Answer"))
    reader.sees("Family support")
