"""A story, when two families turn out to be one. The words of the one that is kept stand; the other's are earlier ones."""

from onestory.core.merging import Change, Of, Relation

# Version numbers are free of each other only if the kept ones make room: first far away, then above the other's.
_FAR = 1_000_000
_BOTH = (
    "x.family_id = kept AND EXISTS (SELECT FROM story_storysection b WHERE b.family_id = merged AND b.part = x.part"
    " AND b.voice = x.voice)"
)
_OTHERS = "(SELECT max(b.version) FROM story_storysection b WHERE b.family_id = merged AND b.part = x.part AND b.voice = x.voice)"

RELATIONS = (
    Relation("story_entry", "family_id", Of.FAMILY, section="section", words="entries in the story"),
    Relation("story_entry", "words_by_id", Of.PERSON),
    Relation(
        "story_entryabout", "person_id", Of.PERSON, words="entries about them",
        doubt="Both are named in one entry of the story, as two people would be.",
        unless="EXISTS (SELECT FROM story_entryabout b WHERE b.person_id = kept AND b.entry_id = a.entry_id)",
    ),
    Relation("story_storysection", "family_id", Of.FAMILY, section="section", words="pieces of the family’s own story"),
    Relation("story_storysection", "said_by_person_id", Of.PERSON),
    # Nobody but its writer knows of a draft.
    Relation("story_draft", "family_id", Of.FAMILY),
)  # fmt: skip
CHANGES = (
    Change(
        "story_storysection", Of.FAMILY, _BOTH, {"version": f"x.version + {_FAR} + {_OTHERS}"},
        words="Both tell their story in the same part. The words in the record that is kept stand; the other’s are earlier ones.",
    ),
    # What was left unfinished about one of them is about the one that is kept.
    Change(
        "story_draft", Of.PERSON, "position(merged::text IN x.content::text) > 0",
        {"content": "replace(x.content::text, merged::text, kept::text)::jsonb"},
    ),
    Change("story_storysection", Of.FAMILY, f"{_BOTH} AND x.version > {_FAR}", {"version": f"x.version - {_FAR}"}),
)  # fmt: skip
