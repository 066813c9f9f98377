"""Households with children: couples, lone parents, stepfamilies, grandparents, foster carers, cousins under one roof.

Rates follow the shape of published figures (Census 2021 household composition, ONS births by age of mother) and lean
with a neighbourhood's deprivation; they are estimates made for a simulation and are listed in docs/explanation.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from onestory.city import naming
from onestory.city.chance import Weighted, between
from onestory.city.communities import BRITISH, Community, child_of
from onestory.city.model import SecondHome
from onestory.city.published import Neighbourhood
from onestory.city.town import NOT_SETTLED, YEAR, Draft, Home, Town

_HOW_MANY = Weighted([(1, 0.34), (2, 0.41), (3, 0.17), (4, 0.055), (5, 0.025)])
_TWINS, _TRIPLETS = 0.0155, 0.0003  # shares of maternities (ONS: about 15 in 1,000)
_NIGHTS_WITH_THE_OTHER_PARENT = Weighted([(0, 0.42), (2, 0.25), (4, 0.18), (5, 0.06), (7, 0.09)])
_FATHER_AND_SON_OF_ONE_NAME = 0.03
_OTHER_PARENT_IN_THE_CITY = 0.62

Origin = tuple[Community, str]  # a community, and the ethnicity code of the person it is drawn for


def fill(town: Town) -> None:
    """Makes families until every neighbourhood has the children it had at the census, scaled."""
    children = range(1)
    for area in town.areas:
        town.begin(area, children)
        while town.wanted(area)[0] >= 0.5:
            _kinds(area).draw(town.rng)(town, area)
        town.finish(area, children)


@cache
def _kinds(area: Neighbourhood) -> Weighted[Callable[[Town, Neighbourhood], None]]:
    hardship = area.hardship
    return Weighted(
        [
            (_couple_family, 0.66 - 0.26 * hardship),
            (_lone_parent_family, 0.15 + 0.22 * hardship),
            (_stepfamily, 0.09),
            (_three_generations, 0.04),
            (_cousins_under_one_roof, 0.008),
            (_raised_by_grandparents, 0.01 + 0.012 * hardship),
            (_foster_family, 0.006),
        ]
    )


# Ages and births


def _ages(town: Town) -> list[int]:
    """Ages in days of a mother's children who live at home, eldest first; twins are the same age.

    One child's age is drawn evenly, from before birth to nineteen, and the others placed around it, so that every year
    of childhood is about as full as the next.
    """
    rng = town.rng
    count = _HOW_MANY.draw(rng)
    place = rng.randrange(count)
    ages = [rng.uniform(-1.5, 19) * YEAR]
    for _ in range(place):
        ages.insert(0, ages[0] + max(300.0, rng.gauss(1050, 500)))
    for _ in range(count - place - 1):
        ages.append(ages[-1] - max(300.0, rng.gauss(1050, 500)))
    at_home = [int(age) for age in ages if age >= 0 and _stays_at_home(town, age)]
    return [age for age in at_home for _ in range(_born_together(town))] or _ages(town)


def _stays_at_home(town: Town, age: float) -> bool:
    return age < 19 * YEAR or (age < 25 * YEAR and town.rng.random() < 0.45)


def _born_together(town: Town) -> int:
    draw = town.rng.random()
    return 3 if draw < _TRIPLETS else 2 if draw < _TWINS else 1


def _mothers_age(town: Town, area: Neighbourhood, ages: list[int]) -> float:
    at_first = between(15.2, town.rng.gauss(28.8 - 4.0 * area.hardship, 5.0), 43) * YEAR
    return max(min(ages[0] + at_first, ages[-1] + 46 * YEAR), ages[0] + 15.2 * YEAR)


# Couples and their names


def _partners_origin(town: Town, area: Neighbourhood, first: Draft) -> Origin:
    draw = town.rng.random()
    if first.community is BRITISH:
        return town.origin(area) if draw < 0.35 else (BRITISH, "WBRI")
    return (BRITISH, "WBRI") if draw < 0.25 else (first.community, first.community.code)


def _parents(town: Town, area: Neighbourhood, ages: list[int], origin: Origin | None = None) -> tuple[Draft, Draft]:
    """The parents of children of these ages, eldest first."""
    return _couple(town, area, _mothers_age(town, area, ages), ages[0], origin)


def _couple(
    town: Town, area: Neighbourhood, mothers_age: float, eldest: float, origin: Origin | None = None
) -> tuple[Draft, Draft]:
    """A woman and a man, neither settled, he at least sixteen when their eldest was born."""
    mother = town.adult("F", mothers_age, origin or town.origin(area))
    fathers_age = max(mothers_age + town.rng.gauss(2.4, 4.2) * YEAR, eldest + 16.2 * YEAR)
    father = town.adult("M", min(fathers_age, 95 * YEAR), _partners_origin(town, area, mother))
    return mother, father


def _marry(town: Town, wife: Draft, husband: Draft, around: date) -> None:
    """A wedding within some years of a day; she may take his name, or add it to hers."""
    grown = wife.born + timedelta(days=int(18.2 * YEAR))
    day = max(around + timedelta(days=int(town.rng.gauss(-400, 900))), grown)
    day = min(day, town.on - timedelta(days=20))
    draw = town.rng.random()
    if draw < 0.05 and "-" not in wife.family + husband.family and wife.community is BRITISH:
        wife.take_name(f"{wife.family}-{husband.family}", day)
    elif draw < husband.community.wife_takes:
        wife.take_name(naming.as_borne_by(husband.family, "F", husband.community), day)


def _childrens_family(town: Town, mother: Draft, father: Draft, married: bool) -> str:
    """The name a couple's children bear, in the form a man bears it."""
    custom = father.community.children_take
    if custom == "patronymic":
        return father.given
    if custom == "both":
        return f"{mother.family.split()[-1]} {father.family.split()[-1]}"
    draw = town.rng.random()
    if married or draw < 0.66:
        return father.family
    if draw < 0.84 or "-" in mother.family + father.family:
        return mother.family
    return f"{mother.family}-{father.family}"


def _child(town: Town, age: int, mother: Draft, father: Draft, family: str, taken: set[str]) -> Draft:
    """A child not settled yet, whose forename none of the brothers and sisters has."""
    rng = town.rng
    sex = "M" if rng.random() < 0.5125 else "F"
    child = Draft(sex, town.born(age), father.community, child_of(mother.ethnicity, father.ethnicity))
    year = child.born.year
    child.given = naming.given(father.community, sex, year, rng)
    while child.given in taken:
        child.given = naming.given(father.community, sex, year, rng)
    if sex == "M" and father.given not in taken and rng.random() < _FATHER_AND_SON_OF_ONE_NAME:
        child.given = father.given
    taken.add(child.given)
    child.middle = naming.middle(father.community, sex, year, rng, mothers_family=mother.family)
    child.family = naming.as_borne_by(family, sex, father.community)
    child.known_as = naming.known_as(child.given, rng)
    child.rooted = mother.rooted or father.rooted
    return child


def _settle_children(town: Town, home: Home, ages: list[int], mother: Draft, father: Draft, family: str) -> list[Draft]:
    """Settles a couple's children in a home; a parent who lives outside the city stays unnamed on them."""
    taken: set[str] = set()
    children = []
    for age in ages:
        child = town.settle(_child(town, age, mother, father, family, taken), home)
        child.mother = mother.id if mother.id != NOT_SETTLED else None
        child.father = father.id if father.id != NOT_SETTLED else None
        children.append(child)
    return children


def _pair(first: Draft, second: Draft) -> None:
    first.partner, second.partner = second.id, first.id


# Kinds of family


def _couple_family(town: Town, area: Neighbourhood) -> None:
    _couple_at(town, town.home("couple", area), _ages(town))


def _couple_at(town: Town, home: Home, ages: list[int]) -> tuple[Draft, Draft]:
    mother, father = _parents(town, home.area, ages)
    married = town.rng.random() < 0.72 - 0.28 * home.area.hardship
    family = _childrens_family(town, mother, father, married)
    if married:
        _marry(town, mother, father, town.born(ages[0]))
    town.settle(mother, home)
    town.settle(father, home)
    _pair(mother, father)
    _settle_children(town, home, ages, mother, father, family)
    return mother, father


def _lone_parent_family(town: Town, area: Neighbourhood) -> None:
    _parted(town, area, "lone parent")


def _parted(town: Town, area: Neighbourhood, kind: str) -> tuple[Home, Draft, date]:
    """Parents who have separated: one home with the children in it, and perhaps another across the city."""
    rng = town.rng
    ages = _ages(town)
    mother, father = _parents(town, area, ages)
    married = rng.random() < 0.4
    family = _childrens_family(town, mother, father, married)
    parted_on = town.day_between(town.born(ages[-1] + 150), town.on - timedelta(days=30))
    if married:
        _marry(town, mother, father, town.born(ages[0]))
        _perhaps_take_back_her_name(town, mother, parted_on)
    stays, leaves = (mother, father) if rng.random() < 0.88 else (father, mother)
    home = town.home(kind, area)
    town.settle(stays, home)
    widowed = kind == "lone parent" and rng.random() < 0.03
    if widowed:
        leaves.died = town.day_between(max(town.start, town.born(ages[-1] + 150)), town.on)
        town.settle(leaves, home)
    elif rng.random() < _OTHER_PARENT_IN_THE_CITY:
        _settle_apart(town, leaves, home, parted_on)
    children = _settle_children(town, home, ages, mother, father, family)
    if not widowed and leaves.id != NOT_SETTLED:
        _share_the_week(town, children, leaves)
    return home, stays, parted_on


def _perhaps_take_back_her_name(town: Town, mother: Draft, parted_on: date) -> None:
    if mother.earlier_family and town.rng.random() < 0.45:
        mother.take_name(mother.earlier_family, town.day_between(parted_on, town.on))


def _settle_apart(town: Town, parent: Draft, left: Home, parted_on: date) -> None:
    """The other parent's home, alone or with somebody new and perhaps their child (a half brother or sister)."""
    area = left.area if town.rng.random() < 0.3 else town.anywhere()
    home = town.home("parent living apart", area)
    parent.moved_in, parent.moved_from = parted_on, left.id
    home.since = max(home.since, parted_on)
    town.settle(parent, home)
    if town.rng.random() < 0.35:
        _join(town, home, parent, parted_on, chance_of_child=0.4)


def _share_the_week(town: Town, children: list[Draft], other: Draft) -> None:
    nights = _NIGHTS_WITH_THE_OTHER_PARENT.draw(town.rng)
    if not nights:
        return
    for child in children:
        if town.age(child) < 17:
            child.second = SecondHome(other.household, nights)


def _join(town: Town, home: Home, parent: Draft, since: date, chance_of_child: float) -> Draft:
    """A new partner moves in after `since`; with some chance a child is born to the two."""
    joined = town.day_between(since, town.on)
    age = max((town.on - parent.born).days + town.rng.gauss(0, 4.5) * YEAR, 18.5 * YEAR)
    sex = "F" if parent.sex == "M" else "M"
    partner = town.adult(sex, age, _partners_origin(town, home.area, parent))
    partner.moved_in = joined
    town.settle(partner, home)
    _pair(parent, partner)
    # Nobody here became a parent before sixteen, nor before they lived together.
    most = min((town.on - joined).days - 280, *((town.on - p.born).days - int(16.2 * YEAR) for p in (parent, partner)))
    mother, father = (parent, partner) if parent.sex == "F" else (partner, parent)
    if most > 20 and town.age(mother) < 44 and town.rng.random() < chance_of_child:
        family = _childrens_family(town, mother, father, married=False)
        _settle_children(town, home, [town.rng.randrange(most)], mother, father, family)
    if town.rng.random() < 0.25:
        _marry(town, mother, father, joined)
    return partner


def _stepfamily(town: Town, area: Neighbourhood) -> None:
    """A parent with children finds a partner, who may bring a child too: step and half brothers and sisters."""
    home, parent, parted_on = _parted(town, area, "stepfamily")
    partner = _join(town, home, parent, parted_on, chance_of_child=0.45)
    if town.rng.random() < 0.25 and town.age(partner) > 22:
        oldest = min(town.age(partner) - 19, 15)
        elsewhere = town.adult("F" if partner.sex == "M" else "M", 30 * YEAR, town.origin(area))
        mother, father = (elsewhere, partner) if partner.sex == "M" else (partner, elsewhere)
        brought = [town.rng.randrange(oldest * 365 + 1)]
        _settle_children(town, home, brought, mother, father, partner.family)


def _elder(town: Town, child: Draft, sex: str, years: float) -> Draft:
    """A parent of a grown person, not settled: of the same community and family name."""
    age = (town.on - child.born).days + between(17, years, 45) * YEAR
    name = child.earlier_family or child.family
    return town.adult(sex, min(age, 97 * YEAR), (child.community, child.community.code), name)


def _three_generations(town: Town, area: Neighbourhood) -> None:
    """A young lone mother with her own parents, or a grandmother who has come to live with a couple."""
    home = town.home("three generations", area)
    ages = _ages(town)
    if town.rng.random() < 0.5 and ages[0] < 8 * YEAR:
        mother, father = _couple(town, area, ages[0] + between(15.5, town.rng.gauss(19, 2), 26) * YEAR, ages[0])
        grandmother = town.settle(_elder(town, mother, "F", town.rng.gauss(27, 5)), home)
        mother.mother = grandmother.id
        town.settle(mother, home)
        _settle_children(town, home, ages, mother, father, mother.family)
        return
    mother, father = _couple_at(town, home, ages)
    side = mother if town.rng.random() < 0.6 else father
    side.mother = town.settle(_elder(town, side, "F", town.rng.gauss(28, 5)), home).id


def _cousins_under_one_roof(town: Town, area: Neighbourhood) -> None:
    """Two brothers, or a brother and a sister, each with a partner and children, at one address."""
    home = town.home("two families", area)
    _, father = _couple_at(town, home, _ages(town))
    ages = _ages(town)[:2]
    origin = (father.community, father.community.code)
    wife, brother = _parents(town, area, ages, origin)
    brother.family = father.family
    town.settle(wife, home)
    town.settle(brother, home)
    _pair(wife, brother)
    _settle_children(town, home, ages, wife, brother, father.family)


def _raised_by_grandparents(town: Town, area: Neighbourhood) -> None:
    ages = _ages(town)
    mother, father = _parents(town, area, ages)
    home = town.home("raised by grandparents", area)
    carers = [town.settle(_elder(town, mother, "F", town.rng.gauss(24, 4)), home)]
    if town.rng.random() < 0.5:
        carers.append(town.settle(_elder(town, mother, "M", town.rng.gauss(26, 4)), home))
        _pair(*carers)
    mother.mother = carers[0].id
    if town.rng.random() < 0.5:
        town.settle(mother, town.home("living alone", town.anywhere()))
    for child in _settle_children(town, home, ages, mother, father, mother.family):
        child.carers = tuple(carer.id for carer in carers)


def _foster_family(town: Town, area: Neighbourhood) -> None:
    """Carers with one or two children of another family, and sometimes a child of their own."""
    home = town.home("foster family", area)
    own = [int(town.rng.uniform(8, 16) * YEAR)]
    mother, father = _couple(town, area, town.rng.uniform(36, 58) * YEAR, own[0])
    _marry(town, mother, father, town.born(own[0]))
    for carer in (mother, father):
        town.settle(carer, home)
    _pair(mother, father)
    if town.rng.random() < 0.4 and town.age(mother) < 52:
        _settle_children(town, home, own, mother, father, father.family)
    ages = _ages(town)[:2]
    elsewhere = _parents(town, area, ages)
    for child in _settle_children(town, home, ages, *elsewhere, elsewhere[town.rng.random() < 0.6].family):
        child.carers = (mother.id, father.id)
        child.moved_in = town.day_between(child.born, town.on)
