"""What waits for somebody who has left goes to somebody with a name, or to a team with people in it.

Part of the security surface (`access.functions`): whoever closes accounts sees no family, and yet nothing may be left behind. It
gives nobody access. What is about a family goes to whoever sees the family; where nobody does, to a supervisor to whom the
family is offered (`wall.offer`).
"""

from __future__ import annotations

from onestory.access import roles
from onestory.access.functions import DEFINER, LIVE_M, NOT_YOURS, texts
from onestory.access.models.grants import LIVE
from onestory.access.reach import LIVE_G
from onestory.support.due.all import SOURCES
from onestory.support.due.asking import AHEAD_DAYS
from onestory.support.due.source import Source
from onestory.support.models.deputies import NOW

_BY_TEAM = texts(roles.by_team())
_READING = ", ".join(f"('{role.key}', {texts(role.ceiling)})" for role in roles.ROLES.values() if role.ceiling)
_HERE = "a.is_active AND a.asleep_since IS NULL"


def _sees(one: str) -> str:
    """SQL: they may read this section of this family, by a grant of their own or of their team, as far as their role reads."""
    return f"""(NOT wall.shut_to(of_family, {one})
    AND EXISTS (SELECT FROM access_teammembership m JOIN (VALUES {_READING}) r (role, sections) ON r.role = m.role
      WHERE m.account_id = {one} AND within = ANY (r.sections) AND {LIVE_M})
    AND EXISTS (SELECT FROM access_grant g WHERE g.family_id = of_family AND {LIVE_G} AND g.reason <> 'break_glass'
      AND within = ANY (g.sections) AND (g.account_id = {one} OR g.team_id IN (SELECT m.team_id FROM access_teammembership m
        WHERE m.account_id = {one} AND m.role = ANY ({_BY_TEAM}) AND {LIVE_M}))))"""


def _peopled(team: str, who: str = "true") -> str:
    """SQL: somebody is in this team, of whom this holds."""
    return f"""EXISTS (SELECT FROM access_teammembership n JOIN access_account a ON a.id = n.account_id AND {_HERE}
    WHERE n.team_id = {team} AND n.role = ANY ({_BY_TEAM}) AND {LIVE.format(g="n")} AND {who})"""


_SUPERVISES = (
    f"EXISTS (SELECT FROM access_teammembership m WHERE m.account_id = a.id AND m.role = 'supervisor' AND {LIVE_M})"
)
# Of a leaver's teams, as they were at the moment the account was closed.
_PLACES = f"""ARRAY(SELECT DISTINCT m.team_id FROM access_teammembership m JOIN access_account a ON a.id = m.account_id
    WHERE m.account_id = who AND m.ends_at >= a.closed_at AND m.role = ANY ({_BY_TEAM}))"""

INNER = frozenset({"wall.heir(uuid, uuid, text, boolean)"})


def functions() -> dict[str, str]:
    """What each part of the work says of its own tables is known once every part is."""
    return {
        # Of somebody for whom the viewer stands in today, and a number alone.
        "wall.waits_for(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.waits_for(away uuid) RETURNS bigint LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT count(*) FROM ({_all_of("away")}) w WHERE (w.urgent OR w.due_on <= current_date + {AHEAD_DAYS}) AND EXISTS (SELECT
    FROM support_deputy d WHERE d.away_id = away AND d.deputy_id = wall.viewer() AND {NOW.format(d="d")}) $$;""",
        # The nearest first: their team, who supervised them, the family's own circle, whoever else sees it, any supervisor.
        "wall.heir(uuid, uuid, text, boolean)": f"""
CREATE OR REPLACE FUNCTION wall.heir(who uuid, of_family uuid, within text, to_teams boolean)
RETURNS TABLE (to_account uuid, to_team uuid) LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE places uuid[] := {_PLACES};
BEGIN
  RETURN QUERY SELECT c.account, c.team FROM (
    SELECT 1 AS place, NULL::uuid AS account, p.id AS team, NULL::timestamptz AS since FROM unnest(places) p (id)
      WHERE to_teams AND {_peopled("p.id", f"(of_family IS NULL OR {_sees('a.id')})")}
    UNION ALL SELECT 2, a.id, NULL, s.starts_at FROM access_supervision s JOIN access_account a ON a.id = s.supervisor_id
      WHERE s.account_id = who AND {LIVE.format(g="s")} AND {_HERE} AND {_SUPERVISES}
        AND (of_family IS NULL OR {_sees("a.id")})
    UNION ALL SELECT CASE WHEN k.lead THEN 3 ELSE 4 END, a.id, NULL, k.created_at FROM support_circlemember k
      JOIN access_account a ON a.id = k.account_id WHERE k.family_id = of_family AND k.ends_on IS NULL AND {_HERE}
        AND {_sees("a.id")}
    UNION ALL SELECT 5, a.id, NULL, g.starts_at FROM access_grant g JOIN access_account a ON a.id = g.account_id
      WHERE g.family_id = of_family AND {LIVE_G} AND a.kind = 'staff' AND {_HERE} AND {_sees("a.id")}
    UNION ALL SELECT 6, NULL, g.team_id, g.starts_at FROM access_grant g WHERE g.family_id = of_family AND {LIVE_G} AND to_teams
      AND g.team_id IS NOT NULL AND {_peopled("g.team_id", _sees("a.id"))}
    UNION ALL SELECT CASE WHEN s.id IS NOT NULL THEN 7 WHEN t.id IS NOT NULL THEN 8 ELSE 9 END, a.id, NULL, a.created_at
      FROM access_account a LEFT JOIN access_supervision s ON s.supervisor_id = a.id AND s.account_id = who
        AND {LIVE.format(g="s")}
      LEFT JOIN access_teammembership t ON t.account_id = a.id AND t.role = 'supervisor' AND t.team_id = ANY (places)
        AND {LIVE.format(g="t")}
      WHERE {_HERE} AND {_SUPERVISES} AND (of_family IS NULL OR NOT wall.shut_to(of_family, a.id))
    -- There is no supervisor anywhere: whoever closes the account at least knows that somebody must be found.
    UNION ALL SELECT 10, wall.viewer(), NULL, NULL
  ) c ORDER BY c.place, c.since, c.account, c.team LIMIT 1;
END $$;""",
        # By an administrator, of an account that is closed: how many things went to somebody else.
        "wall.hand_over(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.hand_over(who uuid) RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); one record; heir record; emptied uuid[]; moved bigint := 0; made uuid;
BEGIN
  IF NOT wall.has_role('administrator') OR NOT EXISTS (SELECT FROM access_account a WHERE a.id = who AND NOT a.is_active) THEN
    RAISE EXCEPTION 'not yours to hand over' {NOT_YOURS};
  END IF;
  emptied := ARRAY(SELECT p.id FROM unnest({_PLACES}) p (id) WHERE NOT {_peopled("p.id")});
  UPDATE support_deputy d SET ends_on = greatest(current_date - 1, d.starts_on - 1)
    WHERE who IN (d.away_id, d.deputy_id) AND d.ends_on >= current_date;
{"".join(f"  {one.left};" for one in SOURCES if one.left)}
{"".join(map(_moving, _owned()))}{_LEADS}
  -- A request changes hands with an event that says so (`support.request_functions`).
  moved := moved + wall.requests_left_by(who, emptied);
  RETURN moved;
END $$;""",
    }


def _all_of(account: str) -> str:
    arms = (f"SELECT s.due_on, s.urgent FROM ({one.sql}) s WHERE s.account_id = {account}" for one in SOURCES)
    return " UNION ALL ".join(arms)


def _owned() -> list[Source]:
    return [source for source in SOURCES if source.table]


def _moving(source: Source) -> str:
    """Each row of one table that was theirs, or their team's in which nobody is left."""
    theirs = f"x.{source.owner} = who" + (f" OR x.{source.team} = ANY (emptied)" if source.team else "")
    to = f"{source.owner} = heir.to_account" + (f", {source.team} = heir.to_team" if source.team else "")
    back = f"  UPDATE {source.table} x SET {source.kept} WHERE x.{source.offered} = who AND ({source.lasts});\n"
    return f"""{back if source.offered else ""}\
  FOR one IN SELECT x.id, ({source.family})::uuid AS of_family, ({source.section})::text AS within FROM {source.table} x
      WHERE ({theirs}) AND ({source.lasts}) FOR UPDATE LOOP
    SELECT h.* INTO heir FROM wall.heir(who, one.of_family, one.within, {str(bool(source.team)).lower()}) h;
    UPDATE {source.table} SET {to}{f", {source.kept}" if source.kept else ""} WHERE id = one.id;
    {_written("'" + source.kind + "'", "one.id")}
{_TOLD if source.kind == "task" else ""}  END LOOP;
"""


def _written(kind: str, subject: str) -> str:
    return f"""INSERT INTO support_handover (id, created_at, kind, subject_id, left_id, to_account_id, to_team_id, closed_by_id)
      VALUES (gen_random_uuid(), clock_timestamp(), {kind}, {subject}, who, heir.to_account, heir.to_team, me);
    moved := moved + 1;"""


_TOLD = """    INSERT INTO support_taskevent (id, created_at, task_id, act, state, why, owner_id, team_id, written_by_id)
      VALUES (gen_random_uuid(), clock_timestamp(), one.id, 'leaving.hand_over', 'waiting', '', heir.to_account, heir.to_team,
        me);
"""
# Whoever has left walks beside nobody. A family whose lead they were is asked whom it would ring first: that waits for somebody.
_LEADS = f"""  FOR one IN UPDATE support_circlemember k SET ends_on = greatest(current_date, k.starts_on), lead = false
      FROM support_circlemember b WHERE b.id = k.id AND k.account_id = who AND k.ends_on IS NULL
      RETURNING k.id, k.family_id AS of_family, b.lead LOOP
    CONTINUE WHEN NOT one.lead;
    SELECT h.* INTO heir FROM wall.heir(who, one.of_family, 'shared', true) h;
    made := gen_random_uuid();
    INSERT INTO support_task (id, created_at, family_id, title, due_on, owner_id, team_id, state, made_by_id)
      VALUES (made, clock_timestamp(), one.of_family, 'Ask the family whom they would ring first now', current_date + 3,
        heir.to_account, heir.to_team, 'waiting', me);
    INSERT INTO support_taskevent (id, created_at, task_id, act, state, why, owner_id, team_id, written_by_id)
      VALUES (gen_random_uuid(), clock_timestamp(), made, 'tasks.promise', 'waiting', '', heir.to_account, heir.to_team, me);
    {_written("'lead'", "one.id")}
  END LOOP;"""
