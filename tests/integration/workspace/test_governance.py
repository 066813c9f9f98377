"""What information governance sees and does, by reference alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Known, account_with, an_account, an_organisation
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said

from onestory.access import overseeing
from onestory.access import queries as access
from onestory.access.actions import agreements, grants, guarding, portal
from onestory.access.models import Account, Agreement
from onestory.access.viewer import acting_as
from onestory.core.dates import show_date, today
from onestory.core.errors import NotThere
from onestory.faces.workspace.bound import seal

WHY = "Smoke was seen and nobody answers; who lives there?"


def at(name: str, *more: Any) -> str:
    return reverse(f"workspace:{name}", args=more)


@pytest.fixture
def ivy(known: Known) -> Account:
    return an_account("Ivy Gray", role="information_governance")


@pytest.fixture
def governor(ivy: Account) -> Client:
    return browsers.of(ivy)


@pytest.fixture
def emergency(known: Known, ivy: Account) -> UUID:
    with acting_as(an_account("Kit Lane")) as viewer:
        return guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)


def test_an_alert_is_looked_at_once_and_says_by_whom(governor: Client, emergency: UUID) -> None:
    page = said(governor, at("alerts"))
    assert "A record was opened in an emergency" in page
    assert "Kit Lane" in page
    with acting_as(account_with(name="Ivy Gray")) as viewer:
        found, _ = overseeing.alerts(viewer)
    governor.post(at("alerts"), {"alert": str(found[0].pk)})
    assert "Looked at by Ivy Gray" in said(governor, at("alerts"))


@pytest.mark.hazard("HZ-36")
def test_nobody_looks_at_an_alert_about_themselves(known: Known, ivy: Account, emergency: UUID) -> None:
    kit = account_with(name="Kit Lane")
    with acting_as(ivy) as viewer:
        alert = overseeing.alerts(viewer)[0][0].pk
    browser = browsers.of(kit)
    assert "Kit Lane" not in said(browser, at("alerts")).split("<main")[1]
    assert browser.post(at("alerts"), {"alert": str(alert)}).status_code == 404


def test_a_long_list_of_alerts_goes_on(governor: Client, known: Known, ivy: Account) -> None:
    for number in range(31):
        with acting_as(an_account(f"Kit {number}")) as viewer:
            guarding.break_glass(by=viewer, family=known.family.pk, reason=WHY)
    with acting_as(ivy) as viewer:
        first, more = overseeing.alerts(viewer)
        rest, end = overseeing.alerts(viewer, after=more)
    assert [len(first), len(rest), end] == [30, 1, None]
    assert f"?after={more}" in said(governor, at("alerts"))


def test_an_emergency_is_looked_at_without_the_family_being_named(
    governor: Client, known: Known, emergency: UUID
) -> None:
    page = said(governor, at("opened", emergency))
    assert WHY in page
    assert str(known.family.pk) in page
    assert known.family.name not in page
    left = {"opened_for": seal(emergency), "justified": "yes", "finding": "The fire service asked."}
    assert governor.post(at("opened", emergency), left).status_code == 302
    assert "It was right" in said(governor, at("emergencies"))


def test_a_denial_is_listed_and_lifted(governor: Client, known: Known, ivy: Account) -> None:
    jo = an_account("Jo Stone")
    with acting_as(known.author) as viewer:
        denial = guarding.deny(by=viewer, family=known.family.pk, account=jo.pk, kind="conflict", reason="Cousins")
        with pytest.raises(Exception, match="cannot be opened"):
            grants.give(by=viewer, family=known.family.pk, account=jo.pk)
    assert "Jo Stone must not see family" in said(governor, at("denials"))
    assert governor.post(at("lift_denial", denial), {"opened_for": seal(denial)}).status_code == 302
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=jo.pk)
    assert browsers.of(jo).get(about_family("family", known)).status_code == 200


def test_governance_keeps_somebody_out_by_reference(governor: Client, known: Known) -> None:
    page = at("keep_out_by_reference", known.family.pk, known.author.pk)
    left = {"opened_for": seal(known.family.pk), "kind": "conflict", "reason": "A neighbour"}
    assert governor.post(page, left).status_code == 302
    assert browsers.of(known.author).get(about_family("family", known)).status_code == 404


def test_governance_restricts_by_reference(governor: Client, known: Known) -> None:
    page = at("restrict_by_reference", known.family.pk)
    assert "Sam Reed" in said(governor, page)
    assert known.family.name not in said(governor, page)
    left = {
        "opened_for": seal(known.family.pk),
        "reason": "A councillor",
        "accounts": [str(known.author.pk)],
        "sure": "y",
    }
    assert governor.post(page, left).status_code == 302
    with acting_as(account_with(name="Ivy Gray")) as viewer:
        standing = access.restriction(viewer, known.family.pk)
        assert standing is not None


def test_no_family_is_no_family(governor: Client, known: Known, ivy: Account) -> None:
    assert governor.get(at("restrict_by_reference", ivy.pk)).status_code == 404
    assert governor.get(at("keep_out_by_reference", ivy.pk, known.author.pk)).status_code == 404


# --- agreements -------------------------------------------------------------------------------------------------------


def terms(ivy: Account, **more: Any) -> dict[str, Any]:
    return {
        "name": "Early help with schools", "purpose": "Help at school", "basis": "public_task", "sections": ["shared"],
        "organisations": [str(an_organisation()), str(an_organisation())], "document": "Register 12",
        "starts_on": show_date(today()), "ends_on": show_date(today() + timedelta(days=40)), "lead": ivy.email, **more,
    }  # fmt: skip


def test_an_agreement_is_written_listed_and_ended(governor: Client, ivy: Account) -> None:
    assert governor.post(at("write_agreement"), terms(ivy)).status_code == 302
    assert "Ends in 40 days" in said(governor, at("agreements"))
    made = Agreement.objects
    with acting_as(ivy):
        one = made.get(name="Early help with schools")
    assert "No grant rests on it" in said(governor, at("agreement", one.pk))
    governor.post(at("agreement", one.pk), {"opened_for": seal(one.pk)})
    assert f"Ended {show_date(today())}" in said(governor, at("agreements"))


@pytest.mark.hazard("HZ-40")
def test_what_would_end_with_it_is_said_and_ends(known: Known, governor: Client, ivy: Account) -> None:
    from onestory.access.models import Team

    theirs, ours = an_organisation(), an_organisation()
    team = Team(name="Partner team", organisation_id=theirs)
    team.save(force_insert=True)
    pat = an_account("Pat Ner", team=team)
    with acting_as(ivy) as viewer:
        deal = agreements.write(
            by=viewer, name="Reviews", purpose="Reviews", basis="public_task", sections=["shared"], document="12",
            organisations=[ours, theirs], starts_on=today(), ends_on=today(), lead=ivy,
        )  # fmt: skip
    with acting_as(known.author) as viewer:
        grants.give(by=viewer, family=known.family.pk, account=pat.pk, sections=["shared"], agreement=deal.pk)
    assert "1 grant rests on it" in said(governor, at("agreement", deal.pk))
    governor.post(at("agreement", deal.pk), {"opened_for": seal(deal.pk)})
    assert browsers.of(pat).get(about_family("family", known)).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"organisations": []}, {"sections": []}, {"ends_on": "1 1 2020"}, {"lead": "no@example.org"}],
)
def test_an_agreement_that_does_not_hold_together_is_shown_again(
    governor: Client, ivy: Account, wrong: dict[str, Any]
) -> None:
    assert governor.post(at("write_agreement"), terms(ivy) | wrong).status_code == 422


# --- the audit --------------------------------------------------------------------------------------------------------


def test_who_did_what_is_found_by_account_and_family(known: Known, governor: Client, signed_in: Client) -> None:
    signed_in.get(about_family("family", known))
    looked = governor.post(at("audit"), {"who": known.author.email, "family": str(known.family.pk)}).content.decode()
    assert "families.open" in looked
    assert "Sam Reed" in looked
    nobody = governor.post(at("audit"), {"who": "nobody@example.org"}).content.decode()
    assert "Nothing was done by that" in nobody


def test_days_narrow_it(known: Known, governor: Client) -> None:
    looked = governor.post(at("audit"), {"family": str(known.family.pk), "until": "1 1 2020"}).content.decode()
    assert "Nothing was done by that" in looked


def test_that_somebody_looked_is_written_down(governor: Client, ivy: Account) -> None:
    governor.post(at("audit"), {})
    assert "audit.search" in governor.post(at("audit"), {"who": ivy.email}).content.decode()


@pytest.mark.hazard("HZ-39")
@pytest.mark.parametrize("role", ["practitioner", "supervisor", "administrator", "analyst", "volunteer"])
def test_nobody_else_finds_these_pages(known: Known, role: str) -> None:
    browser = browsers.of(an_account("Jo Stone", role=role))
    pages = ("governance", "emergencies", "denials", "questions", "agreements", "write_agreement", "audit")
    assert {page: browser.get(at(page)).status_code for page in pages} == dict.fromkeys(pages, 404)
    assert browser.get(at("restrict_by_reference", known.family.pk)).status_code == 404


def test_questions_are_listed_with_their_reason(known: Known, governor: Client) -> None:
    from tests.integration.workspace.test_alongside import asked

    asked(an_account("Kit Lane"))
    page = said(governor, at("questions"))
    assert "Kit Lane" in page
    assert "We are planning help with school." in page


def test_an_alert_of_a_denial_leads_to_who_is_kept_out(governor: Client, known: Known) -> None:
    with acting_as(known.author) as viewer:
        guarding.deny(
            by=viewer, family=known.family.pk, account=an_account("Cy Cousin").pk, kind="conflict", reason="Cousins"
        )
    page = said(governor, at("alerts"))
    assert "A family was closed to somebody" in page
    assert "Cy Cousin. By Sam Reed" in page
    assert at("denials") in page
    assert known.family.name not in page


@pytest.mark.hazard("HZ-41")
def test_those_named_are_led_to_the_family_by_its_name(known: Known, ivy: Account) -> None:
    with acting_as(ivy) as viewer:
        guarding.restrict(by=viewer, family=known.family.pk, reason="A parent works here", accounts=[known.author.pk])
    page = said(browsers.of(known.author), at("alerts"))
    assert "A record was kept to people who are named" in page
    assert about_family("family", known) in page


def kept_out(known: Known, who: Account, **more: str) -> dict[str, str]:
    return {"family": str(known.family.pk), "who": who.email, "kind": "court_order", "reason": "Order of 3 May"} | more


@pytest.mark.hazard("HZ-25", "HZ-29")
def test_somebody_is_kept_out_by_reference_and_address_before_any_alert(governor: Client, known: Known) -> None:
    page = at("write_denial")
    assert page in said(governor, at("denials"))
    assert governor.post(page, kept_out(known, known.author)).status_code == 302
    assert browsers.of(known.author).get(about_family("family", known)).status_code == 404
    assert "Sam Reed must not see family" in said(governor, at("denials"))


@pytest.mark.hazard("HZ-29")
def test_a_familys_own_account_is_kept_out_by_its_address(governor: Client, known: Known) -> None:
    his = an_account("Obi Okafor", kind="family", role="")
    assert governor.post(at("write_denial"), kept_out(known, his)).status_code == 302
    with acting_as(known.author) as viewer, pytest.raises(NotThere):
        portal.open_to(
            by=viewer,
            account=his,
            family=known.family.pk,
            person=known.mother.pk,
            kind="adult",
            evidence="Passport seen",
        )


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"family": "12"}, "not a whole reference"),
        ({"family": "01a20206-b6ca-70d3-b3a2-c11f12ae0e84"}, "No family has this reference"),
        ({"who": "nobody@example.org"}, "No open account has this address"),
        ({"reason": ""}, "In a few words"),
    ],
)
def test_who_is_kept_out_of_what_is_known(governor: Client, known: Known, wrong: dict[str, str], told: str) -> None:
    answer = governor.post(at("write_denial"), kept_out(known, known.author) | wrong)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)


def test_nobody_who_governs_keeps_themselves_out(governor: Client, known: Known, ivy: Account) -> None:
    answer = governor.post(at("write_denial"), kept_out(known, ivy))
    assert "Ask a colleague" in answer.content.decode()


@pytest.mark.parametrize("role", ["practitioner", "supervisor", "administrator"])
def test_nobody_else_keeps_out_by_reference(known: Known, role: str) -> None:
    browser = browsers.of(an_account("Kit Lane", role=role))
    assert browser.get(at("write_denial")).status_code == 404
    assert browser.post(at("write_denial"), kept_out(known, known.author)).status_code == 404
