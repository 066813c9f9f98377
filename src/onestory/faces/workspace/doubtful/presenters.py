"""Two sides of a doubtful pair, field by field, with what differs marked; and the lanes they wait in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from django.urls import reverse

from onestory.core import identifiers, names, phones
from onestory.core.dates import PartialDate, show_date, show_moment
from onestory.core.text import join_words, plural
from onestory.linkage.declaration import feed
from onestory.linkage.likeness import births, family_alike, given_alike
from onestory.linkage.models import Candidate, Judgement
from onestory.linkage.pairs import Beside, FromRecord, KnownPerson, Pair, Side
from onestory.ui.parts import Label

SAID: dict[str, str] = {
    "same": "The same person. What the partner knows is added on the next run.",
    "different": "Not the same person. You are not asked again.",
    "unsure": "You cannot tell. You are asked again only if one side changes.",
    "second": "Kept. Somebody else looks at this pair too, without seeing what you said.",
    "disputed": "Kept. You and somebody else disagree, so a third person decides.",
}
LANES = {
    Candidate.Band.LIKELY: ("Much alike", "Name, birth and home agree, or a number does. Most are quickly said."),
    Candidate.Band.UNCLEAR: ("Somewhat alike", "Something important differs or is missing. Take your time."),
}


@dataclass(frozen=True)
class Lane:
    key: str
    name: str
    about: str
    url: str
    waiting: str
    empty: bool


@dataclass(frozen=True)
class Last:
    """One's own last word, which may be taken back."""

    words: str
    at: str


@dataclass(frozen=True)
class Part:
    """A piece of a value; `differs` where the other side has something else there."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Field:
    """One thing on both sides. Each value is a line; nothing said is an empty list."""

    name: str
    label: Label
    theirs: tuple[tuple[Part, ...], ...]
    ours: tuple[tuple[Part, ...], ...]

    @property
    def sides(self) -> tuple[tuple[tuple[Part, ...], ...], ...]:
        return self.theirs, self.ours


@dataclass(frozen=True)
class PairShown:
    id: UUID
    seen: str
    careful: bool
    fields: tuple[Field, ...]
    reasons: tuple[str, ...]
    theirs: str
    theirs_about: str
    ours_about: str
    disagreed: tuple[tuple[str, str], ...]


def lanes(waiting: dict[str, int]) -> list[Lane]:
    return [_lane(key, waiting) for key in LANES]


def here(lane: str, waiting: dict[str, int]) -> dict[str, Lane]:
    other = next(key for key in LANES if key != lane)
    return {"lane": _lane(lane, waiting), "other": _lane(other, waiting)}


def _lane(key: str, waiting: dict[str, int]) -> Lane:
    name, about = LANES[Candidate.Band(key)]
    url = reverse("workspace:doubtful_lane", args=[str(key)])
    count = waiting[key]
    return Lane(str(key), name, about, url, f"{plural(count, 'pair')} to judge" if count else "None waits", not count)


def last(word: Judgement | None) -> Last | None:
    if word is None:
        return None
    return Last(words=Judgement.Verdict(word.verdict).label, at=show_moment(word.created_at))


def pair(one: Pair) -> PairShown:
    declared = feed(one.record.feed)
    again = "" if one.record.came == one.record.first_came else f", first on {show_date(one.record.first_came)}"
    return PairShown(
        id=one.id, seen=one.seen, careful=one.careful, fields=tuple(_fields(one.record, one.known)),
        reasons=(*one.reasons, *_of_a_twin(one.known)),
        theirs=f"{declared.partner}, {one.record.who}",
        theirs_about=f"{declared.title}, received {show_date(one.record.came)}{again}",
        ours_about=_known_since(one.known),
        disagreed=tuple((Judgement.Verdict(said.verdict).label, said.why) for said in one.disagreed),
    )  # fmt: skip


def _of_a_twin(known: KnownPerson) -> tuple[str, ...]:
    """What everything but a first name agrees with."""
    whole = len(known.born) == len("2024-03-14")
    twin = whole and any(one.born == known.born for one in known.beside)
    return ("Take care: in our record somebody else of the family was born on the same day.",) if twin else ()


def _known_since(known: KnownPerson) -> str:
    came = [f"{feed(name).title} since {show_date(on)}" for name, on in known.brought_by]
    return f"Begun {show_date(known.written)}" + (f"; {join_words(came)}" if came else "; written by a worker")


# --- field by field ---------------------------------------------------------------------------------------------------


def _fields(theirs: FromRecord, ours: KnownPerson) -> Iterator[Field]:
    yield _field("First name", theirs.given, ours.given, alike=given_alike)
    if theirs.middle or ours.middle:
        yield _field("Middle names", theirs.middle, ours.middle, alike=given_alike)
    yield _field("Surname", theirs.family, ours.family, alike=family_alike)
    yield _births(theirs, ours)
    for name, one, other, show in (
        ("NHS number", theirs.nhs, ours.nhs, lambda value: identifiers.show("nhs", value)),
        ("Pupil number (UPN)", theirs.upn, ours.upn, lambda value: identifiers.show("upn", value)),
        ("Address", theirs.addresses, ours.addresses, str),
        ("Postcode", theirs.postcodes, ours.postcodes, str),
        ("Telephone", theirs.phones, ours.phones, phones.show),
    ):
        if one or other:
            yield _field(name, tuple(map(show, one)), tuple(map(show, other)))
    if theirs.beside or ours.beside:
        yield _beside(theirs, ours)


def _field(
    name: str, theirs: tuple[str, ...], ours: tuple[str, ...], *, alike: Callable[[str, str], bool] | None = None
) -> Field:
    mine, yours = [names.fold(value) for value in theirs], [names.fold(value) for value in ours]
    same = bool(set(mine) & set(yours))
    near = alike is not None and any(alike(one, other) for one in mine for other in yours)
    label = _label(said=bool(mine and yours), either=bool(mine or yours), same=same, near=near)
    return Field(name, label, _marked(theirs, ours, same=same), _marked(ours, theirs, same=same))


def _label(*, said: bool, either: bool, same: bool, near: bool) -> Label:
    if not said:
        return Label(text="One side" if either else "Neither")
    if same:
        return Label(text="Same", tone="good")
    return Label(text="Alike" if near else "Differs", tone="attention")


def _marked(values: tuple[str, ...], others: tuple[str, ...], *, same: bool) -> tuple[tuple[Part, ...], ...]:
    """Each value in pieces, those that the other side does not have marked; nothing is, where one of them agrees."""
    if same or not others:
        return tuple((Part(value, False),) for value in values)
    return tuple(tuple(_pieces(value, others[0])) for value in values)


def _pieces(value: str, other: str) -> Iterator[Part]:
    matching = SequenceMatcher(None, value.casefold(), other.casefold(), autojunk=False)
    # Too little in common: letters that happen to agree would only confuse.
    if len(value) != len(value.casefold()) or matching.ratio() < 0.5:
        yield Part(value, True)
        return
    for tag, start, end, _, _ in matching.get_opcodes():
        if start < end:
            yield Part(value[start:end], tag != "equal")


def _births(theirs: Side, ours: Side) -> Field:
    one, other = _born(theirs), _born(ours)
    found = births(theirs.born, ours.born)
    same = found == "same" or (not theirs.born and not ours.born and bool(theirs.due) and theirs.due == ours.due)
    label = _label(said=bool(one and other), either=bool(one or other), same=same, near=found == "near")
    return Field("Date of birth", label, _marked(one, other, same=same), _marked(other, one, same=same))


def _born(side: Side) -> tuple[str, ...]:
    if side.born:
        return (PartialDate(side.born).show(),)
    return (f"Expected {show_date(side.due)}",) if side.due else ()


def _beside(theirs: Side, ours: Side) -> Field:
    label = Label(text="One side")
    if theirs.beside and ours.beside:
        alike = any(_one_relative(one, other) for one in theirs.beside for other in ours.beside)
        label = Label(text="Some alike", tone="good") if alike else Label(text="Nobody alike", tone="attention")
    return Field(
        "Others with them", label, tuple((Part(_relative(one), False),) for one in theirs.beside),
        tuple((Part(_relative(one), False),) for one in ours.beside),
    )  # fmt: skip


def _one_relative(one: Beside, other: Beside) -> bool:
    """Whether they may be the same relative: a birth date tells more than a surname that has changed."""
    if not given_alike(names.fold(one.given), names.fold(other.given)):
        return False
    born = births(one.born, other.born)
    return born == "same" or (born != "apart" and family_alike(names.fold(one.family), names.fold(other.family)))


def _relative(one: Beside) -> str:
    born = f", born {PartialDate(one.born).show()}" if one.born else ""
    return f"{' '.join(filter(None, (one.given, one.family)))} ({one.role}{born})"
