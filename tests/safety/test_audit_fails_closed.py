"""What cannot be written into the audit is not shown and not done: asked of the real pages, through every middleware."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.factories import Known, a_family, an_account, as_superuser
from tests.integration.workspace.editing import typed_of_family

from onestory.access.viewer import acting_as
from onestory.audit.models import AuditEvent
from onestory.story.models import Entry

FULL_DISC = (
    "CREATE FUNCTION public.test_full() RETURNS trigger LANGUAGE plpgsql AS"
    " 'BEGIN RAISE ''no space left'' USING ERRCODE = ''53100''; END'",
    "CREATE TRIGGER full_disc BEFORE INSERT ON audit_auditevent FOR EACH ROW EXECUTE FUNCTION test_full()",
)
NO_RIGHT = ("REVOKE INSERT ON audit_auditevent FROM onestory_app",)
BROKEN = pytest.mark.parametrize("broken", [FULL_DISC, NO_RIGHT], ids=["a full disc", "no right to write"])


@pytest.fixture
def known(db: None, settings: LazySettings) -> Known:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    return a_family(an_account())


@pytest.fixture
def browser(known: Known) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(known.author)
    return client


def breaks(broken: tuple[str, ...]) -> None:
    """In the test's own transaction, and mended with its end."""
    for statement in broken:
        as_superuser(statement)


@pytest.mark.hazard("HZ-35")
@BROKEN
@pytest.mark.parametrize("journey", ["family", "writing", "person"])
def test_a_page_that_cannot_be_audited_is_refused(
    known: Known, browser: Client, journey: str, broken: tuple[str, ...]
) -> None:
    pages = {
        "family": f"/families/{known.family.pk}",
        "writing": writing_page(known, browser),
        "person": f"/families/{known.family.pk}/people/{known.mother.pk}/",
    }
    assert b"Okafor" in browser.get(pages[journey]).content
    breaks(broken)
    answer = browser.get(pages[journey])
    assert (answer.status_code, b"Okafor" in answer.content) == (500, False)


@pytest.mark.hazard("HZ-35")
@BROKEN
def test_a_search_that_cannot_be_audited_finds_nobody(known: Known, browser: Client, broken: tuple[str, ...]) -> None:
    assert b"Okafor" in browser.post("/find", {"q": "okafor ada"}).content
    breaks(broken)
    answer = browser.post("/find", {"q": "okafor ada"})
    assert (answer.status_code, b"Chidi" in answer.content) == (500, False)


@pytest.mark.hazard("HZ-35")
@BROKEN
def test_a_write_that_cannot_be_audited_is_not_made(known: Known, browser: Client, broken: tuple[str, ...]) -> None:
    address = writing_page(known, browser)
    typed = typed_of_family(known, title="Had tea", kind="visit", section="shared", about=[str(known.mother.pk)])
    breaks(broken)
    assert browser.post(address, typed).status_code == 500
    with acting_as(known.author):
        assert not Entry.objects.filter(title="Had tea").exists()


def writing_page(known: Known, browser: Client) -> str:
    return str(browser.get(f"/families/{known.family.pk}/write").headers["Location"])


@pytest.mark.hazard("HZ-35")
def test_an_event_says_who_in_what_role_from_where_and_never_which_words(known: Known, browser: Client) -> None:
    phone = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile Safari/537.36"
    browser.get(f"/families/{known.family.pk}", headers={"user-agent": phone})
    browser.post("/find", {"q": "okafor ada"}, headers={"user-agent": phone})
    with acting_as(an_account("Gov Lead", role="information_governance")):
        opened = AuditEvent.objects.filter(action="families.open").latest("id")
        found = AuditEvent.objects.filter(action="people.found").latest("id")
    assert (opened.roles, opened.device, opened.decision) == (["practitioner"], "phone", "allow")
    assert len(opened.session) == 32
    assert opened.session == found.session
    assert opened.session not in browser.cookies["sessionid"].value
    assert known.mother.pk in found.person_ids
    assert "okafor" not in str(found.detail).lower()


@pytest.mark.hazard("HZ-35")
def test_the_session_of_one_request_is_not_the_next_ones(known: Known, browser: Client) -> None:
    from onestory.audit.actions.events import sitting

    browser.get(f"/families/{known.family.pk}")
    assert sitting.get().session == ""


@pytest.mark.hazard("HZ-35")
@pytest.mark.django_db(transaction=True, databases=[])
def test_no_event_stands_outside_its_transaction() -> None:
    """Nothing is kept without its act, nor an act without it: the writer refuses before it reaches the database."""
    from onestory.audit.actions import events

    with pytest.raises(RuntimeError, match="outside a transaction"):
        events.record(by=None, action="families.open")
