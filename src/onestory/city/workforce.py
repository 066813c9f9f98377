"""The network's organisations, and a post for each of the staff the city says it has, filled by invented people.

Services, providers and numbers of staff (full-time equivalents) are those published in Plymouth City Council's case for
change for family hubs (2021). Health visiting, community maternity and schools are not in that table: their numbers
here are estimates of the order of size. Staff do not grow with the people simulated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from onestory.city import naming, numbers, published
from onestory.city.model import Organisation, Staff

_COUNCIL = "Plymouth City Council"


@dataclass(frozen=True, slots=True)
class _Service:
    team: str
    organisation: str
    staff: float
    roles: tuple[str, ...]
    at_sites: bool = False


_CENTRE_ROLES = (
    *(
        "Hub manager",
        "Family support worker",
        "Family support worker",
        "Family support worker",
        "Parent engagement worker",
    ),
    *("Front of house", "Early years practitioner", "Early years practitioner", "Volunteer co-ordinator"),
)
_WORKER = (
    "Team manager",
    "Senior practitioner",
    "Family support worker",
    "Family support worker",
    "Family support worker",
)
SERVICES = (
    _Service("Children's centres", "Barnardo's", 64, _CENTRE_ROLES, at_sites=True),
    _Service("Children's centres", "Action for Children", 11, _CENTRE_ROLES, at_sites=True),
    _Service("Children's centres", "LARK", 16.5, _CENTRE_ROLES, at_sites=True),
    _Service("Young carers", "Barnardo's", 4, ("Team manager", "Young carers worker")),
    _Service("Affected others", "Hamoaze House", 1, ("Family worker",)),
    _Service("Young person's substance misuse", "Harbour Centre", 8, ("Team manager", "Substance misuse worker")),
    _Service("Family Intervention Project", _COUNCIL, 20.43, _WORKER),
    _Service(
        "Early help advice and support", _COUNCIL, 12.65, ("Team manager", "Early help adviser", "Early help adviser")
    ),
    _Service(
        "Family and Community Solutions", _COUNCIL, 7.49, ("Team manager", "Family group conference co-ordinator")
    ),
    _Service("Duty Intervention Team", _COUNCIL, 10.81, _WORKER),
    _Service("Adolescent Support Team", _COUNCIL, 11.81, _WORKER),
    _Service("Youth Offending Team", _COUNCIL, 11.67, ("Team manager", "Youth justice worker", "Youth justice worker")),
    _Service("Families with a Future", _COUNCIL, 7.30, ("Team manager", "Family keyworker", "Family keyworker")),
    _Service("Youth Service", _COUNCIL, 13.55, ("Team manager", "Youth worker", "Youth worker", "Youth worker")),
    _Service("Parent information, advice and support", _COUNCIL, 3.22, ("Information adviser",)),
    _Service(
        "Health visiting",
        "Community health",
        58,
        ("Team leader", "Health visitor", "Health visitor", "Community nursery nurse"),
    ),
    _Service(
        "Community maternity",
        "Maternity",
        46,
        ("Team leader", "Community midwife", "Community midwife", "Maternity support worker"),
    ),
)
_KINDS = {_COUNCIL: "council", "Community health": "health", "Maternity": "health"}


def staff(seed: int) -> tuple[tuple[Staff, ...], tuple[Organisation, ...]]:
    """Every post, with its own stream of chance so that posts stay the same whatever the size of the city."""
    rng = Random(f"onestory staff {seed}")  # noqa: S311 - repeatable, not secret
    posts: list[Staff] = []
    for service in SERVICES:
        for place in range(math.ceil(service.staff)):
            share = min(1.0, round(service.staff - place, 2))
            posts.append(_post(rng, len(posts), service, place, share))
    schools = [school for school in published.schools() if school.state and school.pupils]
    posts += [_school_lead(rng, len(posts) + place, school.name) for place, school in enumerate(schools)]
    return tuple(posts), _organisations(posts)


def _organisations(posts: list[Staff]) -> tuple[Organisation, ...]:
    schools = {school.name for school in published.schools()}
    named = dict.fromkeys(post.organisation for post in posts)
    return tuple(
        Organisation(name=name, kind="school" if name in schools else _KINDS.get(name, "charity")) for name in named
    )


def _post(rng: Random, number: int, service: _Service, place: int, share: float) -> Staff:
    sites = published.sites()
    leads = place == 0 or len(service.roles) == 1 or (service.at_sites and place % 9 == 0)
    role = service.roles[0] if leads else service.roles[1 + place % (len(service.roles) - 1)]
    site = sites[(number * 7) % len(sites)].name if service.at_sites else ""
    return _named(rng, number, role, service.team, service.organisation, site, share)


def _school_lead(rng: Random, number: int, school: str) -> Staff:
    return _named(rng, number, "Early help lead", "School", school, "", 1.0)


def _named(rng: Random, number: int, role: str, team: str, organisation: str, site: str, share: float) -> Staff:
    sex = "F" if rng.random() < 0.78 else "M"
    given, family = naming.staff_name(sex, 2026 - rng.randrange(23, 64), rng)
    plain = "".join(c for c in f"{given}.{family}".lower() if c.isascii() and (c.isalnum() or c == "."))
    return Staff(
        id=number,
        given=given,
        family=family,
        role=role,
        team=team,
        organisation=organisation,
        site=site,
        phone=numbers.phone(1000 + number),
        email=f"{plain}.{number}@work.example.org",
        share=share,
    )
