"""The functions of the database that decide about accounts: who may be let back in, placed in a team, or put to sleep.

They stand outside row-level security as those of `access.functions` do, for the same reason and under the same care; they say
who acted from the ticket of the transaction, never from an argument. Times are the database's own (HZ-86).
"""

from __future__ import annotations

from onestory.access.functions import DEFINER, LIVE_M, NOT_YOURS

# How long a link lets somebody in once two people have agreed: long enough to be used there and then.
LINK_MINUTES = 60
# ... and how long after they agreed it may be made: who was seen this morning may not be who stands there tomorrow.
AGREED_HOURS = 24
DORMANT_DAYS = 45

_NAMED = """CASE split_part(asked, ' ', 1)
    WHEN 'account' THEN (SELECT a.id FROM access_account a WHERE a.id = substr(asked, 9)::uuid)
    WHEN 'email' THEN (SELECT a.id FROM access_account a WHERE lower(a.email) = lower(substr(asked, 7)))
    WHEN 'subject' THEN (SELECT s.user_id FROM socialaccount_socialaccount s
      WHERE s.provider = split_part(asked, ' ', 2) AND s.uid = substr(asked, 10 + length(split_part(asked, ' ', 2))))
    WHEN 'program' THEN (SELECT a.id FROM access_account a WHERE a.kind = 'service' AND a.is_active
      ORDER BY a.created_at, a.id LIMIT 1) END"""

FUNCTIONS: dict[str, str] = {
    # --- before anybody is signed in (`access.knocking`) ---
    # What a knock asks for, where the application signed it for this very session.
    "wall.asked_by(text)": f"""
CREATE OR REPLACE FUNCTION wall.asked_by(knock text) RETURNS text LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {DEFINER} AS $$
DECLARE said text := left(knock, -64); signed text;
BEGIN
  IF knock IS NULL OR left(knock, 6) <> 'knock ' OR substr(knock, 7, 10) <> lpad(pg_backend_pid()::text, 10, '0') THEN
    RETURN NULL; END IF;
  SELECT encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(said, 'UTF8'))), 'hex') INTO signed
    FROM wall.ticket_key k;
  RETURN CASE WHEN signed = right(knock, 64) THEN substr(said, 18) END;
END $$;""",
    # The account this transaction knocks for, for the walls of accounts and of how they sign in.
    "wall.knocking()": f"""
CREATE OR REPLACE FUNCTION wall.knocking() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {DEFINER} AS $$
DECLARE asked text := wall.asked_by(nullif(current_setting('onestory.knock', true), ''));
BEGIN
  IF asked IS NULL THEN RETURN NULL; END IF;
  RETURN {_NAMED};
END $$;""",
    # The address it knocks at, whether or not it is somebody's: only there may an account be opened.
    "wall.knocked_at()": f"""
CREATE OR REPLACE FUNCTION wall.knocked_at() RETURNS text LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {DEFINER} AS $$
DECLARE asked text := wall.asked_by(nullif(current_setting('onestory.knock', true), ''));
BEGIN
  RETURN CASE WHEN split_part(asked, ' ', 1) = 'email' THEN lower(substr(asked, 7)) END;
END $$;""",
    # One account, named exactly, with what its password is checked by: the only way in which a digest is ever read.
    "wall.account_named(text)": f"""
CREATE OR REPLACE FUNCTION wall.account_named(knock text) RETURNS TABLE (account access_account, digest text)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE asked text := wall.asked_by(knock);
BEGIN
  IF asked IS NULL THEN RETURN; END IF;
  RETURN QUERY SELECT a, coalesce(p.digest::text, '!') FROM access_account a
    LEFT JOIN access_password p ON p.account_id = a.id WHERE a.id = {_NAMED};
END $$;""",
    # Chosen by its owner alone, whoever looks after accounts (HZ-39). What nothing fits is not kept.
    "wall.keep_password(uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.keep_password(who uuid, chosen text) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  IF who IS DISTINCT FROM wall.viewer() OR who IS NULL THEN RAISE EXCEPTION 'not yours to change' {NOT_YOURS}; END IF;
  IF left(chosen, 1) IN ('', '!') THEN
    DELETE FROM access_password WHERE account_id = who;
  ELSE
    INSERT INTO access_password (account_id, digest) VALUES (who, chosen)
      ON CONFLICT (account_id) DO UPDATE SET digest = excluded.digest;
  END IF;
END $$;""",
    # Which kinds of account the viewer sees. Whoever works here knows their colleagues; accounts of families are seen by those
    # who open and close them, and by those who answer for who looked at what.
    "wall.kinds_seen()": f"""
CREATE OR REPLACE FUNCTION wall.kinds_seen() RETURNS text[] LANGUAGE plpgsql STABLE PARALLEL RESTRICTED {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  IF me IS NULL OR NOT EXISTS (SELECT 1 FROM access_account a WHERE a.id = me AND a.kind <> 'family') THEN RETURN '{{}}'; END IF;
  IF EXISTS (SELECT 1 FROM access_teammembership m WHERE m.account_id = me AND {LIVE_M}
      AND m.role IN ('administrator', 'information_governance')) THEN RETURN '{{staff,service,family}}'; END IF;
  RETURN '{{staff,service}}';
END $$;""",
    # --- looking after accounts ---
    # Staff nobody has been for 45 days. Families are let be: an account opens them their own story and nothing else, and to
    # be shut out of it for having had no need of us would be a wall of our making. Longest away first, and never so many that
    # nobody is left to wake the others. Does no harm whoever calls it, or when.
    "wall.sleep_dormant()": f"""
CREATE OR REPLACE FUNCTION wall.sleep_dormant() RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
DECLARE found bigint := 0; one uuid;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('onestory.keep_power'));
  FOR one IN SELECT id FROM access_account WHERE kind = 'staff' AND is_active AND asleep_since IS NULL
      AND greatest(created_at, last_login, awake_since) < now() - interval '{DORMANT_DAYS} days'
      ORDER BY greatest(created_at, last_login, awake_since), id LOOP
    CONTINUE WHEN wall.is_needed(one);
    UPDATE access_account SET asleep_since = now() WHERE id = one;
    PERFORM wall.alert('asleep', NULL, 'administrator', one, NULL, NULL, '');
    found := found + 1;
  END LOOP;
  RETURN found;
END $$;""",
    # By whoever looks after accounts: one that woke itself for good would never be found to be nobody's.
    "wall.wake(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.wake(who uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  UPDATE access_account SET asleep_since = NULL, awake_since = now() WHERE id = who AND is_active AND asleep_since IS NOT NULL
    AND wall.has_role('administrator');
  IF NOT FOUND THEN RAISE EXCEPTION 'not yours to wake' {NOT_YOURS}; END IF;
END $$;""",
    "wall.supervises_team(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.supervises_team(team uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  RETURN EXISTS (SELECT 1 FROM access_teammembership m WHERE m.account_id = me AND m.team_id = team
    AND m.role = 'supervisor' AND {LIVE_M});
END $$;""",
    # An account opened and placed by one and the same administrator could be nobody but themselves under another name.
    "wall.ask_placement(uuid, uuid, uuid, text, timestamptz)": f"""
CREATE OR REPLACE FUNCTION wall.ask_placement(placement uuid, who uuid, team uuid, as_role text, until timestamptz)
RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  IF NOT wall.has_role('administrator') OR who = me OR as_role = 'linkage' OR NOT EXISTS (
      SELECT 1 FROM access_account a WHERE a.id = who AND a.kind = 'staff' AND a.is_active) THEN
    RAISE EXCEPTION 'not yours to ask' {NOT_YOURS};
  END IF;
  INSERT INTO access_placement (id, created_at, account_id, team_id, role, until, asked_by_id)
    VALUES (placement, now(), who, team, as_role, until, me);
END $$;""",
    "wall.decide_placement(uuid, boolean)": f"""
CREATE OR REPLACE FUNCTION wall.decide_placement(placement uuid, agreed boolean) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); asked access_placement; made uuid := gen_random_uuid();
BEGIN
  SELECT p.* INTO asked FROM access_placement p WHERE p.id = placement AND p.confirmed_at IS NULL AND p.refused_at IS NULL
    FOR UPDATE;
  IF NOT FOUND OR me IS NULL OR me IN (asked.account_id, asked.asked_by_id)
    OR NOT (wall.has_role('administrator') OR wall.supervises_team(asked.team_id)) THEN
    RAISE EXCEPTION 'not yours to agree to' {NOT_YOURS};
  END IF;
  IF NOT agreed THEN
    UPDATE access_placement SET refused_at = now() WHERE id = placement;
    RETURN NULL;
  END IF;
  UPDATE access_placement SET confirmed_by_id = me, confirmed_at = now() WHERE id = placement;
  INSERT INTO access_teammembership (id, created_at, account_id, team_id, role, starts_at, ends_at)
    VALUES (made, now(), asked.account_id, asked.team_id, asked.role, now(), asked.until);
  RETURN made;
END $$;""",
    # Letting somebody back in: one administrator saw who they are, another agrees, and only then is there a link, once.
    "wall.ask_recovery(uuid, uuid, text, boolean)": f"""
CREATE OR REPLACE FUNCTION wall.ask_recovery(recovery uuid, who uuid, how_seen text, step_too boolean)
RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  IF NOT wall.has_role('administrator') OR who = me OR NOT EXISTS (SELECT 1 FROM access_account a WHERE a.id = who
      AND a.is_active AND a.kind <> 'service') THEN
    RAISE EXCEPTION 'not yours to ask' {NOT_YOURS};
  END IF;
  INSERT INTO access_recovery (id, created_at, account_id, checked_by_id, seen, second_step_too, token_digest)
    VALUES (recovery, now(), who, me, how_seen, step_too, '');
END $$;""",
    "wall.confirm_recovery(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.confirm_recovery(recovery uuid) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  UPDATE access_recovery SET confirmed_by_id = me, confirmed_at = now() WHERE id = recovery AND confirmed_at IS NULL
    AND me NOT IN (account_id, checked_by_id) AND created_at > now() - interval '{AGREED_HOURS} hours'
    AND wall.has_role('administrator');
  IF NOT FOUND THEN RAISE EXCEPTION 'not yours to agree to' {NOT_YOURS}; END IF;
END $$;""",
    # A new link ends those made before it, and whatever is signed in as them now: it may be who they were kept out by.
    "wall.issue_recovery(uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.issue_recovery(recovery uuid, digest text) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); whose uuid;
BEGIN
  UPDATE access_recovery SET token_digest = digest, link_ends_at = now() + interval '{LINK_MINUTES} minutes'
    WHERE id = recovery AND checked_by_id = me AND token_digest = '' AND length(digest) = 64
      AND confirmed_at > now() - interval '{AGREED_HOURS} hours' AND wall.has_role('administrator')
    RETURNING account_id INTO whose;
  IF NOT FOUND THEN RAISE EXCEPTION 'no link to make' {NOT_YOURS}; END IF;
  UPDATE access_recovery SET link_ends_at = now() WHERE account_id = whose AND id <> recovery AND used_at IS NULL
    AND link_ends_at > now();
  DELETE FROM access_signedin WHERE account_id = whose;
END $$;""",
    # Whose link this is, while it holds. Called before anyone is known, by whoever holds the token.
    "wall.recovery_for(text)": f"""
CREATE OR REPLACE FUNCTION wall.recovery_for(digest text) RETURNS uuid LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
  RETURN (SELECT r.account_id FROM access_recovery r JOIN access_account a ON a.id = r.account_id AND a.is_active
    WHERE r.token_digest = digest AND length(digest) = 64 AND r.used_at IS NULL AND r.link_ends_at > now());
END $$;""",
    # Used once. Whoever two people have just seen to be who they are is not asleep either. True: their second step goes too.
    "wall.use_recovery(text)": f"""
CREATE OR REPLACE FUNCTION wall.use_recovery(digest text) RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
DECLARE whose uuid := wall.recovery_for(digest); step_too boolean;
BEGIN
  UPDATE access_recovery SET used_at = now() WHERE token_digest = digest AND account_id = whose AND used_at IS NULL
    RETURNING second_step_too INTO step_too;
  IF NOT FOUND THEN RAISE EXCEPTION 'no such link' {NOT_YOURS}; END IF;
  UPDATE access_account SET asleep_since = NULL, awake_since = now() WHERE id = whose;
  DELETE FROM access_signedin WHERE account_id = whose;
  -- To others than the two who agreed: administrators who let in whom they should not are not who would notice.
  PERFORM wall.alert('recovery', NULL, 'information_governance', whose, NULL, NULL, '');
  IF step_too THEN DELETE FROM mfa_authenticator WHERE user_id = whose; END IF;
  RETURN step_too;
END $$;""",
}

INNER = frozenset({"wall.asked_by(text)"})
