"""The pages on which two records are put together, and taken apart again."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import a_family, an_account, person
from tests.integration.workspace import browsers
from tests.merging import Two, two_of_one

from onestory.access.actions import guarding
from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.audit.models import AuditEvent
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.people.actions import families
from onestory.people.models import Merge, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> Two:
    return two_of_one()


@pytest.fixture
def browser(two: Two) -> Client:
    return browsers.of(two.keeper)


def _page(two: Two, *, other: object = "") -> str:
    at = reverse("workspace:same_person", args=[two.family.pk, two.kept.pk])
    return f"{at}?other={other}" if other else at


def _fits(browser: Client, page: str) -> str:
    return str(browser.get(page).context["form"].initial["fits"])


def _merge(browser: Client, two: Two) -> Merge:
    page = _page(two, other=two.merged.pk)
    sent = {"opened_for": seal(two.kept.pk), "reason": "The same birth certificate", "fits": _fits(browser, page)}
    assert browser.post(page, sent).status_code == 302
    with acting_as(two.keeper):
        return Merge.objects.get()


def _address(two: Two, who: Person) -> str:
    return reverse("workspace:person", args=[two.family.pk, who.pk])


def test_the_other_record_stands_among_those_of_the_same_family(two: Two, browser: Client) -> None:
    assert f"?other={two.merged.pk}" in browser.get(_page(two)).content.decode()
    assert _page(two) in browser.get(_address(two, two.kept)).content.decode()


def test_somebody_in_another_family_is_found_by_name(two: Two, browser: Client) -> None:
    other = a_family(two.keeper, surname="Quixwell")
    found = browser.post(_page(two), {"find": "Chidi Quixwell"}).content.decode()
    assert f"?other={other.child.pk}" in found
    assert str(two.kept.pk) not in found.split("Found")[1].replace(_page(two), "")


def test_both_stand_beside_each_other_with_what_would_happen(two: Two, browser: Client) -> None:
    told = browser.get(_page(two, other=two.merged.pk)).content.decode()
    assert "Both records beside each other" in told
    assert "Both are in one family now" in told
    assert "Nobody sees more than before" in told


def test_an_old_address_leads_to_the_one_that_is_kept(two: Two, browser: Client) -> None:
    _merge(browser, two)
    answer = browser.get(_address(two, two.merged))
    assert (answer.status_code, answer["Location"]) == (307, _address(two, two.kept))
    assert browser.get(answer["Location"]).status_code == 200


@pytest.mark.hazard("HZ-16")
def test_to_whom_the_kept_one_is_not_open_an_old_address_is_as_one_of_nobody(two: Two, browser: Client) -> None:
    _merge(browser, two)
    stranger = browsers.of(an_account("Jo Stone", role="supervisor"))
    nobody = reverse("workspace:person", args=[two.family.pk, uuid4()])
    answers = [stranger.get(at) for at in (_address(two, two.merged), nobody)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert len(answers[0].content) == len(answers[1].content)


def test_what_was_merged_is_taken_apart_on_its_page(two: Two, browser: Client) -> None:
    merge = _merge(browser, two)
    page = reverse("workspace:merge", args=[two.family.pk, merge.pk])
    assert page in browser.get(reverse("workspace:merges")).content.decode()
    assert "Take them apart" in browser.get(page).content.decode()
    sent = {"opened_for": seal(merge.pk), "reason": "They are twins after all"}
    assert browser.post(page, sent).status_code == 302
    assert browser.get(_address(two, two.merged)).status_code == 200
    assert "Taken apart again by" in browser.get(page).content.decode()


@pytest.mark.hazard("HZ-47")
def test_a_plan_read_before_something_was_written_is_shown_anew(two: Two, browser: Client) -> None:
    page = _page(two, other=two.merged.pk)
    fits = _fits(browser, page)
    with acting_as(two.keeper) as viewer:
        families.rename(by=viewer, family=two.family, name="The Okafors")
        family = queries.family(viewer, two.family.pk)
        place = queries.membership(viewer, family, two.merged.pk)
        families.change_membership(by=viewer, membership=place, role="other", share=None)
    answer = browser.post(page, {"opened_for": seal(two.kept.pk), "reason": "The same certificate", "fits": fits})
    assert answer.status_code == 422
    assert "since you opened this page" in answer.content.decode()
    assert answer.context["form"]["fits"].value() != fits


@pytest.mark.hazard("HZ-46")
def test_a_page_opened_for_somebody_else_merges_nobody(two: Two, browser: Client) -> None:
    page = _page(two, other=two.merged.pk)
    sent = {"opened_for": seal(two.merged.pk), "reason": "The same certificate", "fits": _fits(browser, page)}
    assert browser.post(page, sent).status_code == 422
    with acting_as(two.keeper):
        assert not Merge.objects.exists()


def test_the_other_can_be_kept_instead(two: Two, browser: Client) -> None:
    page = _page(two, other=two.merged.pk) + "&keep=other"
    sent = {"opened_for": seal(two.merged.pk), "reason": "The same certificate", "fits": _fits(browser, page)}
    assert browser.post(page, sent).status_code == 302
    with acting_as(two.keeper):
        assert Merge.objects.get().kept_id == two.merged.pk


@pytest.mark.parametrize("other", ["x", "01a203c0-0000-7000-8000-000000000000"])
def test_another_that_is_nobody_is_not_there(two: Two, browser: Client, other: str) -> None:
    assert browser.get(_page(two, other=other)).status_code == 404


def test_two_families_are_put_together_from_the_circle(two: Two, browser: Client) -> None:
    other = a_family(two.keeper, name="The other record", surname="Quixwell")
    at = reverse("workspace:same_family", args=[two.family.pk])
    assert at in browser.get(reverse("workspace:circle", args=[two.family.pk])).content.decode()
    found = browser.post(at, {"find": "Chidi Quixwell"}).content.decode()
    page = f"{at}?other={other.family.pk}"
    assert page in found
    sent = {"opened_for": seal(two.family.pk), "reason": "They moved in together", "fits": _fits(browser, page)}
    assert browser.post(page, sent).status_code == 302
    gone = browser.get(reverse("workspace:family", args=[other.family.pk]))
    assert (gone.status_code, gone["Location"]) == (307, reverse("workspace:family", args=[two.family.pk]))


@pytest.fixture
def second(two: Two) -> Account:
    """Another supervisor, who sees through the first."""
    from onestory.access.actions import agreements

    account = an_account("Sue Pine", role="supervisor")
    with acting_as(an_account("Ad Min", role="administrator")) as viewer:
        agreements.set_supervision(by=viewer, supervisor=account, account=two.keeper)
    return account


@pytest.mark.hazard("HZ-44")
def test_where_safety_rests_on_it_somebody_else_agrees(two: Two, browser: Client, second: Account) -> None:
    out = an_account("Kept Out")
    with acting_as(two.keeper) as viewer:
        guarding.deny(by=viewer, family=two.family.pk, account=out.pk, kind="safety", reason="He frightens her")
    merge = _merge(browser, two)
    page = reverse("workspace:merge", args=[two.family.pk, merge.pk])
    assert "put them together" not in browser.get(page).content.decode()
    seconds = browsers.of(second)
    fits = seconds.get(page).context["agree"].initial["fits"]
    answer = seconds.post(page, {"opened_for": seal(merge.pk), "answer": "agree", "fits": fits})
    assert answer.status_code == 302
    assert browser.get(_address(two, two.merged)).status_code == 307


@pytest.mark.hazard("HZ-44")
def test_somebody_else_may_refuse_it(two: Two, browser: Client, second: Account) -> None:
    with acting_as(two.keeper) as viewer:
        out = an_account("Kept Out")
        guarding.deny(by=viewer, family=two.family.pk, account=out.pk, kind="safety", reason="He frightens her")
    merge = _merge(browser, two)
    page = reverse("workspace:merge", args=[two.family.pk, merge.pk])
    sent = {"opened_for": seal(merge.pk), "answer": "refuse", "reason": "They are cousins"}
    assert browsers.of(second).post(page, sent).status_code == 302
    assert "They are cousins" in browser.get(page).content.decode()
    assert browser.get(_address(two, two.merged)).status_code == 200


def test_looking_at_a_plan_and_carrying_it_out_are_written_down(two: Two, browser: Client) -> None:
    _merge(browser, two)
    with acting_as(an_account("Ig Lead", role="information_governance")):
        done = set(AuditEvent.objects.filter(person_ids__contains=[two.merged.pk]).values_list("action", flat=True))
    assert {"merges.plan", "merges.do"} <= done


def test_a_practitioner_is_not_offered_it(two: Two) -> None:
    mine = a_family(author := an_account())
    worker = browsers.of(author)
    shown = worker.get(reverse("workspace:person", args=[mine.family.pk, mine.child.pk])).content.decode()
    assert "Two records are" not in shown
    assert worker.get(reverse("workspace:merges")).status_code == 404
    assert worker.get(reverse("workspace:same_person", args=[mine.family.pk, mine.child.pk])).status_code == 404


def test_a_plan_asks_the_database_as_often_however_many_there_are(two: Two, browser: Client) -> None:
    page, asked = _page(two, other=two.merged.pk), []
    for n in range(2):
        asked.append(browsers.statements(browser, page))
        with acting_as(two.keeper) as viewer:
            families.add_person(by=viewer, family=two.family, new=person(f"Bob {n}", role="child"))
    assert asked[0] == asked[1]
