"""What a merge does with what is known of people and families, column by column (`core.merging`)."""

from __future__ import annotations

from onestory.core.merging import Change, Of, Relation, Then
from onestory.people.relations import KINDS

_NOW = "({x}.ends_on IS NULL OR {x}.ends_on >= current_date)"
_INVERSE = "CASE a.kind " + " ".join(f"WHEN '{kind.key}' THEN '{kind.inverse}'" for kind in KINDS.values()) + " END"


def _the_same(table: str, column: str, *alike: str, still: bool = False) -> str:
    """SQL: the kept one has a row alike in these columns."""
    same = "".join(f" AND b.{one} IS NOT DISTINCT FROM a.{one}" for one in alike)
    ends = " AND a.ends_on IS NULL AND b.ends_on IS NULL" if still else ""
    return f"EXISTS (SELECT FROM {table} b WHERE b.{column} = kept{same}{ends})"


def _related(side: str, other: str) -> str:
    """The same relationship is written down of the kept one, from this side or the other; or it was between the two."""
    alike = _the_same("people_relationship", side, other, "kind", still=True)
    mirrored = (
        f"EXISTS (SELECT FROM people_relationship b WHERE b.{other} = kept AND b.{side} = a.{other}"
        f" AND b.kind = {_INVERSE} AND a.ends_on IS NULL AND b.ends_on IS NULL)"
    )
    return f"a.{other} = kept OR {alike} OR {mirrored}"


def _responsible(side: str, other: str) -> str:
    return f"a.{other} = kept OR {_the_same('people_parentalresponsibility', side, other, still=True)}"


RELATIONS = (
    Relation(
        "people_membership", "person_id", Of.PERSON, words="places in families", opens=True,
        doubt="Both are in one family now, as two people would be.",
        unless=_the_same("people_membership", "person_id", "family_id", still=True),
    ),
    Relation(
        "people_membership", "family_id", Of.FAMILY, words="people in the family", opens=True,
        unless=_the_same("people_membership", "family_id", "person_id", still=True),
    ),
    Relation(
        "people_personname", "person_id", Of.PERSON, words="names",
        unless=_the_same("people_personname", "person_id", "given", "middle", "family", "ends_on"),
    ),
    Relation(
        "people_identifier", "person_id", Of.PERSON, words="numbers in other systems",
        unless=_the_same("people_identifier", "person_id", "system", "issuer", "value", "status"),
    ),
    Relation(
        "people_contactpoint", "person_id", Of.PERSON, words="ways to reach them",
        unless=_the_same("people_contactpoint", "person_id", "kind", "value", "hours", "code_word", still=True),
    ),
    Relation(
        "people_residence", "person_id", Of.PERSON, words="homes",
        unless=_the_same("people_residence", "person_id", "address_id", still=True),
    ),
    Relation("people_fact", "person_id", Of.PERSON, section="section", words="things told"),
    Relation("people_fact", "family_id", Of.FAMILY, section="section", words="things told about the family"),
    Relation("people_fact", "said_by_person_id", Of.PERSON),
    Relation("people_ask", "person_id", Of.PERSON),
    Relation("people_ask", "family_id", Of.FAMILY),
    Relation(
        "people_relationship", "person_id", Of.PERSON, words="relationships", unless=_related("person_id", "other_id")
    ),
    Relation(
        "people_relationship", "other_id", Of.PERSON, words="relationships of others to them",
        unless=_related("other_id", "person_id"),
    ),
    Relation(
        "people_parentalresponsibility", "child_id", Of.PERSON, words="people responsible for them",
        unless=_responsible("child_id", "adult_id"),
    ),
    Relation(
        "people_parentalresponsibility", "adult_id", Of.PERSON, words="children they are responsible for",
        unless=_responsible("adult_id", "child_id"),
    ),
    Relation("people_findable", "person_id", Of.PERSON, Then.IS_REBUILT),
    # Who was merged into whom stays as it was; where an old address leads now follows.
    Relation("people_merge", "kept_id", Of.PERSON, Then.STAYS),
    Relation("people_merge", "merged_id", Of.PERSON, Then.STAYS),
    Relation("people_merge", "leads_to", Of.PERSON),
    Relation("people_merge", "leads_to", Of.FAMILY),
)  # fmt: skip

_BOTH = "x.person_id IN (kept, merged)"
_HIDING = (
    "EXISTS (SELECT FROM people_residence b WHERE b.person_id IN (kept, merged) AND b.confidential"
    f" AND {_NOW.format(x='b')})"
)
_SAFE = {
    one: f"(SELECT bool_and(b.{one}) FROM people_contactpoint b WHERE b.person_id IN (kept, merged) AND b.kind = x.kind"
    f" AND b.value = x.value AND {_NOW.format(x='b')})"
    for one in ("may_call", "may_text", "may_voicemail", "may_email", "may_post")
}
_FROM_OTHER = "(SELECT m.{what} FROM people_person m WHERE m.id = merged)"


_LEARNT = {
    "born": "The birth date is known from the other record.",
    "due_on": "The day the baby is due is known from the other record.",
    "died": "The other record says that they have died. From then on nobody writes to them.",
}


def _learns(what: str, *besides: str, unless: str = "", in_part: bool = False) -> Change:
    """What is not known of the kept one and is of the other; or is known only `in_part`, a year of what is a day there."""
    other = _FROM_OTHER.format(what=what)
    unknown = f"x.{what} IS NULL AND {other} IS NOT NULL"
    if in_part:
        unknown = f"{unknown} OR length(x.{what}) < length({other}) AND left({other}, length(x.{what})) = x.{what}"
    where = f"x.id = kept AND ({unknown}){unless}"
    to = {each: _FROM_OTHER.format(what=each) for each in (what, *besides)}
    return Change("people_person", Of.PERSON, where, to, words=_LEARNT[what])


CHANGES = (
    _learns("born", "born_estimated", in_part=True),
    _learns("due_on", unless=" AND x.born IS NULL"),
    # From this moment nobody writes to them (HZ-52).
    _learns("died", in_part=True),
    Change("people_person", Of.PERSON, f"x.id = kept AND x.sex = '' AND {_FROM_OTHER.format(what='sex')} <> ''",
           {"sex": _FROM_OTHER.format(what="sex")}, words="The sex recorded at birth is known from the other record."),
    # People have one usual name: the kept one's. By the other they are known as well.
    Change(
        "people_personname", Of.PERSON,
        "x.person_id = merged AND x.use = 'usual' AND x.ends_on IS NULL AND EXISTS (SELECT FROM people_personname b"
        " WHERE b.person_id = kept AND b.use = 'usual' AND b.ends_on IS NULL)",
        {"use": "'nickname'"}, words="The usual name in the record that is kept stays. They are known by the other as well.",
    ),
    # Whoever hides at one address hides: what is known of them as two may be one door, described twice (HZ-44).
    Change(
        "people_residence", Of.PERSON, f"{_BOTH} AND NOT x.confidential AND {_NOW.format(x='x')} AND {_HIDING}",
        {"confidential": "true"}, words="One of them has a confidential address. Where they live now is confidential altogether.",
    ),
    # A way that is safe by one record and not by the other is not safe (HZ-10).
    Change(
        "people_contactpoint", Of.PERSON,
        f"{_BOTH} AND {_NOW.format(x='x')} AND (x.may_call, x.may_text, x.may_voicemail, x.may_email, x.may_post)"
        f" IS DISTINCT FROM ({', '.join(_SAFE.values())})",
        dict(_SAFE), words="A way to reach them is safe by one record and not by the other. It is taken not to be safe.",
    ),
    # Told to both, it is told once: what was confirmed longer ago gives way.
    *(
        Change(
            "people_fact", of,
            f"x.{column} = {one} AND x.ended_at IS NULL AND EXISTS (SELECT FROM people_fact b WHERE b.{column} = {other}"
            " AND b.ended_at IS NULL AND b.key = x.key AND b.value = x.value AND b.section = x.section"
            f" AND b.last_confirmed_on {newer} x.last_confirmed_on)",
            {"ended_at": "clock_timestamp()", "ended_because": "'replaced'", "ended_by_id": "wall.viewer()"},
            words="Something was told to both. It stands once, as it was last confirmed.",
        )
        for of, column in ((Of.PERSON, "person_id"), (Of.FAMILY, "family_id"))
        for one, other, newer in (("merged", "kept", ">="), ("kept", "merged", ">"))
    ),
)  # fmt: skip
