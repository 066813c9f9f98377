"""Taking two records apart again: everything that a merge did, from the last to the first. Part of the wall (`access.functions`).

Rows that moved go back with the newest words they hold. A column that the merge changed gets what it was, unless somebody has
changed it since. What was written down afterwards of the one record stays there, and is listed for whoever looks. What was closed
or hidden since, for somebody's safety, is closed and hidden on both sides.
"""

from __future__ import annotations

from django.apps import apps

from onestory.access.functions import DEFINER, NOT_YOURS
from onestory.core.merging import Of, Relation
from onestory.people.merging import registry
from onestory.people.merging.carrying_out import ALONE, HOLD, UNDO_FIRST, WAITS
from onestory.people.merging.planning import CLOSED, MAY, said

_AT_HOME = "(r.ends_on IS NULL OR r.ends_on >= current_date)"
_SINCE = "created_at > one.done_at"
_NEW = "<> ALL (one.closings)"
_HIDDEN_SINCE = f"""EXISTS (SELECT FROM people_residence r WHERE r.person_id = one.kept_id AND r.confidential AND {_AT_HOME}
      AND r.id {_NEW})"""
_LATER = """SELECT m.id FROM people_merge m WHERE m.state = 'done' AND m.id <> one.id AND m.done_at > one.done_at
      AND (m.kept_id = one.kept_id OR m.merged_id = one.kept_id OR EXISTS (SELECT FROM people_mergedrow a
        JOIN people_mergedrow b ON b."table" = a."table" AND b.row_id = a.row_id WHERE a.merge_id = m.id AND b.merge_id = one.id))
      ORDER BY m.done_at DESC LIMIT 1"""


def dated(of: Of) -> list[Relation]:
    """What is counted of all that was written since: it says when it was written."""
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    columns = {table: {field.column for field in model._meta.concrete_fields} for table, model in by_table.items()}
    return [one for one in said(of) if "created_at" in columns.get(one.table, ()) and one in registry.moving(of)]


def _written_since(of: Of) -> str:
    counted = (
        f"""'{one.table}.{one.column}', (SELECT count(*) FROM {one.table} z WHERE z.{one.column} = one.kept_id AND z.{_SINCE}
      AND NOT EXISTS (SELECT FROM people_mergedrow r WHERE r.merge_id = one.id AND r."table" = '{one.table}'
        AND r.row_id = z.id::text))"""
        for one in dated(of)
    )
    return f"jsonb_build_object({', '.join(counted)})"


# What closes the one record since then closes both (HZ-44).
_CLOSED_SINCE = f"""
    INSERT INTO access_denial (id, created_at, family_id, account_id, kind, reason, starts_at, ends_at, set_by_id)
      SELECT gen_random_uuid(), clock_timestamp(), one.merged_id, d.account_id, d.kind, d.reason, d.starts_at, d.ends_at,
        d.set_by_id
      FROM access_denial d WHERE d.family_id = one.kept_id AND d.id {_NEW} AND {CLOSED.format(t="d")};
    INSERT INTO access_restriction (id, created_at, family_id, reason, starts_at, ends_at, set_by_id)
      SELECT gen_random_uuid(), clock_timestamp(), one.merged_id, r.reason, r.starts_at, r.ends_at, r.set_by_id
      FROM access_restriction r WHERE r.family_id = one.kept_id AND r.id {_NEW} AND {CLOSED.format(t="r")} AND NOT EXISTS (
        SELECT FROM access_restriction o WHERE o.family_id = one.merged_id AND o.ends_at IS NULL) RETURNING id INTO copied;
    INSERT INTO access_named (id, created_at, restriction_id, account_id, team_id, named_by_id)
      SELECT gen_random_uuid(), clock_timestamp(), copied, n.account_id, n.team_id, n.named_by_id FROM access_named n
      JOIN access_restriction r ON r.id = n.restriction_id WHERE copied IS NOT NULL AND r.family_id = one.kept_id
        AND r.id {_NEW} AND {CLOSED.format(t="r")};
    INSERT INTO access_shut (id, created_at, restriction_id, account_id, shut_by_id)
      SELECT gen_random_uuid(), clock_timestamp(), copied, s.account_id, s.shut_by_id FROM access_shut s
      JOIN access_restriction r ON r.id = s.restriction_id WHERE copied IS NOT NULL AND r.family_id = one.kept_id
        AND r.id {_NEW} AND {CLOSED.format(t="r")};"""

_TYPE = """(SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
        WHERE a.attrelid = format('public.%I', done."table")::regclass AND a.attname = 'id')"""
_ITS_ROW = "r.merge_id = $1 AND r.step = $2 AND t.id = r.row_id::%2$s"


def functions() -> dict[str, str]:
    """Made when they are installed: by then every app has said what is its own."""
    return {
        "wall.may_unmerge(people_merge)": f"""
CREATE OR REPLACE FUNCTION wall.may_unmerge(one people_merge) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
  RETURN one.state = 'done' AND {MAY} AND wall.sees_whole(one.of, one.leads_to);
END $$;""",
        # What was written since and stays where it was written, and which merge must be undone first. Null for whom it is not.
        "wall.unmerge_plan(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.unmerge_plan(which uuid) RETURNS jsonb LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE one people_merge;
BEGIN
  SELECT m.* INTO one FROM people_merge m WHERE m.id = which;
  IF one.id IS NULL OR NOT wall.may_unmerge(one) THEN RETURN NULL; END IF;
  RETURN jsonb_build_object('first', ({_LATER}), 'since', CASE one.of
    WHEN 'person' THEN {_written_since(Of.PERSON)} ELSE {_written_since(Of.FAMILY)} END);
END $$;""",
        "wall.unmerge(uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.unmerge(which uuid, because text) RETURNS void LANGUAGE plpgsql {DEFINER} {WAITS} AS $$
DECLARE me uuid := wall.viewer(); one people_merge; done record; hidden boolean; copied uuid;
BEGIN
  {ALONE}
  {HOLD};
  SELECT m.* INTO one FROM people_merge m WHERE m.id = which FOR UPDATE;
  IF one.id IS NULL OR NOT wall.may_unmerge(one) OR coalesce(length(trim(because)), 0) < 5 THEN
    RAISE EXCEPTION 'no such merge' {NOT_YOURS};
  END IF;
  IF EXISTS ({_LATER}) THEN RAISE EXCEPTION 'another comes first' USING ERRCODE = '{UNDO_FIRST}'; END IF;
  -- From here on the two are two: what is put back must not follow to the one it comes from.
  UPDATE people_merge m SET state = 'undone', leads_to = m.kept_id, ended_at = clock_timestamp(), ended_by_id = me,
    ended_why = left(because, 500) WHERE m.id = which;
  hidden := one.of = 'person' AND {_HIDDEN_SINCE};
  FOR done IN SELECT DISTINCT r.step, r.did, r."table", r."column" FROM people_mergedrow r WHERE r.merge_id = which
      ORDER BY r.step DESC LOOP
    PERFORM wall.undo_step(one, done.step, done.did, done."table", done."column", {_TYPE});
  END LOOP;
  IF hidden THEN
    UPDATE people_residence r SET confidential = true WHERE r.person_id IN (one.kept_id, one.merged_id) AND NOT r.confidential
      AND {_AT_HOME};
  END IF;
  IF one.of = 'family' THEN {_CLOSED_SINCE}
  END IF;
  DELETE FROM people_mergedrow r WHERE r.merge_id = which;
END $$;""",
        # One step, for the function above alone: names come from what merges wrote down, where nothing else can write.
        "wall.undo_step(people_merge, integer, text, text, text, text)": f"""
CREATE OR REPLACE FUNCTION wall.undo_step(one people_merge, at integer, did text, of_table text, of_column text, keyed text)
RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE gives text; still text;
BEGIN
  IF did = 'moved' THEN
    EXECUTE format('UPDATE %1$I t SET %3$I = $3 FROM people_mergedrow r WHERE {_ITS_ROW} AND t.%3$I = $4',
      of_table, keyed, of_column) USING one.id, at, one.merged_id, one.kept_id;
  ELSIF did = 'aside' THEN
    EXECUTE format('INSERT INTO %1$I SELECT (jsonb_populate_record(NULL::%1$I, r.before)).* FROM people_mergedrow r'
      ' WHERE r.merge_id = $1 AND r.step = $2', of_table) USING one.id, at;
  ELSIF did = 'made' THEN
    EXECUTE format('DELETE FROM %1$I t USING people_mergedrow r WHERE {_ITS_ROW}'
      ' AND t = jsonb_populate_record(NULL::%1$I, r.after)', of_table, keyed) USING one.id, at;
  ELSE
    -- A row that anybody changed since in one of them keeps all: what was changed together belongs together.
    SELECT string_agg(format('%1$I = b.%1$I', y.k), ', '), string_agg(format('t.%1$I IS NOT DISTINCT FROM a.%1$I', y.k), ' AND ')
      INTO gives, still FROM (SELECT DISTINCT jsonb_object_keys(r.before) AS k FROM people_mergedrow r
        WHERE r.merge_id = one.id AND r.step = at) y;
    EXECUTE format('UPDATE %1$I t SET ' || gives || ' FROM people_mergedrow r, jsonb_populate_record(NULL::%1$I, r.before) b,'
      ' jsonb_populate_record(NULL::%1$I, r.after) a WHERE {_ITS_ROW} AND ' || still, of_table, keyed) USING one.id, at;
  END IF;
END $$;""",
    }


INNER = frozenset({
    "wall.may_unmerge(people_merge)", "wall.undo_step(people_merge, integer, text, text, text, text)",
})  # fmt: skip
