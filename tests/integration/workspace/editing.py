"""Short words for the tests of pages that change something: where a page is, and what its form carries of its own."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from tests.factories import Known

from onestory.access.viewer import acting_as
from onestory.faces.workspace.bound import seal
from onestory.people import queries
from onestory.people.models import Membership


def at(name: str, known: Known, *more: Any) -> str:
    """The address of a page about the mother; `more` are the identifiers after hers."""
    return reverse(f"workspace:{name}", args=[known.family.pk, known.mother.pk, *more])


def about_family(name: str, known: Known, *more: Any) -> str:
    return reverse(f"workspace:{name}", args=[known.family.pk, *more])


def typed(known: Known, **boxes: Any) -> dict[str, Any]:
    """What is sent from a page about the mother."""
    return {"opened_for": seal(known.mother.pk), **boxes}


def typed_of_family(known: Known, **boxes: Any) -> dict[str, Any]:
    return {"opened_for": seal(known.family.pk), **boxes}


def mother(known: Known) -> Membership:
    """As her page would now read her."""
    with acting_as(known.author) as viewer:
        return queries.membership(viewer, queries.family(viewer, known.family.pk), known.mother.pk)


def said(client: Client, address: str) -> str:
    return client.get(address).content.decode()
