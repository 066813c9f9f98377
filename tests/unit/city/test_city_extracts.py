"""The extracts are read back as a partner's file would be: by their declared alphabet, delimiter and columns."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest

from onestory.city import extracts, truth
from onestory.city.errors import BROKEN_ROWS, RATES
from onestory.city.feeds import FEEDS, Feed, Record, shape
from onestory.city.model import City

each_feed = pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)


def _read(feed: Feed, folder: Path) -> list[list[str]]:
    text = (folder / feed.filename).read_bytes().decode(feed.encoding)
    assert text.startswith(feed.mark)
    return list(csv.reader(io.StringIO(text.removeprefix(feed.mark), newline=""), delimiter=feed.delimiter))


@each_feed
def test_a_file_decodes_and_has_the_declared_columns(feed: Feed, folder: Path, rows: dict[str, list[Record]]) -> None:
    header, *body = _read(feed, folder)
    assert [name.replace(" ", "") for name in header] == list(feed.columns)
    assert len(body) == len(rows[feed.name])
    whole = [row for row in body if len(row) == len(feed.columns)]
    assert 0.99 * len(body) < len(whole) <= len(body)


@each_feed
def test_a_few_rows_must_be_set_aside(feed: Feed, rows: dict[str, list[Record]]) -> None:
    broken = sum(bool(row.broken) for row in rows[feed.name])
    expected = sum(BROKEN_ROWS.values()) * len(rows[feed.name])
    assert 0 < broken < 3 * expected + 8


@each_feed
def test_a_reference_names_one_person(feed: Feed, rows: dict[str, list[Record]]) -> None:
    people: dict[str, set[int]] = {}
    for row in rows[feed.name]:
        people.setdefault(row.reference, set()).add(row.person)
    assert all(len(named) == 1 for named in people.values())


@each_feed
def test_a_reference_comes_once_unless_a_child_is_on_two_rolls(feed: Feed, rows: dict[str, list[Record]]) -> None:
    again = len(rows[feed.name]) - len({row.reference for row in rows[feed.name]})
    assert again == 0 or (feed.name == "school_census" and again < 0.02 * len(rows[feed.name]))


def test_the_truth_has_a_line_for_every_row_that_can_be_read(
    city: City, rows: dict[str, list[Record]], tmp_path: Path
) -> None:
    count = truth.write(city, tmp_path / "truth.csv")
    with (tmp_path / "truth.csv").open(encoding="utf-8", newline="") as file:
        known = {(line["feed"], line["record"]): int(line["person"]) for line in csv.DictReader(file)}
    assert len(known) == count
    for feed, records in rows.items():
        for row in records:
            assert known[feed, row.reference] == row.person
            assert all(known[feed, f"{row.reference}/{m.part}"] == m.person for m in row.mentions)


def test_each_partner_knows_whom_it_would_know(city: City, rows: dict[str, list[Record]]) -> None:
    visited = {row.person for row in rows["health_visiting"]}
    under_five = {p.id for p in city.people if p.died is None and p.age_on(city.on) < 5}
    assert under_five <= visited
    tenants = {n for h in city.households if h.tenure in ("social", "temporary") for n in h.members}
    assert tenants <= {row.person for row in rows["housing"]}
    families = {city.people[row.person].household for row in rows["early_help"]}
    with_children = [h for h in city.households if any(city.people[n].age_on(city.on) < 18 for n in h.members)]
    assert 0.02 < len(families) / len(with_children) < 0.2


def test_some_people_are_in_one_feed_twice(rows: dict[str, list[Record]]) -> None:
    for feed in ("health_visiting", "early_help", "midwifery", "housing", "school_census"):
        records = {row.reference: row.person for row in rows[feed]}
        assert len(set(records.values())) < len(records)


def test_free_text_holds_lines_and_quotation_marks(folder: Path) -> None:
    feed = next(feed for feed in FEEDS if feed.name == "early_help")
    reasons = [row[-1] for row in _read(feed, folder) if len(row) == len(feed.columns)]
    assert any("\n" in reason and '"' in reason for reason in reasons)


def test_a_ward_writes_baby_and_twin_before_a_name_is_chosen(rows: dict[str, list[Record]]) -> None:
    feed = next(feed for feed in FEEDS if feed.name == "midwifery")
    at = feed.columns.index("BabyForename")
    names = {row.cells[at].strip().title() for row in rows["midwifery"] if len(row.cells) == len(feed.columns)}
    assert {"Baby", "Twin 1", "Twin 2"} <= names


def test_an_earlier_day_knows_nobody_born_later(city: City, tmp_path: Path) -> None:
    earlier = city.on - timedelta(days=400)
    then = {written.feed: written.rows for written in extracts.write(city, tmp_path, on=earlier)}
    feed = next(feed for feed in FEEDS if feed.name == "health_visiting")
    known = [city.people[row.person] for row in shape.records(feed, city, earlier)]
    assert then["health_visiting"] == len(known) > 0
    assert max(person.born for person in known) <= earlier


@pytest.mark.parametrize(
    ("feed", "kind"),
    [
        ("health_visiting", "nhs_missing"),
        ("housing", "birth_missing"),
        ("housing", "spacing"),
        ("early_help", "upper_case"),
        ("school_census", "wrong_day"),
        ("midwifery", "typo_family"),
    ],
)
def test_errors_come_about_as_often_as_declared(rows: dict[str, list[Record]], feed: str, kind: str) -> None:
    found = sum(kind in row.errors for row in rows[feed])
    expected = RATES[feed][kind] * len(rows[feed])
    assert abs(found - expected) < 4 * expected**0.5 + 0.25 * expected


def test_nobody_is_written_down_as_born_after_the_day_of_the_extract(city: City, rows: dict[str, list[Record]]) -> None:
    for feed in (feed for feed in FEEDS if feed.dates == shape.ISO):
        at = feed.columns.index(feed.born)
        born = [row.cells[at] for row in rows[feed.name] if not row.broken and row.cells[at]]
        assert born
        assert max(born) <= city.on.isoformat()


def test_what_is_counted_as_an_error_can_be_seen_in_the_file(city: City, rows: dict[str, list[Record]]) -> None:
    feed = next(feed for feed in FEEDS if feed.name == "health_visiting")
    at = feed.columns.index("NHS_NUMBER")
    for row in rows["health_visiting"]:
        true = city.people[row.person].nhs_number
        if row.broken or not true:
            continue
        wrong = row.cells[at].replace(" ", "") != true
        assert wrong == bool({"nhs_missing", "nhs_digit"} & set(row.errors))
