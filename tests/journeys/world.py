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


def _visits_that_were_missed() -> None:
    """Whose time has passed, one for each width of screen: nobody can offer such a time through a page."""
    from datetime import timedelta

    from django.utils import timezone

    from onestory.access import knocking
    from onestory.access.viewer import acting_as
    from onestory.people import queries as people
    from onestory.support import queries
    from onestory.support.actions import appointments

    worker, now = knocking.by_email("delroy.finch@demo.onestory.example"), timezone.now()
    assert worker
    with acting_as(worker) as viewer:
        mine = next(one.family for one in queries.my_families(viewer) if one.family.name == "The Hobbs family")
        family = people.family(viewer, mine.pk)
        for width in (320, 768, 1280):
            new = appointments.NewAppointment("visit", f"A visit that was missed at {width}", now - timedelta(days=1))
            appointments.offer(by=viewer, family=family, new=new, now=now - timedelta(days=3), agreed=True)


def main() -> None:
    installation.set_up_django()
    from tests.integration.linkage.delivering import agree
    from tests.journeys import partners

    from onestory.config.demo import places, sharing, stories, waiting
    from onestory.linkage.actions import feeds

    staff = places.open_everything()
    stories.tell_all(staff)
    sharing.set_up(staff)
    waiting.set_up(staff)
    _visits_that_were_missed()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "census.csv"
        file.write_text(CENSUS, encoding="utf-8")
        agree("school_census", staff["feeds"])
        feeds.load(name="school_census", file=file, by=staff["linkage"])
    partners.send()


if __name__ == "__main__":
    main()
