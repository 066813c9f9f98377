import re

from django.test import Client
from django.urls import reverse
from tests.factories import Known, an_account

from onestory.access.viewer import acting_as
from onestory.core.ids import uuid7
from onestory.people import queries
from onestory.people.models import Family
from onestory.story.models import Draft
from onestory.support import queries as support

START = reverse("workspace:start")
LEADING = re.compile('<input[^>]*name="lead"[^>]* checked')


def page(draft: object = None) -> str:
    return reverse("workspace:start_draft", args=[draft or uuid7()])


def sent(**boxes: str) -> dict[str, object]:
    """One person's boxes, and whatever else of the page."""
    rows = {f"people-0-{name}": value for name, value in boxes.items() if name in ("given", "family", "role", "born")}
    rest = {name: value for name, value in boxes.items() if f"people-0-{name}" not in rows}
    return {"people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0", **rows, **rest}


def test_one_name_is_enough(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(page(), sent(given="Merryn"))
    with acting_as(known.author) as viewer:
        family = Family.objects.get(name="Merryn’s family")
        assert answer["Location"] == reverse("workspace:family", args=[family.pk])
        assert queries.members(viewer, queries.family(viewer, family.pk))[0].role == "other"


def test_whoever_starts_a_record_finds_it_on_today_as_its_lead(signed_in: Client, known: Known) -> None:
    signed_in.post(page(), sent(given="Merryn", family="Penrose", lead="on"))
    with acting_as(known.author) as viewer:
        assert [(mine.family.name, mine.lead) for mine in support.my_families(viewer)] == [("The Penrose family", True)]
    assert "No word for a while" not in signed_in.get("/").content.decode()


def test_somebody_who_will_not_walk_alongside_stays_out_of_the_circle(signed_in: Client, known: Known) -> None:
    draft = uuid7()
    signed_in.post(reverse("workspace:keep_start", args=[draft]), sent(given="Merryn"))
    assert LEADING.search(signed_in.get(START).content.decode())
    assert not LEADING.search(signed_in.get(page(draft)).content.decode())
    signed_in.post(page(draft), sent(given="Merryn"))
    with acting_as(known.author) as viewer:
        assert support.my_families(viewer) == []


def test_everybody_lives_at_the_address_and_what_is_safe_is_kept(signed_in: Client, known: Known) -> None:
    boxes = sent(given="Merryn", family="Penrose", role="parent", postcode="pl4 8ph", phone="07700 900123", safe="text")
    signed_in.post(page(), boxes)
    with acting_as(known.author) as viewer:
        family = queries.family(viewer, Family.objects.get(name="The Penrose family").pk)
        (merryn,) = queries.members(viewer, family)
        (point,) = merryn.person.ways_to_reach
        assert (point.value, point.may_text, point.may_call) == ("+447700900123", True, False)
        assert merryn.person.homes[0].address.postcode == "PL4 8PH"


def test_a_mistake_is_said_beside_its_box_and_loses_nothing(signed_in: Client) -> None:
    answer = signed_in.post(page(), sent(given="Merryn", born="31 2 2019", phone="01752"))
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "31 February 2019 is not a date" in words
    assert 'value="Merryn"' in words
    assert 'value="31 2 2019"' in words


def test_a_birth_still_to_come_is_a_due_date(signed_in: Client) -> None:
    answer = signed_in.post(page(), sent(given="Baby", role="expected", born="1 1 2149"))
    assert answer.status_code == 422
    assert "tell us when they are due instead" in answer.content.decode()


def test_a_due_date_long_past_is_asked_about(signed_in: Client) -> None:
    answer = signed_in.post(page(), sent(given="Baby", role="expected") | {"people-0-due_on": "1 1 2020"})
    assert answer.status_code == 422
    assert "write down the birthday instead" in answer.content.decode()


def test_another_person_is_added_without_javascript_and_what_was_typed_stays(signed_in: Client) -> None:
    answer = signed_in.post(page(), sent(given="Merryn", born="31 2", more="1"))
    words = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="people-1-given"' in words
    assert 'value="31 2"' in words
    assert "There is a problem" not in words


def test_an_empty_second_person_is_nobody(signed_in: Client, known: Known) -> None:
    signed_in.post(page(), sent(given="Merryn") | {"people-TOTAL_FORMS": "2", "people-1-given": ""})
    with acting_as(known.author):
        assert Family.objects.get(name="Merryn’s family").memberships.count() == 1


def test_somebody_alike_is_shown_once_and_never_stands_in_the_way(signed_in: Client, known: Known) -> None:
    boxes = sent(given="Chidi", family="Okafor", born="14 3 2019")
    first = signed_in.post(page(), boxes)
    assert "Might this be the family you mean?" in first.content.decode()
    assert first.status_code == 200
    second = signed_in.post(page(), boxes | {"shown": [str(known.child.pk)]})
    assert second.status_code == 302


def test_somebody_alike_is_shown_as_it_is_typed(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(reverse("workspace:start_alike", args=[0]), sent(given="Chidi", family="Okafor"))
    assert known.family.name in answer.content.decode()


def test_nobody_the_worker_may_not_see_is_called_alike(stranger: Client) -> None:
    answer = stranger.post(reverse("workspace:start_alike", args=[0]), sent(given="Chidi", family="Okafor"))
    assert answer.content.strip() == b""


def test_a_draft_is_kept_carried_on_with_and_gone_once_it_is_a_record(signed_in: Client, known: Known) -> None:
    draft = uuid7()
    signed_in.post(reverse("workspace:keep_start", args=[draft]), sent(given="Merryn", born="not yet sure"))
    words = signed_in.get(page(draft)).content.decode()
    assert 'value="Merryn"' in words
    assert 'value="not yet sure"' in words
    signed_in.post(page(draft), sent(given="Merryn"))
    with acting_as(known.author):
        assert not Draft.objects.exists()


def test_a_page_merely_opened_leaves_no_draft(signed_in: Client, known: Known) -> None:
    signed_in.post(reverse("workspace:keep_start", args=[uuid7()]), sent(given=" ", role="parent"))
    with acting_as(known.author):
        assert not Draft.objects.exists()


def test_somebody_elses_draft_is_not_there(signed_in: Client, stranger: Client) -> None:
    draft = uuid7()
    signed_in.post(reverse("workspace:keep_start", args=[draft]), sent(given="Merryn"))
    assert stranger.get(page(draft)).status_code == 404


def test_a_volunteer_starts_nothing(db: None, client: Client) -> None:
    client.force_login(an_account(role="volunteer"))
    assert client.get(START).status_code == 404
    assert client.post(page(), sent(given="Merryn")).status_code == 404
