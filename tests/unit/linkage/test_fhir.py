"""FHIR bundles: patients with the right people beside them, whichever way a system writes that."""

from __future__ import annotations

import itertools
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from tests.unit.linkage.filing import bundle, checked, hospital, rows

from onestory.core.errors import Invalid
from onestory.linkage.cells import splitter
from onestory.linkage.formats import fhir
from onestory.linkage.formats.resources import NHS

MOTHER = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "code": "MTH"}]}
UPRN = {
    "url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AddressKey",
    "extension": [
        {"url": "type", "valueCodeableConcept": {"coding": [{"code": "UPRN"}]}},
        {"url": "value", "valueString": "100012345"},
    ],
}
ADA: dict[str, Any] = {
    "resourceType": "Patient", "id": "ada", "birthDate": "2024-03-14", "gender": "female",
    "identifier": [{"system": NHS, "value": "9434765919"}],
    "name": [
        {"use": "old", "family": "Stone", "given": ["Ada"]}, {"use": "nickname", "given": ["Addy"]},
        {"use": "official", "family": "Hill", "given": ["Ada", "May"]},
    ],
    "address": [
        {"use": "home", "line": ["9 Old Road"], "postalCode": "PL9 9ZZ", "period": {"end": "2025-01"}},
        {"use": "home", "line": ["1 Fore Street"], "city": "Plymouth", "postalCode": "PL1 2AB", "extension": [UPRN]},
    ],
    "telecom": [
        {"system": "phone", "value": "01752 300100", "use": "home"},
        {"system": "phone", "value": "07700 900123", "use": "mobile"},
    ],
}  # fmt: skip
GRACE: dict[str, Any] = {
    "resourceType": "RelatedPerson", "id": "grace", "patient": {"reference": "Patient/ada"}, "relationship": [MOTHER],
    "name": [{"family": "Hill", "given": ["Grace"]}], "identifier": [{"system": NHS, "value": "9990000018"}],
}  # fmt: skip


def first(path: Path) -> dict[str, str]:
    """The cells of the first row that can be split, by column."""
    layout, found = rows(path, hospital())
    split = splitter(format=layout.format, delimiter="", header=layout.header)
    row = next(row for row in found if not row.problem)
    return dict(zip(layout.header, split(row.text), strict=True))


def test_the_name_home_and_number_that_hold_now_are_read(tmp_path: Path) -> None:
    said = first(bundle(tmp_path / "a.json", ADA, GRACE))
    assert (said["patient.given"], said["patient.family"], said["patient.known_as"]) == ("Ada", "Hill", "Addy")
    assert (said["patient.address"], said["patient.postcode"]) == ("1 Fore Street, Plymouth", "PL1 2AB")
    assert (said["patient.uprn"], said["patient.phone"]) == ("100012345", "07700 900123")
    assert (said["patient.nhs"], said["mother.nhs"], said["mother.given"]) == ("9434765919", "9990000018", "Grace")


def test_it_becomes_a_record_in_our_words(tmp_path: Path) -> None:
    accepted = checked(bundle(tmp_path / "a.json", GRACE, ADA), hospital()).accepted
    people = json.loads(accepted[0].standard)["people"]
    assert (people["child"]["sex"], people["child"]["nhs"], people["mother"]["family"]) == (
        "F",
        "9434765919",
        "Hill",
    )


@pytest.mark.parametrize(
    "whose",
    [
        {"reference": "Patient/ada"}, {"reference": "https://hospital.example/fhir/Patient/ada"},
        {"reference": "Patient/ada/_history/3"}, {"identifier": {"system": NHS, "value": "943 476 5919"}},
    ],
)  # fmt: skip
def test_whoever_is_related_finds_their_patient_however_named(tmp_path: Path, whose: dict[str, Any]) -> None:
    for order in itertools.permutations([ADA, GRACE | {"patient": whose}]):
        assert first(bundle(tmp_path / "a.json", *order))["mother.given"] == "Grace"


def test_a_parent_of_another_servers_patient_does_not_come_to_stand_beside_ours(tmp_path: Path) -> None:
    elsewhere = GRACE | {"patient": {"reference": "https://other.example/fhir/Patient/ada"}}
    _, found = rows(bundle(tmp_path / "a.json", ADA, elsewhere), hospital())
    assert [row.problem for row in found] == [
        "", fhir.ORPHAN.format(whom="https://other.example/fhir/Patient/ada"),
    ]  # fmt: skip


def test_two_mothers_both_have_a_place(tmp_path: Path) -> None:
    contact = {"relationship": [{"text": "Mother"}], "name": {"family": "Lee", "given": ["Ruth"]}}
    said = first(bundle(tmp_path / "a.json", ADA | {"contact": [contact]}, GRACE))
    assert (said["mother.given"], said["mother_2.given"]) == ("Grace", "Ruth")


def test_a_mother_who_is_a_contact_too_is_one_mother(tmp_path: Path) -> None:
    contact = {"relationship": [MOTHER], "name": {"family": "HILL", "given": ["Grace"]}}
    assert first(bundle(tmp_path / "a.json", ADA | {"contact": [contact]}, GRACE))["mother_2.given"] == ""


def test_whoever_is_no_longer_related_is_not_read(tmp_path: Path) -> None:
    for over in ({"active": False}, {"period": {"end": "2020"}}):
        assert first(bundle(tmp_path / "a.json", ADA, GRACE | over))["mother.given"] == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": {"family": "Hill"}}, "Patient: name: Input should be a valid list"),
        ({"birthDate": 2024}, "Patient: birthDate: Input should be a valid string"),
        ({"link": [{"type": "replaced-by", "other": {"reference": "Patient/x"}}]}, fhir.REPLACED),
    ],
)
def test_a_patient_that_is_not_shaped_as_one_is_set_aside(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    _, found = rows(bundle(tmp_path / "a.json", ADA | change), hospital())
    assert [row.problem for row in found] == [reason]


def test_a_date_no_calendar_has_sets_the_row_aside_by_its_column(tmp_path: Path) -> None:
    aside = checked(bundle(tmp_path / "a.json", ADA | {"birthDate": "2024-02-31"}), hospital()).set_aside
    assert "patient.born" in aside[0].reasons


@pytest.mark.parametrize("whose", ["Patient", "RelatedPerson"])
def test_what_no_record_can_hold_is_set_aside_and_the_rest_is_read(tmp_path: Path, whose: str) -> None:
    deep: dict[str, Any] = {}
    for _ in range(400):
        deep = {"extension": [deep]}
    odd = (ADA if whose == "Patient" else GRACE) | {"id": "odd", "contained": deep}
    _, found = rows(bundle(tmp_path / "a.json", ADA | {"identifier": []}, odd), hospital())
    assert len([row for row in found if not row.problem]) == 1


def test_half_a_character_stops_nothing(tmp_path: Path) -> None:
    file = bundle(tmp_path / "a.json", ADA, GRACE)
    file.write_text(file.read_text().replace("Grace", "Gr\\ud800ace").replace("Plymouth", "Ply\\u0000mouth"))
    checked(file, hospital())


def test_nothing_is_removed_because_a_bundle_says_so(tmp_path: Path) -> None:
    _, found = rows(bundle(tmp_path / "a.json", ADA, request={"method": "DELETE", "url": "Patient/ada"}), hospital())
    assert [row.problem for row in found] == [fhir.REMOVED]


def test_what_the_feed_does_not_read_is_counted_and_said(tmp_path: Path) -> None:
    layout, _ = rows(bundle(tmp_path / "a.json", ADA, {"resourceType": "Organization", "id": "o"}), hospital())
    assert "The file also holds what this feed does not read: 1 Organization." in layout.notes


def test_resources_one_to_a_line_are_read_alike(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text("\n".join(map(json.dumps, (GRACE, ADA))))
    assert first(file)["mother.given"] == "Grace"


def test_a_bundle_cut_short_is_refused_whole(tmp_path: Path) -> None:
    file = bundle(tmp_path / "a.json", *[ADA | {"id": f"p{n}"} for n in range(50)])
    file.write_bytes(file.read_bytes()[:-500])
    with pytest.raises(Invalid, match="not whole JSON after entry 49"):
        rows(file, hospital())


def test_a_bundle_in_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    file = bundle(tmp_path / "a.json", ADA)
    file.write_bytes(file.read_text().replace("Plymouth", "Plymouth, Café").encode("windows-1252"))
    with pytest.raises(Invalid, match="not whole JSON"):
        rows(file, hospital())


def test_an_endless_entry_is_refused_and_not_held(tmp_path: Path) -> None:
    file = bundle(tmp_path / "a.json", ADA | {"text": {"div": "x" * 30_000_000}})
    tracemalloc.start()
    with pytest.raises(Invalid, match="longer than 1 MB"):
        rows(file, hospital())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_memory_does_not_grow_with_the_bundle(tmp_path: Path) -> None:
    from onestory.linkage import reading

    people = [ADA | {"id": f"p{n}", "identifier": []} for n in range(3_000)]
    related = [GRACE | {"id": f"r{n}", "patient": {"reference": f"Patient/p{n}"}} for n in range(3_000)]
    file = bundle(tmp_path / "a.json", *people, *related)
    tracemalloc.start()
    with reading.opened(file, hospital()) as opened:
        assert sum(not row.problem for row in opened.rows) == 3_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3_000_000


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"resourceType": "Bundle", "entry": [1, null]}', '"x"'])
def test_a_file_without_a_patient_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(content)
    with pytest.raises(Invalid, match=r"The file is empty|holds no patient"):
        rows(file, hospital())
