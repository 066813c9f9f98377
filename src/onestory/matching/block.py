"""Which pairs are worth comparing: those that share a key.

A record has up to a dozen keys, each made of parts that one slip alone cannot spoil all of. A key that very many share
tells nobody apart and is left out; whoever it would have brought together shares another, or cannot be told apart anyway.
"""

from __future__ import annotations

# How many may share a key before it is left out; pairs grow with the square.
WIDEST = 20

_MMDD = "substr(born, 5, 4)"
_FIRST = "substr(given_sound, 1, 1)"
_LAST = "substr(family_sound, 1, 1)"
_NUMBER = "split_part(address, ' ', 1)"
_DISTRICT = "substr(sector, 1, 4)"
# First and family name in either order.
_SOUNDS = "least(given_sound, family_sound)", "greatest(given_sound, family_sound)"
# Keys of one kind meet each other: a first name written as the family name shares a key of kind "b" all the same.
KEYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("n", ("nhs_digits",)),
    ("u", ("upn",)),
    ("r", ("reference",)),
    ("e", ("email",)),
    ("t", ("phone", _FIRST)),
    ("b", ("born", "given_sound")),
    ("b", ("born", "family_sound")),
    ("bn", ("born", _NUMBER)),
    ("bs", ("born", "sector")),
    ("g", ("least(given, family)", "greatest(given, family)")),
    ("y", (*_SOUNDS, "substr(born, 1, 4)")),
    ("d", (*_SOUNDS, _MMDD)),
    ("h", ("given_sound", "postcode")),
    ("h", ("family_sound", "postcode", _FIRST)),
    ("a", ("given_sound", "address")),
    ("a", ("family_sound", "address", _FIRST)),
    ("an", ("given_sound", _LAST, _NUMBER, _DISTRICT)),
)


def keys_sql(people: str) -> str:
    """Each record beside each of its keys, as a hash: `key`, `record`."""
    made = ", ".join(f"hash(concat_ws('|', '{name}', {', '.join(parts)}))" for name, parts in KEYS)
    said = ", ".join(" AND ".join(f"({part}) IS NOT NULL" for part in parts) for _, parts in KEYS)
    return (f"SELECT key, record FROM (SELECT record, unnest([{made}]) AS key, unnest([{said}]) AS said FROM {people})"
            " WHERE said")  # fmt: skip


def pairs_sql(keys: str) -> str:
    """Each pair that shares a key once, the smaller number on the left."""
    return f"""
      WITH narrow AS (SELECT key FROM {keys} GROUP BY key HAVING count(*) BETWEEN 2 AND {WIDEST}),
      kept AS MATERIALIZED (SELECT key, record FROM {keys} SEMI JOIN narrow USING (key))
      SELECT DISTINCT l.record AS join_key_l, r.record AS join_key_r, 0 AS match_key
      FROM kept l JOIN kept r ON l.key = r.key AND l.record < r.record
    """
