"""What a form says of somebody, each thing in its own box: nothing has to be guessed from the order of words."""

from __future__ import annotations

from dataclasses import dataclass

from onestory.core import names
from onestory.core.dates import PartialDate
from onestory.people.finding.typed import Typed, words_of


@dataclass(frozen=True)
class Said:
    """What is known of somebody about to be written down. Postcodes, phones and numbers are as they are kept."""

    name: names.PersonName
    other_name: str = ""
    born: PartialDate | None = None
    postcode: str = ""
    phone: str = ""
    nhs_number: str = ""
    upn: str = ""

    def typed(self) -> Typed:
        return Typed(
            words=words_of(f"{names.show(self.name)} {self.other_name}"),
            born=self.born,
            postcodes=_told(self.postcode),
            phones=_told(self.phone),
            nhs_numbers=_told(self.nhs_number),
            upns=_told(self.upn),
        )


def _told(value: str) -> tuple[str, ...]:
    return (value,) if value else ()
