"""Is someone alongside this family? Told by name and date of birth, to whoever gives a reason: a colleague, and nothing else.

Part of the security surface of `access.functions`: it stands outside row-level security because whoever asks does not see the
family. Of a family that is closed to them, restricted, or where anybody's address is confidential, it says what it says of one
that is not there. It writes down each question, and counts them by the database's clock.
"""

from __future__ import annotations

from onestory.access.functions import CURRENT_M, DEFINER, LIVE_M, NOT_YOURS
from onestory.access.models import Asking
from onestory.access.roles import ROLES, May

AN_HOUR = 20
"""Questions an account may ask within an hour: enough for any day's work, too few to go through a list of names."""

AT_MOST = 4
"""A child has a home or two; more people of one name, born on one day, are told apart by a postcode."""

_MAY = ",".join(role.key for role in ROLES.values() if May.ASK_WHO_IS_ALONGSIDE in role.allows)
_WHYS = ",".join(Asking.Why.values)
_HIDING = f"""EXISTS (SELECT FROM people_membership m JOIN people_residence r ON r.person_id = m.person_id
      WHERE m.family_id = p.family_id AND {CURRENT_M} AND r.confidential AND (r.ends_on IS NULL OR r.ends_on > current_date))"""

FUNCTIONS: dict[str, str] = {
    "wall.alongside(text, text, int, text, text, text)": f"""
CREATE OR REPLACE FUNCTION wall.alongside(first_name text, surname text, born_on int, at_postcode text, why text, because text)
RETURNS TABLE (of_family uuid, who text, job text, teams text, mail text) LANGUAGE plpgsql {DEFINER} AS $$
#variable_conflict use_variable
DECLARE me uuid := wall.viewer(); told int;
BEGIN
  -- All that would refuse the row at the end is asked first: an error in between would quote it, and how many it was told of.
  IF me IS NULL OR coalesce(length(trim(because)), 0) < 10 OR coalesce(why, '') <> ALL ('{{{_WHYS}}}')
      OR NOT EXISTS (SELECT 1 FROM access_teammembership m
      WHERE m.account_id = me AND m.role = ANY ('{{{_MAY}}}') AND {LIVE_M}) THEN
    RAISE EXCEPTION 'not yours to ask' {NOT_YOURS};
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('onestory.alongside ' || me, 0));
  IF {AN_HOUR} <= (SELECT count(*) FROM access_asking a
      WHERE a.account_id = me AND a.created_at > clock_timestamp() - interval '1 hour') THEN
    RAISE EXCEPTION 'asked too often' USING ERRCODE = 'check_violation';
  END IF;
  RETURN QUERY
    SELECT DISTINCT ON (p.family_id) p.family_id, a.name::text, a.job_title::text,
      coalesce((SELECT string_agg(DISTINCT t.name, ', ') FROM access_teammembership m JOIN access_team t ON t.id = m.team_id
        WHERE m.account_id = a.id AND {LIVE_M}), ''), a.email::text
    FROM people_findable x
    JOIN people_membership p ON p.person_id = x.person_id AND {CURRENT_M.replace("m.", "p.")}
    JOIN support_circlemember c ON c.family_id = p.family_id AND (c.ends_on IS NULL OR c.ends_on > current_date)
    JOIN access_account a ON a.id = c.account_id AND a.is_active
    WHERE x.family = surname AND x.given = first_name AND x.born = born_on
      AND (at_postcode = '' OR 'p:' || at_postcode = ANY (x.keys))
      AND NOT wall.shut_to(p.family_id, me) AND NOT {_HIDING}
    ORDER BY p.family_id, c.lead DESC, c.starts_on, c.created_at, c.id LIMIT {AT_MOST};
  GET DIAGNOSTICS told = ROW_COUNT;
  INSERT INTO access_asking (id, created_at, account_id, why, reason, told_of)
    VALUES (gen_random_uuid(), clock_timestamp(), me, why, left(trim(because), 500), told);
END $$;""",
}
