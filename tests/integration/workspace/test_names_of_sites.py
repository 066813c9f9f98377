"""A school or a surgery that a partner sent as a code is shown by the name a family would say."""

from collections.abc import Iterator

import psycopg
import pytest
from django.test import Client
from tests.factories import Known
from tests.integration.workspace.editing import about_family, said

from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.core.ids import uuid7
from onestory.people.actions import facts
from onestory.people.actions.facts import Said

PUBLISHED = [("Marker Primary", "school", "113000", "879/2729"), ("Marker Surgery", "practice", "L83039", "")]


@pytest.fixture(autouse=True)
def _published(admin_url: str) -> Iterator[None]:
    """The application writes no published place."""
    with psycopg.connect(admin_url, autocommit=True) as owner:
        for name, kind, code, establishment in PUBLISHED:
            owner.execute(
                "INSERT INTO network_site (id, created_at, name, kind, code, establishment, address, postcode)"
                " VALUES (%s, now(), %s, %s, %s, %s, '', '')",
                [uuid7(), name, kind, code, establishment],
            )
        yield
        owner.execute("DELETE FROM network_site WHERE name LIKE 'Marker %'")


@pytest.mark.parametrize(
    ("key", "code", "name"), [("school", "879/2729", "Marker Primary"), ("gp_practice", "L83039", "Marker Surgery")]
)
def test_its_name_is_shown_wherever_the_fact_is(
    signed_in: Client, known: Known, key: str, code: str, name: str
) -> None:
    with acting_as(known.author) as viewer:
        told = facts.tell(by=viewer, about=known.child, key=key, value=code, said=Said(on=today()))
    for page in (about_family("family", known), about_family("fact", known, told.pk)):
        assert name in said(signed_in, page)


def test_what_is_no_code_we_know_is_shown_as_it_was_said(signed_in: Client, known: Known) -> None:
    with acting_as(known.author) as viewer:
        facts.tell(by=viewer, about=known.child, key="school", value="The one by the quay", said=Said(on=today()))
    assert "The one by the quay" in said(signed_in, about_family("family", known))


def test_other_answers_are_never_taken_for_codes(signed_in: Client, known: Known) -> None:
    with acting_as(known.author) as viewer:
        facts.tell(by=viewer, about=known.child, key="food", value="L83039", said=Said(on=today()))
    assert "L83039" in said(signed_in, about_family("family", known))
