"""Closing an account, and ending a place in a team, without leaving the network to nobody (HZ-37, HZ-39).

Part of the security surface of `access.functions`. One session in the wrong hands must not be able to shut out everybody who
could stop it: what administrators and information governance do always stays with enough people who can sign in now.
"""

from __future__ import annotations

from onestory.access.functions import DEFINER, LIVE_M, NOT_YOURS

NEEDED = {"administrator": 2, "information_governance": 1}
"""How many must be left who can act. Two administrators: whatever one of them does by mistake or by force, another can undo, and
letting somebody in takes two."""

MANY = 5
"""Accounts closed within a day, by anybody, of which information governance hears. People leave one by one; a whole team that
leaves at once is worth a look too, and looking costs a minute."""

_LEAST = ", ".join(f"('{role}', {number})" for role, number in NEEDED.items())
# Those who could sign in now and do it: not closed, and not asleep for having been away.
_ABLE = f"""SELECT count(DISTINCT a.id) FROM access_teammembership m JOIN access_account a ON a.id = m.account_id AND a.is_active
      AND a.asleep_since IS NULL AND a.kind = 'staff' WHERE m.role = least.role AND {LIVE_M}"""

FUNCTIONS: dict[str, str] = {
    # Raises where these places, once ended, would leave too few. One at a time: two administrators could close each other.
    "wall.keep_power(uuid[])": f"""
CREATE OR REPLACE FUNCTION wall.keep_power(ending uuid[]) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('onestory.keep_power'));
  IF EXISTS (SELECT 1 FROM (VALUES {_LEAST}) least (role, needed)
      CROSS JOIN LATERAL ({_ABLE}) now_able (n) CROSS JOIN LATERAL ({_ABLE} AND m.id <> ALL (ending)) then_able (n)
      WHERE then_able.n < now_able.n AND then_able.n < least.needed) THEN
    RAISE EXCEPTION 'nobody would be left' USING ERRCODE = 'restrict_violation';
  END IF;
END $$;""",
    # By an administrator, of anybody but themselves: signed out everywhere and in no team, at once.
    "wall.close_account(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.close_account(who uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); places uuid[];
BEGIN
  IF NOT wall.has_role('administrator') OR who = me THEN RAISE EXCEPTION 'not yours to close' {NOT_YOURS}; END IF;
  places := ARRAY(SELECT m.id FROM access_teammembership m WHERE m.account_id = who AND (m.ends_at IS NULL OR m.ends_at > now()));
  PERFORM wall.keep_power(places);
  UPDATE access_account a SET is_active = false, closed_at = clock_timestamp() WHERE a.id = who AND a.is_active;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such account' {NOT_YOURS}; END IF;
  UPDATE access_teammembership m SET ends_at = greatest(clock_timestamp(), m.starts_at) WHERE m.id = ANY (places);
  DELETE FROM access_signedin s WHERE s.account_id = who;
  IF {MANY} <= (SELECT count(*) FROM access_account a WHERE a.closed_at > clock_timestamp() - interval '1 day')
      AND NOT EXISTS (SELECT 1 FROM access_alert l WHERE l.kind = 'accounts_closed' AND l.about_id = me
        AND l.created_at > clock_timestamp() - interval '1 day') THEN
    PERFORM wall.alert('accounts_closed', NULL, 'information_governance', me, NULL, NULL, '');
  END IF;
END $$;""",
}

INNER = frozenset({"wall.keep_power(uuid[])"})
