"""What partners' records were found to speak of, when two people turn out to be one. What was judged stays judged."""

from onestory.core.merging import Of, Relation

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
