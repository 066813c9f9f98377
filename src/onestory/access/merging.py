"""Who may see a family, when it or one of its people turns out to be another."""

from onestory.core.merging import Change, Of, Relation, Then

_STANDS = "x.family_id = merged AND x.ends_at IS NULL"

RELATIONS = (
    Relation("access_grant", "family_id", Of.FAMILY, words="reasons why somebody sees the record", opens=True),
    Relation("access_grant", "consented_by_id", Of.PERSON),
    # What closes either closes both. Nobody is told here whether anything does.
    Relation("access_denial", "family_id", Of.FAMILY),
    Relation("access_restriction", "family_id", Of.FAMILY),
    Relation("access_breakglass", "family_id", Of.FAMILY),
    Relation("access_alert", "family_id", Of.FAMILY),
    Relation("access_portal", "family_id", Of.FAMILY, words="pages of the family’s own", opens=True),
    Relation("access_portal", "person_id", Of.PERSON, words="pages of their own", opens=True),
    Relation("access_portal", "children", Of.PERSON, Then.IS_REPLACED, words="pages on which a parent reads of them", opens=True),
)  # fmt: skip
CHANGES = (
    # Where both are kept to named people, it is to the same ones, or there is no merge (`people.merging.planning`).
    Change(
        "access_restriction",
        Of.FAMILY,
        f"{_STANDS} AND EXISTS (SELECT FROM access_restriction b WHERE b.family_id = kept AND b.ends_at IS NULL)",
        {"ends_at": "clock_timestamp()"},
        words="Both are kept to the same named people, and stay so.",
    ),
)
