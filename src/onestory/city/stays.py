"""Where everyone has lived: households move, partners come from somewhere, and a home left is lived in by others."""

from __future__ import annotations

from datetime import date, timedelta

from onestory.city.model import Address, Stay
from onestory.city.town import YEAR, Draft, Home, Town

Stays = tuple[Stay, ...]
_BETWEEN_MOVES = 4.0  # mean years in a home that has since been left
_SAME_NEIGHBOURHOOD = 0.4
_SOMEONE_ELSE_LIVES_THERE_NOW = 0.5


def of_households(town: Town) -> list[Stays]:
    """The homes of each household, oldest first, as far back as the years simulated or as the household itself."""
    return [_of_household(town, home) for home in town.homes]


def _of_household(town: Town, home: Home) -> Stays:
    formed = _formed_on(home)
    since = max(home.since, formed) if formed else home.since
    stays = [Stay(home.address, since)]
    while since > max(town.start, formed or date.min):
        until, years = since, town.rng.expovariate(1 / _BETWEEN_MOVES)
        since = max(until - timedelta(days=30 + int(years * YEAR)), formed or date.min)
        stays.append(Stay(_earlier_address(town, home, until), since, until))
        if since == formed:
            break
    return tuple(reversed(stays))


def _formed_on(home: Home) -> date | None:
    """The day the first of its grown members moved in, when all of them came from somewhere else."""
    came = [person.moved_in for person in home.members if not person.carers and person.mother is None]
    return min(day for day in came if day) if came and all(came) else None


def _earlier_address(town: Town, home: Home, until: date) -> Address:
    """A home left on a day: half the time another household of today has since moved in there."""
    rng = town.rng
    if rng.random() < _SOMEONE_ELSE_LIVES_THERE_NOW:
        for _ in range(4):
            other = rng.choice(town.homes)
            if other.since >= until and other is not home:
                return other.address
    area = home.area if rng.random() < _SAME_NEIGHBOURHOOD else town.anywhere()
    return town.dwellings.next(area, "private")


def of_person(town: Town, person: Draft, households: list[Stays]) -> Stays:
    """One person's homes: their household's since they joined it, after whatever came before."""
    own = households[person.household]
    if person.moved_in:
        own = _before(town, person, households, person.moved_in) + _since(own, person.moved_in)
    if person.born > own[0].since:
        own = _since(own, person.born)
    return _until_death(own, person.died) if person.died else own


def _until_death(stays: Stays, died: date) -> Stays:
    """A baby who lived some hours had a home all the same."""
    return _until(stays, died) or (Stay(stays[0].address, min(stays[0].since, died), died),)


def _before(town: Town, person: Draft, households: list[Stays], day: date) -> Stays:
    if person.moved_from is not None:
        return _until(households[person.moved_from], day)
    if person.born >= day:
        return ()
    since = max(day - timedelta(days=int(town.rng.uniform(0.5, 6) * YEAR)), person.born)
    return (Stay(_earlier_address(town, town.homes[person.household], day), since, day),)


def _since(stays: Stays, day: date) -> Stays:
    """The stays from a day on, the first of them beginning that day."""
    kept = [stay for stay in stays if stay.until is None or stay.until > day]
    return (Stay(kept[0].address, day, kept[0].until), *kept[1:])


def _until(stays: Stays, day: date) -> Stays:
    """The stays up to a day, the last of them ending that day."""
    kept = [stay for stay in stays if stay.since < day]
    return (*kept[:-1], Stay(kept[-1].address, kept[-1].since, day)) if kept else ()
