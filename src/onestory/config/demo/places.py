"""The organisations, sites and accounts of the demonstration. What is published is written as the owner of its tables."""

from __future__ import annotations

import csv
from importlib.resources import files

from onestory.access import knocking
from onestory.access.models import Account
from onestory.city import demo
from onestory.config import staffing
from onestory.config.demo.telling import PASSWORD
from onestory.network.models import Organisation, Site

# The kind of each organisation that the demonstration's workers belong to; any other is a charity.
KINDS = {
    "Plymouth City Council": Organisation.Kind.COUNCIL, "Community health": Organisation.Kind.HEALTH,
    "Maternity": Organisation.Kind.HEALTH, "Primary schools": Organisation.Kind.SCHOOL,
    "Jobcentre Plus": Organisation.Kind.JOBCENTRE,
}  # fmt: skip
FACTS = files("onestory.places") / "facts"
LINKAGE_EMAIL = "linkage@demo.onestory.example"


def open_everything() -> dict[str, Account]:
    """Every account of the demonstration by its key; `linkage` is the program that loads partner files."""
    _sites()
    accounts = {worker.key: _account(worker) for worker in demo.load_workers()}
    return accounts | {"linkage": _linkage()}


def _account(worker: demo.DemoWorker) -> Account:
    found = knocking.by_email(worker.email)
    if found:
        return found
    kind = KINDS.get(worker.organisation, Organisation.Kind.CHARITY)
    organisation, _ = Organisation.objects.using("owner").get_or_create(
        name=worker.organisation, defaults={"kind": kind}
    )
    made = staffing.open_account(
        email=worker.email, name=worker.name, job_title=worker.job_title, role=worker.role, team=worker.team,
        organisation=organisation,
    )  # fmt: skip
    staffing.set_password(email=worker.email, password=PASSWORD)
    return made


def _linkage() -> Account:
    """The program's team is the front door's: what partners' files bring is opened to them, and to nobody else yet."""
    found = knocking.by_email(LINKAGE_EMAIL)
    front_door = next(worker.team for worker in demo.load_workers() if worker.role == "triage")
    return found or staffing.open_account(
        email=LINKAGE_EMAIL, name="Linkage", role="linkage", team=front_door, kind=Account.Kind.SERVICE
    )


def _sites() -> None:
    if Site.objects.exists():
        return
    hubs = [
        Site(
            name=row["name"], kind=Site.Kind.HUB if row["listed_as_family_hub"] == "yes" else Site.Kind.CENTRE,
            address=row["address"], postcode=row["postcode"],
        )
        for row in _rows("sites.csv")
    ]  # fmt: skip
    schools = [
        Site(
            name=row["name"], kind=Site.Kind.SCHOOL, code=row["urn"], establishment=row["establishment"],
            neighbourhood_id=row["lsoa"],
        )
        for row in _rows("schools.csv")
    ]  # fmt: skip
    practices = [
        Site(name=row["name"], kind=Site.Kind.PRACTICE, code=row["ods_code"], postcode=row["postcode"])
        for row in _rows("gp_practices.csv")
    ]
    Site.objects.using("owner").bulk_create([*hubs, *schools, *practices], ignore_conflicts=True)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FACTS / name).read_text(encoding="utf-8").splitlines()))
