import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from onestory.core.errors import Invalid, NotThere
from onestory.linkage import declaration
from onestory.linkage.declaration import Feed
from onestory.linkage.formats import flattening

SMALL = """
feed: nursery
title: Nursery list
partner: Nurseries
about: One row for each child.
reference: [Ref]
people: {child: {subject: true}}
columns: {Ref: {means: record.number, needed: true}, Name: child.full_name}
"""


def test_every_feed_that_is_shipped_holds_together() -> None:
    known = {"school_census", "health_visiting", "midwifery", "housing", "early_help", "school_requests"}
    assert set(declaration.feeds()) == known


def test_a_feed_is_one_small_file() -> None:
    feed = declaration.read(SMALL)
    assert feed.subject == "child"
    assert feed.columns["Name"].field == "full_name"


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("child.full_name", "child.shoe_size", "Name means child.shoe_size, which is not known of a person"),
        ("child.full_name", "uncle.full_name", "uncle is not among the people"),
        ("reference: [Ref]", "reference: [Number]", "Number, which is not among the columns"),
        ("{subject: true}", "{subject: false}", "exactly one of the people must be the subject"),
        ("partner: Nurseries\n", "", "partner: Field required"),
        ("title: Nursery list", "title: [", "is not YAML"),
    ],
)
def test_a_mistake_in_a_declaration_is_named(written: str, instead: str, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        declaration.read(SMALL.replace(written, instead))
    assert said in refused.value.message


def test_a_feed_nobody_declared_is_not_there() -> None:
    with pytest.raises(NotThere, match="The feeds are early_help, "):
        declaration.feed("parking")


def test_the_feed_in_the_how_to_page_can_be_loaded() -> None:
    page = Path(__file__).parents[3] / "docs" / "how-to" / "add-a-partner-feed.md"
    blocks = re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    only_if = re.compile(r"^(part|household): .*$", re.MULTILINE)
    *of_a_nursery, of_a_hospital = blocks
    assert declaration.read(only_if.sub("", "".join(of_a_nursery))).feed == "nurseries"
    hospital = declaration.read(of_a_hospital)
    assert (hospital.file.format, set(hospital.columns) <= flattening.COLUMNS) == ("fhir", True)


def test_withdrawing_needs_to_be_told_when(nursery: Feed) -> None:
    with pytest.raises(ValidationError, match="withdraw needs after_deliveries or after_days"):
        declaration.Gone(then="withdraw")


def test_a_feed_changes_its_version_with_what_its_columns_mean_and_not_with_its_title(nursery: Feed) -> None:
    meals = nursery.columns["Meals"].model_copy(update={"values": {"Y": "does_not", "N": "gets_them"}})
    swapped = nursery.model_copy(update={"columns": {**nursery.columns, "Meals": meals}})
    assert (
        nursery.model_copy(update={"title": "Nurseries", "usual": declaration.Usual(shrinks_by=5)}).version
        == nursery.version
    )
    assert swapped.version != nursery.version
