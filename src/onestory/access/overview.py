"""Who sees a family and why; and who is in a team, for the quarterly review: what the walls hide from those who must know it.

Part of the security surface of `access.functions`. A grant to somebody else is not the viewer's to read row by row; these answer,
to whoever walks alongside the family or is in charge of the team, who holds one, and nothing of what it opens.
"""

from __future__ import annotations

from onestory.access.functions import DEFINER, LIVE_M, NOT_YOURS
from onestory.access.guarding import GOVERNS, SEES, THERE
from onestory.access.reach import DECLARE, LIVE_G, MINE, SECTIONS
from onestory.access.sections import Section

# In charge of a team: its own supervisors, and whoever manages accounts.
_IN_CHARGE = "(wall.has_role('administrator') OR wall.supervises_team(of_team))"

FUNCTIONS: dict[str, str] = {
    # What proves a grant, such as a court's order, only to whoever may read what is written about safety.
    "wall.who_sees(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.who_sees(family uuid) RETURNS TABLE (held uuid, by_account uuid, by_team uuid, why text,
  lawful text, what_for text, proof text, under uuid, opened_to text[], since timestamptz, until timestamptz, giver uuid)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
#variable_conflict use_variable
DECLARE {DECLARE} seen text[];
BEGIN
  IF NOT ({SEES} OR {GOVERNS} AND {THERE}) THEN RETURN; END IF;
  SELECT array_agg(opened.s) INTO seen FROM access_grant g, {SECTIONS} WHERE g.family_id = family AND {MINE};
  RETURN QUERY SELECT g.id, g.account_id, g.team_id, g.reason::text, g.basis::text, g.purpose::text,
      CASE WHEN '{Section.SAFEGUARDING}' = ANY (seen) THEN g.evidence::text ELSE '' END, g.agreement_id, g.sections::text[],
      g.starts_at, g.ends_at, g.given_by_id
    FROM access_grant g LEFT JOIN access_account a ON a.id = g.account_id
    WHERE g.family_id = family AND {LIVE_G} AND coalesce(a.is_active, true) ORDER BY g.starts_at, g.id;
END $$;""",
    "wall.resting_on(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.resting_on(which uuid) RETURNS bigint LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT count(*) FROM access_grant g WHERE g.agreement_id = which AND {LIVE_G} AND {GOVERNS} $$;""",
    # Counts alone: how many families somebody was granted, never which.
    "wall.team_to_review(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.team_to_review(of_team uuid) RETURNS TABLE (membership uuid, who uuid, as_role text,
  since timestamptz, signed_in timestamptz, families bigint) LANGUAGE plpgsql STABLE {DEFINER} AS $$
#variable_conflict use_variable
DECLARE me uuid := wall.viewer();
BEGIN
  IF NOT {_IN_CHARGE} THEN RETURN; END IF;
  RETURN QUERY SELECT m.id, a.id, m.role::text, m.starts_at, a.last_login,
      (SELECT count(DISTINCT g.family_id) FROM access_grant g WHERE g.account_id = a.id AND {LIVE_G})
    FROM access_teammembership m JOIN access_account a ON a.id = m.account_id AND a.is_active AND a.kind = 'staff'
    WHERE m.team_id = of_team AND {LIVE_M} AND a.id <> me ORDER BY a.name, m.id;
END $$;""",
    # The whole team at once: nobody is left out, and nobody decides about themselves.
    "wall.review_team(uuid, uuid[], uuid[])": f"""
CREATE OR REPLACE FUNCTION wall.review_team(of_team uuid, still_right uuid[], to_end uuid[]) RETURNS uuid
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); made uuid := gen_random_uuid(); asked uuid[];
BEGIN
  IF NOT {_IN_CHARGE} THEN RAISE EXCEPTION 'not yours to review' {NOT_YOURS}; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('onestory.review ' || of_team, 0));
  asked := ARRAY(SELECT t.membership FROM wall.team_to_review(of_team) t);
  IF still_right && to_end OR NOT (asked <@ (still_right || to_end) AND (still_right || to_end) <@ asked) THEN
    RAISE EXCEPTION 'the team has changed' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM wall.keep_power(to_end);
  UPDATE access_teammembership m SET ends_at = greatest(clock_timestamp(), m.starts_at) WHERE m.id = ANY (to_end);
  INSERT INTO access_accessreview (id, created_at, team_id, reviewed_by_id, kept, ended)
    VALUES (made, clock_timestamp(), of_team, me, still_right, to_end);
  RETURN made;
END $$;""",
}
