from typing import Any

from django.test import Client
from tests.factories import Known, an_account
from tests.integration.workspace import browsers
from tests.integration.workspace.editing import about_family, said, typed_of_family

from onestory.access.viewer import acting_as
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.support import queries as support
from onestory.support.models import CircleMember


def around(known: Known) -> list[CircleMember]:
    with acting_as(known.author) as viewer:
        return support.circle(viewer, queries.family(viewer, known.family.pk))


def own(known: Known, client: Client, name: str = "Nan Rowe") -> CircleMember:
    client.post(about_family("add_own", known), typed_of_family(known, name=name, role="Grandmother"))
    return next(one for one in around(known) if one.name == name)


def sure(member: CircleMember) -> dict[str, Any]:
    return {"opened_for": seal(member.pk)}


def test_a_circle_of_nobody_asks_whom_they_trust(known: Known, signed_in: Client) -> None:
    assert "Who do they already trust?" in said(signed_in, about_family("circle", known))


def test_a_colleague_is_found_by_part_of_a_name(known: Known, signed_in: Client) -> None:
    jo = an_account("Jo Stone")
    shown = signed_in.post(about_family("find_colleague", known), {"called": "sto"}).content.decode()
    assert about_family("bring_in", known, jo.pk) in shown


def test_a_colleague_who_has_left_is_not_found(known: Known, signed_in: Client) -> None:
    shown = signed_in.post(about_family("find_colleague", known), {"called": "Nobody"}).content.decode()
    assert "Nobody here goes by that name" in shown


def test_bringing_somebody_in_opens_the_family_to_them(known: Known, signed_in: Client) -> None:
    jo = an_account("Jo Stone")
    assert browsers.of(jo).get(about_family("family", known)).status_code == 404
    left = typed_of_family(known, role="Health visitor", sections=["shared"])
    signed_in.post(about_family("bring_in", known, jo.pk), left)
    assert [one.account_id for one in around(known)] == [jo.pk]
    assert browsers.of(jo).get(about_family("family", known)).status_code == 200


def test_nobody_gives_what_they_do_not_see(known: Known, signed_in: Client) -> None:
    jo, kit = an_account("Jo Stone"), an_account("Kit Lane")
    signed_in.post(about_family("bring_in", known, jo.pk), typed_of_family(known, role="Helper", sections=["shared"]))
    left = typed_of_family(known, role="Helper", sections=["shared", "health"])
    assert browsers.of(jo).post(about_family("bring_in", known, kit.pk), left).status_code == 422


def test_one_may_join_oneself_and_is_given_nothing_by_it(known: Known, signed_in: Client) -> None:
    me = known.author.pk
    assert "sections" not in said(signed_in, about_family("bring_in", known, me))
    signed_in.post(about_family("bring_in", known, me), typed_of_family(known, role="Family support"))
    assert [(one.account_id, one.grant_id) for one in around(known)] == [(me, None)]


def test_bringing_in_twice_is_said_and_changes_nothing(known: Known, signed_in: Client) -> None:
    jo = an_account("Jo Stone")
    left = typed_of_family(known, role="Helper", sections=["shared"])
    answers = [signed_in.post(about_family("bring_in", known, jo.pk), left) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "They are already in the circle." in answers[1].content.decode()
    assert len(around(known)) == 1


def test_the_familys_own_person_is_named(known: Known, signed_in: Client) -> None:
    own(known, signed_in)
    shown = said(signed_in, about_family("family", known))
    assert "Nan Rowe" in shown
    assert "Grandmother" in shown


ASKED = {"answer": "chose", "reason": "She is there every day", "words": "We ring Nan"}


def test_the_family_is_asked_who_leads_and_what_they_said_stands_there(known: Known, signed_in: Client) -> None:
    nan = own(known, signed_in)
    assert signed_in.post(about_family("make_lead", known, nan.pk), sure(nan)).status_code == 422
    signed_in.post(about_family("make_lead", known, nan.pk), sure(nan) | ASKED)
    assert "“We ring Nan”" in said(signed_in, about_family("circle", known))


def test_a_family_with_several_leads_is_said_in_words(known: Known, signed_in: Client) -> None:
    nan, jo = own(known, signed_in), an_account("Jo Stone")
    signed_in.post(about_family("make_lead", known, nan.pk), sure(nan) | ASKED)
    signed_in.post(about_family("bring_in", known, jo.pk), typed_of_family(known, role="Helper", sections=["shared"]))
    member = next(one for one in around(known) if one.account_id == jo.pk)
    signed_in.post(about_family("called_lead", known, member.pk), sure(member) | {"leads_for": "social care"})
    shown = said(signed_in, about_family("circle", known))
    assert "Nan Rowe is whom they ring first, and Jo Stone (for social care) is called lead as well." in shown


def test_a_circle_that_has_grown_confusing_is_said_in_words(known: Known, signed_in: Client) -> None:
    for number in range(7):
        helper = an_account(f"Helper {number}")
        left = typed_of_family(known, role=f"Role {min(number, 5)}", sections=["shared"])
        signed_in.post(about_family("bring_in", known, helper.pk), left)
    shown = said(signed_in, about_family("circle", known))
    assert "There are 7 helpers around this family." in shown
    assert "Helper 5 and Helper 6 are each “role 5” to them." in shown


def test_a_volunteer_is_one_and_the_list_says_what_each_may_see(known: Known, signed_in: Client) -> None:
    jo = an_account("Jo Stone")
    left = typed_of_family(known, role="Befriender", sections=["shared"], volunteer="on")
    signed_in.post(about_family("bring_in", known, jo.pk), left)
    shown = said(signed_in, about_family("circle", known))
    assert "May see: the shared story. A volunteer" in shown
    assert 'stroke-dasharray="6 4"' in shown


def test_there_is_one_lead_at_a_time(known: Known, signed_in: Client) -> None:
    first, second = own(known, signed_in), own(known, signed_in, "Mr Lane")
    for each in (first, second):
        signed_in.post(about_family("make_lead", known, each.pk), sure(each) | ASKED)
    assert [one.name for one in around(known) if one.lead] == ["Mr Lane"]


def test_leaving_is_asked_first_and_ends_what_they_could_see(known: Known, signed_in: Client) -> None:
    jo = an_account("Jo Stone")
    signed_in.post(about_family("bring_in", known, jo.pk), typed_of_family(known, role="Helper", sections=["shared"]))
    member = around(known)[0]
    assert "Is Jo Stone leaving this circle?" in said(signed_in, about_family("leave_circle", known, member.pk))
    signed_in.post(about_family("leave_circle", known, member.pk), sure(member))
    assert around(known) == []
    assert browsers.of(jo).get(about_family("family", known)).status_code == 404


def test_whoever_leaves_goes_back_to_their_families(known: Known, signed_in: Client) -> None:
    jo = an_account("Jo Stone")
    signed_in.post(about_family("bring_in", known, jo.pk), typed_of_family(known, role="Helper", sections=["shared"]))
    member = around(known)[0]
    answer = browsers.of(jo).post(about_family("leave_circle", known, member.pk), sure(member), follow=True)
    assert answer.redirect_chain == [("/families", 302)]
    assert "Done. The circle goes on." in answer.content.decode()


def test_a_stranger_changes_nothing(known: Known, signed_in: Client, stranger: Client) -> None:
    member = own(known, signed_in)
    for page in ("make_lead", "leave_circle"):
        assert stranger.post(about_family(page, known, member.pk), sure(member)).status_code == 404
    assert stranger.post(about_family("add_own", known), typed_of_family(known, name="X", role="Y")).status_code == 404
    assert [one.name for one in around(known)] == ["Nan Rowe"]
