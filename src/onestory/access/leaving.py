"""Closing an account, and ending a place in a team, without leaving the network to nobody (HZ-37, HZ-39).

Part of the security surface of `access.functions`. One session in the wrong hands must not be able to shut out everybody who
could stop it: what administrators and information governance do always stays with enough people who can sign in now.
"""

from __future__ import annotations

from onestory.access import roles
from onestory.access.functions import DEFINER, LIVE_M, NOT_YOURS, texts
from onestory.access.models.grants import LIVE
from onestory.access.reach import LIVE_G

NEEDED = {"administrator": 2, "information_governance": 1}
"""How many must be left who can act. Two administrators: whatever one of them does by mistake or by force, another can undo, and
letting somebody in takes two."""

MANY = 5
"""Accounts closed within a day, by anybody, of which information governance hears. People leave one by one; a whole team that
leaves at once is worth a look too, and looking costs a minute."""

_LEAST = ", ".join(f"('{role}', {number})" for role, number in NEEDED.items())
# Those who could sign in now and do it: not closed, and not asleep for having been away.
ABLE = f"""SELECT count(DISTINCT a.id) FROM access_teammembership m JOIN access_account a ON a.id = m.account_id AND a.is_active
      AND a.asleep_since IS NULL AND a.kind = 'staff' WHERE m.role = least.role AND {LIVE_M}"""


def _no_other(*, family: str, who: str) -> str:
    """SQL: nobody who can sign in sees the family but this account, by themselves or by a team with somebody in it."""
    return f"""NOT EXISTS (SELECT 1 FROM access_grant t LEFT JOIN access_account b ON b.id = t.account_id AND b.is_active
      WHERE t.family_id = {family} AND t.reason <> 'break_glass' AND {LIVE.format(g="t")} AND (b.id <> {who} OR t.team_id IN (
        SELECT m.team_id FROM access_teammembership m JOIN access_account c ON c.id = m.account_id AND c.is_active
        WHERE m.account_id <> {who} AND m.role = ANY ({texts(roles.by_team())}) AND {LIVE_M})))"""


ALONE = f"""SELECT DISTINCT g.family_id FROM access_grant g WHERE g.account_id = who AND g.reason <> 'break_glass' AND {LIVE_G}
    AND {_no_other(family="g.family_id", who="who")}"""
_SUPERVISES = f"""a.is_active AND a.id <> who AND NOT wall.shut_to(family, a.id) AND EXISTS (SELECT 1
        FROM access_teammembership m WHERE m.account_id = a.id AND m.role = 'supervisor' AND {LIVE_M})"""

FUNCTIONS: dict[str, str] = {
    # Raises where these places, once ended, would leave too few. One at a time: two administrators could close each other.
    "wall.keep_power(uuid[])": f"""
CREATE OR REPLACE FUNCTION wall.keep_power(ending uuid[]) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('onestory.keep_power'));
  IF EXISTS (SELECT 1 FROM (VALUES {_LEAST}) least (role, needed)
      CROSS JOIN LATERAL ({ABLE}) now_able (n) CROSS JOIN LATERAL ({ABLE} AND m.id <> ALL (ending)) then_able (n)
      WHERE then_able.n < now_able.n AND then_able.n < least.needed) THEN
    RAISE EXCEPTION 'nobody would be left' USING ERRCODE = 'restrict_violation';
  END IF;
END $$;""",
    # Without them too few could act: who fell asleep all at once, over a long closure say, nobody would be left to wake.
    "wall.is_needed(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.is_needed(who uuid) RETURNS boolean LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT EXISTS (SELECT 1 FROM (VALUES {_LEAST}) least (role, needed)
    CROSS JOIN LATERAL ({ABLE}) now_able (n) CROSS JOIN LATERAL ({ABLE} AND a.id <> who) then_able (n)
    WHERE then_able.n < now_able.n AND then_able.n < least.needed) $$;""",
    # How many families would be left to nobody: a number, for who closes accounts.
    "wall.would_leave_alone(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.would_leave_alone(who uuid) RETURNS bigint LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT count(*) FROM ({ALONE}) x WHERE wall.has_role('administrator') $$;""",
    # Each family is offered to whoever supervised the one who left or a team of theirs, else to every supervisor; never to whom
    # it is closed. Nobody is given it unasked: somebody with a name takes it on. Who governs hears how many there are.
    "wall.offer(uuid, uuid[], uuid[])": f"""
CREATE OR REPLACE FUNCTION wall.offer(who uuid, families uuid[], places uuid[]) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE family uuid; near uuid[]; found bigint;
BEGIN
  IF families = '{{}}' THEN RETURN; END IF;
  near := ARRAY(SELECT s.supervisor_id FROM access_supervision s WHERE s.account_id = who AND {LIVE.format(g="s")}
    UNION SELECT m.account_id FROM access_teammembership m JOIN access_teammembership theirs ON theirs.team_id = m.team_id
      WHERE theirs.id = ANY (places) AND m.role = 'supervisor' AND {LIVE_M});
  FOREACH family IN ARRAY families LOOP
    PERFORM wall.alert('left_alone', a.id, '', who, family, NULL, '') FROM access_account a
      WHERE a.id = ANY (near) AND {_SUPERVISES};
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found = 0 THEN
      PERFORM wall.alert('left_alone', a.id, '', who, family, NULL, '') FROM access_account a WHERE {_SUPERVISES};
    END IF;
  END LOOP;
  PERFORM wall.alert('left_alone', NULL, 'information_governance', who, NULL, NULL,
    cardinality(families) || CASE WHEN cardinality(families) = 1 THEN ' family' ELSE ' families' END
    || ', offered to supervisors');
END $$;""",
    # By whom it was offered to, while nobody else sees it: what the one who left saw, but what was a young person's and theirs.
    "wall.take_on(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.take_on(which uuid) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); offered access_alert; seen text[];
BEGIN
  SELECT l.* INTO offered FROM access_alert l WHERE l.id = which AND l.kind = 'left_alone' AND l.to_account_id = me;
  PERFORM pg_advisory_xact_lock(hashtextextended('onestory.take_on ' || offered.family_id, 0));
  SELECT array_agg(DISTINCT s) INTO seen FROM access_grant g, unnest(g.sections) s WHERE g.family_id = offered.family_id
    AND g.account_id = offered.about_id AND g.reason <> 'break_glass' AND {LIVE_G} AND s <> 'young_person';
  IF seen IS NULL OR NOT wall.has_role('supervisor') OR wall.shut_to(offered.family_id, me)
      OR NOT {_no_other(family="offered.family_id", who="offered.about_id")} THEN
    RAISE EXCEPTION 'not yours to take on' {NOT_YOURS};
  END IF;
  INSERT INTO access_grant (id, created_at, family_id, account_id, reason, sections, starts_at, given_by_id)
    VALUES (gen_random_uuid(), now(), offered.family_id, me, 'duty', seen, clock_timestamp(), me);
  UPDATE access_alert l SET seen_at = clock_timestamp(), seen_by_id = me WHERE l.kind = 'left_alone'
    AND l.family_id = offered.family_id AND l.about_id = offered.about_id AND l.seen_at IS NULL;
  RETURN offered.family_id;
END $$;""",
    # By an administrator, of anybody but themselves: signed out everywhere and in no team, at once.
    "wall.close_account(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.close_account(who uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); places uuid[]; alone uuid[];
BEGIN
  IF NOT wall.has_role('administrator') OR who = me THEN RAISE EXCEPTION 'not yours to close' {NOT_YOURS}; END IF;
  places := ARRAY(SELECT m.id FROM access_teammembership m WHERE m.account_id = who AND (m.ends_at IS NULL OR m.ends_at > now()));
  PERFORM wall.keep_power(places);
  alone := ARRAY({ALONE});
  UPDATE access_account a SET is_active = false, closed_at = clock_timestamp() WHERE a.id = who AND a.is_active;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such account' {NOT_YOURS}; END IF;
  UPDATE access_teammembership m SET ends_at = greatest(clock_timestamp(), m.starts_at) WHERE m.id = ANY (places);
  DELETE FROM access_signedin s WHERE s.account_id = who;
  PERFORM wall.offer(who, alone, places);
  IF {MANY} <= (SELECT count(*) FROM access_account a WHERE a.closed_at > clock_timestamp() - interval '1 day')
      AND NOT EXISTS (SELECT 1 FROM access_alert l WHERE l.kind = 'accounts_closed' AND l.about_id = me
        AND l.created_at > clock_timestamp() - interval '1 day') THEN
    PERFORM wall.alert('accounts_closed', NULL, 'information_governance', me, NULL, NULL, '');
  END IF;
END $$;""",
}

INNER = frozenset({"wall.keep_power(uuid[])", "wall.is_needed(uuid)", "wall.offer(uuid, uuid[], uuid[])"})
