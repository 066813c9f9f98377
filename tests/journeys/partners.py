"""What a partner sent to the journeys' world: good files, one that is short, and rows that could not be kept."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from tests.integration.linkage.delivering import ADA, HEALTH, with_cells

from onestory.access import knocking
from onestory.access.viewer import acting_as
from onestory.core.dates import today
from onestory.linkage.actions import details, feeds, keeping
from onestory.linkage.declaration import feed

FEED, KEEPER, PROGRAM = "health_visiting", "perran.achebe@demo.onestory.example", "linkage@demo.onestory.example"
NOBODY = dict.fromkeys(("NHS_NUMBER", "MOTHER_NHS", "MOTHER_GIVEN", "MOTHER_FAMILY", "MOTHER_DOB"), "")
# No two of them alike, and nobody like anyone the demonstration knows: nobody waits for a person to decide.
CHILDREN = [
    with_cells(
        ADA, **NOBODY, RECORD_ID=f"HV{n}", GIVEN_NAME=f"Kit{chr(97 + n)}", FAMILY_NAME=f"{chr(65 + n)}vorsley",
        BIRTH_DATE=f"20{10 + n % 15}-{1 + n % 12:02d}-{1 + n:02d}", ADDR1=f"{n + 1} Fore Street",
        MOBILE="" if n % 3 else "07700 900123",
    )
    for n in range(25)
]  # fmt: skip
BROKEN = [with_cells(ADA, **NOBODY, RECORD_ID=f"HV9{n}", BIRTH_DATE=f"3{n}/02/2024") for n in range(3)]


def send() -> None:
    """Four weeks of health visiting, the last of them short; and two nights of counting."""
    program, keeper = knocking.by_email(PROGRAM), knocking.by_email(KEEPER)
    assert program
    assert keeper
    with acting_as(keeper) as viewer:
        keeping.sign(by=viewer, name=FEED, declared=feed(FEED).version, partner_said="Pat Moor, data manager")
    weeks = (CHILDREN, [*CHILDREN[:24], *BROKEN[:1]], [*CHILDREN, *BROKEN], CHILDREN[:9] + BROKEN)
    with tempfile.TemporaryDirectory() as folder:
        for week, rows in enumerate(weeks):
            file = Path(folder) / f"health-visiting-week-{week + 1}.csv"
            file.write_text("\n".join((HEALTH, *rows)))
            feeds.load(name=FEED, file=file, by=program, on=today() - timedelta(days=7 * (3 - week)))
    for ago in (1, 0):
        details.count_quality(by=program, on=today() - timedelta(days=ago))
