"""The words of the pages on which somebody comes into a family."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from onestory.faces.workspace.changing import FormPage
from onestory.people.finding.queries import Found
from onestory.people.models import Family
from onestory.ui.forms import Form
from onestory.ui.parts import Link


def add_page(family: Family) -> FormPage:
    return FormPage(
        title="Add somebody",
        heading="Who else is in this family?",
        caption=family.name,
        intro="Only a name is needed. “Baby” is fine until there is one.",
        button="Add them",
        said="They are in this family now.",
        back=back(family),
        template="workspace/people/add.html",
        more={"join_url": reverse("workspace:join_person", args=[family.pk])},
    )


def back(family: Family) -> Link:
    return Link(text=family.name, url=reverse("workspace:family", args=[family.pk]))


def choices(found: list[Found], here: set[UUID]) -> list[tuple[str, str]]:
    """Those found who are not in this family yet, each with enough to know them by."""
    return [(str(one.person), _known_by(one)) for one in found if one.person not in here]


def _known_by(one: Found) -> str:
    born = f", born {one.born.show()}" if one.born else ""
    families = ", ".join(family.name for family in one.families)
    return f"{one.name}{born}. {families}" if families else f"{one.name}{born}"


def context(family: Family, search: Form, form: Form, choices: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "family": family,
        "back": back(family),
        "search": search,
        "form": form,
        "found": bool(choices),
        "nobody": search.is_bound and search.is_valid() and not choices,
        "add_url": reverse("workspace:add_person", args=[family.pk]),
    }
