"""Fills a database with the demonstration's staff and families, in a process of its own; run by `conftest.py`."""

import tempfile
from pathlib import Path

from onestory.config import installation

# What a school has of children whom the demonstration knows, or who look like them: one a twin, one somebody whose address is
# confidential, one with a slip in the name.
CENSUS = """UPN,Surname,Forename,DOB,PostCode,LAEstab,ParentForename,ParentSurname
H801200001001,Trewin,Ava,19/02/2024,PL7 2JG,879/2001,Claire,Trewin
X801200001002,Rowe,Jago,11/05/2023,PL1 9ZZ,879/2001,Kerensa,Rowe
L801200001003,Heart,Ivy,29/03/2017,PL1 9ZZ,879/2001,Kerensa,Rowe
A801200001004,Lacey,Mia,26/10/2018,PL5 9ZZ,879/2001,Joanne,Lacey
P801200001005,Trewin,John,31/01/2015,PL7 2JG,879/2001,John,Trewin
"""


def main() -> None:
    installation.set_up_django()
    from tests.integration.linkage.delivering import agree
    from tests.journeys import partners

    from onestory.config.demo import places, sharing, stories
    from onestory.linkage.actions import feeds

    staff = places.open_everything()
    stories.tell_all(staff)
    sharing.set_up(staff)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "census.csv"
        file.write_text(CENSUS, encoding="utf-8")
        agree("school_census", staff["feeds"])
        feeds.load(name="school_census", file=file, by=staff["linkage"])
    partners.send()


if __name__ == "__main__":
    main()
