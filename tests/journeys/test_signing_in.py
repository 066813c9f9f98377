import re

from playwright.sync_api import expect
from tests.journeys.reader import Reader

WORKER = "delroy.finch@demo.onestory.example"


def test_signing_in_opens_today(reader: Reader) -> None:
    reader.signs_in(WORKER)
    expect(reader.heading()).to_contain_text("Today")
    expect(reader.page).to_have_title(re.compile("^Today"))
    reader.leaves_nothing_in_the_way("today")


def test_a_wrong_password_says_what_to_do_and_keeps_the_address(reader: Reader) -> None:
    reader.signs_in(WORKER, password="not-this-one-either")
    expect(reader.page.get_by_label("Email")).to_have_value(WORKER)
    reader.leaves_nothing_in_the_way("sign-in-wrong")


def test_nothing_is_shown_to_somebody_who_is_not_signed_in(reader: Reader) -> None:
    for path in ("/", "/families", "/find", "/write"):
        reader.opens(path)
        expect(reader.page).to_have_url(re.compile("/account/login/"))
    reader.leaves_nothing_in_the_way("sign-in")


def test_signing_out_leaves_nothing_behind(reader: Reader) -> None:
    reader.signs_in(WORKER)
    reader.opens("/families")
    reader.signs_out()
    expect(reader.page).to_have_url(re.compile("/account/login/"))
    reader.opens("/families")
    expect(reader.page).to_have_url(re.compile("/account/login/"))
