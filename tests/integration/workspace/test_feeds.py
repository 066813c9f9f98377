"""Feeds, for whoever looks after them: what came, what is wrong with it, and what they say about that."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import an_account
from tests.integration.linkage.delivering import ADA, HEALTH, agree, with_cells
from tests.integration.workspace import browsers

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.audit.models import AuditEvent
from onestory.core.dates import today
from onestory.faces.workspace.bound import seal
from onestory.linkage import declaration
from onestory.linkage.actions import dropping, feeds
from onestory.linkage.models import Answer, Delivery, Signing, WaitingRow

FEED = "health_visiting"
CHILDREN = [with_cells(ADA, RECORD_ID=f"C{n}", NHS_NUMBER="", GIVEN_NAME=f"Kit{chr(97 + n)}") for n in range(25)]
BROKEN = with_cells(ADA, RECORD_ID="HV9", NHS_NUMBER="", BIRTH_DATE="31/02/2024", POSTCODE="SECRET1")


@pytest.fixture
def linkage(db: None) -> Account:
    return an_account("Linkage", role="linkage")


@pytest.fixture
def keeper(db: None) -> Account:
    return an_account("Fay Dean", role="feeds")


@pytest.fixture
def fay(keeper: Account) -> Client:
    return browsers.of(keeper)


def load(tmp_path: Path, linkage: Account, *rows: str, name: str = "hv.csv", days_ago: int = 0) -> Delivery:
    file = tmp_path / name
    file.write_text("\n".join((HEALTH, *rows)))
    return feeds.load(name=FEED, file=file, by=linkage, on=today() - timedelta(days=days_ago))


def page(client: Client, name: str, *arguments: object) -> str:
    answer = client.get(reverse(f"workspace:{name}", args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_feed_is_listed_with_what_waits(fay: Client, linkage: Account, keeper: Account, tmp_path: Path) -> None:
    agree(FEED, keeper)
    load(tmp_path, linkage, ADA, BROKEN, days_ago=30)
    shown = page(fay, "feeds")
    assert "Late" in shown
    assert "1 row set aside" in shown
    assert shown.index("Early help records") < shown.index("Health visiting caseload") or "Not agreed" in shown


def test_a_feed_that_has_sent_nothing_says_so(fay: Client) -> None:
    assert "No file has come yet" in page(fay, "feed", FEED)


def test_its_page_says_how_good_each_column_was_in_words_and_in_a_line(
    fay: Client, linkage: Account, tmp_path: Path
) -> None:
    load(tmp_path, linkage, *CHILDREN, days_ago=7)
    load(tmp_path, linkage, *[with_cells(one, MOBILE="") for one in CHILDREN[:5]], *CHILDREN[5:], name="next.csv")
    shown = page(fay, "feed", FEED)
    assert "MOBILE: 80% now, between 80% and 100% in 2 files" in shown
    assert "<svg" in shown


def test_it_says_of_how_many_children_it_speaks(fay: Client, linkage: Account, keeper: Account, tmp_path: Path) -> None:
    agree(FEED, keeper)
    load(tmp_path, linkage, ADA)
    assert "It speaks of 1 of the 1 child known here: 100%." in page(fay, "feed", FEED)


def test_what_columns_mean_is_agreed_once_for_a_version(fay: Client, linkage: Account, tmp_path: Path) -> None:
    load(tmp_path, linkage, ADA)
    assert "Waits until its columns are agreed" in page(fay, "feed", FEED)
    url = reverse("workspace:agree_feed", args=[FEED])
    said = {"declared": declaration.feed(FEED).version, "partner_said": "Pat Moor, data manager"}
    assert fay.post(url, said).status_code == 302
    assert "Agreed by Fay Dean with Pat Moor, data manager" in page(fay, "feed", FEED)
    assert fay.post(url, said).status_code == 422
    dropping.see_to_everything(by=linkage, folder=None)
    assert "Taken in" in page(fay, "feed", FEED)


def test_a_declaration_that_changed_meanwhile_is_not_signed_unseen(fay: Client) -> None:
    answer = fay.post(reverse("workspace:agree_feed", args=[FEED]), {"declared": "another", "partner_said": "Pat"})
    assert (answer.status_code, Signing.objects.exists()) == (422, False)
    assert "The declaration has changed since you opened this page" in answer.content.decode()


def test_a_file_that_is_not_as_usual_asks_and_goes_on_with_a_yes(
    fay: Client, linkage: Account, keeper: Account, tmp_path: Path
) -> None:
    agree(FEED, keeper)
    load(tmp_path, linkage, *CHILDREN, days_ago=7)
    small = load(tmp_path, linkage, *CHILDREN[:5], name="small.csv")
    assert "A file is not as usual" in page(fay, "feed", FEED)
    url = reverse("workspace:answer_delivery", args=[FEED, small.pk])
    assert "80% fewer" in fay.get(url).content.decode()
    said = {"opened_for": seal(small.pk), "yes": "yes", "why": "They rang: a list was closed."}
    assert fay.post(url, said).status_code == 302
    dropping.see_to_everything(by=linkage, folder=None)
    assert "20 no longer sent" in page(fay, "feed", FEED)
    assert fay.post(url, said).status_code == 422


def test_an_answer_says_why(fay: Client, linkage: Account, tmp_path: Path) -> None:
    load(tmp_path, linkage, *CHILDREN, days_ago=7)
    small = load(tmp_path, linkage, *CHILDREN[:5], name="small.csv")
    url = reverse("workspace:answer_delivery", args=[FEED, small.pk])
    assert fay.post(url, {"opened_for": seal(small.pk), "yes": "yes", "why": " "}).status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.hazard("HZ-22")
def test_rows_set_aside_say_where_they_are_and_never_where_anybody_is(
    fay: Client, keeper: Account, linkage: Account, tmp_path: Path
) -> None:
    load(tmp_path, linkage, ADA, BROKEN)
    shown = page(fay, "feed_rows", FEED)
    assert "Line 3, reference HV9" in shown
    assert "BIRTH_DATE: “31/02/2024”" in shown
    for hidden in ("SECRET1", "1 Fore Street", "07700", "Hill"):
        assert hidden not in shown
    with acting_as(an_account("Ivy Gray", role="information_governance")):
        read = AuditEvent.objects.get(action="feeds.read_rows")
        assert (read.account_id, read.detail["rows"]) == (keeper.pk, 1)


def test_rows_are_dealt_with_with_a_word_on_how(fay: Client, keeper: Account, linkage: Account, tmp_path: Path) -> None:
    load(tmp_path, linkage, ADA, BROKEN)
    with acting_as(keeper):
        row = WaitingRow.objects.get().pk
    url = reverse("workspace:feed_rows", args=[FEED])
    assert fay.post(url, {"rows": [row]}).status_code == 422
    assert fay.post(url, {"rows": [row], "why": "They have left the area"}).status_code == 302
    assert "No row waits" in fay.get(url).content.decode()


def test_rows_mended_at_their_source_leave_by_themselves(fay: Client, linkage: Account, tmp_path: Path) -> None:
    load(tmp_path, linkage, ADA, BROKEN, days_ago=7)
    load(tmp_path, linkage, ADA, with_cells(BROKEN, BIRTH_DATE="01/03/2024"), name="next.csv")
    assert "No row waits" in page(fay, "feed_rows", FEED)
    with acting_as(linkage):
        assert WaitingRow.objects.get().state == "mended"


@pytest.mark.parametrize("after", ["x", "-1", "9" * 30, "１"])
def test_a_place_in_the_list_that_no_page_gave_out_is_not_there(fay: Client, after: str) -> None:
    assert fay.get(reverse("workspace:feed_rows", args=[FEED]), {"after": after}).status_code == 404


@pytest.mark.parametrize("name", ["feed", "agree_feed", "feed_rows"])
def test_a_feed_nobody_declared_is_not_there(fay: Client, name: str) -> None:
    assert fay.get(reverse(f"workspace:{name}", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("role", ["practitioner", "supervisor", "administrator", "information_governance", "analyst"])
def test_nobody_else_sees_feeds(role: str, db: None) -> None:
    client = browsers.of(an_account("Jo Stone", role=role))
    for name, arguments in (("feeds", []), ("feed", [FEED]), ("agree_feed", [FEED]), ("feed_rows", [FEED])):
        assert client.get(reverse(f"workspace:{name}", args=arguments)).status_code == 404


def test_the_pages_ask_the_database_as_often_however_much_came(fay: Client, linkage: Account, tmp_path: Path) -> None:
    def asked() -> list[int]:
        pages = (("feeds", []), ("feed", [FEED]), ("feed_rows", [FEED]))
        return [browsers.statements(fay, reverse(f"workspace:{name}", args=named)) for name, named in pages]

    load(tmp_path, linkage, ADA, BROKEN, days_ago=30)
    few = asked()
    for n in range(4):
        more = [with_cells(BROKEN, RECORD_ID=f"B{n}{m}") for m in range(5)]
        load(tmp_path, linkage, ADA, *more, name=f"{n}.csv", days_ago=n)
    assert asked() == few
