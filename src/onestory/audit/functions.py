"""The definer functions of the audit: what the sealer may read and write, and what a family may read of who looked.

As those of `access.functions`, each is owned by a role that signs in nowhere. The sealer's are called by the role
`onestory_sealer` alone, which has no other right at all; so neither the application nor whoever steals a statement of its can
read the audit through them, or write a seal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# Compiling such a statement takes longer than running it.
DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET jit = off"
SEALER = "onestory_sealer"
_LOCK = 7_011_000_411
_UTC = "to_char({t} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"+00:00\"')"
_HERE = "(SELECT system_identifier::text FROM pg_control_system())"
_SEAL = f"""jsonb_build_object('kind', 'seal', 'format', s.format, 'number', s.number, 'at', {_UTC.format(t="s.at")},
  'first', s.first, 'last', s.last, 'previous', encode(s.previous, 'hex'), 'head', encode(s.head, 'hex'),
  'root', encode(s.root, 'hex'), 'horizon', s.horizon::text, 'cluster', s.cluster, 'key', s.key,
  'signature', encode(s.signature, 'hex'))"""


def _canonical(parts: dict[str, str]) -> str:
    """SQL that writes a row as RFC 8785 would, so that a million need not be read and written again to be hashed."""
    pairs = (f"""'"{name}":' || coalesce(to_json({value})::text, 'null')""" for name, value in sorted(parts.items()))
    return "'{' || " + " || ',' || ".join(pairs) + " || '}'"


# Format 1 of what is sealed. A later format is added beside it and never in its place: old seals must go on holding.
# `detail` goes in as text: a number too large for JSON's readers must not stop a check.
_PLAIN = _canonical({
    "id": "e.id", "at": _UTC.format(t="e.at"), "transaction": "e.transaction::text", "account": "e.account_id",
    "action": "e.action", "subject": "e.subject", "request": "e.request_id", "roles": "e.roles",
    "organisation": "e.organisation_id", "session": "e.session", "device": "e.device", "fields": "e.fields",
    "decision": "e.decision",
})  # fmt: skip
_PERSONAL = _canonical({
    "family": "e.family_id", "people": "e.person_ids", "subject_id": "e.subject_id", "detail": "e.detail::text",
    "on_behalf_of": "e.on_behalf_of", "purpose": "e.purpose", "grant": "e.grant_id",
})  # fmt: skip

FUNCTIONS: dict[str, str] = {
    # Whom somebody works for as they act: the organisation of the team they have been in longest.
    "wall.organisation()": f"""
CREATE OR REPLACE FUNCTION wall.organisation() RETURNS uuid LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  RETURN (SELECT t.organisation_id FROM access_teammembership m JOIN access_team t ON t.id = m.team_id
    WHERE m.account_id = me AND t.organisation_id IS NOT NULL AND m.starts_at <= statement_timestamp()
      AND (m.ends_at IS NULL OR m.ends_at > statement_timestamp()) ORDER BY m.starts_at, m.id LIMIT 1);
END $$;""",
}

FOR_THE_SEALER: dict[str, str] = {
    # One sealer at a time, until its transaction ends. No row where another is at it.
    "wall.audit_begin()": f"""
CREATE OR REPLACE FUNCTION wall.audit_begin() RETURNS TABLE (last jsonb, below bigint, here text, at text)
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock({_LOCK}) THEN RETURN; END IF;
  RETURN QUERY SELECT (SELECT {_SEAL} FROM audit_seal s ORDER BY s.number DESC LIMIT 1),
    pg_snapshot_xmin(pg_current_snapshot())::text::bigint, {_HERE}, {_UTC.format(t="now()")};
END $$;""",
    # What has ended and is under no seal. After a restore into another cluster its transactions count from elsewhere: then all
    # that came with the restore, which is whatever this cluster's own transactions say they did not write.
    "wall.audit_unsealed(bigint, bigint, boolean, integer)": f"""
CREATE OR REPLACE FUNCTION wall.audit_unsealed(horizon bigint, below bigint, same_cluster boolean, most integer)
RETURNS TABLE (id bigint, transaction bigint, plain text, personal text) LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  IF same_cluster THEN
    RETURN QUERY SELECT e.id, e.transaction, {_PLAIN}, {_PERSONAL} FROM audit_auditevent e
      WHERE e.transaction >= horizon AND e.transaction < below
        AND NOT EXISTS (SELECT FROM audit_sealedevent s WHERE s.event_id = e.id)
      ORDER BY e.transaction, e.id LIMIT most;
  ELSE
    RETURN QUERY SELECT e.id, e.transaction, {_PLAIN}, {_PERSONAL} FROM audit_auditevent e
      WHERE (e.transaction < below OR e.xmin::text::bigint <> e.transaction % 4294967296)
        AND NOT EXISTS (SELECT FROM audit_sealedevent s WHERE s.event_id = e.id)
      ORDER BY e.id LIMIT most;
  END IF;
END $$;""",
    "wall.audit_keep(jsonb, bigint[], bytea[], bytea[])": f"""
CREATE OR REPLACE FUNCTION wall.audit_keep(seal jsonb, ids bigint[], salts bytea[], chains bytea[]) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE before audit_seal;
BEGIN
  PERFORM pg_advisory_xact_lock({_LOCK});
  SELECT s.* INTO before FROM audit_seal s ORDER BY s.number DESC LIMIT 1;
  IF (seal->>'number')::bigint <= coalesce(before.number, 0) OR (seal->>'first')::bigint <> coalesce(before.last, 0) + 1
      OR (seal->>'last')::bigint <> (seal->>'first')::bigint + cardinality(ids) - 1 OR cardinality(ids) = 0
      OR cardinality(salts) <> cardinality(ids) OR cardinality(chains) <> cardinality(ids) THEN
    RAISE EXCEPTION 'not the next seal' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO audit_sealedevent (seq, event_id, salt, chain)
    SELECT (seal->>'first')::bigint + n - 1, i, s, c FROM unnest(ids, salts, chains) WITH ORDINALITY u (i, s, c, n);
  INSERT INTO audit_seal (number, format, at, first, last, previous, head, root, horizon, cluster, key, signature)
    VALUES ((seal->>'number')::bigint, (seal->>'format')::smallint, (seal->>'at')::timestamptz, (seal->>'first')::bigint,
      (seal->>'last')::bigint, decode(seal->>'previous', 'hex'), decode(seal->>'head', 'hex'), decode(seal->>'root', 'hex'),
      (seal->>'horizon')::bigint, seal->>'cluster', seal->>'key', decode(seal->>'signature', 'hex'));
END $$;""",
    "wall.audit_seals(bigint, integer)": f"""
CREATE OR REPLACE FUNCTION wall.audit_seals(after bigint, most integer) RETURNS SETOF jsonb LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT {_SEAL} FROM audit_seal s WHERE s.number > after ORDER BY s.number LIMIT most $$;""",
    "wall.audit_last()": f"""
CREATE OR REPLACE FUNCTION wall.audit_last() RETURNS bigint LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT coalesce(max(s.last), 0) FROM audit_seal s $$;""",
    # Every place of the chain between two, with the event that stands in it, or nothing where there is none.
    "wall.audit_chain(bigint, bigint)": f"""
CREATE OR REPLACE FUNCTION wall.audit_chain(from_seq bigint, to_seq bigint)
RETURNS TABLE (seq bigint, salt bytea, commitment bytea, chain bytea, plain text, personal text)
LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT c.seq, c.salt, c.commitment, c.chain, CASE WHEN e.id IS NOT NULL THEN {_PLAIN} END, {_PERSONAL}
  FROM audit_sealedevent c LEFT JOIN audit_auditevent e ON e.id = c.event_id
  WHERE c.seq BETWEEN from_seq AND to_seq ORDER BY c.seq $$;""",
    # Who touched a family, or was shown somebody in it, between two moments.
    "wall.audit_seen(uuid, timestamptz, timestamptz, integer)": f"""
CREATE OR REPLACE FUNCTION wall.audit_seen(family uuid, since timestamptz, until timestamptz, most integer)
RETURNS TABLE (at timestamptz, account uuid, name text, roles text[], organisation text, action text, detail jsonb,
  decision text, purpose text, device text, request text) LANGUAGE plpgsql STABLE {DEFINER} AS $$
#variable_conflict use_column
DECLARE members uuid[] := ARRAY(SELECT m.person_id FROM people_membership m WHERE m.family_id = family);
BEGIN
  RETURN QUERY SELECT e.at, e.account_id, a.name::text, e.roles::text[], o.name::text, e.action::text, e.detail, e.decision::text,
      e.purpose::text, e.device::text, e.request_id::text
    FROM (
      SELECT * FROM audit_auditevent f WHERE f.family_id = family AND f.at BETWEEN since AND until
      UNION ALL
      SELECT * FROM audit_auditevent p WHERE p.family_id IS NULL AND p.person_ids && members AND p.at BETWEEN since AND until
    ) e LEFT JOIN access_account a ON a.id = e.account_id LEFT JOIN network_organisation o ON o.id = e.organisation_id
    ORDER BY e.at, e.id LIMIT most;
END $$;""",
    # Events put in afterwards: their transaction had ended before the newest seal, and they are under none.
    "wall.audit_left_out()": f"""
CREATE OR REPLACE FUNCTION wall.audit_left_out() RETURNS TABLE (id bigint, waiting bigint) LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE newest audit_seal;
BEGIN
  SELECT s.* INTO newest FROM audit_seal s ORDER BY s.number DESC LIMIT 1;
  RETURN QUERY SELECT
    min(e.id) FILTER (WHERE newest.cluster = {_HERE} AND e.transaction < newest.horizon), count(*)
    FROM audit_auditevent e WHERE NOT EXISTS (SELECT FROM audit_sealedevent s WHERE s.event_id = e.id);
END $$;""",
}


def install_for_the_sealer(connection: BaseDatabaseWrapper) -> None:
    """Create or replace the sealer's functions, and let nobody but the sealer call them."""
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE, CREATE ON SCHEMA wall TO onestory_rls; GRANT USAGE ON SCHEMA wall TO {SEALER}")
        for signature, body in FOR_THE_SEALER.items():
            cursor.execute(body)
            cursor.execute(f"ALTER FUNCTION {signature} OWNER TO onestory_rls")
            cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC, onestory_app, onestory_backup")
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {SEALER}")
        cursor.execute("REVOKE CREATE ON SCHEMA wall FROM onestory_rls")
