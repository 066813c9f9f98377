"""From `delivered`, cells as they came, to `people`: the same things written one way, ready to compare.

What has few different values (names, dates, postcodes) is read by core's helpers, each value once; the rest is SQL, which is
quicker for a million values that come once each. A value that cannot be read is kept as near as can be rather than lost:
files of other countries and other centuries are matched too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from onestory.core import identifiers, names, postcodes
from onestory.core.dates import PartialDate
from onestory.core.errors import Invalid
from onestory.matching.population import Population
from onestory.matching.reading import Delivered

TABLE = "people"
COMPARED = (
    "given",
    "family",
    "other",
    "mother",
    "born",
    "sex",
    "address",
    "postcode",
    "phone",
    "email",
    "nhs_digits",
    "upn",
    "reference",
)
Row = tuple[object, ...]

# Said of a child before they have a name: true of thousands, so it names nobody.
_NOT_YET_NAMED = re.compile(
    r"(baby|babe|infant|newborn|unnamed|not named|boy|girl|twin|triplet|male|female)"
    r"( (boy|girl|male|female|infant|child|of .*|[a-d]|i{1,3}|one|two|three|\d))*"
)
_EIGHT = re.compile(r"\d{8}")
_STREETS = (("road", "rd"), ("street", "st"), ("avenue", "ave|av"), ("close", "cl"), ("gardens", "gdns|gdn"),
            ("crescent", "cres|cr"), ("drive", "dr"), ("lane", "ln"), ("place", "pl"), ("terrace", "terr|ter"),
            ("court", "ct"), ("flat", "apartment|apt"))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """`said`: the columns of `people` that say anything; `numbers_hold`: whether the NHS numbers are ones."""

    said: tuple[str, ...]
    numbers_hold: bool


def standardise(
    connection: duckdb.DuckDBPyConnection, delivered: Delivered, *, among: Population | None = None
) -> Standard:
    """Make `people` of `delivered`: as records of the population a model was learnt of, or else as one of their own."""
    for table, column, read, fields in _READ_ONCE:
        _read_once(connection, table, column, read, fields)
    _tell_names(connection, delivered, among)
    connection.execute(_PEOPLE.format(abbreviated=_abbreviated("address")))
    for table, *_ in _READ_ONCE:
        connection.execute(f"DROP TABLE {table}")
    hold = among.numbers_hold if among else _numbers_hold(connection)
    if not hold:
        connection.execute(_UNCHECKED)
    counts = connection.execute(f"SELECT {', '.join(f'count({name})' for name in COMPARED)} FROM people").fetchall()[0]
    said = tuple(name for name, count in zip(COMPARED, counts, strict=True) if count)
    return Standard(said=said, numbers_hold=hold)


def declared() -> str:
    """How what SQL reads is read, for a fingerprint."""
    return _PEOPLE + _abbreviated("address")


def _tell_names(connection: duckdb.DuckDBPyConnection, delivered: Delivered, among: Population | None) -> None:
    """Make `established`: the first names that are surely names, because many bear them."""
    if among:
        connection.register("given_names", among.names())
        connection.execute("CREATE OR REPLACE TEMP TABLE established AS SELECT given FROM given_names")
        connection.unregister("given_names")
        return
    least = Population(records=delivered.records).established
    connection.execute(f"""
      CREATE OR REPLACE TEMP TABLE established AS SELECT g.given
      FROM delivered JOIN read_given g ON given_name = g.value GROUP BY g.given HAVING count(*) >= {least}
    """)


def _numbers_hold(connection: duckdb.DuckDBPyConnection) -> bool:
    """A column mapped to the NHS number that seldom passes its check is some other register's number."""
    return bool(connection.execute("SELECT count(nhs) * 2 >= count(nhs_digits) FROM people").fetchall()[0][0])


def _read_once(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, read: Callable[[str], Row], fields: Sequence[str]
) -> None:
    """A table of each different value of a column with what it says."""
    values = [row[0] for row in connection.execute(
        f"SELECT DISTINCT {column} FROM delivered WHERE {column} IS NOT NULL").fetchall()]  # fmt: skip
    read_values = list(zip(*map(read, values), strict=True)) or [()] * len(fields)
    typed = {
        f.partition(":")[0]: pa.array(v, type=_TYPES[f.partition(":")[2]])
        for f, v in zip(fields, read_values, strict=True)
    }
    made = pa.table({"value": pa.array(values, type=pa.string()), **typed})
    connection.register("made", made)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM made")
    connection.unregister("made")


_TYPES = {"": pa.string(), "list": pa.list_(pa.string()), "flag": pa.bool_()}


# --- what is read by core's helpers


def _given(text: str) -> Row:
    """A first name, its other forms, its sound, whether it is a name that is known, and what stands in its place."""
    folded = _fold(text)
    if not folded:
        return None, None, None, False, None
    if _NOT_YET_NAMED.fullmatch(folded):
        return None, None, None, False, folded
    first = folded.split()[0]
    forms = names.nicknames(folded) | names.nicknames(first) | ({first} if first != folded else set())
    return folded, sorted(forms), _sound(first), bool(names.nicknames(first)), None


def _family(text: str) -> Row:
    folded = _fold(text)
    return (folded, _sound(folded.split()[-1])) if folded else (None, None)


def _other(text: str) -> Row:
    return (_fold(text) or None,)


def _fold(text: str) -> str:
    try:
        return names.fold(names.clean(text))
    except Invalid:
        return names.fold(text[: names.LONGEST])


def _sound(text: str) -> str | None:
    return names.sounds(text) or text[:4] or None


def _born(text: str) -> Row:
    """Eight digits, or only those of the year: also of a date that no calendar has, so that a slip in it stays one slip."""
    try:
        date = PartialDate.parse(text)
    except Invalid:
        digits = re.sub(r"\D", "", text)
        return (digits, digits[:4]) if _EIGHT.fullmatch(digits) else (None, None)
    return (date.iso.replace("-", "") if date.day else None), f"{date.year:04d}"


def _postcode(text: str) -> Row:
    try:
        kept = postcodes.parse(text)
        return kept, postcodes.sector(kept)
    except Invalid:
        squeezed = re.sub(r"[^A-Z0-9]", "", text.upper())
        return (squeezed, squeezed[:-2]) if squeezed.strip("0") else (None, None)


def _upn(text: str) -> Row:
    """A temporary number says nothing: the school will give another."""
    try:
        kept = identifiers.upn(text)
    except Invalid:
        return (None,)
    return (None if identifiers.is_temporary_upn(kept) else kept,)


_READ_ONCE: tuple[tuple[str, str, Callable[[str], Row], tuple[str, ...]], ...] = (
    ("read_given", "given_name", _given, ("given", "forms:list", "given_sound", "known:flag", "placeholder")),
    ("read_family", "family_name", _family, ("family", "family_sound")),
    ("read_other", "other_name", _other, ("other",)),
    ("read_mother", "mother_name", _other, ("mother",)),
    ("read_born", "date_of_birth", _born, ("born", "year")),
    ("read_postcode", "postcode", _postcode, ("postcode", "sector")),
    ("read_upn", "upn", _upn, ("upn",)),
)


# --- what is read by SQL


def _abbreviated(column: str) -> str:
    """Small plain letters and digits with one blank between words, and streets in full."""
    # Two blanks between words while they are replaced, so that each has its own on either side; plain replacing is many times
    # quicker than patterns.
    said = f"concat(' ', regexp_replace(lower(strip_accents({column})), '[^a-z0-9]+', '  ', 'g'), ' ')"
    for whole, shorts in _STREETS:
        for short in shorts.split("|"):
            said = f"replace({said}, ' {short} ', ' {whole} ')"
    return f"nullif(trim(replace({said}, '  ', ' ')), '')"


_DIGITS = "regexp_replace({}, '[^0-9]', '', 'g')"
_NHS, _PHONE = "d.nhs_said", "d.phone_said"
# The check digit of the NHS Data Dictionary: what core.identifiers works out one at a time.
_NHS_SUM = " + ".join(
    f"(11 - {place}) * ascii(substr({_NHS}, {place}, 1)) - (11 - {place}) * 48" for place in range(1, 10)
)
_NHS_RIGHT = (f"(length({_NHS}) = 10 AND (11 - (({_NHS_SUM}) % 11)) % 11 = ascii(substr({_NHS}, 10, 1)) - 48"
              f" AND {_NHS} <> repeat(left({_NHS}, 1), 10))")  # fmt: skip
_PARENTS, _CHILDREN = "parent|mother|father|carer|guardian", "child|pupil|baby|unborn|son|daughter"
_PEOPLE = f"""
CREATE OR REPLACE TABLE people AS SELECT
  d.record,
  g.given, g.forms, g.given_sound, g.placeholder,
  coalesce(g.known, false) OR n.given IS NOT NULL AS is_name,
  f.family, f.family_sound, o.other, m.mother,
  b.born, b.year,
  CASE lower(left(d.sex, 1)) WHEN 'm' THEN 'm' WHEN 'b' THEN 'm' WHEN '1' THEN 'm'
    WHEN 'f' THEN 'f' WHEN 'w' THEN 'f' WHEN 'g' THEN 'f' WHEN '2' THEN 'f' END AS sex,
  {{abbreviated}} AS address, p.postcode, p.sector,
  CASE WHEN length({_PHONE}) >= 7 AND {_PHONE} <> repeat(left({_PHONE}, 1), length({_PHONE}))
    THEN right({_PHONE}, 10) END AS phone,
  CASE WHEN contains(d.email, '@') THEN lower(replace(d.email, ' ', '')) END AS email,
  CASE WHEN {_NHS_RIGHT} THEN {_NHS} END AS nhs,
  CASE WHEN length({_NHS}) >= 4 THEN {_NHS} END AS nhs_digits,
  u.upn,
  nullif(regexp_replace(upper(d.reference), '[^A-Z0-9]', '', 'g'), '') AS reference,
  CASE WHEN regexp_matches(lower(d.role), '^({_PARENTS})$') THEN 'parent'
    WHEN regexp_matches(lower(d.role), '^({_CHILDREN})$') THEN 'child' END AS role
FROM (SELECT *, {_DIGITS.format("nhs_number")} AS nhs_said, {_DIGITS.format("phone")} AS phone_said FROM delivered) d
LEFT JOIN read_given g ON d.given_name = g.value LEFT JOIN established n ON n.given = g.given
LEFT JOIN read_family f ON d.family_name = f.value
LEFT JOIN read_other o ON d.other_name = o.value LEFT JOIN read_mother m ON d.mother_name = m.value
LEFT JOIN read_born b ON d.date_of_birth = b.value LEFT JOIN read_postcode p ON d.postcode = p.value
LEFT JOIN read_upn u ON d.upn = u.value
"""
# Numbers of some other register are compared, and never decide.
_UNCHECKED = "UPDATE people SET reference = coalesce(reference, nhs_digits), nhs = NULL, nhs_digits = NULL"
