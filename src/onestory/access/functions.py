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

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public"
_LIVE_G = LIVE.format(g="g")
_LIVE_M = LIVE.format(g="m")

FUNCTIONS: dict[str, str] = {
    "wall.teams()": f"""
CREATE OR REPLACE FUNCTION wall.teams() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE {DEFINER} AS $$
  SELECT coalesce(array_agg(m.team_id), '{{}}') FROM access_teammembership m
  WHERE m.account_id = wall.viewer() AND {_LIVE_M} $$;""",
    "wall.has_role(text)": f"""
CREATE OR REPLACE FUNCTION wall.has_role(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE {DEFINER} AS $$
  SELECT EXISTS (SELECT 1 FROM access_teammembership m JOIN access_account a ON a.id = m.account_id
    WHERE m.account_id = wall.viewer() AND a.is_active AND m.role = wanted AND {_LIVE_M}) $$;""",
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
    # Bringing someone alongside: only by someone who is there already, and never more than they see themselves.
    "wall.give_access(uuid, uuid, uuid, text, text[], timestamptz)": f"""
CREATE OR REPLACE FUNCTION wall.give_access(family uuid, to_account uuid, to_team uuid, why text, wanted text[],
  until timestamptz) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); mine text[]; made uuid := gen_random_uuid();
BEGIN
  SELECT array_agg(DISTINCT s) INTO mine FROM access_grant g, unnest(g.sections) s WHERE g.family_id = family
    AND (g.account_id = me OR g.team_id = ANY (wall.teams())) AND {_LIVE_G};
  IF mine IS NULL OR NOT wanted <@ mine THEN
    RAISE EXCEPTION 'not yours to give' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_grant (id, created_at, family_id, account_id, team_id, basis, sections, ends_at, given_by_id)
    VALUES (made, now(), family, to_account, to_team, why, wanted, until, me);
  RETURN made;
END $$;""",
    "wall.end_access(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.end_access(which uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  UPDATE access_grant t SET ends_at = greatest(clock_timestamp(), t.starts_at) WHERE t.id = which AND t.ends_at IS NULL
    AND (t.account_id = me OR EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = t.family_id
      AND (g.account_id = me OR g.team_id = ANY (wall.teams())) AND {_LIVE_G}));
  IF NOT FOUND THEN RAISE EXCEPTION 'no such grant' USING ERRCODE = 'insufficient_privilege'; END IF;
END $$;""",
    # Teams are staffed by administrators; the first of all is placed by the command line as the owner of the tables.
    "wall.set_team_role(uuid, uuid, uuid, text, timestamptz, timestamptz)": f"""
CREATE OR REPLACE FUNCTION wall.set_team_role(membership uuid, who uuid, team uuid, as_role text, since timestamptz,
  until timestamptz) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  IF NOT wall.has_role('administrator') OR who = wall.viewer() OR as_role = 'linkage' THEN
    RAISE EXCEPTION 'not yours to set' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_teammembership (id, created_at, account_id, team_id, role, starts_at, ends_at)
    VALUES (membership, now(), who, team, as_role, coalesce(since, now()), until)
    ON CONFLICT (id) DO UPDATE SET ends_at = excluded.ends_at;
END $$;""",
    # The same without asking, for the owner of the machine alone: the application is not given the right to call it.
    "wall.place_first(uuid, uuid, uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.place_first(membership uuid, who uuid, team uuid, as_role text)
RETURNS void LANGUAGE sql {DEFINER} AS $$
  INSERT INTO access_teammembership (id, created_at, account_id, team_id, role)
    VALUES (membership, now(), who, team, as_role) $$;""",
    # Someone may join a family if the viewer already sees them, or has just written them down and nobody else has them.
    "wall.may_join(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.may_join(person uuid) RETURNS boolean LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT EXISTS (SELECT 1 FROM people_membership m JOIN access_grant g ON g.family_id = m.family_id
      WHERE m.person_id = person AND (g.account_id = wall.viewer() OR g.team_id = ANY (wall.teams())) AND {_LIVE_G})
    OR EXISTS (SELECT 1 FROM people_person p WHERE p.id = person AND p.created_by_id = wall.viewer()
      AND NOT EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = person)) $$;""",
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
