"""Who is called when a worry waits, and how they take it on: the part of the security surface that worries need.

Whoever raises a worry may see less of the family than looking into it needs, and whoever has it may be away. Then others are
called, in rounds: first who stands nearest, at last every supervisor. A call shows no more than that a worry waits. Whoever is
called and takes it on sees the family as far as the worry needs, until the worry ends. Nobody can call a colleague by hand: that
would be a way to open a family to them. Nobody is called to whom the family is closed, who was let go from it, or who raised the
worry. A call ends nothing and takes the worry from nobody: it stays its owner's until somebody takes it on. Where nobody at all
can be called, those who can place somebody are alarmed: no worry is silent.
"""

from __future__ import annotations

from onestory.access import roles
from onestory.access.functions import ARCHIVED, DEFINER, LIVE_M, NOT_YOURS, texts
from onestory.access.models.grants import LIVE
from onestory.access.reach import DECLARE_HELD, LIVE_G, MINE
from onestory.access.sections import Section
from onestory.support.models.deputies import NOW
from onestory.support.models.worries import Worry

ALARMED = ("administrator", "information_governance")
"""Who can place somebody, where nobody can be called."""

OPENS = (Section.SHARED, Section.SAFEGUARDING)
"""What whoever takes a worry on sees of the family by it."""

CALLED_IN = "called"
"""The reason of the grant of whoever takes a worry on (`access.models.grants`)."""
PURPOSE = "Helping those who are alongside the family"
"""As colleagues and the family read it: neither may be told by it that there is a worry."""

ROUNDS = 3
UNTIL_NEXT = {"now": "15 minutes", "today": "2 hours", "soon": "24 hours"}
"""How long after a round the next is called, by how urgent the worry is. The last is called again: none falls silent."""

_NEXT = " ".join(f"WHEN '{urgency}' THEN interval '{wait}'" for urgency, wait in UNTIL_NEXT.items())
_URGENT = " ".join(f"WHEN '{one.value}' THEN '{one.label}'" for one in Worry.Urgency)
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
# Somebody else ended what they saw it by: a worry does not bring them back.
_LET_GO = f"""(EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = w.family_id AND g.account_id = a.id
      AND g.ended_by_id <> a.id AND g.reason NOT IN ('break_glass', '{CALLED_IN}'))
      AND NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = w.family_id AND g.reason <> 'break_glass' AND {LIVE_G}
        AND (g.account_id = a.id OR g.account_id IN (SELECT s.account_id FROM access_supervision s
            WHERE s.supervisor_id = a.id AND {LIVE.format(g="s")})
          OR g.team_id IN (SELECT m.team_id FROM access_teammembership m
            WHERE m.account_id = a.id AND m.role = ANY ({texts(roles.by_team())}) AND {LIVE_M}))))"""


def _ring(nth: str) -> str:
    return (
        f"(CASE {nth} WHEN 1 THEN {_NEAR} OR {_STANDS_IN} WHEN 2 THEN {_IN_THEIR_TEAM} OR {_KNOWS_THEM}"
        f" ELSE {_SUPERVISES} END)"
    )


_HERE = "a.kind = 'staff' AND a.is_active AND a.asleep_since IS NULL"
_OPEN_TO_THEM = "(w.family_id IS NULL OR NOT wall.shut_to(w.family_id, a.id))"
# Whoever opened a family in an emergency and raised a worry about it would come back by it, were they called themselves.
_MAY_BE_CALLED = f"""{_HERE} AND a.id <> w.owner_id AND (a.id <> w.raised_by_id OR {_KNOWS_THEM})
      AND EXISTS (SELECT 1 FROM access_teammembership m WHERE m.account_id = a.id AND m.role = ANY ({_MAY_LOOK}) AND {LIVE_M})
      AND {_OPEN_TO_THEM} AND NOT {_LET_GO}"""
# A call counts while the worry is whose it was, waits for the same time, and what they were called for is still so.
_STILL = f"""c.for_due_at = w.due_at AND c.called_at >= w.owned_since AND w.state <> 'ended' AND {_MAY_BE_CALLED}
      AND {_ring("c.round")}"""
_OWNER_MAY_LOOK = f"""(w.family_id IS NULL OR EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = w.family_id
      AND '{Section.SAFEGUARDING}' = ANY (g.sections) AND {LIVE_G} AND NOT wall.shut_to(w.family_id, w.owner_id)
      AND (g.account_id = w.owner_id OR g.team_id IN (SELECT m.team_id FROM access_teammembership m
        WHERE m.account_id = w.owner_id AND m.role = ANY ({texts(roles.by_team())}) AND {LIVE_M}))))
      AND EXISTS (SELECT 1 FROM access_teammembership m
        WHERE m.account_id = w.owner_id AND m.role = ANY ({_MAY_LOOK}) AND {LIVE_M})"""
_AWAY = f"""EXISTS (SELECT 1 FROM access_account o WHERE o.id = w.owner_id AND (NOT o.is_active OR o.asleep_since IS NOT NULL))
      OR EXISTS (SELECT 1 FROM support_deputy d WHERE d.away_id = w.owner_id AND {NOW.format(d="d")})"""

# Who walks alongside the family, and can: themselves, or somebody in their team. Looking into another worry is not that.
_SOMEBODY = f"""EXISTS (SELECT 1 FROM access_grant t JOIN access_account a ON {_HERE} AND (a.id = t.account_id OR a.id IN (
        SELECT m.account_id FROM access_teammembership m WHERE m.team_id = t.team_id AND m.role = ANY ({texts(roles.by_team())})
          AND {LIVE_M}))
      WHERE t.family_id = g.family_id AND t.reason NOT IN ('break_glass', '{CALLED_IN}') AND {LIVE.format(g="t")}
        AND NOT wall.shut_to(t.family_id, a.id)
        AND EXISTS (SELECT 1 FROM access_teammembership m WHERE m.account_id = a.id AND m.role = ANY ({texts(roles.seeing())})
          AND {LIVE_M}))"""
# What was opened by a worry, which is still open.
_OPENED = f"""support_worrycall c JOIN support_worry w ON w.id = c.worry_id
    JOIN access_grant g ON g.id = c.opened_id AND {LIVE_G}"""

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
    SELECT max(c.round) AS round, max(c.called_at) FILTER (WHERE c.called_at >= w.owned_since) AS called_at INTO last
      FROM support_worrycall c WHERE c.worry_id = w.id AND c.for_due_at = w.due_at;
    -- Whoever has just taken on one that was late is given as long as anybody who is called.
    CONTINUE WHEN greatest(last.called_at, CASE WHEN w.why = 'late' AND last.round > 0 THEN w.owned_since END)
      > statement_timestamp() - CASE w.urgency {_NEXT} END;
    nth := coalesce(last.round, 0);
    LOOP
      nth := nth + 1;
      INSERT INTO support_worrycall (id, created_at, worry_id, to_id, round, why, for_due_at, called_at)
        SELECT gen_random_uuid(), clock_timestamp(), w.id, a.id, nth, w.why, w.due_at, clock_timestamp()
        FROM access_account a WHERE {_MAY_BE_CALLED} AND {_ring("nth")};
      GET DIAGNOSTICS called = ROW_COUNT;
      EXIT WHEN called > 0 OR nth >= {ROUNDS};
    END LOOP;
    -- It says whose it is and how soon, and not about whom: those who read it see no family, or not this one.
    INSERT INTO access_alert (id, created_at, kind, to_account_id, to_role, about_id, subject_id, why)
      SELECT gen_random_uuid(), clock_timestamp(), 'worry_waits', x.who, x.of_role, w.owner_id, w.id,
        CASE w.urgency {_URGENT} END || '. Place a supervisor, or wake one whose account sleeps: they are called at once'
      FROM (SELECT NULL::uuid AS who, r AS of_role FROM unnest({texts(ALARMED)}) r UNION ALL
        SELECT a.id, '' FROM access_account a WHERE {_HERE} AND ({_NEAR} OR {_IN_THEIR_TEAM}) AND {_OPEN_TO_THEM}) x
      WHERE called = 0 AND NOT EXISTS (SELECT 1 FROM access_alert l WHERE l.kind = 'worry_waits' AND l.subject_id = w.id
        AND l.to_account_id IS NOT DISTINCT FROM x.who AND l.to_role = x.of_role AND (l.seen_at IS NULL
          OR l.created_at > statement_timestamp() - CASE w.urgency {_NEXT} END));
  END LOOP;
END $$;""",
    # What waits for whoever looks because they were called: the newest call of each worry that is still open and not theirs.
    "wall.calls_for_me()": f"""
CREATE OR REPLACE FUNCTION wall.calls_for_me()
RETURNS TABLE (call uuid, urgency text, why text, raised_at timestamptz, due_at timestamptz, owner text, raiser text)
LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT DISTINCT ON (w.due_at, w.id) c.id, w.urgency::text, c.why::text, w.created_at, w.due_at, o.name::text, r.name::text
  FROM support_worrycall c JOIN support_worry w ON w.id = c.worry_id JOIN access_account a ON a.id = c.to_id
  JOIN access_account o ON o.id = w.owner_id JOIN access_account r ON r.id = w.raised_by_id
  WHERE c.to_id = wall.viewer() AND '{Section.SAFEGUARDING}' = ANY (wall.ceiling()) AND {_STILL}
  ORDER BY w.due_at, w.id, c.called_at DESC, c.id $$;""",
    # The one who was called has it from now on, and sees what it needs of the family. Gives the worry and the owner before.
    "wall.take_on_worry(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.take_on_worry(which uuid) RETURNS TABLE (worry uuid, family uuid, opened uuid)
LANGUAGE plpgsql {DEFINER} AS $$
#variable_conflict use_column
DECLARE me uuid := wall.viewer(); it support_worry; made uuid;
BEGIN
  SELECT w.* INTO it FROM support_worry w JOIN support_worrycall c ON c.worry_id = w.id
    JOIN access_account a ON a.id = c.to_id WHERE c.id = which AND c.to_id = me AND {_STILL} FOR UPDATE OF w;
  IF it.id IS NULL OR NOT '{Section.SAFEGUARDING}' = ANY (wall.ceiling()) OR (it.family_id IS NOT NULL
      AND {ARCHIVED.format(one="it.family_id")}) THEN
    RAISE EXCEPTION 'not yours to take on' {NOT_YOURS};
  END IF;
  IF it.family_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = it.family_id
      AND g.account_id = me AND g.sections::text[] @> {texts(OPENS)} AND g.ends_at IS NULL AND g.reason <> 'break_glass'
      AND {LIVE_G}) THEN
    made := gen_random_uuid();
    INSERT INTO access_grant (id, created_at, family_id, account_id, reason, purpose, sections, starts_at, given_by_id)
      VALUES (made, now(), it.family_id, me, '{CALLED_IN}', '{PURPOSE}', {texts(OPENS)}, clock_timestamp(), me);
    UPDATE support_worrycall c SET opened_id = made WHERE c.id = which;
  END IF;
  UPDATE support_worry w SET owner_id = me WHERE w.id = it.id;
  RETURN QUERY SELECT it.id, it.family_id, made;
END $$;""",
    # By its owner, about a family that is open to them: all that was written of it goes with it, and nobody else is let in.
    "wall.join_worry(uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.join_worry(which uuid, family uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
#variable_conflict use_variable
DECLARE {DECLARE_HELD}
BEGIN
  PERFORM 1 FROM support_worry w WHERE w.id = which AND w.owner_id = me AND w.family_id IS NULL AND w.state <> 'ended' FOR UPDATE;
  IF NOT FOUND OR {ARCHIVED.format(one="family")} OR NOT EXISTS (
      SELECT 1 FROM access_grant g WHERE g.family_id = family AND {MINE}) THEN
    RAISE EXCEPTION 'not yours to join' {NOT_YOURS};
  END IF;
  UPDATE support_worry w SET family_id = family WHERE w.id = which;
  UPDATE support_worryevent e SET family_id = family WHERE e.worry_id = which;
  UPDATE support_worryreferral r SET family_id = family WHERE r.worry_id = which;
END $$;""",
    # What was opened by a worry ends with it, and gives which grants those were; but not where nobody would be left alongside
    # the family: then it ends once somebody is. Whose it was last is kept, where several looked into it.
    "wall.end_what_worry_opened(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.end_what_worry_opened(which uuid) RETURNS SETOF uuid LANGUAGE plpgsql {DEFINER} AS $$
#variable_conflict use_column
DECLARE of_family uuid;
BEGIN
  SELECT w.family_id INTO of_family FROM support_worry w WHERE w.id = which AND w.state = 'ended' FOR UPDATE;
  PERFORM 1 FROM access_grant g WHERE g.family_id = of_family ORDER BY g.id FOR UPDATE;
  RETURN QUERY UPDATE access_grant x SET ends_at = greatest(clock_timestamp(), x.starts_at), ended_by_id = wall.viewer()
    FROM (SELECT g.id FROM {_OPENED} WHERE w.id = which AND w.state = 'ended' AND ({_SOMEBODY} OR g.account_id <> w.owner_id
      AND EXISTS (SELECT 1 FROM access_grant k WHERE k.family_id = g.family_id AND k.account_id = w.owner_id
        AND k.reason = '{CALLED_IN}' AND {LIVE.format(g="k")}))) y
    WHERE x.id = y.id RETURNING x.id;
END $$;""",
    # By the worker, for what could not end when its worry did. It answers nothing, and so writes down itself what it ended:
    # whoever called it would learn by an answer in which families there was a worry.
    "wall.end_what_worries_opened()": f"""
CREATE OR REPLACE FUNCTION wall.end_what_worries_opened() RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE one record;
BEGIN
  FOR one IN SELECT DISTINCT w.id, w.family_id FROM {_OPENED} WHERE w.state = 'ended' AND {_SOMEBODY} LOOP
    INSERT INTO audit_auditevent (account_id, action, family_id, person_ids, subject, detail, request_id, grant_id)
      SELECT wall.viewer(), 'grants.end', one.family_id, '{{}}', '', jsonb_build_object('reason', '{CALLED_IN}'), '', e.ended
      FROM wall.end_what_worry_opened(one.id) e (ended);
  END LOOP;
END $$;""",
    # To whoever sees the family by this worry: whether by nothing else, and whether nobody is alongside the family but them.
    "wall.opened_by_worry(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.opened_by_worry(which uuid) RETURNS TABLE (only_by_it boolean, nobody_else boolean)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE {DECLARE_HELD}
BEGIN
  RETURN QUERY SELECT NOT EXISTS (SELECT 1 FROM access_grant o WHERE o.family_id = g.family_id AND o.id <> g.id
      AND (o.account_id = ANY (accounts) OR o.team_id = ANY (mine)) AND {LIVE.format(g="o")}), NOT {_SOMEBODY}
    FROM {_OPENED} WHERE w.id = which AND g.account_id = me AND g.family_id <> ALL (closed) LIMIT 1;
END $$;""",
    # Since when somebody has it is never theirs to say.
    "wall.worry_changes_hands()": f"""
CREATE OR REPLACE FUNCTION wall.worry_changes_hands() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  NEW.owned_since := clock_timestamp();
  RETURN NEW;
END $$;""",
}
