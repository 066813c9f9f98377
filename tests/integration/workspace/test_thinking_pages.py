"""Doing it differently, what others learnt, and the eight A's, as their pages are sent and shown."""

from django.test import Client
from django.urls import reverse
from tests.factories import Known, an_account, seen_by
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.actions import agreements
from onestory.access.viewer import acting_as
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.support import difference_queries
from onestory.support.actions import circle
from onestory.support.models import Difference

SAID = {"what": "We meet by the sea", "why": "Rooms frighten her", "agreed_with": "She and Lee", "section": "shared"}


def begun(known: Known, client: Client) -> Difference:
    client.post(about_family("begin_differently", known), typed_of_family(known, **SAID))
    with acting_as(known.author) as viewer:
        return difference_queries.differences(viewer, queries.family(viewer, known.family.pk))[0]


def at(name: str, one: Difference) -> str:
    return reverse(f"workspace:{name}", args=[one.family_id, one.pk])


def test_something_done_differently_asks_later_what_came_of_it(known: Known, signed_in: Client) -> None:
    one = begun(known, signed_in)
    assert "What came of it?" in said(signed_in, about_family("differently", known))
    signed_in.post(
        at("look_back", one), {"opened_for": seal(one.pk), "happened": "She talked", "learnt": "Walls matter"}
    )
    assert "Walls matter" in said(signed_in, at("difference", one))
    assert "What came of it?" not in said(signed_in, about_family("differently", known))


def test_what_was_learnt_is_offered_for_sharing_and_refused_with_a_name_in_it(known: Known, signed_in: Client) -> None:
    one = begun(known, signed_in)
    typed = {"opened_for": seal(one.pk), "text": "Ada talked out of doors", "about": "places"}
    refused = signed_in.post(at("share_learning", one), typed)
    assert refused.status_code == 422
    assert "“Ada” could lead to this family" in refused.content.decode()
    signed_in.post(at("share_learning", one), typed | {"text": "Meet out of doors"})
    other = browsers.of(an_account("Jo Stone"))
    assert "Meet out of doors" in said(other, "/learning")
    assert "Meet out of doors" not in other.post("/learning", {"holding": "indoors"}).content.decode()


def test_a_thought_is_kept_and_shown_to_whoever_supervises_its_writer(known: Known, signed_in: Client) -> None:
    boss = an_account("Lee Ward", role="supervisor")
    with acting_as(an_account("Ad Min", role="administrator")) as viewer:
        agreements.set_supervision(by=viewer, supervisor=boss, account=known.author)
    address = reverse("workspace:think", args=[known.family.pk, "attach"])
    signed_in.post(address, typed_of_family(known, words="She waves now"))
    assert "She waves now" in said(signed_in, about_family("reflecting", known))
    with acting_as(known.author) as viewer:
        circle.lead_from_the_start(by=viewer, family=seen_by(known.author, known.family), account=known.author)
    assert about_family("reflecting", known) in said(browsers.of(boss), f"/caseload/{known.author.pk}")
    shown = said(browsers.of(boss), about_family("reflecting", known))
    assert "She waves now" in shown
    assert 'aria-label="Something is written about: Attach"' in shown
    assert "She waves now" in said(signed_in, address)


def test_no_such_prompt_is_not_there(known: Known, signed_in: Client) -> None:
    assert signed_in.get(reverse("workspace:think", args=[known.family.pk, "score"])).status_code == 404


def test_a_stranger_finds_nothing(known: Known, signed_in: Client, stranger: Client) -> None:
    one = begun(known, signed_in)
    for address in (about_family("differently", known), about_family("reflecting", known), at("difference", one)):
        assert stranger.get(address).status_code == 404
