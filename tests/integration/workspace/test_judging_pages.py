"""The pages on which doubtful pairs are judged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import an_account
from tests.integration.linkage.delivering import ADA, ADA_AT_SCHOOL, HEALTH, PUPIL, agree, with_cells
from tests.integration.workspace import browsers

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.linkage.actions import feeds
from onestory.linkage.models import Candidate, Judgement

LIKELY = "/doubtful-pairs/likely"


@pytest.fixture
def linkage(db: None) -> Account:
    return an_account("Linkage", role="linkage")


@pytest.fixture
def steward(db: None) -> Account:
    return an_account("Sian Webb", role="steward")


@pytest.fixture
def page(steward: Account) -> Client:
    return browsers.of(steward)


@pytest.fixture
def doubtful(linkage: Account, tmp_path: Path) -> None:
    for feed, header, line in (("health_visiting", HEALTH, ADA), ("school_census", PUPIL, ADA_AT_SCHOOL)):
        file = tmp_path / f"{feed}.csv"
        file.write_bytes("\r\n".join((header, line, "")).encode("windows-1252"))
        agree(feed, an_account("Fay Dean", role="feeds"))
        feeds.load(name=feed, file=file, by=linkage)


def _sent(shown: str, **more: str) -> dict[str, str]:
    found = {name: re.search(f'name="{name}" value="([^"]+)"', shown) for name in ("pair", "seen")}
    return {name: one.group(1) for name, one in found.items() if one} | more


def test_both_sides_stand_beside_each_other(doubtful: None, page: Client) -> None:
    shown = page.get(LIKELY).content.decode()
    for words in (
        "Schools, pupil",
        "Our record",
        "14 March 2024",
        "943 476 5919",
        "One side",
        "Born on the same day.",
    ):
        assert words in shown


def test_the_next_pair_comes_by_itself(doubtful: None, page: Client, steward: Account) -> None:
    first = _sent(page.get(LIKELY).content.decode())
    answer = page.post(LIKELY, {**first, "verdict": "different"}, follow=True)
    assert "You are not asked again" in answer.content.decode()
    assert _sent(answer.content.decode()).get("pair") != first["pair"]
    with acting_as(steward):
        assert Judgement.objects.get().verdict == "different"


def test_nothing_is_judged_that_another_took_meanwhile(doubtful: None, page: Client, steward: Account) -> None:
    first = _sent(page.get(LIKELY).content.decode())
    answer = page.post(LIKELY, {**first, "seen": "0" * 32, "verdict": "same"}, follow=True)
    assert "Nothing was saved" in answer.content.decode()
    with acting_as(steward):
        assert not Judgement.objects.exists()


def test_an_answer_pressed_twice_is_kept_once(doubtful: None, page: Client, steward: Account) -> None:
    first = _sent(page.get(LIKELY).content.decode(), verdict="different")
    page.post(LIKELY, first)
    page.post(LIKELY, first)
    with acting_as(steward):
        assert Judgement.objects.count() == 1


def test_cannot_tell_without_a_reason_is_asked_for_one(doubtful: None, page: Client) -> None:
    first = _sent(page.get(LIKELY).content.decode(), verdict="unsure")
    answer = page.post(LIKELY, first)
    assert (answer.status_code, "Say in a few words why." in answer.content.decode()) == (422, True)


def test_the_last_word_is_taken_back(doubtful: None, page: Client, linkage: Account) -> None:
    first = _sent(page.get(LIKELY).content.decode(), verdict="same")
    page.post(LIKELY, first)
    answer = page.post("/doubtful-pairs/take-back", follow=True)
    assert _sent(answer.content.decode())["pair"] == first["pair"]
    with acting_as(linkage):
        assert not Candidate.objects.filter(state="same").exists()


def test_an_empty_lane_says_what_will_stand_there(db: None, page: Client) -> None:
    for lane in ("likely", "unclear"):
        assert "No pair waits for you here" in page.get(f"/doubtful-pairs/{lane}").content.decode()
    assert page.get("/doubtful-pairs/quick").status_code == 404


@pytest.mark.parametrize("role", ["practitioner", "supervisor", "information_governance", "administrator", "analyst"])
def test_nobody_else_opens_them(doubtful: None, role: str) -> None:
    other = browsers.of(an_account("Jo Stone", role=role))
    for path in ("/doubtful-pairs", LIKELY):
        assert other.get(path).status_code == 404
    assert other.post("/doubtful-pairs/take-back").status_code == 404


def test_a_pair_costs_the_same_however_many_wait(
    doubtful: None,
    page: Client,
    linkage: Account,
    tmp_path: Path,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    page.get(LIKELY)
    with django_assert_max_num_queries(30):
        page.get(LIKELY)
    with django_assert_max_num_queries(30):
        page.get("/doubtful-pairs")


def test_governance_reads_how_many_pairs_no_steward_may_see(doubtful: None) -> None:
    governor = browsers.of(an_account("Ivy Gray", role="information_governance"))
    assert "that no steward may see" in governor.get("/governance").content.decode()


def test_the_title_and_the_address_give_nobody_away(doubtful: None, page: Client) -> None:
    shown = page.get(LIKELY).content.decode()
    title = re.search("<title>(.*?)</title>", shown, re.DOTALL)
    assert title
    assert "Ada" not in title.group(1)
    assert "Hill" not in title.group(1)


def test_a_twin_is_pointed_out(linkage: Account, page: Client, tmp_path: Path) -> None:
    twins = (ADA, with_cells(ADA, RECORD_ID="HV2", GIVEN_NAME="Eve", NHS_NUMBER="999 000 0042"))
    for feed, header, lines in (("health_visiting", HEALTH, twins), ("school_census", PUPIL, (ADA_AT_SCHOOL,))):
        file = tmp_path / f"{feed}.csv"
        file.write_bytes("\r\n".join((header, *lines, "")).encode("windows-1252"))
        agree(feed, an_account("Fay Dean", role="feeds"))
        feeds.load(name=feed, file=file, by=linkage)
    assert "somebody else of the family was born on the same day" in page.get(LIKELY).content.decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"pair": "nonsense"}, {"pair": "00000000-0000-7000-8000-000000000000"}, {"pair": ""}, {"seen": ""},
        {"seen": "x" * 33}, {"verdict": "taken_back"}, {"verdict": ""}, {"why": "x" * 501},
        {"why": "a\x00b"},
    ],
)  # fmt: skip
def test_whatever_is_sent_that_no_page_sends_judges_nothing(
    doubtful: None, page: Client, steward: Account, changed: dict[str, str]
) -> None:
    first = _sent(page.get(LIKELY).content.decode(), verdict="different")
    assert page.post(LIKELY, first | changed).status_code in (302, 422)
    with acting_as(steward):
        assert not Judgement.objects.exists()


def test_a_name_that_is_markup_is_shown_as_it_is_written(linkage: Account, page: Client, tmp_path: Path) -> None:
    sent = with_cells(ADA, FAMILY_NAME="O<b>Hill</b>"), ADA_AT_SCHOOL.replace(",Hill,Ada", ",O<b>Hill</b>,Ada")
    for feed, header, line in (("health_visiting", HEALTH, sent[0]), ("school_census", PUPIL, sent[1])):
        file = tmp_path / f"{feed}.csv"
        file.write_bytes("\r\n".join((header, line, "")).encode("windows-1252"))
        agree(feed, an_account("Fay Dean", role="feeds"))
        feeds.load(name=feed, file=file, by=linkage)
    shown = page.get(LIKELY).content.decode() + page.get("/doubtful-pairs/unclear").content.decode()
    assert "<b>" not in shown.lower()
    assert "&lt;b&gt;" in shown.lower()
