"""The few functions that stand outside row-level security, because they must decide who is inside it.

Each is `SECURITY DEFINER`, owned by a role that can sign in nowhere and owns no table, has a fixed search path, and asks for
itself whether the viewer may. This is the whole security surface of the second wall: review any change here as such.
`onestory migrate` installs them again each time, so that they always match the code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onestory.access.models.grants import LIVE

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# Temporary tables come first where they are not named, and last where they are.
DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_LIVE_G = LIVE.format(g="g")
_LIVE_M = LIVE.format(g="m")

_CURRENT_M = "(m.ends_on IS NULL OR m.ends_on >= current_date)"
_MINE_G = f"(g.account_id = me OR g.team_id = ANY (mine)) AND {_LIVE_G}"

FUNCTIONS: dict[str, str] = {
    # The account whose ticket this transaction shows (`access.tickets`): signed, for this session, of an account that is open.
    "wall.viewer()": f"""
CREATE OR REPLACE FUNCTION wall.viewer() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {DEFINER} AS $$
DECLARE ticket text := current_setting('onestory.viewer', true); signed text;
BEGIN
  IF coalesce(length(ticket), 0) <> 106 THEN RETURN NULL; END IF;
  SELECT encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(left(ticket, 42), 'UTF8'))), 'hex') INTO signed
    FROM wall.ticket_key k;
  IF signed IS DISTINCT FROM right(ticket, 64) THEN RETURN NULL; END IF;
  RETURN (SELECT a.id FROM access_account a WHERE a.id = left(ticket, 32)::uuid AND a.is_active
    AND substr(ticket, 33, 10)::bigint = pg_backend_pid());
END $$;""",
    "wall.teams()": f"""
CREATE OR REPLACE FUNCTION wall.teams() RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  RETURN ARRAY(SELECT m.team_id FROM access_teammembership m WHERE m.account_id = me AND {_LIVE_M});
END $$;""",
    "wall.has_role(text)": f"""
CREATE OR REPLACE FUNCTION wall.has_role(wanted text) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  RETURN EXISTS (SELECT 1 FROM access_teammembership m WHERE m.account_id = me AND m.role = wanted AND {_LIVE_M});
END $$;""",
    # Whoever starts a record is granted it, once, in the transaction that made the family.
    "wall.open_family(uuid, text[], uuid[], text[])": f"""
CREATE OR REPLACE FUNCTION wall.open_family(family uuid, own_sections text[], teams uuid[], team_sections text[])
RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  PERFORM 1 FROM people_family f WHERE f.id = family AND f.created_by_id = me FOR UPDATE;
  IF NOT FOUND OR EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = family) THEN
    RAISE EXCEPTION 'no such family to open' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_grant (id, created_at, family_id, account_id, basis, sections, given_by_id)
    VALUES (gen_random_uuid(), now(), family, me, 'started', own_sections, me);
  INSERT INTO access_grant (id, created_at, family_id, team_id, basis, sections, given_by_id)
    SELECT gen_random_uuid(), now(), family, t, 'team', team_sections, me FROM unnest(teams) t
    WHERE t = ANY (wall.teams());
END $$;""",
    # Families a partner's records made are opened, set by set, to the teams that the program which made them belongs to.
    "wall.open_brought(text[])": f"""
CREATE OR REPLACE FUNCTION wall.open_brought(wanted text[]) RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); made bigint;
BEGIN
  IF NOT wall.has_role('linkage') THEN
    RAISE EXCEPTION 'not yours to open' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_grant (id, created_at, family_id, team_id, basis, sections, starts_at, given_by_id)
    SELECT gen_random_uuid(), now(), f.id, t, 'team', wanted, now(), me FROM people_family f, unnest(wall.teams()) t
    WHERE f.created_by_id = me
      AND NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = f.id AND g.team_id = t);
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;""",
    # Bringing someone alongside: by someone who is there already, never more than they see themselves, never for longer, and
    # never oneself, or whoever is let go would have kept a second way in.
    "wall.give_access(uuid, uuid, uuid, text, text[], timestamptz)": f"""
CREATE OR REPLACE FUNCTION wall.give_access(family uuid, to_account uuid, to_team uuid, why text, wanted text[],
  until timestamptz) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); mine uuid[] := wall.teams(); seen text[]; made uuid := gen_random_uuid();
BEGIN
  SELECT array_agg(DISTINCT s) INTO seen FROM access_grant g, unnest(g.sections) s WHERE g.family_id = family
    AND {_MINE_G} AND (g.ends_at IS NULL OR until <= g.ends_at);
  IF seen IS NULL OR to_account IS NOT DISTINCT FROM me OR NOT wanted <@ seen THEN
    RAISE EXCEPTION 'not yours to give' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_grant (id, created_at, family_id, account_id, team_id, basis, sections, ends_at, given_by_id)
    VALUES (made, now(), family, to_account, to_team, why, wanted, until, me);
  RETURN made;
END $$;""",
    # Letting go: oneself, or someone who sees no more than oneself; never the last who sees the family.
    "wall.end_access(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.end_access(which uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); mine uuid[] := wall.teams(); seen text[]; ending access_grant;
BEGIN
  SELECT g.* INTO ending FROM access_grant g WHERE g.id = which AND {_LIVE_G};
  PERFORM 1 FROM access_grant g WHERE g.family_id = ending.family_id ORDER BY g.id FOR UPDATE;
  SELECT array_agg(s) INTO seen FROM access_grant g, unnest(g.sections) s WHERE g.family_id = ending.family_id AND {_MINE_G};
  IF (ending.account_id = me OR ending.sections::text[] <@ seen) IS NOT TRUE THEN
    RAISE EXCEPTION 'no such grant' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM access_grant g LEFT JOIN access_account a ON a.id = g.account_id
      WHERE g.family_id = ending.family_id AND g.id <> which AND coalesce(a.is_active, true) AND {_LIVE_G}) THEN
    RAISE EXCEPTION 'nobody would be left' USING ERRCODE = 'restrict_violation';
  END IF;
  UPDATE access_grant SET ends_at = greatest(clock_timestamp(), starts_at) WHERE id = which;
END $$;""",
    # Teams are staffed by administrators; the first of all is placed by the command line as the owner of the tables.
    "wall.set_team_role(uuid, uuid, uuid, text, timestamptz, timestamptz)": f"""
CREATE OR REPLACE FUNCTION wall.set_team_role(membership uuid, who uuid, team uuid, as_role text, since timestamptz,
  until timestamptz) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  IF NOT wall.has_role('administrator') OR who = wall.viewer() OR as_role = 'linkage' THEN
    RAISE EXCEPTION 'not yours to set' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_teammembership AS t (id, created_at, account_id, team_id, role, starts_at, ends_at)
    VALUES (membership, now(), who, team, as_role, coalesce(since, now()), until)
    ON CONFLICT (id) DO UPDATE SET ends_at = excluded.ends_at
    WHERE (t.account_id, t.team_id, t.role) = (who, team, as_role);
  IF NOT FOUND THEN RAISE EXCEPTION 'not that membership' USING ERRCODE = 'insufficient_privilege'; END IF;
END $$;""",
    # The same without asking, for the owner of the machine alone: the application is not given the right to call it.
    "wall.place_first(uuid, uuid, uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.place_first(membership uuid, who uuid, team uuid, as_role text)
RETURNS void LANGUAGE sql {DEFINER} AS $$
  INSERT INTO access_teammembership (id, created_at, account_id, team_id, role)
    VALUES (membership, now(), who, team, as_role) $$;""",
    # Things may be written of someone whom the viewer sees in a family now, or has just written down and nobody else has.
    "wall.may_join(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.may_join(person uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); mine uuid[] := wall.teams();
BEGIN
  RETURN EXISTS (SELECT 1 FROM people_membership m JOIN access_grant g ON g.family_id = m.family_id
      WHERE m.person_id = person AND {_CURRENT_M} AND {_MINE_G})
    OR EXISTS (SELECT 1 FROM people_person p WHERE p.id = person AND p.created_by_id = me
      AND NOT EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = person));
END $$;""",
    # Somebody joins another family only by whoever sees of them all that those who see that family would then see.
    "wall.may_bring(uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.may_bring(person uuid, family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); mine uuid[] := wall.teams(); seen text[];
BEGIN
  IF NOT wall.may_join(person) THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = person)
    OR EXISTS (SELECT 1 FROM people_membership m JOIN access_grant g ON g.family_id = m.family_id
      WHERE m.person_id = person AND m.family_id = family AND {_CURRENT_M} AND {_MINE_G}) THEN RETURN true; END IF;
  SELECT array_agg(s) INTO seen FROM people_membership m JOIN access_grant g ON g.family_id = m.family_id,
    unnest(g.sections) s WHERE m.person_id = person AND {_CURRENT_M} AND {_MINE_G};
  RETURN NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = family AND NOT g.sections::text[] <@ seen AND {_LIVE_G});
END $$;""",
    # An address nobody lives at yet, or one where the viewer sees that someone does; a hidden one is not opened by moving in.
    "wall.may_live_at(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.may_live_at(address uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); mine uuid[] := wall.teams();
BEGIN
  RETURN NOT EXISTS (SELECT 1 FROM people_residence r WHERE r.address_id = address)
    OR EXISTS (SELECT 1 FROM people_residence r JOIN people_membership m ON m.person_id = r.person_id
      JOIN access_grant g ON g.family_id = m.family_id WHERE r.address_id = address AND {_CURRENT_M} AND {_MINE_G}
        AND (NOT r.confidential OR 'location' = ANY (g.sections)));
END $$;""",
}


OWNER_ONLY = frozenset({"wall.place_first(uuid, uuid, uuid, text)"})


def install(connection: BaseDatabaseWrapper, functions: dict[str, str] = FUNCTIONS) -> None:
    """Create or replace every function, give it to the role that is never signed in as, and let the application call it."""
    with connection.cursor() as cursor:
        # The new owner must be allowed to create in the schema at this moment, and at no other.
        cursor.execute("GRANT USAGE, CREATE ON SCHEMA wall TO onestory_rls")
        for signature, body in functions.items():
            cursor.execute(body)
            cursor.execute(f"ALTER FUNCTION {signature} OWNER TO onestory_rls")
            cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
            callers = "onestory_owner" if signature in OWNER_ONLY else "onestory_app, onestory_rls, onestory_backup"
            cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM onestory_app")
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {callers}")
        cursor.execute("REVOKE CREATE ON SCHEMA wall FROM onestory_rls")
