"""Years of work in the demonstration: families of the city whom somebody walked alongside, and the workers who did."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connections

from onestory.access import knocking
from onestory.access.models import Account
from onestory.city import workforce
from onestory.config import staffing
from onestory.config.demo import past
from onestory.config.demo.past.filling import Worker
from onestory.config.demo.past.printing import as_the_wall
from onestory.config.demo.telling import PASSWORD

EACH = 20
"""Families a worker walks alongside, about."""
FEWEST = 6
SUPERVISED = 6
# Brought in from partners' files, with a child and somebody grown, and in nobody's circle.
_ALONE = """SELECT f.id FROM people_family f WHERE NOT EXISTS (SELECT FROM support_circlemember m WHERE m.family_id = f.id)
  AND EXISTS (SELECT FROM people_membership p WHERE p.family_id = f.id AND p.role = 'parent')
  AND EXISTS (SELECT FROM people_membership c WHERE c.family_id = f.id AND c.role = 'child') ORDER BY f.id LIMIT %s"""
_BEGUN = "SELECT count(*) FROM support_episode"


def fill_for(staff: dict[str, Account], *, episodes: int, say: Callable[[str], None]) -> None:
    """Once; where there are fewer families than `episodes`, as many as there are."""
    with as_the_wall() as cursor:
        cursor.execute(_BEGUN)
        if cursor.fetchone()[0]:
            return
        cursor.execute(_ALONE, [episodes])
        families = [row[0] for row in cursor.fetchall()]
    if not families:
        return
    say(f"Living through the past of {len(families):,} families")
    past.fill(
        opener=staff["early_help"], cast=(staff["family_support"], staff["health_visitor"]),
        workers=_workers(staff, count=max(FEWEST, len(families) // EACH)), families=families,
    )  # fmt: skip


def _workers(staff: dict[str, Account], *, count: int) -> list[Worker]:
    """Of the city's staff, in the team of the family support worker and another; some of them the hub manager supervises."""
    posts, _ = workforce.staff(seed=7)
    workers = [post for post in posts if "Family support" in post.role or "worker" in post.role][:count]
    opened = [
        _open(post.email, f"{post.given} {post.family}", post.role, number) for number, post in enumerate(workers)
    ]
    staffing.set_password_of_all(emails=[post.email for post in workers], password=PASSWORD)
    with connections["owner"].cursor() as cursor:
        for one in opened[:SUPERVISED]:
            cursor.execute("SELECT wall.place_supervision(%s, %s)", [staff["hub_manager"].pk, one.account])
    return opened


def _open(email: str, name: str, job_title: str, number: int) -> Worker:
    team = ("Family support, west", "Family support, north", "Parent engagement")[number % 3]
    found = knocking.by_email(email) or staffing.open_account(
        email=email, name=name, job_title=job_title, role="practitioner", team=team
    )
    return Worker(found.pk, found.name)
