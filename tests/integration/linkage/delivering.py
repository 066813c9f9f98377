"""Rows of partner files, small enough to read beside a test."""

from __future__ import annotations

from collections.abc import Callable

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
PUPIL = "UPN,Surname,Forename,DOB,Sex,PostCode,LAEstab,ParentForename,ParentSurname"
MATERNITY = (
    "BookingRef\tMatNHS\tMatSurname\tMatForename\tMatDOB\tBookingDate\tEDD\tOutcome\tBabyNHS\tBabyDOB"
    "\tBabyForename\tBabySurname"
)


def with_cells(line: str, **cells: str) -> str:
    """The same row of health visiting with some cells changed, named as the header names them."""
    named = dict(zip(HEALTH.split(","), line.split(","), strict=True)) | cells
    return ",".join(named.values())
