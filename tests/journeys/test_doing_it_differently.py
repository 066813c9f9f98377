"""Something done differently, what was learnt without the family, and a thought beside the work."""

from playwright.sync_api import expect
from tests.journeys.reader import Reader

WORKER, FAMILY = "delroy.finch@demo.onestory.example", "The Hobbs family"


def test_doing_it_differently_and_learning_from_it(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families")
    reader.page.get_by_role("main").get_by_role("link", name=FAMILY).first.click()
    reader.page.get_by_role("link", name="Doing it differently").click()
    reader.leaves_nothing_in_the_way("differently")
    reader.presses("Do something differently")
    what = f"We meet on the beach, not in the office ({reader.width})"
    reader.writes("What do you do differently?", what)
    reader.writes("Why, for this family?", "Offices have not been kind to them.")
    reader.writes("Who agreed?", "Mo, and the hub manager")
    reader.presses("Write it down")
    reader.presses(what)
    reader.presses("Share what you learnt")
    reader.writes("What can others learn from it?", "Maureen talked on the beach")
    reader.chooses("Times and places")
    reader.presses("Share it")
    reader.sees("could lead to this family")
    reader.leaves_nothing_in_the_way("share-what-you-learnt")
    learnt = f"Meet where nobody has been told off ({reader.width})"
    reader.writes("What can others learn from it?", learnt)
    reader.presses("Share it")
    reader.opens("/learning")
    reader.sees(learnt)
    reader.leaves_nothing_in_the_way("learning")


def test_thinking_about_the_work(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families")
    reader.page.get_by_role("main").get_by_role("link", name=FAMILY).first.click()
    reader.page.get_by_role("link", name="The eight A’s").click()
    reader.page.get_by_role("link", name="Attune").click()
    thought = f"Quieter since the summer ({reader.width})"
    reader.writes("What do you think today?", thought)
    reader.leaves_nothing_in_the_way("think")
    reader.presses("Keep it")
    expect(reader.heading()).to_contain_text("The eight A’s")
    reader.sees(thought)
    reader.leaves_nothing_in_the_way("reflecting")
