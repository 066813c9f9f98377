"""Putting two records together: one transaction, each thing it does written down in order, so that it can be undone.

Part of the wall (`access.functions`). Nothing is taken from whoever calls but which two, why, and the digest of the plan they
read: what moves where is fixed when these functions are installed.
"""

from __future__ import annotations

from collections.abc import Iterator

from onestory.access.functions import DEFINER, NOT_YOURS
from onestory.core.merging import Change, Of, Relation
from onestory.people.merging import registry
from onestory.people.merging.planning import CLOSED, MAY

NO_LONGER_FITS, STANDS_IN_THE_WAY, UNDO_FIRST, JUST_MERGED = "OS001", "OS002", "OS003", "OS004"
"""What is raised where a plan has changed, where something forbids it, where another merge must be undone before, and to whoever
opens a record that was merged into another while they did."""

ALONE = """IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'only with what stands now' USING ERRCODE = 'invalid_transaction_state';
  END IF;"""
"""A transaction that goes on seeing what stood when it began would merge by that, past whatever was closed since."""
HOLD = "LOCK TABLE people_mergedrow IN EXCLUSIVE MODE"
"""Waits until whoever is writing in a record is done, and lets nobody begin."""

WAITS = "SET lock_timeout = '5s'"
_KEEP = 'INSERT INTO people_mergedrow (merge_id, step, did, "table", "column", row_id, before, after)'


def _set_aside(one: Relation) -> str:
    return f"""n := n + 1;
    WITH gone AS (DELETE FROM {one.table} a WHERE a.{one.column} = merged AND ({one.unless}) RETURNING a.*)
    {_KEEP} SELECT which, n, 'aside', '{one.table}', '{one.column}', g.id::text, to_jsonb(g), NULL FROM gone g;"""


def _move(one: Relation) -> str:
    return f"""n := n + 1;
    WITH moved AS (UPDATE {one.table} a SET {one.column} = kept WHERE a.{one.column} = merged RETURNING a.id)
    {_KEEP} SELECT which, n, 'moved', '{one.table}', '{one.column}', g.id::text, NULL, NULL FROM moved g;"""


def _change(one: Change) -> str:
    to = ", ".join(f"{column} = {value}" for column, value in one.to.items())
    were = ", ".join(f"'{column}', x.{column}" for column in one.to)
    return f"""n := n + 1;
    WITH was AS MATERIALIZED (SELECT x.id, jsonb_build_object({were}) AS before FROM {one.table} x WHERE {one.where}),
      done AS (UPDATE {one.table} x SET {to} FROM was w WHERE w.id = x.id
        RETURNING x.id, w.before, jsonb_build_object({were}) AS after)
    {_KEEP} SELECT which, n, 'changed', '{one.table}', '', d.id::text, d.before, d.after FROM done d;"""


def _replace(one: Relation) -> Change:
    column = f"x.{one.column}"
    to = f"CASE WHEN kept = ANY ({column}) THEN array_remove({column}, merged) ELSE array_replace({column}, merged, kept) END"
    return Change(one.table, one.of, f"merged = ANY ({column})", {one.column: to})


def _steps(of: Of) -> Iterator[str]:
    """What must change first, then what both have, then the rest."""
    for change in registry.changes():
        if change.of is of:
            yield _change(change)
    for one in registry.moving(of):
        if one.unless:
            yield _set_aside(one)
        yield _move(one)
    for one in registry.replaced(of):
        yield _change(_replace(one))


# Whom one of somebody's families is closed to would read of them in another: they are kept out of both.
_KEPT_OUT = f"""n := n + 1;
    WITH made AS (
      INSERT INTO access_denial (id, created_at, family_id, account_id, kind, reason, starts_at, ends_at, set_by_id)
      SELECT DISTINCT ON (f, d.account_id) gen_random_uuid(), clock_timestamp(), f, d.account_id, d.kind, d.reason, d.starts_at,
        d.ends_at, d.set_by_id
      FROM access_denial d, unnest(near || far) f
      WHERE {CLOSED.format(t="d")} AND (d.family_id = ANY (far) AND f = ANY (near) AND f <> ALL (far)
          OR d.family_id = ANY (near) AND f = ANY (far) AND f <> ALL (near))
        AND NOT EXISTS (SELECT FROM access_denial e WHERE e.family_id = f AND e.account_id = d.account_id
          AND {CLOSED.format(t="e")})
      ORDER BY f, d.account_id, d.ends_at DESC NULLS FIRST RETURNING *)
    {_KEEP} SELECT which, n, 'made', 'access_denial', '', g.id::text, NULL, to_jsonb(g) FROM made g;
    DELETE FROM people_findable x WHERE x.person_id = merged;"""


def functions() -> dict[str, str]:
    """Made when they are installed: by then every app has said what is its own."""
    person, family = "\n    ".join(_steps(Of.PERSON)), "\n    ".join(_steps(Of.FAMILY))
    return {
        # For the two below alone: whoever calls has asked whether it may be.
        "wall.put_together(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.put_together(which uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
#variable_conflict use_variable
DECLARE what text; kept uuid; merged uuid; n integer := 0; near uuid[]; far uuid[];
BEGIN
  SELECT m.of, m.kept_id, m.merged_id INTO what, kept, merged FROM people_merge m WHERE m.id = which;
  near := wall.merge_families(what, kept); far := wall.merge_families(what, merged);
  IF what = 'person' THEN
    {person}
    {_KEPT_OUT}
  ELSE
    {family}
  END IF;
  UPDATE people_merge m SET state = 'done', done_at = clock_timestamp(), closings = ARRAY(
      SELECT r.id FROM people_residence r WHERE what = 'person' AND r.person_id = kept AND r.confidential
      UNION SELECT d.id FROM access_denial d WHERE what = 'family' AND d.family_id = kept
      UNION SELECT r.id FROM access_restriction r WHERE what = 'family' AND r.family_id = kept) WHERE m.id = which;
END $$;""",
        # The plan as it must be for what was read to be what is done.
        "wall.still_fits(text, uuid, uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.still_fits(what text, kept uuid, merged uuid, fits text) RETURNS jsonb LANGUAGE plpgsql
{DEFINER} AS $$
DECLARE plan jsonb := wall.merge_plan(what, kept, merged);
BEGIN
  IF plan IS NULL THEN RAISE EXCEPTION 'no such two' {NOT_YOURS}; END IF;
  IF plan->>'digest' IS DISTINCT FROM fits THEN
    RAISE EXCEPTION 'something changed' USING ERRCODE = '{NO_LONGER_FITS}';
  END IF;
  RETURN plan;
END $$;""",
        "wall.called(text, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.called(what text, one uuid) RETURNS text LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT left(coalesce(CASE what WHEN 'family' THEN (SELECT f.name FROM people_family f WHERE f.id = one)
    ELSE (SELECT trim(n.given || ' ' || n.family) FROM people_personname n WHERE n.person_id = one
      ORDER BY n.use = 'usual' DESC, n.ends_on IS NULL DESC, n.id DESC LIMIT 1) END, ''), 250) $$;""",
        # Done at once, or written down for somebody else to agree to where somebody's safety rests on either.
        "wall.merge(text, uuid, uuid, text, text)": f"""
CREATE OR REPLACE FUNCTION wall.merge(what text, kept uuid, merged uuid, why text, fits text) RETURNS uuid LANGUAGE plpgsql
{DEFINER} {WAITS} AS $$
DECLARE me uuid := wall.viewer(); made uuid := gen_random_uuid(); plan jsonb;
BEGIN
  {ALONE}
  IF NOT wall.may_merge(what, kept, merged) OR coalesce(length(trim(why)), 0) < 5 THEN
    RAISE EXCEPTION 'no such two' {NOT_YOURS};
  END IF;
  {HOLD};
  plan := wall.still_fits(what, kept, merged, fits);
  IF plan->'blocks' <> '[]' THEN RAISE EXCEPTION 'not to be put together' USING ERRCODE = '{STANDS_IN_THE_WAY}'; END IF;
  INSERT INTO people_merge (id, created_at, of, kept_id, merged_id, leads_to, kept_name, merged_name, state, why,
      guarded, asked_by_id, ended_why, closings)
    VALUES (made, clock_timestamp(), what, kept, merged, kept, wall.called(what, kept), wall.called(what, merged), 'asked',
      left(why, 500), (plan->>'guarded')::boolean, me, '', '{{}}');
  IF NOT (plan->>'guarded')::boolean THEN PERFORM wall.put_together(made); END IF;
  RETURN made;
END $$;""",
        # By another, who sees both as well and has read the plan as it is now.
        "wall.agree_to_merge(uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.agree_to_merge(which uuid, fits text) RETURNS void LANGUAGE plpgsql {DEFINER} {WAITS} AS $$
DECLARE me uuid := wall.viewer(); asked people_merge; plan jsonb;
BEGIN
  {ALONE}
  {HOLD};
  SELECT m.* INTO asked FROM people_merge m WHERE m.id = which AND m.state = 'asked' AND m.asked_by_id <> me FOR UPDATE;
  IF asked.id IS NULL OR NOT wall.may_merge(asked.of, asked.kept_id, asked.merged_id) THEN
    RAISE EXCEPTION 'no such two' {NOT_YOURS};
  END IF;
  plan := wall.still_fits(asked.of, asked.kept_id, asked.merged_id, fits);
  IF plan->'blocks' <> '["waiting"]' THEN
    RAISE EXCEPTION 'not to be put together' USING ERRCODE = '{STANDS_IN_THE_WAY}';
  END IF;
  UPDATE people_merge m SET agreed_by_id = me WHERE m.id = which;
  PERFORM wall.put_together(which);
END $$;""",
        # By whoever could agree to it, or asked.
        "wall.refuse_merge(uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.refuse_merge(which uuid, because text) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  UPDATE people_merge m SET state = 'refused', ended_at = clock_timestamp(), ended_by_id = me, ended_why = left(because, 500)
    WHERE m.id = which AND m.state = 'asked' AND {MAY} AND length(trim(because)) >= 5
      AND (m.asked_by_id = me OR wall.may_merge(m.of, m.kept_id, m.merged_id));
  IF NOT FOUND THEN RAISE EXCEPTION 'no such two' {NOT_YOURS}; END IF;
END $$;""",
    }


INNER = frozenset({
    "wall.put_together(uuid)", "wall.still_fits(text, uuid, uuid, text)", "wall.called(text, uuid)",
})  # fmt: skip
