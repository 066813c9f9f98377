"""The demonstration families: invented, whole, and in step with the catalogue of facts."""

import csv
import datetime as dt
import gzip
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

import onestory
from onestory.city.demo import (
    DemoFact,
    DemoFamily,
    DemoPerson,
    DemoPhone,
    load_families,
    load_workers,
)
from onestory.people import catalogue

ROOT = Path(onestory.__file__).parent
CATALOGUE = ROOT / "people" / "catalogue"
FAMILIES = load_families()
WORKERS = {worker.key: worker for worker in load_workers()}

each_family = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.key)

# People whom a reader might know. A demonstration that shared a name with one of them would be taken for them.
WELL_KNOWN = {
    "ada lovelace", "adele adkins", "amelia earhart", "andy burnham", "angela rayner", "anna freud",
    "boris johnson", "charlotte church", "dan carter", "daniel craig", "dawn french", "david cameron",
    "david prowse", "dizzee rascal", "ed sheeran", "emma watson", "francis drake", "gareth bale",
    "gareth southgate", "george michael", "harry kane", "harry potter", "helen mirren", "ian wright",
    "idris elba", "jack leslie", "james bond", "jamie oliver", "jessica ennis", "john major", "judi dench",
    "keir starmer", "kemi badenoch", "lewis hamilton", "liz truss", "mary berry", "michael foot",
    "mo farah", "mo salah", "nancy astor", "nigel farage", "priti patel", "rachel reeves", "rishi sunak",
    "robert scott", "sajid javid", "samantha callan", "stormzy omari", "theresa may", "tom bennett",
    "tom daley", "tony blair", "trevor francis", "tyson fury", "wayne rooney", "winston churchill",
}  # fmt: skip


def _yaml(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


FACTS = {fact["key"]: fact for file in sorted(CATALOGUE.glob("*.yaml")) for fact in _yaml(file)["facts"]}
CODES = {name: catalogue.code_list(name) for fact in FACTS.values() if (name := fact.get("code_list"))}


def _postcodes() -> dict[str, str]:
    with gzip.open(ROOT / "places" / "facts" / "postcodes.csv.gz", "rt", encoding="utf-8") as file:
        return {row["postcode"]: row["lsoa21"] for row in csv.DictReader(file)}


def _allowed(*, key: str, value: object) -> bool:
    """Whether the catalogue would take this value for this fact."""
    fact = FACTS[key]
    choices = set(fact.get("choices") or CODES.get(fact.get("code_list", ""), {}))
    match fact["kind"], value:
        case "yes_no", bool():
            return True
        case "choice", str():
            return value in choices
        case "choices", tuple():
            return bool(value) and set(value) <= choices
        case "language", str():
            return _is_language(value)
        case "languages", tuple():
            return all(_is_language(one) for one in value)
        case "number", int():
            return not isinstance(value, bool)
        case "date", dt.date():
            return True
        case "text", str():
            return bool(value.strip())
    return False


def _is_language(tag: object) -> bool:
    return bool(re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?", str(tag)))


def _refs_used(family: DemoFamily) -> set[str]:
    """Every ref in a family's file that must be one of its own people."""
    used = {end for kin in family.relationships for end in (kin.from_, kin.to)}
    used |= {fact.about for fact in family.facts} - {"family"}
    used |= {ref for entry in family.entries for ref in entry.about}
    used |= {entry.words_by for entry in family.entries if entry.words_by}
    used |= {section.said_by for section in family.story.values()}
    used |= {earlier.said_by for section in family.story.values() for earlier in section.earlier}
    return used | {member.person for member in family.circle if member.person}


def _everybody() -> dict[str, DemoPerson]:
    return {f"{family.key}/{person.ref}": person for family in FAMILIES for person in family.people}


def test_there_is_a_family_for_each_kind_of_life() -> None:
    assert len(FAMILIES) >= 18
    assert len({family.family for family in FAMILIES}) == len(FAMILIES)


@each_family
def test_everyone_named_in_a_family_is_in_that_family(family: DemoFamily) -> None:
    assert _refs_used(family) <= family.refs


@each_family
def test_everything_is_written_by_somebody_who_can_sign_in(family: DemoFamily) -> None:
    writers = {entry.by for entry in family.entries}
    alongside = {member.worker for member in family.circle if member.worker}
    assert writers | alongside <= WORKERS.keys()


@each_family
def test_every_fact_is_one_the_catalogue_asks_for_and_takes(family: DemoFamily) -> None:
    refused = [fact for fact in family.facts if not _allowed(key=fact.key, value=fact.value)]
    assert not refused


def test_a_value_the_catalogue_does_not_know_is_refused() -> None:
    assert not _allowed(key="interpreter", value="perhaps")
    assert not _allowed(key="lone_parent", value="yes")
    assert not _allowed(key="languages_spoken", value=("klingon",))


@each_family
def test_a_fact_is_about_a_person_or_the_family_as_the_catalogue_says(family: DemoFamily) -> None:
    misplaced = [fact for fact in family.facts if not _fits(fact)]
    assert not misplaced


def _fits(fact: DemoFact) -> bool:
    return (fact.about == "family") == (FACTS[fact.key]["about"] == "family")


@each_family
def test_what_a_family_said_was_said_by_one_of_them_and_before_the_last_day(family: DemoFamily) -> None:
    said = [(fact.said_by, fact.said_on) for fact in family.facts]
    said += [(section.said_by, section.said_on) for section in family.story.values()]
    assert {by for by, _ in said} <= family.refs
    assert all(dt.date(2024, 1, 1) <= on <= dt.date(2026, 11, 20) for _, on in said)


@each_family
def test_earlier_words_are_earlier(family: DemoFamily) -> None:
    for section in family.story.values():
        dates = [version.said_on for version in section.earlier] + [section.said_on]
        assert dates == sorted(set(dates))


def test_every_postcode_is_real_and_in_the_neighbourhood_named() -> None:
    postcodes = _postcodes()
    wrong = [f.key for f in FAMILIES if postcodes.get(f.address.postcode) != f.neighbourhood]
    assert not wrong


def test_a_person_in_two_homes_is_written_down_once() -> None:
    everybody = _everybody()
    twice = [person.same_as for person in everybody.values() if person.same_as]
    assert twice
    assert set(twice) <= everybody.keys()


def test_no_two_people_share_a_telephone_number() -> None:
    numbers = [phone.number for person in _everybody().values() for phone in person.phones]
    assert len(numbers) == len(set(numbers))


def test_a_number_that_could_ring_somewhere_is_refused() -> None:
    with pytest.raises(ValidationError, match="kept for drama"):
        DemoPhone(number="07911 123456", checked_on=dt.date(2026, 1, 1))


def test_nobody_has_the_name_of_a_well_known_person() -> None:
    people = [f"{person.known_as or person.given} {person.family}" for person in _everybody().values()]
    people += [f"{person.given} {person.family}" for person in _everybody().values()]
    people += [worker.name for worker in WORKERS.values()]
    assert not {name.lower() for name in people} & WELL_KNOWN


def test_everyone_to_sign_in_as_has_their_own_address() -> None:
    emails = [worker.email for worker in WORKERS.values()]
    assert len(emails) == len(set(emails))
    assert {worker.role for worker in WORKERS.values()} >= {"administrator", "analyst", "volunteer", "triage"}


@each_family
def test_the_newest_circle_has_one_lead(family: DemoFamily) -> None:
    assert sum(member.lead for member in family.circle) == 1


def test_a_missed_visit_is_told_without_blame() -> None:
    blame = re.compile(r"\b(DNA|did not attend|no.?show|failed to|refused|non.?engag|disengag)", re.IGNORECASE)
    words = [f"{entry.title} {entry.text}" for family in FAMILIES for entry in family.entries]
    words += [section.ours + section.worker for family in FAMILIES for section in family.story.values()]
    assert not [text for text in words if blame.search(text)]


def test_every_missed_visit_says_so_in_its_title() -> None:
    missed = [entry.title for family in FAMILIES for entry in family.entries if not entry.seen]
    assert missed
    assert all("was not" in title for title in missed)


def test_a_protected_address_covers_everyone_who_lives_there() -> None:
    hidden = [family for family in FAMILIES if any(person.confidential for person in family.people)]
    assert hidden
    for family in hidden:
        assert all(person.confidential for person in family.people if person.lives_here != "never")


def test_the_catalogue_says_enough_about_every_fact() -> None:
    kinds = {"yes_no", "choice", "choices", "text", "number", "date", "language", "languages"}
    for key, fact in FACTS.items():
        assert {"about", "question", "short", "kind", "fresh_for", "section"} <= fact.keys(), key
        assert fact["kind"] in kinds, key
        assert fact["question"].endswith("?"), key
        assert re.fullmatch(r"always|P\d+[DMY]", fact["fresh_for"]), key


def test_every_answer_in_free_words_says_whether_it_tells_where_somebody_is() -> None:
    """HZ-22: a school or a surgery leads to a person as surely as an address, so nobody may leave it unsaid."""
    unsaid = [key for key, f in FACTS.items() if f["kind"] == "text" and not isinstance(f.get("location"), bool)]
    assert not unsaid
    places = {"school", "nursery", "gp_practice", "hub_we_go_to", "workplace", "days_at_each_home"}
    assert all(FACTS[key]["location"] for key in places)


def test_every_question_is_short_enough_to_say_aloud() -> None:
    long = {key: fact["question"] for key, fact in FACTS.items() if len(fact["question"].split()) > 20}
    assert not long


def test_every_choice_can_be_offered() -> None:
    for key, fact in FACTS.items():
        offered = fact.get("choices") or CODES.get(fact.get("code_list", ""))
        assert bool(offered) == (fact["kind"] in {"choice", "choices"}), key
        assert all(isinstance(value, str) for value in offered or ()), key
        assert set(fact.get("priority_when", ())) <= set(offered or ()), key


def test_every_priority_group_says_why_help_is_offered() -> None:
    groups = {key: fact for key, fact in FACTS.items() if fact.get("priority_group")}
    assert all(fact["why"].endswith(".") for fact in groups.values())
    unclear = [key for key, f in groups.items() if f["kind"] != "yes_no" and not f.get("priority_when")]
    assert not unclear


def test_keys_are_not_used_twice_across_themes() -> None:
    keys = [fact["key"] for file in CATALOGUE.glob("*.yaml") for fact in _yaml(file)["facts"]]
    assert len(keys) == len(set(keys))
