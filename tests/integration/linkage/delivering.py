"""Rows of partner files, small enough to read beside a test."""

from __future__ import annotations

from collections.abc import Callable

from onestory.access.models import Account
from onestory.access.viewer import acting_as
from onestory.linkage import standing
from onestory.linkage.actions import keeping
from onestory.linkage.declaration import feed
from onestory.linkage.models import Delivery

Load = Callable[..., Delivery]

HEALTH = (
    "RECORD_ID,NHS_NUMBER,FAMILY_NAME,GIVEN_NAME,BIRTH_DATE,GENDER,ETHNIC_CATEGORY,PREF_LANGUAGE,INTERPRETER,ADDR1,"
    "ADDR2,ADDR3,POSTCODE,MOBILE,GP_CODE,MOTHER_NHS,MOTHER_GIVEN,MOTHER_FAMILY,MOTHER_DOB,LAST_CONTACT"
)
ADA = (
    "HV1,943 476 5919,HILL,Ada,2024-03-14,Female,A,Polish,Y,1 Fore Street,"
    ",Plymouth,PL1 2AB,07700 900123,L83006,999 000 0018,Grace,Hill,1991-05-04,2026-10-01"
)
# The same child as a school has her, without a number that anybody else holds.
ADA_AT_SCHOOL = "H801200001001,Hill,Ada,14/03/2024,F,PL1 2AB,879/2001,Grace,Hill"
# Born with the day and the month exchanged: somewhat alike.
ADA_UNCLEAR = "H801200001001,Hill,Ada,03/02/2024,F,PL1 2AB,879/2001,Grace,Hill"
PUPIL = "UPN,Surname,Forename,DOB,Sex,PostCode,LAEstab,ParentForename,ParentSurname"
MATERNITY = (
    "BookingRef\tMatNHS\tMatSurname\tMatForename\tMatDOB\tBookingDate\tEDD\tOutcome\tBabyNHS\tBabyDOB"
    "\tBabyForename\tBabySurname"
)


def with_cells(line: str, **cells: str) -> str:
    """The same row of health visiting with some cells changed, named as the header names them."""
    named = dict(zip(HEALTH.split(","), line.split(","), strict=True)) | cells
    return ",".join(named.values())


def agree(name: str, keeper: Account) -> None:
    """The partner and we agree what the columns mean, unless it is agreed already."""
    with acting_as(keeper) as viewer:
        if standing.signing(feed(name)) is None:
            keeping.sign(by=viewer, name=name, declared=feed(name).version, partner_said="Pat Moor, data manager")
