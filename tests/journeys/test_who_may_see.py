"""Who may see what, as staff meet it: asking who is alongside, an emergency, keeping a record close, and looking after it all."""

import re

from playwright.sync_api import expect
from tests.journeys.reader import Reader

WORKER, FINDER = "delroy.finch@demo.onestory.example", "catrin.beddoes@demo.onestory.example"
MANAGER, GOVERNOR = "annabel.szabo@demo.onestory.example", "neville.abara@demo.onestory.example"
ADMINISTRATOR, ANALYST = "lorna.whitby@demo.onestory.example", "felix.oduya@demo.onestory.example"


def _asks(reader: Reader, name: str, born: str) -> None:
    reader.opens("/alongside")
    reader.writes("Their name", name)
    reader.writes("Date of birth", born)
    reader.chooses("We are planning help for them together")
    reader.writes("What do you need to talk about?", "School asked us to plan together.")
    reader.presses("Ask")


def test_a_colleague_is_named_and_in_an_emergency_the_record_opens_for_an_hour(reader: Reader) -> None:
    reader.signs_in(FINDER)
    _asks(reader, "Kerensa Rowe", "17 6 1990")
    reader.sees("Sunita Moffat")
    reader.sees("sunita.moffat@demo.onestory.example")
    reader.leaves_nothing_in_the_way("alongside-somebody")
    reader.page.locator("summary", has_text="Somebody may come to harm").click()
    reader.presses("Read on")
    reader.sees("somebody else looks afterwards at what you opened")
    reader.leaves_nothing_in_the_way("break-glass")
    reader.writes("What has happened", "Her sister rang: she has not answered since last night.")
    reader.presses("Open the record for an hour")
    expect(reader.heading()).to_contain_text("The Rowe family")
    reader.sees("Open in an emergency")
    reader.leaves_nothing_in_the_way("in-an-emergency")
    here = reader.page.url
    reader.signs_out()
    reader.signs_in(FINDER)
    reader.page.goto(here)
    expect(reader.heading()).not_to_contain_text("Rowe")


def test_nobody_is_nobody_that_can_be_told_of(reader: Reader) -> None:
    reader.signs_in(FINDER)
    _asks(reader, "Zebedee Quill", "1 2 1990")
    reader.sees("Nobody that we can tell you about")
    reader.leaves_nothing_in_the_way("alongside-nobody")


def test_people_one_knows_are_written_down_without_an_answer(reader: Reader) -> None:
    reader.signs_in(ANALYST)
    reader.page.locator("summary", has_text="Signed in as").click()
    reader.presses("People you know")
    reader.leaves_nothing_in_the_way("people-you-know")
    reader.chooses("A neighbour")
    reader.writes("Postcode", "PL9 9ZZ")
    reader.presses("Write it down")
    reader.sees("We do not say whether we know them")
    reader.sees("PL9 9ZZ")
    reader.leaves_nothing_in_the_way("people-you-know-told")


def test_a_circle_shows_who_sees_what_and_why(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families")
    reader.presses("The Hart family")
    reader.page.get_by_role("link", name=re.compile("^(Change|Open) the circle")).click()
    reader.sees("Who may see this family")
    reader.leaves_nothing_in_the_way("who-may-see")
    reader.presses("Somebody must not see this family")
    reader.writes("What is your colleague’s name?", "felix")
    reader.page.locator("main").get_by_role("button", name="Find").click()
    reader.leaves_nothing_in_the_way("keep-out")
    reader.page.get_by_role("link", name="Felix Oduya").click()
    reader.leaves_nothing_in_the_way("keep-them-out")


def test_opening_it_to_a_team_says_why_and_until_when(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families")
    reader.presses("The Hart family")
    reader.page.get_by_role("link", name=re.compile("^(Change|Open) the circle")).click()
    reader.presses("Open it to a team")
    reader.page.locator("summary", has_text="Why, and on what basis").click()
    reader.leaves_nothing_in_the_way("open-to-a-team")


def test_whoever_restricts_a_record_reads_first_who_will_not_see_it(reader: Reader) -> None:
    reader.signs_in(MANAGER)
    reader.writes("Find a family", "Maureen Hobbs")
    reader.presses("Find")
    reader.page.locator("main").get_by_role("link", name="The Hobbs family").first.click()
    reader.page.get_by_role("link", name=re.compile("^(Change|Open) the circle")).click()
    reader.presses("Keep this record to people you name")
    reader.chooses(re.compile("Delroy Finch"))
    reader.writes("Why is it kept to them?", "A colleague’s own family")
    reader.leaves_nothing_in_the_way("restrict")
    reader.presses("See who would no longer see it")
    reader.sees("They will no longer see this family")
    reader.leaves_nothing_in_the_way("restrict-sure")


def test_information_governance_sees_what_waits(reader: Reader) -> None:
    reader.signs_in(GOVERNOR)
    reader.presses("Governance")
    reader.leaves_nothing_in_the_way("governance")
    reader.presses("Alerts")
    reader.sees("A record was opened in an emergency")
    reader.leaves_nothing_in_the_way("alerts")
    reader.opens("/governance/emergencies")
    reader.leaves_nothing_in_the_way("emergencies")
    reader.page.get_by_role("link", name=re.compile("^Look at it")).first.click()
    reader.leaves_nothing_in_the_way("emergency")
    reader.opens("/governance/agreements")
    reader.sees("Ends in")
    reader.leaves_nothing_in_the_way("agreements")
    reader.page.get_by_role("link", name=re.compile("^Open")).first.click()
    reader.leaves_nothing_in_the_way("agreement")


def test_an_agreement_and_the_audit_are_one_page_each(reader: Reader) -> None:
    reader.signs_in(GOVERNOR)
    reader.opens("/governance/agreements/new")
    reader.leaves_nothing_in_the_way("write-agreement")
    reader.opens("/governance/audit")
    reader.writes("Who", WORKER)
    reader.presses("Look")
    reader.sees("Delroy Finch")
    reader.leaves_nothing_in_the_way("audit")
    reader.opens("/governance/questions")
    reader.leaves_nothing_in_the_way("questions")


def test_accounts_and_the_quarterly_review(reader: Reader) -> None:
    reader.signs_in(ADMINISTRATOR)
    reader.presses("Staff")
    reader.leaves_nothing_in_the_way("staff")
    reader.page.get_by_role("link", name="Delroy Finch").click()
    reader.leaves_nothing_in_the_way("account")
    reader.presses("Place them in a team")
    reader.leaves_nothing_in_the_way("place")
    reader.opens("/staff/reviews")
    reader.leaves_nothing_in_the_way("reviews")
    reader.page.get_by_role("link", name=re.compile("^Family support, west")).first.click()
    reader.leaves_nothing_in_the_way("review")
    reader.presses("Save the review")
    reader.sees("Say whether it is still right")
    reader.leaves_nothing_in_the_way("review-wrong")
