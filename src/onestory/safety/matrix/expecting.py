"""What each cell should answer, worked out from what doors, roles and relations declare; never from what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from onestory.access.models import Account
from onestory.access.sections import Section
from onestory.safety.doors import Audience, Door, To, nothing
from onestory.safety.making import mark
from onestory.safety.matrix.actors import BY_KEY, Actor
from onestory.safety.matrix.cells import Cell, Method
from onestory.safety.matrix.relations import RELATION, Relation
from onestory.safety.matrix.world import World


class Answer(Enum):
    """What somebody at a door is answered."""

    SIGN_IN = "asked to sign in"
    FORGED = "refused: not sent from our own page"
    WRONG_METHOD = "refused: not by this method"
    ELSEWHERE = "taken to their own space"
    NOT_THERE = "told that this page is not here"
    SHOWN = "shown"
    ACCEPTED = "accepted"
    REFUSED = "told what is wrong"


@dataclass(frozen=True)
class Expected:
    answer: Answer
    statuses: tuple[int, ...]


_KIND = {To.STAFF: Account.Kind.STAFF, To.PORTAL: Account.Kind.FAMILY}


def expected(cell: Cell) -> Expected:
    actor, door = BY_KEY[cell.actor], cell.opening.door
    if cell.method is Method.POST_FORGED and not cell.opening.address.file:
        return Expected(Answer.FORGED, (403,))
    if not actor.signed_in and door.opens_to.to is not To.ANYONE:
        return Expected(Answer.SIGN_IN, (302,))
    if not _is_for(actor, door):
        if door.otherwise and actor.kind == Account.Kind.FAMILY:
            return Expected(Answer.ELSEWHERE, (302,))
        return Expected(Answer.NOT_THERE, (404,))
    if cell.method.verb not in door.methods:
        return Expected(Answer.WRONG_METHOD, (405,))
    if not admits(cell, actor):
        return Expected(Answer.NOT_THERE, (404,))
    return _let_in(cell.method, door)


def _let_in(method: Method, door: Door) -> Expected:
    if method is Method.POST or (method is Method.POST_EMPTY and door.sends is nothing):
        return Expected(Answer.ACCEPTED, door.accepts)
    if method is Method.POST_EMPTY:
        return Expected(Answer.REFUSED, door.refuses)
    return Expected(Answer.SHOWN, door.shows)


def _is_for(actor: Actor, door: Door) -> bool:
    """Whether this face of the product is theirs at all, whatever it is about."""
    kind = _KIND.get(door.opens_to.to)
    return kind is None or actor.kind == kind


def admits(cell: Cell, actor: Actor) -> bool:
    """Whether the door opens to them for what the cell names."""
    who, sending = cell.opening.door.opens_to, cell.method.verb == "POST"
    if who.may and not actor.may(who.may):
        return False
    if who.to_send and sending and not actor.may(who.to_send):
        return False
    if who.roles and not who.roles & set(actor.held):
        return False
    if who.family:
        return _family_admits(cell, actor)
    # What the world shares of this kind is the home team's, to which every actor belongs who is of no partner.
    if who.on_duty and (actor.partner or not actor.by_team):
        return False
    if who.to is To.PORTAL and cell.target.relation:
        return RELATION[cell.target.relation].portal and cell.target.there
    if who.own and not (sending and who.may_begin):
        return cell.target.own and cell.target.there
    return cell.target.there


def _family_admits(cell: Cell, actor: Actor) -> bool:
    who, target = cell.opening.door.opens_to, cell.target
    relation = RELATION.get(target.relation)
    if relation is None or not target.there:
        return False
    opened = relation.sections_for(actor)
    if _not_enough(who, relation, sending=cell.method is Method.POST):
        return False
    needed = {str(section) for section in who.sections} | target.sections
    return bool(opened) and needed <= opened


def _not_enough(who: Audience, relation: Relation, *, sending: bool) -> bool:
    """Whether what opens the family does not reach so far: access that ends, an emergency, a record kept to the named."""
    if relation.emergency and (who.lasting or (who.lasting_to_send and sending)):
        return True
    return sending and ((who.passes_on and relation.ends) or (who.unrestricted and relation.restricted))


def visible(world: World, actor: Actor) -> frozenset[str]:
    """Every mark this actor may come across: of each family open to them, and of each section of it that is."""
    seen: set[str] = set()
    for family in world.families:
        opened = RELATION[family.relation].sections_for(actor)
        seen |= {mark_of(family.number, section) for section in opened}
        seen |= {mark_of(family.number)} if opened else set()
        if RELATION[family.relation].portal and actor.kind == Account.Kind.FAMILY:
            seen |= {mark_of(family.number), mark_of(family.number, Section.SHARED)}
    return frozenset(seen)


def displayed(cell: Cell, actor: Actor) -> frozenset[str]:
    """The marks that a page which is shown must bear."""
    opened = RELATION[cell.target.relation].sections_for(actor) if cell.target.relation else frozenset()
    displays = {str(section) for section in cell.opening.door.displays}
    return frozenset(mark_of(cell.target.number, section) for section in displays & opened)


def mark_of(number: int, section: str = "") -> str:
    return mark(number, str(Section(section)) if section else "")
