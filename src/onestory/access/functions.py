"""The few functions that stand outside row-level security, because they must decide who is inside it.

Each is `SECURITY DEFINER`, owned by a role that can sign in nowhere and owns no table, has a fixed search path, and asks for
itself whether the viewer may. This is the whole security surface of the second wall: review any change here as such.
`onestory migrate` installs them again each time, so that they always match the code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onestory.access import roles
from onestory.access.models.grants import LIVE
from onestory.access.reach import DECLARE, HELD, LASTS, LIVE_G, MINE, SECTIONS

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# Temporary tables come first where they are not named, and last where they are.
DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
LIVE_M = LIVE.format(g="m")
CURRENT_M = "(m.ends_on IS NULL OR m.ends_on >= current_date)"

# Merged into another: of it nothing is written, and whoever once wrote it down does not bring it back by themselves.
ARCHIVED = "EXISTS (SELECT 1 FROM people_merge x WHERE x.merged_id = {one} AND x.state = 'done')"

BREAK_GLASS_LASTS = "interval '1 hour'"
"""How long a record opened in an emergency stays open, unless the one who opened it signs out before."""


def texts(values: Sequence[str]) -> str:
    return "'{" + ",".join(values) + "}'::text[]"


# What each role may ever read, from the declarations, as rows of a role and its sections.
_CEILINGS = ", ".join(f"('{role.key}', {texts(role.ceiling)})" for role in roles.ROLES.values() if role.ceiling)
NOT_YOURS = "USING ERRCODE = 'insufficient_privilege'"

KEPT_SECONDS = 0.25
"""How long a transaction reads again who the viewer is before it is worked out anew; what others change acts within it."""

_STANDING = (
    ("viewer", "uuid"), ("accounts", "uuid[]"), ("teams", "uuid[]"), ("reach", "uuid[]"), ("closed", "uuid[]"),
    ("ceiling", "text[]"),
)  # fmt: skip
"""What is read of a standing, by functions that the walls call: who looks; whose own grants count as theirs; the teams whose
families their roles open to them; both of those; which families are closed to them; and the sections they may ever read.
Roles and the moment it was worked out follow."""

# The ticket, the session and the transaction are part of what is signed: of no other is a standing taken.
_SIGNED = (
    "encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to('standing' || current_setting('onestory.viewer', true)"
    " || pg_backend_pid() || ' ' || extract(epoch FROM now()) || {said}, 'UTF8'))), 'hex')"
)


def _of_standing(name: str, place: int, kind: str) -> str:
    """Read in the statement that asks, without a call of its own: its meaning is fixed when it is made, whatever is set later."""
    value = f"((wall.standing())[{place}])::{kind}"
    value = f"coalesce({value}, '{{}}')" if kind.endswith("[]") else value
    return f"CREATE OR REPLACE FUNCTION wall.{name}() RETURNS {kind} LANGUAGE sql STABLE PARALLEL RESTRICTED RETURN {value};"


FUNCTIONS: dict[str, str] = {
    # Who somebody is at this moment, in the order of `_STANDING`; nothing, where the ticket is not one (`access.tickets`).
    "wall.standing_now()": f"""
CREATE OR REPLACE FUNCTION wall.standing_now() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {DEFINER} AS $$
DECLARE
  ticket text := current_setting('onestory.viewer', true); signed text;
  me uuid; held text[]; accounts uuid[] := '{{}}'; mine uuid[] := '{{}}'; ceiling text[] := '{{}}'; shut uuid[];
BEGIN
  IF coalesce(length(ticket), 0) <> 106 THEN RETURN NULL; END IF;
  SELECT encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(left(ticket, 42), 'UTF8'))), 'hex') INTO signed
    FROM wall.ticket_key k;
  IF signed IS DISTINCT FROM right(ticket, 64) THEN RETURN NULL; END IF;
  SELECT a.id INTO me FROM access_account a WHERE a.id = left(ticket, 32)::uuid AND a.is_active AND a.asleep_since IS NULL
    AND substr(ticket, 33, 10)::bigint = pg_backend_pid();
  IF me IS NULL THEN RETURN NULL; END IF;
  SELECT coalesce(array_agg(DISTINCT m.role), '{{}}'),
      coalesce(array_agg(DISTINCT m.team_id) FILTER (WHERE m.role = ANY ({texts(roles.by_team())})), '{{}}')
    INTO held, mine FROM access_teammembership m WHERE m.account_id = me AND {LIVE_M};
  -- Whose own grants count: the viewer's, while they hold a role that sees families, and those of whom they supervise.
  IF held && {texts(roles.seeing())} THEN accounts := ARRAY[me]; END IF;
  IF 'supervisor' = ANY (held) THEN
    accounts := accounts || ARRAY(SELECT s.account_id FROM access_supervision s
      JOIN access_account a ON a.id = s.account_id AND a.is_active WHERE s.supervisor_id = me AND {LIVE.format(g="s")});
  END IF;
  ceiling := ARRAY(SELECT DISTINCT s FROM (VALUES {_CEILINGS}) c (role, sections), unnest(c.sections) s
    WHERE c.role = ANY (held));
  -- Closed, among those that a grant would open now: nothing is told of any other, or whoever was let go could say that they
  -- know somebody and see here whether they are in the family still, and under what name.
  shut := ARRAY(SELECT d.family_id FROM access_denial d WHERE d.account_id = me AND {LIVE.format(g="d")}
    UNION SELECT r.family_id FROM access_restriction r WHERE {LIVE.format(g="r")} AND NOT EXISTS (
      SELECT 1 FROM access_named n WHERE n.restriction_id = r.id AND (n.account_id = me OR n.team_id = ANY (mine))));
  IF shut <> '{{}}' THEN
    shut := ARRAY(SELECT s FROM unnest(shut) s WHERE EXISTS (
      SELECT 1 FROM access_grant g WHERE g.family_id = s AND {HELD} AND {LIVE_G}));
  END IF;
  RETURN ARRAY[me::text, accounts::text, mine::text, (accounts || mine)::text, shut::text, ceiling::text, held::text,
    extract(epoch FROM statement_timestamp())::text];
END $$;""",
    # Only whoever holds the key can say that a standing was worked out here, for this ticket, in this very transaction.
    "wall.signature(text[])": f"""
CREATE OR REPLACE FUNCTION wall.signature(standing text[]) RETURNS text LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
  RETURN (SELECT {_SIGNED.format(said="standing::text")} FROM wall.ticket_key k);
END $$;""",
    # The walls of one page ask some seventy times who is looking. What `wall.present` worked out is read again for a quarter of
    # a second, while nothing in this transaction changes what it was worked out from (`wall.forget_standing`).
    "wall.standing()": f"""
CREATE OR REPLACE FUNCTION wall.standing() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {DEFINER} AS $$
DECLARE kept text := current_setting('onestory.standing', true); standing text[];
BEGIN
  IF length(kept) > 64 AND left(kept, 64) = (SELECT {_SIGNED.format(said="substr(kept, 65)")} FROM wall.ticket_key k) THEN
    standing := substr(kept, 65)::text[];
    IF extract(epoch FROM statement_timestamp()) < standing[8]::numeric + {KEPT_SECONDS} THEN RETURN standing; END IF;
  END IF;
  RETURN wall.standing_now();
END $$;""",
    # Shows a ticket, and says who that makes the viewer, whether they opened a record in an emergency, and which ticket was
    # shown before.
    "wall.present(text)": f"""
CREATE OR REPLACE FUNCTION wall.present(ticket text)
RETURNS TABLE (shown_before text, accounts uuid[], teams uuid[], closed uuid[], roles text[], emergency boolean)
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE shown_before text := current_setting('onestory.viewer', true); standing text[];
BEGIN
  PERFORM set_config('onestory.viewer', ticket, true);
  standing := wall.standing_now();
  PERFORM set_config('onestory.standing', coalesce(wall.signature(standing) || standing::text, ''), true);
  RETURN QUERY SELECT shown_before, standing[2]::uuid[], standing[3]::uuid[], standing[5]::uuid[], standing[7]::text[],
    EXISTS (SELECT 1 FROM access_breakglass b WHERE b.account_id = standing[1]::uuid AND b.closed_at IS NULL);
END $$;""",
    "wall.forget_standing()": f"""
CREATE OR REPLACE FUNCTION wall.forget_standing() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  PERFORM set_config('onestory.standing', '', true);
  RETURN NULL;
END $$;""",
    **{f"wall.{name}()": _of_standing(name, place, kind) for place, (name, kind) in enumerate(_STANDING, start=1)},
    "wall.has_role(text)": """
CREATE OR REPLACE FUNCTION wall.has_role(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL RESTRICTED
RETURN coalesce(wanted = ANY (((wall.standing())[7])::text[]), false);""",
    # A restriction shuts out who works here and is not named, and of a family's own accounts those it was told to (ADR 0013).
    # Asked by the functions below alone: of anybody's question it would say that a family is known.
    "wall.shut_to(uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.shut_to(family uuid, who uuid) RETURNS boolean LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT EXISTS (SELECT 1 FROM access_denial d WHERE d.family_id = family AND d.account_id = who AND {LIVE.format(g="d")})
    OR EXISTS (SELECT 1 FROM access_restriction r WHERE r.family_id = family AND {LIVE.format(g="r")} AND CASE
      WHEN EXISTS (SELECT 1 FROM access_account a WHERE a.id = who AND a.kind = 'family')
      THEN EXISTS (SELECT 1 FROM access_shut s WHERE s.restriction_id = r.id AND s.account_id = who)
      ELSE NOT EXISTS (SELECT 1 FROM access_named n WHERE n.restriction_id = r.id AND (n.account_id = who OR n.team_id IN (
        SELECT m.team_id FROM access_teammembership m WHERE m.account_id = who AND {LIVE_M}
          AND m.role = ANY ({texts(roles.by_team())})))) END)
$$;""",
    # Whoever starts a record is granted it, once, in the transaction that made the family.
    "wall.open_family(uuid, text[], uuid[], text[])": f"""
CREATE OR REPLACE FUNCTION wall.open_family(family uuid, own_sections text[], teams uuid[], team_sections text[])
RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  PERFORM 1 FROM people_family f WHERE f.id = family AND f.created_by_id = me FOR UPDATE;
  IF NOT FOUND OR EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = family) OR {ARCHIVED.format(one="family")} THEN
    RAISE EXCEPTION 'no such family to open' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO access_grant (id, created_at, family_id, account_id, reason, sections, given_by_id)
    VALUES (gen_random_uuid(), now(), family, me, 'started', own_sections, me);
  INSERT INTO access_grant (id, created_at, family_id, team_id, reason, sections, given_by_id)
    SELECT gen_random_uuid(), now(), family, t, 'team', team_sections, me FROM unnest(teams) t
    WHERE t = ANY (wall.teams());
END $$;""",
    # Bringing someone alongside: by someone who is there already, never more than they see themselves, never for longer, and
    # never oneself, or whoever is let go would have kept a second way in.
    "wall.give_access(uuid, uuid, uuid, text, text, text, text, uuid, text[], timestamptz)": f"""
CREATE OR REPLACE FUNCTION wall.give_access(family uuid, to_account uuid, to_team uuid, why text, lawful text, what_for text,
  proof text, under uuid, wanted text[], until timestamptz) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE {DECLARE} seen text[]; made uuid := gen_random_uuid(); ends timestamptz := until; deal access_agreement;
BEGIN
  IF why NOT IN ('circle', 'team', 'duty', 'agreement', 'court_order') OR (why = 'agreement') <> (under IS NOT NULL) THEN
    RAISE EXCEPTION 'not a reason to give access' {NOT_YOURS};
  END IF;
  SELECT array_agg(DISTINCT opened.s) INTO seen FROM access_grant g, {SECTIONS} WHERE g.family_id = family
    AND {MINE} AND g.reason <> 'break_glass' AND (g.ends_at IS NULL OR until <= g.ends_at)
    -- Called in for a while, they bring others in, and not themselves by way of their team.
    AND NOT (g.reason = 'called' AND coalesce(to_team = ANY (mine), false));
  IF seen IS NULL OR wanted = '{{}}' OR to_account IS NOT DISTINCT FROM me OR NOT wanted <@ seen THEN
    RAISE EXCEPTION 'not yours to give' {NOT_YOURS};
  END IF;
  IF to_account IS NOT NULL AND (wall.shut_to(family, to_account) OR NOT EXISTS (
      SELECT 1 FROM access_account a WHERE a.id = to_account AND a.is_active AND a.kind = 'staff')) THEN
    RAISE EXCEPTION 'not to them' USING ERRCODE = 'check_violation';
  END IF;
  IF under IS NOT NULL THEN
    SELECT a.* INTO deal FROM access_agreement a WHERE a.id = under AND a.ended_at IS NULL
      AND current_date BETWEEN a.starts_on AND a.ends_on AND wanted <@ a.sections::text[] AND EXISTS (
        SELECT 1 FROM access_team t WHERE t.organisation_id = ANY (a.organisation_ids) AND (t.id = to_team OR t.id IN (
          SELECT m.team_id FROM access_teammembership m WHERE m.account_id = to_account AND {LIVE_M})));
    IF deal.id IS NULL THEN RAISE EXCEPTION 'not in the agreement' USING ERRCODE = 'check_violation'; END IF;
    ends := least(until, (deal.ends_on + 1)::timestamp AT TIME ZONE 'Europe/London');
    lawful := deal.basis; what_for := left(deal.purpose, 200);
  END IF;
  INSERT INTO access_grant (id, created_at, family_id, account_id, team_id, reason, basis, purpose, evidence, agreement_id,
      sections, ends_at, given_by_id)
    VALUES (made, now(), family, to_account, to_team, why, lawful, what_for, proof, under, wanted, ends, me);
  RETURN made;
END $$;""",
    # Whose consent it is that somebody has just opened a family by: once, by whoever did, in the same transaction.
    "wall.rests_on_consent_of(uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.rests_on_consent_of(which uuid, person uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  UPDATE access_grant g SET consented_by_id = person WHERE g.id = which AND g.given_by_id = wall.viewer()
    AND g.basis = 'consent' AND g.created_at = now() AND g.consented_by_id IS NULL AND EXISTS (
      SELECT 1 FROM people_membership m WHERE m.person_id = person AND m.family_id = g.family_id AND {CURRENT_M});
  IF NOT FOUND THEN RAISE EXCEPTION 'not yours to say' {NOT_YOURS}; END IF;
END $$;""",
    # Letting go: oneself, or someone who sees no more than oneself; never the last who sees the family.
    "wall.end_access(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.end_access(which uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE {DECLARE} seen text[]; ending access_grant;
BEGIN
  SELECT g.* INTO ending FROM access_grant g WHERE g.id = which AND {LIVE_G};
  PERFORM 1 FROM access_grant g WHERE g.family_id = ending.family_id ORDER BY g.id FOR UPDATE;
  SELECT array_agg(opened.s) INTO seen FROM access_grant g, {SECTIONS} WHERE g.family_id = ending.family_id AND {MINE}
    AND g.reason <> 'break_glass';
  IF (ending.account_id = me OR ending.sections::text[] <@ seen) IS NOT TRUE THEN
    RAISE EXCEPTION 'no such grant' {NOT_YOURS};
  END IF;
  IF ending.reason <> 'break_glass' AND NOT EXISTS (SELECT 1 FROM access_grant g
      LEFT JOIN access_account a ON a.id = g.account_id WHERE g.family_id = ending.family_id AND g.id <> which
        AND coalesce(a.is_active, true) AND g.reason <> 'break_glass' AND {LIVE_G}) THEN
    RAISE EXCEPTION 'nobody would be left' USING ERRCODE = 'restrict_violation';
  END IF;
  UPDATE access_grant SET ends_at = greatest(clock_timestamp(), starts_at), ended_by_id = me WHERE id = which;
END $$;""",
    # Ending a role sooner than it would end, never later: placing takes two people (`accounts_functions`). The first of all are
    # placed by the command line as the owner of the tables.
    "wall.set_team_role(uuid, uuid, uuid, text, timestamptz, timestamptz)": f"""
CREATE OR REPLACE FUNCTION wall.set_team_role(membership uuid, who uuid, team uuid, as_role text, since timestamptz,
  until timestamptz) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  IF NOT wall.has_role('administrator') OR who = wall.viewer() OR as_role = 'linkage' OR until IS NULL THEN
    RAISE EXCEPTION 'not yours to set' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM wall.keep_power(ARRAY[membership]);
  UPDATE access_teammembership t SET ends_at = greatest(until, t.starts_at) WHERE t.id = membership
    AND (t.account_id, t.team_id, t.role) = (who, team, as_role) AND coalesce(t.ends_at > until, true);
  IF NOT FOUND THEN RAISE EXCEPTION 'not that membership' USING ERRCODE = 'insufficient_privilege'; END IF;
END $$;""",
    # Placing somebody without asking, for the owner of the machine alone: the application is not given the right to call it.
    "wall.place_first(uuid, uuid, uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.place_first(membership uuid, who uuid, team uuid, as_role text)
RETURNS void LANGUAGE sql {DEFINER} AS $$
  INSERT INTO access_teammembership (id, created_at, account_id, team_id, role)
    VALUES (membership, now(), who, team, as_role) $$;""",
    # Things may be written of someone whom the viewer sees in a family now, or has just written down and nobody else has.
    "wall.may_join(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.may_join(person uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE {DECLARE}
BEGIN
  RETURN EXISTS (SELECT 1 FROM people_membership m JOIN access_grant g ON g.family_id = m.family_id
      WHERE m.person_id = person AND {CURRENT_M} AND {MINE})
    OR EXISTS (SELECT 1 FROM people_person p WHERE p.id = person AND p.created_by_id = me
      AND NOT EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = person) AND NOT {ARCHIVED.format(one="person")});
END $$;""",
    # Somebody joins another family only by whoever sees of them all that those who see that family would then see, and sees it
    # for no shorter time: an hour in an emergency must not become a way in without an end. Of a family that is not the viewer's
    # nothing is said.
    "wall.may_bring(uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.may_bring(person uuid, family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE {DECLARE} seen text[];
BEGIN
  IF NOT wall.may_join(person) OR NOT EXISTS (
      SELECT 1 FROM access_grant g WHERE g.family_id = family AND {MINE}) THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = person)
    OR EXISTS (SELECT 1 FROM people_membership m JOIN access_grant g ON g.family_id = m.family_id
      WHERE m.person_id = person AND m.family_id = family AND {CURRENT_M} AND {MINE}) THEN RETURN true; END IF;
  SELECT array_agg(opened.s) INTO seen FROM people_membership m JOIN access_grant g ON g.family_id = m.family_id,
    {SECTIONS} WHERE m.person_id = person AND {CURRENT_M} AND {MINE} AND {LASTS}
      AND NOT EXISTS (SELECT 1 FROM access_grant t WHERE t.family_id = family AND {LIVE.format(g="t")}
        AND coalesce(t.ends_at, 'infinity') > coalesce(g.ends_at, 'infinity'));
  RETURN NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = family AND (g.sections::text[] <@ seen) IS NOT TRUE
    AND {LIVE_G});
END $$;""",
    # An address nobody lives at yet, or one where the viewer sees that someone does; a hidden one is not opened by moving in.
    "wall.may_live_at(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.may_live_at(address uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE {DECLARE}
BEGIN
  RETURN NOT EXISTS (SELECT 1 FROM people_residence r WHERE r.address_id = address)
    OR EXISTS (SELECT 1 FROM people_residence r JOIN people_membership m ON m.person_id = r.person_id
      JOIN access_grant g ON g.family_id = m.family_id WHERE r.address_id = address AND {CURRENT_M} AND {MINE}
        AND (NOT r.confidential OR wall.home_open(r.person_id, r.address_id)));
END $$;""",
}


OWNER_ONLY = frozenset({"wall.place_first(uuid, uuid, uuid, text)"})
INNER = frozenset({"wall.shut_to(uuid, uuid)", "wall.standing_now()", "wall.signature(text[])"})
"""Called by other functions of the wall alone."""


def install(
    connection: BaseDatabaseWrapper,
    functions: dict[str, str] = FUNCTIONS,
    *,
    owner_only: frozenset[str] = OWNER_ONLY,
    inner: frozenset[str] = INNER,
) -> None:
    """Create or replace every function, give it to the role that is never signed in as, and let the application call it."""
    with connection.cursor() as cursor:
        # The new owner must be allowed to create in the schema at this moment, and at no other.
        cursor.execute("GRANT USAGE, CREATE ON SCHEMA wall TO onestory_rls")
        for signature, body in functions.items():
            cursor.execute(body)
            cursor.execute(f"ALTER FUNCTION {signature} OWNER TO onestory_rls")
            cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
            callers = "onestory_app, onestory_rls, onestory_backup"
            if signature in owner_only | inner:
                callers = "onestory_owner" if signature in owner_only else "onestory_rls"
            cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM onestory_app")
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {callers}")
        cursor.execute("REVOKE CREATE ON SCHEMA wall FROM onestory_rls")
