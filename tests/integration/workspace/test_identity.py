"""Names, birth and death, and numbers."""

from django.test import Client
from tests.factories import Known
from tests.integration.workspace.editing import at, mother, said, typed


def test_a_new_usual_name_leaves_the_one_before_as_an_earlier_name(signed_in: Client, known: Known) -> None:
    signed_in.post(at("new_name", known), typed(known, given="Ada", family="Penrose", use="usual"))
    names = {(name.family, name.use) for name in mother(known).person.all_names}
    assert names == {("Okafor", "old"), ("Penrose", "usual")}


def test_a_spelling_put_right_is_no_earlier_name(signed_in: Client, known: Known) -> None:
    (name,) = mother(known).person.all_names
    corrected = typed(known, given="Ada", family="Okafor-Obi", use="usual")
    signed_in.post(at("correct_name", known, name.pk), corrected)
    assert [each.family for each in mother(known).person.all_names] == ["Okafor-Obi"]


def test_a_name_of_somebody_else_is_not_there(signed_in: Client, known: Known) -> None:
    signed_in.get(at("person", known))
    assert signed_in.get(at("correct_name", known, known.child.pk)).status_code == 404


def test_a_name_that_says_nothing_is_refused(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(at("new_name", known), typed(known, use="nickname", middle="Grace"))
    assert answer.status_code == 422
    assert 'value="Grace"' in answer.content.decode()


def test_a_birth_may_be_known_in_part(signed_in: Client, known: Known) -> None:
    signed_in.post(at("birth", known), typed(known, born="March 1990", estimated="on", sex="F"))
    person = mother(known).person
    assert (person.born.iso, person.born_estimated, person.sex) == ("1990-03", True, "F")


def test_a_birth_still_to_come_is_refused(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(at("birth", known), typed(known, born="2149"))
    assert answer.status_code == 422
    assert mother(known).person.born.iso == "1991-05-04"


def test_a_death_is_written_down_and_shown(signed_in: Client, known: Known) -> None:
    signed_in.post(at("death", known), typed(known, died="3 November 2024"))
    words = said(signed_in, at("person", known))
    assert "3 November 2024" in words
    assert "Nothing is sent to them or about them by itself." in words


def test_a_number_is_kept_as_told_until_it_is_checked(signed_in: Client, known: Known) -> None:
    signed_in.post(at("add_number", known), typed(known, system="nhs", typed="943 476 5919"))
    (number,) = mother(known).person.all_identifiers
    assert number.status == "stated"
    signed_in.post(at("check_number", known, number.pk), typed(known, verdict="right", source="red book"))
    (number,) = mother(known).person.all_identifiers
    assert (number.status, number.source) == ("verified", "red book")


def test_a_slip_in_a_number_is_said_beside_it(signed_in: Client, known: Known) -> None:
    answer = signed_in.post(at("add_number", known), typed(known, system="nhs", typed="943 476 5910"))
    words = answer.content.decode()
    assert answer.status_code == 422
    assert "one of its digits is wrong" in words
    assert 'href="#id_typed"' in words


def test_a_wrong_number_is_shown_no_more(signed_in: Client, known: Known) -> None:
    signed_in.post(at("add_number", known), typed(known, system="nhs", typed="943 476 5919"))
    (number,) = mother(known).person.all_identifiers
    signed_in.post(at("check_number", known, number.pk), typed(known, verdict="wrong"))
    assert "943 476 5919" not in said(signed_in, at("person", known))


def test_checked_against_what_must_be_said(signed_in: Client, known: Known) -> None:
    signed_in.post(at("add_number", known), typed(known, system="nhs", typed="943 476 5919"))
    (number,) = mother(known).person.all_identifiers
    answer = signed_in.post(at("check_number", known, number.pk), typed(known, verdict="right", source=""))
    assert answer.status_code == 422
    assert "Say what you checked it against" in answer.content.decode()


def test_somebody_elses_person_is_changed_by_nobody(stranger: Client, known: Known) -> None:
    for page in ("new_name", "birth", "death", "add_number"):
        assert stranger.post(at(page, known), typed(known, born="1990", died="2024")).status_code == 404
    assert mother(known).person.born.iso == "1991-05-04"
