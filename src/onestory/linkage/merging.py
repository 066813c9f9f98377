"""What partners' records were found to speak of, when two people turn out to be one. What was judged stays judged."""

from onestory.core.merging import Change, Of, Relation

_THE_SAME = "{b}.record_id = {a}.record_id AND {b}.who = {a}.who"
# The other's pair with the same record, and how much weighs what was said of a pair: that it is them, then that two must look.
_OTHERS = f"FROM linkage_candidate a WHERE a.person_id = merged AND {_THE_SAME.format(a='a', b='x')}"
_WEIGHS = "({t}.state = 'same', {t}.guarded, {t}.state = 'different')"
_OF_OTHER = f"SELECT b.id FROM linkage_candidate a JOIN linkage_candidate b ON {_THE_SAME.format(a='a', b='b')}"

RELATIONS = (
    Relation("linkage_link", "person_id", Of.PERSON, words="partners’ records of them"),
    Relation(
        "linkage_candidate", "person_id", Of.PERSON,
        unless="EXISTS (SELECT FROM linkage_candidate b WHERE b.person_id = kept AND b.record_id = a.record_id"
        " AND b.who = a.who)",
    ),
    # Of a birth date that a record completed, the person themselves: undoing its link finds the one who is kept.
    Relation("linkage_brought", "row", Of.PERSON),
    # Nothing missing or contradictory is left as it is in words that a plan would tell.
    Relation("linkage_detailsetaside", "person_id", Of.PERSON, section="section"),
    Relation("linkage_detailsetaside", "family_id", Of.FAMILY, section="section"),
)  # fmt: skip
CHANGES = (
    # Of two pairs with one record one stands: as the one of which more was said, and guarded if either is (HZ-02, HZ-44).
    Change(
        "linkage_candidate", Of.PERSON,
        f"x.person_id = kept AND EXISTS (SELECT {_OTHERS} AND {_WEIGHS.format(t='a')} > {_WEIGHS.format(t='x')})",
        {
            "guarded": f"x.guarded OR (SELECT a.guarded {_OTHERS})",
            **{each: f"(SELECT a.{each} {_OTHERS})" for each in ("state", "seen", "decided_at", "decided_by_id")},
        },
    ),
    # Whatever anybody said of the other is said of the one that stands, and so is never lost with it.
    Change(
        "linkage_judgement", Of.PERSON,
        f"EXISTS ({_OF_OTHER} WHERE a.id = x.candidate_id AND a.person_id = merged AND b.person_id = kept)",
        {"candidate_id": f"({_OF_OTHER} WHERE a.id = x.candidate_id AND a.person_id = merged AND b.person_id = kept)"},
    ),
)  # fmt: skip
