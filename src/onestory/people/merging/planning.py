"""What a merge would do, worked out by the database for whoever sees all of both: part of the wall (`access.functions`).

Whoever does not see both whole is answered as if one of them were not there. A plan says nothing that its reader may not read: of
what is closed to somebody, of partners' judgements and of other people's drafts it keeps silent, and so does its digest.
"""

from __future__ import annotations

from collections.abc import Mapping

from onestory.access import roles
from onestory.access.functions import CURRENT_M, DEFINER
from onestory.access.models.grants import LIVE
from onestory.access.reach import DECLARE, DECLARE_HELD, LASTS, LIVE_G, MINE, SECTIONS
from onestory.core.merging import Change, Of, Relation, Then
from onestory.people.merging import registry

MERGERS = tuple(role.key for role in roles.ROLES.values() if roles.May.MERGE in role.allows)
MAY = "(" + " OR ".join(f"wall.has_role('{role}')" for role in MERGERS) + ")"
# Never for longer than somebody sees it themselves: what they see until a day would go on by what they see of the other.
_ENDURING = f"{MINE} AND {LASTS} AND g.ends_at IS NULL"
# What was closed, or opened, while a merge waited for its turn begins later than it did: it counts from when it was written.
CLOSED = "({t}.ends_at IS NULL OR {t}.ends_at > statement_timestamp())"
_AT_HOME = "(r.ends_on IS NULL OR r.ends_on >= current_date)"
_LISTED = "(VALUES {pairs}) l (t, c)"
# What points at either by a promise of the database, or by its name alone.
_UNLISTED = f"""EXISTS (
    SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
      WHERE k.contype = 'f' AND k.confrelid IN ('public.people_person'::regclass, 'public.people_family'::regclass)
        AND NOT EXISTS (SELECT FROM {_LISTED} WHERE l.t = k.conrelid::regclass::text AND l.c = a.attname)
    UNION ALL
    SELECT FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid AND t.relkind IN ('r', 'p')
      AND t.relnamespace = 'public'::regnamespace
      WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attname ~ '(^|_)(person|family|people|families)_ids?$'
        AND t.relname !~ 'history$' AND NOT EXISTS (SELECT FROM {_LISTED} WHERE l.t = t.relname AND l.c = a.attname))"""


def _unlisted() -> str:
    return _UNLISTED.format(pairs=", ".join(f"('{table}', '{column}')" for table, column in sorted(registry.listed())))


def said(of: Of) -> list[Relation]:
    """What a plan counts, in its order; what moves unsaid is not counted."""
    return [one for one in registry.relations() if one.of is of and one.words]


def spoken(of: Of) -> list[Change]:
    return [one for one in registry.changes() if one.of is of and one.words]


def _points_at(one: Relation, row: str, whom: str) -> str:
    return f"{whom} = ANY ({row}.{one.column})" if one.then is Then.IS_REPLACED else f"{row}.{one.column} = {whom}"


def _moves(of: Of) -> str:
    counted = (
        f"""'{one.table}.{one.column}', (SELECT jsonb_build_array(count(*) FILTER (WHERE NOT y.aside),
      count(*) FILTER (WHERE y.aside)) FROM (SELECT coalesce({one.unless or "false"}, false) AS aside FROM {one.table} a
        WHERE {_points_at(one, "a", "merged")}) y)"""
        for one in said(of)
    )
    return f"jsonb_build_object({', '.join(counted)})"


def _changes(of: Of) -> str:
    counted = (f"(SELECT count(*) FROM {one.table} x WHERE {one.where})" for one in spoken(of))
    return f"jsonb_build_array({', '.join(counted)})"


def _each(reasons: Mapping[str, str]) -> str:
    """SQL: the names of those that hold."""
    return f"array_remove(ARRAY[{', '.join(f'CASE WHEN {holds} THEN {name!r} END' for name, holds in reasons.items())}], NULL)"


def _sections(of: Of, whom: str) -> str:
    """SQL: the sections of everything that points at these."""
    graded = [one for one in registry.relations() if one.of is of and one.section]
    return " UNION ".join(
        f"SELECT z.{one.section}::text AS s FROM {one.table} z WHERE z.{one.column} = ANY ({whom})" for one in graded
    )


_HOLDERS = f"""(SELECT coalesce(g.account_id, g.team_id) AS who, g.account_id IS NOT NULL AS account, s,
      bool_or(g.family_id = ANY (near)) AS of_kept, bool_or(g.family_id = ANY (far)) AS of_merged
    FROM access_grant g LEFT JOIN access_account w ON w.id = g.account_id, unnest(g.sections::text[]) s
    WHERE g.family_id = ANY (near || far) AND {CLOSED.format(t="g")} AND g.reason <> 'break_glass' AND w.is_active IS NOT FALSE
    GROUP BY 1, 2, 3)"""
# Who would see what they do not see today, and of which of the two.
_SEES_MORE = f"""(SELECT coalesce(jsonb_agg(to_jsonb(y) ORDER BY y.of, y.who), '[]') FROM (
    SELECT h.who, h.account, CASE WHEN h.of_kept THEN 'merged' ELSE 'kept' END AS of, array_agg(h.s ORDER BY h.s) AS sections
    FROM {_HOLDERS} h WHERE h.of_kept <> h.of_merged GROUP BY 1, 2, 3) y)"""
# What is between a young person and their helper would be read by a helper to whom it was not said.
_YOUNG = f"""EXISTS (SELECT FROM {_HOLDERS} h WHERE h.s = 'young_person' AND h.account AND h.of_kept <> h.of_merged
      AND 'young_person' = ANY (CASE WHEN h.of_kept THEN wall.merge_holds(what, merged) ELSE wall.merge_holds(what, kept) END))"""
_EMERGENCY = (
    "EXISTS (SELECT FROM access_grant g WHERE g.family_id = ANY (near || far) AND g.reason = 'break_glass'"
    f" AND {CLOSED.format(t='g')})"
)
_WAITING = (
    "EXISTS (SELECT FROM people_merge m WHERE m.state = 'asked'"
    " AND (m.kept_id IN (kept, merged) OR m.merged_id IN (kept, merged)))"
)
_PAGES = f"(SELECT count(DISTINCT p.account_id) FROM access_portal p WHERE {LIVE.format(g='p')} AND ({{whose}}))"
_PERSON_PAGES = _PAGES.format(whose="p.person_id IN (kept, merged) OR p.children && ARRAY[kept, merged]")
_FAMILY_PAGES = _PAGES.format(whose="p.family_id IN (kept, merged)")
_RELATED = "(z.person_id, z.other_id) IN ((kept, merged), (merged, kept))"
_RESPONSIBLE = "(z.child_id, z.adult_id) IN ((kept, merged), (merged, kept))"
_THEIR = "FROM {table} a JOIN {table} b ON a.person_id = kept AND b.person_id = merged"

PERSON_BLOCKS = {
    "numbers": f"EXISTS (SELECT {_THEIR.format(table='people_identifier')} WHERE a.system = 'nhs' AND b.system = 'nhs'"
    " AND a.status = 'verified' AND b.status = 'verified' AND a.value <> b.value)",
    "related": f"EXISTS (SELECT FROM people_relationship z WHERE {_RELATED} AND z.ends_on IS NULL)",
    "responsible": f"EXISTS (SELECT FROM people_parentalresponsibility z WHERE {_RESPONSIBLE} AND z.ends_on IS NULL)",
    "two_pages": f"EXISTS (SELECT {_THEIR.format(table='access_portal')} WHERE a.account_id <> b.account_id"
    f" AND {LIVE.format(g='a')} AND {LIVE.format(g='b')})",
    "kept_apart": "NOT (near @> far AND far @> near) AND (SELECT count(DISTINCT coalesce(wall.kept_to(f), '')) > 1"
    " FROM unnest(near || far) f)",
}
_KEPT_TO = "coalesce(wall.kept_to(kept), wall.kept_to(merged))"
FAMILY_BLOCKS = {
    "kept_apart": "wall.kept_to(kept) <> wall.kept_to(merged)",
    "nobody_left": f"{_KEPT_TO} IS NOT NULL AND NOT EXISTS (SELECT FROM access_grant g WHERE g.family_id IN (kept, merged)"
    f" AND g.reason <> 'break_glass' AND {LIVE_G}"
    f" AND position(coalesce(g.account_id, g.team_id)::text IN split_part({_KEPT_TO}, '/', 1)) > 0)",
}
ALWAYS = {"young_person": _YOUNG, "emergency": _EMERGENCY, "waiting": _WAITING}

# Things known of both that do not agree: the kept one's stand, and whoever looks must look.
_DIFFER = {
    # A year is no other date than a day of it.
    "born": "left(k.born, length(m.born)) <> left(m.born, length(k.born))",
    "sex": "k.sex <> m.sex AND k.sex <> '' AND m.sex <> ''",
    "died": "(k.died IS NULL) <> (m.died IS NULL) OR left(k.died, length(m.died)) <> left(m.died, length(k.died))",
    "upn": f"EXISTS (SELECT {_THEIR.format(table='people_identifier')} WHERE a.system = 'upn' AND b.system = 'upn'"
    " AND a.status <> 'wrong' AND b.status <> 'wrong' AND a.value <> b.value)",
    "homes": f"EXISTS (SELECT FROM people_residence r WHERE r.person_id = kept AND {_AT_HOME}) AND EXISTS (SELECT FROM"
    f" people_residence r WHERE r.person_id = merged AND {_AT_HOME}) AND NOT EXISTS (SELECT"
    f" {_THEIR.format(table='people_residence')} AND a.address_id = b.address_id)",
    # Born on one day, in one family, under two first names.
    "twins": f"k.born = m.born AND EXISTS (SELECT {_THEIR.format(table='people_membership')} AND a.family_id = b.family_id)"
    f" AND NOT EXISTS (SELECT {_THEIR.format(table='people_personname')} AND lower(a.given) = lower(b.given))",
}
_PERSON_DIFFERS = (
    f"(SELECT to_jsonb({_each(_DIFFER)}) FROM people_person k, people_person m WHERE k.id = kept AND m.id = merged)"
)
_ROWS = (
    "(SELECT coalesce(string_agg(to_jsonb(z)::text, ' ' ORDER BY z.id), '')"
    " FROM {table} z WHERE z.{column} IN (kept, merged))"
)
_PERSON_ROWS = " || ".join(
    _ROWS.format(table=table, column="id" if table == "people_person" else "person_id")
    for table in ("people_person", "people_personname", "people_identifier", "people_membership", "people_residence")
)
_FAMILY_ROWS = " || ".join(
    (_ROWS.format(table="people_family", column="id"), _ROWS.format(table="people_membership", column="family_id"))
)
# Somebody's safety, or a page that somebody else reads, rests on either; or whoever asks would see more themselves.
_GUARDED = f"""(EXISTS (SELECT FROM unnest(near || far) f WHERE wall.kept_to(f) IS NOT NULL)
      OR EXISTS (SELECT FROM access_denial d WHERE d.family_id = ANY (near || far) AND {CLOSED.format(t="d")})
      OR EXISTS (SELECT FROM people_residence r WHERE r.confidential AND {_AT_HOME} AND r.person_id = ANY (
        wall.merge_people(what, kept) || wall.merge_people(what, merged))) OR {{pages}} > 0
      OR EXISTS (SELECT FROM {_HOLDERS} h WHERE h.who = ANY (accounts || mine) AND h.of_kept <> h.of_merged))"""


def _plan(of: Of, *, blocks: Mapping[str, str], pages: str, differs: str, rows: str) -> str:
    return f"""plan := jsonb_build_object('moves', {_moves(of)}, 'changes', {_changes(of)}, 'differs', {differs},
      'blocks', to_jsonb({_each({**blocks, **ALWAYS, "unlisted": _unlisted()})}), 'sees_more', {_SEES_MORE}, 'pages', {pages},
      'guarded', {_GUARDED.format(pages=pages)});
    as_they_are := {rows};"""


def functions() -> dict[str, str]:
    """Made when they are installed: by then every app has said what is its own."""
    person = _plan(Of.PERSON, blocks=PERSON_BLOCKS, pages=_PERSON_PAGES, differs=_PERSON_DIFFERS, rows=_PERSON_ROWS)
    family = _plan(Of.FAMILY, blocks=FAMILY_BLOCKS, pages=_FAMILY_PAGES, differs="'[]'::jsonb", rows=_FAMILY_ROWS)
    return {
        # Whose record it is that a merge touches: every family somebody was ever in reads something of them.
        "wall.merge_families(text, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.merge_families(what text, one uuid) RETURNS uuid[] LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT CASE what WHEN 'family' THEN ARRAY[one]
    ELSE ARRAY(SELECT DISTINCT m.family_id FROM people_membership m WHERE m.person_id = one ORDER BY 1) END $$;""",
        "wall.merge_people(text, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.merge_people(what text, one uuid) RETURNS uuid[] LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT CASE what WHEN 'person' THEN ARRAY[one]
    ELSE ARRAY(SELECT DISTINCT m.person_id FROM people_membership m WHERE m.family_id = one AND {CURRENT_M} ORDER BY 1)
    END $$;""",
        # The sections in which there is anything of theirs.
        "wall.merge_holds(text, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.merge_holds(what text, one uuid) RETURNS text[] LANGUAGE sql STABLE {DEFINER} AS $$
  WITH who AS (SELECT wall.merge_people(what, one) AS ids, CASE what WHEN 'family' THEN ARRAY[one] ELSE '{{}}'::uuid[] END AS own)
  SELECT coalesce(array_agg(DISTINCT y.s), '{{}}') FROM who, LATERAL (
    {_sections(Of.PERSON, "who.ids")} UNION {_sections(Of.FAMILY, "who.own")}
    UNION SELECT 'health' FROM people_identifier i WHERE i.person_id = ANY (who.ids) AND i.system = 'nhs'
    UNION SELECT 'location' FROM people_residence r WHERE r.person_id = ANY (who.ids) AND r.confidential) y $$;""",
        # Every family it is read in is open to the viewer, and not for an hour; and so is everything that it holds, but for what
        # is between a young person and their helper, which nobody else reads.
        "wall.sees_whole(text, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.sees_whole(what text, one uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE {DECLARE} near uuid[] := wall.merge_families(what, one);
BEGIN
  IF near = '{{}}' OR EXISTS (SELECT FROM unnest(near) f WHERE NOT EXISTS (
      SELECT FROM access_grant g WHERE g.family_id = f AND {_ENDURING})) THEN RETURN false; END IF;
  RETURN array_remove(wall.merge_holds(what, one), 'young_person') <@ ARRAY(
    SELECT opened.s::text FROM access_grant g, {SECTIONS} WHERE g.family_id = ANY (near) AND {_ENDURING});
END $$;""",
        "wall.may_merge(text, uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.may_merge(what text, kept uuid, merged uuid) RETURNS boolean LANGUAGE plpgsql STABLE
{DEFINER} AS $$
BEGIN
  RETURN {MAY} AND what IN ('person', 'family') AND kept <> merged AND wall.sees_whole(what, kept)
    AND wall.sees_whole(what, merged);
END $$;""",
        # Whom a family is kept to, and whose page is shut; nothing, where it is kept to nobody in particular.
        "wall.kept_to(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.kept_to(family uuid) RETURNS text LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT (SELECT coalesce(string_agg(DISTINCT coalesce(n.account_id, n.team_id)::text, ' '), '') FROM access_named n
      WHERE n.restriction_id = r.id) || '/' || (SELECT coalesce(string_agg(DISTINCT s.account_id::text, ' '), '')
      FROM access_shut s WHERE s.restriction_id = r.id)
  FROM access_restriction r WHERE r.family_id = family AND {CLOSED.format(t="r")} ORDER BY r.id DESC LIMIT 1 $$;""",
        # Null where they are not both the viewer's to put together.
        "wall.merge_plan(text, uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.merge_plan(what text, kept uuid, merged uuid) RETURNS jsonb LANGUAGE plpgsql STABLE
{DEFINER} AS $$
#variable_conflict use_variable
DECLARE {DECLARE_HELD} plan jsonb; as_they_are text; near uuid[]; far uuid[];
BEGIN
  IF NOT wall.may_merge(what, kept, merged) THEN RETURN NULL; END IF;
  near := wall.merge_families(what, kept); far := wall.merge_families(what, merged);
  IF what = 'person' THEN
    {person}
  ELSE
    {family}
  END IF;
  RETURN plan || jsonb_build_object('digest', md5(plan::text || as_they_are));
END $$;""",
    }


INNER = frozenset({
    "wall.merge_families(text, uuid)", "wall.merge_people(text, uuid)", "wall.merge_holds(text, uuid)", "wall.kept_to(uuid)",
    "wall.sees_whole(text, uuid)", "wall.may_merge(text, uuid, uuid)",
})  # fmt: skip
