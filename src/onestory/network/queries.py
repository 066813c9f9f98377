"""Reading the network: who belongs to it. What is published here has no viewer."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from onestory.network.models import Organisation


def organisations() -> list[Organisation]:
    return list(Organisation.objects.order_by("name", "pk")[:500])


def organisations_named(ids: Iterable[UUID]) -> list[str]:
    return [one.name for one in Organisation.objects.filter(pk__in=list(ids)).order_by("name", "pk")]
