"""Who is called when a worry waits, and how they take it on: the part of the security surface that worries need.

Whoever raises a worry may see less of the family than looking into it needs, and whoever has it may be away. Then others are
called, in rounds: first who stands nearest, at last every supervisor. A call shows no more than that a worry waits. Whoever is
called and takes it on sees the family from then on, as far as the worry needs. Nobody can call a colleague by hand: that would be
a way to open a family to them. Nobody is called to whom the family is closed. A call ends nothing and takes the worry from
nobody: it stays its owner's until somebody takes it on.
"""

from __future__ import annotations

from onestory.access import roles
from onestory.access.functions import ARCHIVED, DEFINER, LIVE_M, NOT_YOURS, texts
from onestory.access.models.grants import LIVE
from onestory.access.reach import LIVE_G
from onestory.access.sections import Section
from onestory.support.models.deputies import NOW

OPENS = (Section.SHARED, Section.SAFEGUARDING)
"""What whoever takes a worry on sees of the family by it."""

ROUNDS = 3
UNTIL_NEXT = {"now": "15 minutes", "today": "2 hours", "soon": "24 hours"}
"""How long after a round the next is called, by how urgent the worry is. The last is called again: none falls silent."""

_NEXT = " ".join(f"WHEN '{urgency}' THEN interval '{wait}'" for urgency, wait in UNTIL_NEXT.items())
_MAY_LOOK = texts([role.key for role in roles.ROLES.values() if Section.SAFEGUARDING in role.ceiling])
_SUPERVISES = (
    f"EXISTS (SELECT 1 FROM access_teammembership m WHERE m.account_id = a.id AND m.role = 'supervisor' AND {LIVE_M})"
)
_NEAR = f"""EXISTS (SELECT 1 FROM access_supervision s WHERE s.supervisor_id = a.id AND s.account_id = w.owner_id
      AND {LIVE.format(g="s")})"""
_IN_THEIR_TEAM = f"""EXISTS (SELECT 1 FROM access_teammembership m JOIN access_teammembership o ON o.team_id = m.team_id
      AND o.account_id = w.owner_id WHERE m.account_id = a.id AND m.role = 'supervisor' AND {LIVE_M})"""
# Those who see the section of this family already, themselves.
_KNOWS_THEM = f"""EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = w.family_id AND g.account_id = a.id
      AND '{Section.SAFEGUARDING}' = ANY (g.sections) AND g.reason <> 'break_glass' AND {LIVE_G})"""
# Not every deputy: whoever has a worry chooses theirs, and would open by it what they do not see themselves.
_STANDS_IN = f"""(EXISTS (SELECT 1 FROM support_deputy d WHERE d.away_id = w.owner_id AND d.deputy_id = a.id
      AND {NOW.format(d="d")})
      AND {_KNOWS_THEM})"""
_RING = (
    f"CASE nth WHEN 1 THEN {_NEAR} OR {_STANDS_IN} WHEN 2 THEN {_IN_THEIR_TEAM} OR {_KNOWS_THEM} ELSE {_SUPERVISES} END"
)
_MAY_BE_CALLED = f"""a.kind = 'staff' AND a.is_active AND a.asleep_since IS NULL AND a.id <> w.owner_id
      AND EXISTS (SELECT 1 FROM access_teammembership m WHERE m.account_id = a.id AND m.role = ANY ({_MAY_LOOK}) AND {LIVE_M})
      AND (w.family_id IS NULL OR NOT wall.shut_to(w.family_id, a.id))"""
_OWNER_MAY_LOOK = f"""(w.family_id IS NULL OR EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = w.family_id
      AND '{Section.SAFEGUARDING}' = ANY (g.sections) AND {LIVE_G} AND NOT wall.shut_to(w.family_id, w.owner_id)
      AND (g.account_id = w.owner_id OR g.team_id IN (SELECT m.team_id FROM access_teammembership m
        WHERE m.account_id = w.owner_id AND m.role = ANY ({texts(roles.by_team())}) AND {LIVE_M}))))
      AND EXISTS (SELECT 1 FROM access_teammembership m
        WHERE m.account_id = w.owner_id AND m.role = ANY ({_MAY_LOOK}) AND {LIVE_M})"""
_AWAY = f"""EXISTS (SELECT 1 FROM access_account o WHERE o.id = w.owner_id AND (NOT o.is_active OR o.asleep_since IS NOT NULL))
      OR EXISTS (SELECT 1 FROM support_deputy d WHERE d.away_id = w.owner_id AND {NOW.format(d="d")})"""

FUNCTIONS: dict[str, str] = {
    # Called when one is raised, and by the worker every few minutes; doing it again calls nobody twice. It answers nothing:
    # whoever asked would learn that there are worries.
    "wall.call_about_worries()": f"""
CREATE OR REPLACE FUNCTION wall.call_about_worries() RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
#variable_conflict use_column
DECLARE w record; nth integer; last record; called bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('onestory.call_about_worries'));
  FOR w IN SELECT * FROM (SELECT w.*, CASE WHEN ({_AWAY}) THEN 'away' WHEN NOT ({_OWNER_MAY_LOOK}) THEN 'unseen'
        WHEN w.due_at <= statement_timestamp() THEN 'late' ELSE '' END AS why
      FROM support_worry w WHERE w.state <> 'ended') w WHERE w.why <> '' ORDER BY w.due_at, w.id LOOP
    SELECT max(c.round) AS round, max(c.called_at) AS called_at INTO last FROM support_worrycall c
      WHERE c.worry_id = w.id AND c.for_due_at = w.due_at;
    CONTINUE WHEN last.called_at > statement_timestamp() - CASE w.urgency {_NEXT} END;
    nth := coalesce(last.round, 0);
    LOOP
      nth := nth + 1;
      INSERT INTO support_worrycall (id, created_at, worry_id, to_id, round, why, for_due_at, called_at)
        SELECT gen_random_uuid(), clock_timestamp(), w.id, a.id, nth, w.why, w.due_at, clock_timestamp()
        FROM access_account a WHERE {_MAY_BE_CALLED} AND ({_RING});
      GET DIAGNOSTICS called = ROW_COUNT;
      EXIT WHEN called > 0 OR nth >= {ROUNDS};
    END LOOP;
  END LOOP;
END $$;""",
    # What waits for whoever looks because they were called: the newest call of each worry that is still open and not theirs.
    "wall.calls_for_me()": f"""
CREATE OR REPLACE FUNCTION wall.calls_for_me()
RETURNS TABLE (call uuid, urgency text, why text, raised_at timestamptz, due_at timestamptz, owner text, raiser text)
LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT DISTINCT ON (w.due_at, w.id) c.id, w.urgency::text, c.why::text, w.created_at, w.due_at, o.name::text, r.name::text
  FROM support_worrycall c JOIN support_worry w ON w.id = c.worry_id AND w.state <> 'ended' AND w.owner_id <> c.to_id
  JOIN access_account o ON o.id = w.owner_id JOIN access_account r ON r.id = w.raised_by_id
  WHERE c.to_id = wall.viewer() AND '{Section.SAFEGUARDING}' = ANY (wall.ceiling()) AND c.for_due_at = w.due_at
    AND (w.family_id IS NULL OR NOT wall.shut_to(w.family_id, c.to_id))
  ORDER BY w.due_at, w.id, c.called_at DESC, c.id $$;""",
    # The one who was called has it from now on, and sees what it needs of the family. Gives the worry and the owner before.
    "wall.take_on_worry(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.take_on_worry(which uuid) RETURNS TABLE (worry uuid, family uuid, opened uuid)
LANGUAGE plpgsql {DEFINER} AS $$
#variable_conflict use_column
DECLARE me uuid := wall.viewer(); it support_worry; made uuid;
BEGIN
  SELECT w.* INTO it FROM support_worry w JOIN support_worrycall c ON c.worry_id = w.id WHERE c.id = which AND c.to_id = me
    AND c.for_due_at = w.due_at AND w.state <> 'ended' AND w.owner_id <> me FOR UPDATE OF w;
  IF it.id IS NULL OR NOT '{Section.SAFEGUARDING}' = ANY (wall.ceiling()) OR (it.family_id IS NOT NULL
      AND (wall.shut_to(it.family_id, me) OR {ARCHIVED.format(one="it.family_id")})) THEN
    RAISE EXCEPTION 'not yours to take on' {NOT_YOURS};
  END IF;
  IF it.family_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = it.family_id
      AND g.account_id = me AND g.sections::text[] @> {texts(OPENS)} AND g.ends_at IS NULL AND g.reason <> 'break_glass'
      AND {LIVE_G}) THEN
    made := gen_random_uuid();
    INSERT INTO access_grant (id, created_at, family_id, account_id, reason, purpose, sections, starts_at, given_by_id)
      VALUES (made, now(), it.family_id, me, 'duty', 'Looking into a worry', {texts(OPENS)}, clock_timestamp(), me);
  END IF;
  UPDATE support_worry w SET owner_id = me WHERE w.id = it.id;
  RETURN QUERY SELECT it.id, it.family_id, made;
END $$;""",
}
