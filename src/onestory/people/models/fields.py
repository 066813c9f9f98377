"""A date of which only part may be known, kept as ISO 8601 text ("2019", "2019-03", "2019-03-14"), as FHIR `date` is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from onestory.core.dates import PartialDate

if TYPE_CHECKING:
    Text = models.CharField[PartialDate | str | None, PartialDate | None]
else:
    Text = models.CharField


class PartialDateColumn(Text):
    """Stores a `PartialDate`; NULL is "not known". Text sorts by earliest possible day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("null", True)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        return PartialDate(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate) or value is None:
            return value
        return PartialDate(value) if value else None

    def get_prep_value(self, value: Any) -> str | None:
        return value.iso if isinstance(value, PartialDate) else value or None


def partial_date_check(column: str) -> models.Q:
    """The database's own check that a partial date has one of the three shapes."""
    shape = r"^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
    return models.Q(**{f"{column}__isnull": True}) | models.Q(**{f"{column}__regex": shape})
