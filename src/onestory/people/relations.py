"""The kinds of relationship, each with the kind it is from the other side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Relation:
    key: str
    name: str
    inverse: str


def _pair(key: str, name: str, inverse: str, inverse_name: str) -> tuple[Relation, ...]:
    return (Relation(key, name, inverse), Relation(inverse, inverse_name, key))


def _mutual(key: str, name: str) -> tuple[Relation, ...]:
    return (Relation(key, name, key),)


KINDS: dict[str, Relation] = {
    relation.key: relation
    for relation in (
        *_pair("parent", "Parent", "child", "Child"),
        *_pair("step_parent", "Step-parent", "step_child", "Stepchild"),
        *_pair("adoptive_parent", "Adoptive parent", "adopted_child", "Adopted child"),
        *_pair("foster_carer", "Foster carer", "fostered_child", "Fostered child"),
        *_pair("special_guardian", "Special guardian", "guarded_child", "Child under special guardianship"),
        *_pair("grandparent", "Grandparent", "grandchild", "Grandchild"),
        *_pair("aunt_or_uncle", "Aunt or uncle", "niece_or_nephew", "Niece or nephew"),
        *_pair("carer", "Carer", "cared_for", "Cared for"),
        *_mutual("partner", "Partner"),
        *_mutual("former_partner", "Former partner"),
        *_mutual("sibling", "Brother or sister"),
        *_mutual("half_sibling", "Half-brother or half-sister"),
        *_mutual("step_sibling", "Step-brother or step-sister"),
        *_mutual("cousin", "Cousin"),
        *_mutual("friend", "Friend of the family"),
    )
}


def inverse(kind: str) -> str:
    """What the second person is to the first: `inverse("parent") == "child"`."""
    return KINDS[kind].inverse
