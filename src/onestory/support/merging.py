"""A circle, when two families turn out to be one: it has one lead, and everybody is in it once."""

from onestory.core.merging import Change, Of, Relation

_NOW = "{x}.ends_on IS NULL"
_LEADS = "EXISTS (SELECT FROM support_circlemember b WHERE b.family_id = kept AND b.lead AND b.ends_on IS NULL)"

RELATIONS = (
    Relation(
        "support_circlemember", "family_id", Of.FAMILY, words="people in the circle",
        unless="a.ends_on IS NULL AND a.account_id IS NOT NULL AND EXISTS (SELECT FROM support_circlemember b"
        " WHERE b.family_id = kept AND b.account_id = a.account_id AND b.ends_on IS NULL)",
    ),
)  # fmt: skip
CHANGES = (
    Change(
        "support_circlemember", Of.FAMILY, f"x.family_id = merged AND x.lead AND {_NOW.format(x='x')} AND {_LEADS}",
        {"lead": "false"},
        words="Both circles have a lead. The one of the record that is kept goes on leading; the other stays in the circle.",
    ),
)  # fmt: skip
