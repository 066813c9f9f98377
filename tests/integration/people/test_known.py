"""Is this person already known? Answered for whoever asks, of those they may see."""

import json
from argparse import ArgumentParser
from typing import Any

import pytest
from tests.factories import Known, a_family, an_account

from onestory.access.viewer import acting_as
from onestory.audit.models import AuditEvent
from onestory.core.errors import Invalid
from onestory.people.actions import people, residences
from onestory.people.finding import known as command
from onestory.people.inputs import NewAddress

CHIDI = {"given_name": "Chidi", "family_name": "Okafor", "date_of_birth": "14/3/2019"}


@pytest.fixture
def known(db: None) -> Known:
    """Chidi Okafor, born 14 March 2019, lives at PL5 1AB and has numbers."""
    known = a_family(an_account())
    with acting_as(known.author) as viewer:
        home = NewAddress(lines="14 Mirador Place", postcode="PL5 1AB")
        residences.move(by=viewer, family=known.family, people=[known.child], to=home)
        people.add_identifier(by=viewer, person=known.child, system="nhs", typed="943 476 5919")
        people.add_identifier(by=viewer, person=known.child, system="upn", typed="H801200001001")
    return known


def asked(said: dict[str, Any], email: str, capsys: pytest.CaptureFixture[str], *how: str) -> str:
    parser = ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args([json.dumps(said), "--as", email, *how])) == 0
    return capsys.readouterr().out


def answer(said: dict[str, Any], email: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(asked(said, email, capsys, "--json").splitlines()[-1])  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "said",
    [
        CHIDI,
        CHIDI | {"given_name": "Chidy", "postcode": "pl51ab"},
        {"given_name": "Okafor", "family_name": "Chidi", "date_of_birth": "2019-03-14"},
        {"given_name": "C", "family_name": "Okafor", "upn": "H801200001001"},
        {"family_name": "Okafor", "nhs_number": "943 476 5919"},
        {"given_name": "Chi", "other_name": "Chidi", "family_name": "Okafor", "date_of_birth": "14 March 2019"},
    ],
)
def test_somebody_known_is_known_by_what_is_said_of_them(
    known: Known, said: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    told = answer(said, known.author.email, capsys)
    assert (told["answer"], told["found"][0]["name"]) == ("known", "Chidi Okafor")


def test_a_brother_is_not_taken_for_his_twin(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(CHIDI | {"given_name": "Emeka", "postcode": "PL5 1AB"}, known.author.email, capsys)
    assert told["answer"] == "perhaps"


def test_nobody_is_known_to_whoever_may_not_see_them(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    said = CHIDI | {"nhs_number": "9434765919", "upn": "H801200001001", "postcode": "PL5 1AB"}
    told = answer(said, an_account("Jo Stone").email, capsys)
    assert told == {"answer": "unknown", "found": [], "not_used": {}}


def test_what_cannot_be_read_is_said_and_the_rest_is_used(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    told = answer(CHIDI | {"postcode": "PL5", "sex": "M", "phone": None}, known.author.email, capsys)
    assert told["answer"] == "known"
    assert told["not_used"]["sex"] == "nobody is found by it"
    assert "PL5 is not a postcode" in told["not_used"]["postcode"]


def test_it_is_said_in_words_too(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    told = asked(CHIDI | {"postcode": "nowhere"}, known.author.email, capsys)
    assert told.startswith("This person is known.\nChidi Okafor, born 14 March 2019. The Okafor family.")
    assert "Not used: postcode." in told
    assert asked({"family_name": "Zzyzx"}, known.author.email, capsys).strip() == "Nobody you may see fits."


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("{", "That is not JSON"),
        ("[]", "Give one person as a JSON object"),
        ('{"surname": "Okafor"}', "There is no surname here"),
        ("{}", "Say at least a name"),
        ('{"sex": "F", "postcode": "x"}', "Say at least a name"),
    ],
)
def test_what_is_no_question_is_refused_in_words(text: str, refusal: str) -> None:
    with pytest.raises(Invalid, match=refusal):
        command.read(text)


def test_asking_is_written_down(known: Known, capsys: pytest.CaptureFixture[str]) -> None:
    answer(CHIDI, known.author.email, capsys)
    with acting_as(an_account("Ig Lead", role="information_governance")):
        event = AuditEvent.objects.get(action="people.found_alike")
    assert known.child.pk in event.person_ids
