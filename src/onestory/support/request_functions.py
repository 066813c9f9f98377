"""The functions through which requests come in and change hands: part of the security surface of `access.functions`.

A request comes from anybody, also from nobody who signs in, and is seen by neither: it goes to a team on duty. It is owned anew
by whoever takes it on themselves, and by nobody else. None of these answers whether somebody is known.
"""

from __future__ import annotations

from onestory.access import roles
from onestory.access.functions import DEFINER, LIVE_M, NOT_YOURS, texts
from onestory.access.models.grants import LIVE
from onestory.access.reach import DECLARE_HELD
from onestory.access.reach import MINE as HELD_NOW
from onestory.support.models.requests import Door, Urgency
from onestory.support.request_states import WAITING

LARGEST = 60_000
"""Characters of one request: twenty pages. What is longer is no asking for help."""

# What whoever asks may say, each with its kind; nothing else that arrives with it is read.
_SAID = (
    "door text, reach_how text, reach_at text, reach_when text, leave_message boolean, code_word text, about_given text,"
    " about_family text, about_born text, about_postcode text, about_others text, words text, words_by text, urgency text"
)
_COLUMNS = [one.split()[0] for one in _SAID.split(", ")]
_VALUES = ", ".join(
    f"{'x.' + one if one == 'leave_message' else f'coalesce(x.{one}, {chr(39) * 2})'}" for one in _COLUMNS
)

# Not `wall.closed`: it lists closed families only while a grant would open them, and a request outlives its grant.
MINE = """(r.team_id = ANY (wall.teams()) OR r.owner_id = wall.viewer())
    AND NOT wall.request_shut(r.id)"""
_ON_DUTY = f"""EXISTS (SELECT 1 FROM access_teammembership m JOIN access_account a ON a.id = m.account_id AND a.is_active
      AND a.asleep_since IS NULL WHERE m.team_id = {{team}} AND m.role = 'triage' AND {LIVE_M})"""

# One change of `r`, written down as it now stands.
_EVENT = """INSERT INTO support_requestevent (id, created_at, request_id, number, act, before, state, owner_id, owner_team_id,
      team_id, next_on, by_id, why) SELECT gen_random_uuid(), clock_timestamp(), q.id, q.changes, {act}, {before}, q.state,
      q.owner_id, q.owner_team_id, q.team_id, q.next_on, {by}, {why} FROM support_request q WHERE q.id = {which};"""
_ANSWERED = (
    "CASE answer WHEN 'accepted' THEN 'passing.accept' WHEN 'sent_back' THEN 'passing.send_back'"
    " ELSE 'passing.take_back' END"
)

FUNCTIONS: dict[str, str] = {
    # Of the requests that would be the viewer's to see, those of families closed to them, and those that were joined to one:
    # asked once for a whole statement. It begins with the few families that are closed to anybody, and names no family.
    "wall.shut_requests()": f"""
CREATE OR REPLACE FUNCTION wall.shut_requests() RETURNS uuid[] LANGUAGE sql STABLE {DEFINER} AS $$
  WITH RECURSIVE theirs AS (SELECT r.id, r.owner_id, r.team_id, r.family_id FROM support_request r WHERE r.family_id IN (
      SELECT d.family_id FROM access_denial d WHERE d.account_id = wall.viewer() AND {LIVE.format(g="d")}
      UNION SELECT x.family_id FROM access_restriction x WHERE {LIVE.format(g="x")})
    UNION SELECT j.id, j.owner_id, j.team_id, t.family_id FROM theirs t JOIN support_request j ON j.joined_to_id = t.id)
  SELECT ARRAY(SELECT r.id FROM theirs r WHERE (r.owner_id = ANY (wall.reach()) OR r.team_id = ANY (wall.reach()))
    AND wall.shut_to(r.family_id, wall.viewer())) $$;""",
    # Whether what was asked here, or what it was joined to, is about a family that is closed to the viewer.
    "wall.request_shut(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.request_shut(which uuid) RETURNS boolean LANGUAGE sql STABLE {DEFINER} AS $$
  WITH RECURSIVE one AS (SELECT r.id, r.family_id, r.joined_to_id FROM support_request r WHERE r.id = which
    UNION SELECT r.id, r.family_id, r.joined_to_id FROM one o JOIN support_request r ON r.id = o.joined_to_id)
  SELECT EXISTS (SELECT 1 FROM one o WHERE o.family_id IS NOT NULL AND wall.shut_to(o.family_id, wall.viewer())) $$;""",
    # At the end of a transaction: what a request is, an event says; what an event says, the request was.
    "wall.request_explained()": f"""
CREATE OR REPLACE FUNCTION wall.request_explained() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  IF TG_TABLE_NAME = 'support_requestevent' THEN
    IF NOT EXISTS (SELECT 1 FROM support_request r WHERE r.id = NEW.request_id
        AND NEW.number BETWEEN 1 AND r.changes) THEN
      RAISE EXCEPTION 'an event of nothing' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.state, NEW.owner_id, NEW.owner_team_id, NEW.team_id, NEW.next_on, NEW.changes)
        IS NOT DISTINCT FROM (OLD.state, OLD.owner_id, OLD.owner_team_id, OLD.team_id, OLD.next_on, OLD.changes) THEN
      RETURN NULL;
    END IF;
  END IF;
  IF (TG_OP = 'UPDATE' AND NEW.changes <> OLD.changes + 1) OR NOT EXISTS (SELECT 1 FROM support_requestevent e
      WHERE e.request_id = NEW.id AND e.number = NEW.changes
        AND (e.state, e.owner_id, e.owner_team_id, e.team_id, e.next_on)
          IS NOT DISTINCT FROM (NEW.state, NEW.owner_id, NEW.owner_team_id, NEW.team_id, NEW.next_on)) THEN
    RAISE EXCEPTION 'a change that nobody explained' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;""",
    # The teams that requests go to when nobody takes them on: those where somebody at the front door can sign in.
    "wall.front_doors()": f"""
CREATE OR REPLACE FUNCTION wall.front_doors() RETURNS TABLE (id uuid, name text) LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT t.id, t.name::text FROM access_team t WHERE {_ON_DUTY.format(team="t.id")} ORDER BY t.name, t.id LIMIT 200 $$;""",
    # One request, from its first word to its last, by the number of its form: sent again, it is the same. `own` keeps it with
    # whoever takes it; otherwise it goes to a team that has somebody at the front door. What was received is not written anew.
    "wall.keep_request(uuid, jsonb, jsonb, text, uuid, boolean, text, date)": f"""
CREATE OR REPLACE FUNCTION wall.keep_request(form uuid, said jsonb, asked_by jsonb, telling text, to_team uuid, own boolean,
  as_state text, next_day date) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); r support_request; made uuid; asker_account uuid;
BEGIN
  IF as_state IS NULL OR as_state NOT IN ('begun', 'received') OR form IS NULL OR next_day IS NULL
      OR next_day < current_date - 1 OR (said ->> 'door' = ANY ({texts(Door.values)})) IS NOT TRUE
      OR (said ->> 'urgency' = ANY ({texts(Urgency.values)})) IS NOT TRUE OR length(said::text) > {LARGEST} THEN
    RAISE EXCEPTION 'not a request' {NOT_YOURS};
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('onestory.request ' || form, 0));
  SELECT * INTO r FROM support_request q WHERE q.form_key = form;
  IF r.id IS NULL THEN
    IF (own AND (me IS NULL OR to_team <> ALL (wall.teams()))) OR (NOT own AND NOT {_ON_DUTY.format(team="to_team")})
        OR own IS NULL OR to_team IS NULL THEN
      RAISE EXCEPTION 'nobody there to take it' {NOT_YOURS};
    END IF;
    made := gen_random_uuid();
    INSERT INTO support_request (id, created_at, form_key, taken_by_id, owner_id, owner_team_id, team_id, state, next_on, changes,
        {", ".join(_COLUMNS)})
      SELECT made, clock_timestamp(), form, me, CASE WHEN own THEN me END, CASE WHEN NOT own THEN to_team END, to_team, as_state,
        next_day, 1, {_VALUES} FROM jsonb_to_record(said) x ({_SAID});
    {
        _EVENT.format(
            act="CASE as_state WHEN 'begun' THEN 'requests.begin' ELSE 'requests.receive' END",
            before="''",
            by="me",
            why="''",
            which="made",
        )
    }
  ELSIF r.taken_by_id IS DISTINCT FROM me THEN
    RAISE EXCEPTION 'no such form' {NOT_YOURS};
  ELSIF r.state <> 'begun' THEN
    RETURN r.id;
  ELSE
    made := r.id;
    UPDATE support_request q SET ({", ".join(_COLUMNS)}) = (SELECT {_VALUES} FROM jsonb_to_record(said) x ({_SAID}))
      WHERE q.id = made;
    IF as_state = 'received' THEN
      UPDATE support_request q SET state = 'received', next_on = next_day, changes = q.changes + 1 WHERE q.id = made;
      {_EVENT.format(act="'requests.receive'", before="'begun'", by="me", why="''", which="made")}
    END IF;
  END IF;
  IF asked_by IS NOT NULL AND asked_by <> 'null' THEN
    asker_account := CASE WHEN (asked_by ->> 'signs_in')::boolean THEN me END;
    INSERT INTO support_asker (id, created_at, request_id, account_id, name, role, organisation, how, at, family_knows)
      SELECT gen_random_uuid(), clock_timestamp(), made, asker_account, coalesce(x.name, ''), coalesce(x.role, ''),
        coalesce(x.organisation, ''), coalesce(x.how, ''), coalesce(x.at, ''), x.family_knows
      FROM jsonb_to_record(asked_by) x (name text, role text, organisation text, how text, at text, family_knows boolean)
      ON CONFLICT (request_id) DO UPDATE SET name = excluded.name, role = excluded.role, organisation = excluded.organisation,
        how = excluded.how, at = excluded.at, family_knows = excluded.family_knows;
  END IF;
  IF as_state = 'received' AND telling <> '' THEN
    INSERT INTO support_telling (id, created_at, request_id, event_number, to_account_id, words, due_on, told_at, told_by_id, how,
        why_not)
      SELECT gen_random_uuid(), clock_timestamp(), made, q.changes, asker_account, telling, next_day,
        CASE WHEN asker_account IS NOT NULL THEN clock_timestamp() END, asker_account,
        CASE WHEN asker_account IS NOT NULL THEN 'here' ELSE '' END, '' FROM support_request q WHERE q.id = made;
  END IF;
  RETURN made;
END $$;""",
    # What was begun by this form, to whoever began it, until it is sent or a day has gone.
    "wall.begun_request(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.begun_request(form uuid) RETURNS jsonb LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT (SELECT to_jsonb(said) FROM (SELECT {", ".join("q." + one for one in _COLUMNS)}) said) FROM support_request q
    WHERE q.form_key = form AND q.state = 'begun' AND q.taken_by_id IS NOT DISTINCT FROM wall.viewer()
      AND q.created_at > clock_timestamp() - interval '1 day' $$;""",
    # By somebody of the team on duty: to themselves, or back to the team.
    "wall.own_request(uuid, boolean, text, date)": f"""
CREATE OR REPLACE FUNCTION wall.own_request(which uuid, take boolean, because text, next_day date) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); old text;
BEGIN
  SELECT r.state INTO old FROM support_request r WHERE r.id = which AND {MINE} AND me IS NOT NULL FOR UPDATE;
  IF old IS NULL OR next_day IS NULL OR take IS NULL OR (take AND NOT EXISTS (
      SELECT 1 FROM support_request r WHERE r.id = which AND r.team_id = ANY (wall.teams()))) THEN
    RAISE EXCEPTION 'not yours' {NOT_YOURS};
  END IF;
  UPDATE support_request r SET owner_id = CASE WHEN take THEN me END, owner_team_id = CASE WHEN NOT take THEN r.team_id END,
    next_on = next_day, changes = r.changes + 1 WHERE r.id = which;
  {
        _EVENT.format(
            act="CASE WHEN take THEN 'requests.take' ELSE 'requests.give_back' END",
            before="old",
            by="me",
            why="coalesce(because, '')",
            which="which",
        )
    }
END $$;""",
    # Whose it is says which family it is about, once: one that they see, and opened to the team on duty in the same transaction.
    "wall.link_request(uuid, uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.link_request(which uuid, of_family uuid, by_grant uuid) RETURNS void LANGUAGE plpgsql {
        DEFINER
    } AS $$
DECLARE {DECLARE_HELD}
BEGIN
  UPDATE support_request r SET family_id = of_family, duty_grant_id = by_grant, about_postcode = '' WHERE r.id = which
    AND r.family_id IS NULL AND (r.team_id = ANY (wall.reach()) OR r.owner_id = ANY (wall.reach()))
    AND NOT wall.request_shut(r.id)
    AND EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = of_family AND {HELD_NOW} AND g.reason <> 'break_glass')
    AND EXISTS (SELECT 1 FROM access_grant d WHERE d.id = by_grant AND d.family_id = of_family AND d.team_id = r.team_id
      AND d.reason = 'duty' AND d.given_by_id = me AND d.created_at = now());
  IF NOT FOUND THEN RAISE EXCEPTION 'not yours to link' {NOT_YOURS}; END IF;
END $$;""",
    # Once it is known whose home it is, the record says where that is, and hides it where it must: of a request that was joined
    # to one about a family too. Gives the postcode that was told, to whoever sees the request.
    "wall.clear_joined_home(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.clear_joined_home(which uuid) RETURNS text LANGUAGE plpgsql {DEFINER} AS $$
DECLARE r support_request;
BEGIN
  SELECT x.* INTO r FROM support_request x WHERE x.id = which AND NOT wall.request_shut(x.id)
    AND (x.team_id = ANY (wall.reach()) OR x.owner_id = ANY (wall.reach())) FOR UPDATE;
  IF r.id IS NULL OR NOT EXISTS (WITH RECURSIVE one AS (SELECT r.joined_to_id AS id
      UNION SELECT x.joined_to_id FROM one o JOIN support_request x ON x.id = o.id)
    SELECT 1 FROM one o JOIN support_request x ON x.id = o.id WHERE x.family_id IS NOT NULL) THEN
    RAISE EXCEPTION 'not joined to one about a family' {NOT_YOURS};
  END IF;
  UPDATE support_request x SET about_postcode = '' WHERE x.id = which;
  RETURN r.about_postcode;
END $$;""",
    # Accepted or sent back by whom it was offered to; taken back by whose it is. Who accepts sees the request from then on and,
    # where there is a family, their team sees it as the team did that passed it on, which sees it no longer by this request.
    "wall.answer_passing(uuid, text, text, date, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.answer_passing(passing uuid, answer text, because text, next_day date, in_team uuid) RETURNS uuid
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); p support_passing; r support_request; duty access_grant; given uuid; also uuid;
BEGIN
  SELECT * INTO p FROM support_passing x WHERE x.id = passing AND x.state = 'offered' FOR UPDATE;
  SELECT * INTO r FROM support_request x WHERE x.id = p.request_id FOR UPDATE;
  IF r.id IS NULL OR me IS NULL OR (answer = 'taken_back' AND {MINE}
      OR answer IN ('accepted', 'sent_back') AND (p.to_account_id = me OR p.to_team_id = ANY (wall.teams()))) IS NOT TRUE
      OR answer = 'accepted' AND wall.request_shut(r.id) THEN
    RAISE EXCEPTION 'not yours to answer' {NOT_YOURS};
  END IF;
  IF answer = 'accepted' AND (next_day IS NULL
      OR p.to_account_id IS NOT NULL AND (in_team <> ALL (wall.teams())) IS NOT FALSE) THEN
    RAISE EXCEPTION 'no team to take it on in' {NOT_YOURS};
  END IF;
  UPDATE support_passing x SET state = answer, answered_by_id = me, answered_at = clock_timestamp(),
    reason = coalesce(because, '') WHERE x.id = passing;
  IF answer <> 'accepted' THEN
    UPDATE support_request x SET changes = x.changes + 1 WHERE x.id = r.id;
  ELSE
    given := r.duty_grant_id;
    UPDATE access_grant g SET ends_at = greatest(clock_timestamp(), g.starts_at), ended_by_id = me
      WHERE g.id = r.duty_grant_id AND {LIVE.format(g="g")} AND g.family_id = r.family_id AND g.reason = 'duty'
        AND g.team_id = r.team_id RETURNING * INTO duty;
    IF duty.id IS NOT NULL THEN
      given := gen_random_uuid();
      INSERT INTO access_grant (id, created_at, family_id, team_id, reason, basis, purpose, sections, starts_at, given_by_id)
        VALUES (given, now(), duty.family_id, coalesce(p.to_team_id, in_team), 'duty', duty.basis, duty.purpose, duty.sections,
          clock_timestamp(), p.offered_by_id);
    END IF;
    UPDATE support_request x SET owner_id = p.to_account_id, owner_team_id = p.to_team_id,
      team_id = coalesce(p.to_team_id, in_team), next_on = next_day, changes = x.changes + 1, duty_grant_id = given
      WHERE x.id = r.id;
  END IF;
  {
        _EVENT.format(
            act="CASE answer WHEN 'accepted' THEN 'passing.accept' WHEN 'sent_back' THEN 'passing.send_back'"
            " ELSE 'passing.take_back' END",
            before="q.state",
            by="me",
            why="coalesce(because, '')",
            which="p.request_id",
        )
    }
  RETURN p.request_id;
END $$;""",
    # What somebody asked for themselves, in their own words, and nothing that became known since.
    "wall.my_asks()": f"""
CREATE OR REPLACE FUNCTION wall.my_asks() RETURNS TABLE (id uuid, asked_at timestamptz, about text, words text, urgency text)
LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT q.id, q.created_at, trim(q.about_given || ' ' || q.about_family), q.words, q.urgency::text
    FROM support_asker a JOIN support_request q ON q.id = a.request_id
    WHERE a.account_id = wall.viewer() AND q.state <> 'begun' ORDER BY q.created_at DESC, q.id LIMIT 200 $$;""",
    # Other open requests about a family that the viewer sees: whom to talk to about them, and nothing that was said.
    "wall.also_asked(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.also_asked(of_family uuid) RETURNS TABLE (id uuid, asked_at timestamptz, team uuid,
  team_name text, mine boolean) LANGUAGE plpgsql STABLE {DEFINER} AS $$
#variable_conflict use_column
DECLARE {DECLARE_HELD}
BEGIN
  IF NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = of_family AND {HELD_NOW}
      AND g.reason <> 'break_glass') THEN RETURN; END IF;
  RETURN QUERY SELECT r.id, r.created_at, r.team_id, t.name::text, {MINE} FROM support_request r
    JOIN access_team t ON t.id = r.team_id WHERE r.family_id = of_family AND r.state = ANY ({texts(WAITING)})
    ORDER BY r.created_at, r.id LIMIT 20;
END $$;""",
    # What somebody who leaves owned goes back to the team on duty for it; where nobody is left in that, to whom their other work
    # goes, in a team of theirs (`wall.hand_over`). What was offered to them stays with whoever offered it (HZ-55, HZ-58).
    "wall.requests_left_by(uuid, uuid[])": f"""
CREATE OR REPLACE FUNCTION wall.requests_left_by(who uuid, emptied uuid[]) RETURNS bigint LANGUAGE plpgsql {
        DEFINER
    } AS $$
DECLARE one record; heir record; theirs uuid; n bigint := 0;
BEGIN
  FOR one IN SELECT r.id, r.family_id, r.team_id FROM support_request r
      WHERE r.owner_id = who OR r.team_id = ANY (emptied) ORDER BY r.id FOR UPDATE LOOP
    IF one.team_id <> ALL (emptied) THEN
      UPDATE support_request r SET owner_id = NULL, owner_team_id = r.team_id, changes = r.changes + 1 WHERE r.id = one.id;
    ELSE
      SELECT h.* INTO heir FROM wall.heir(who, one.family_id, 'shared', true) h;
      SELECT m.team_id INTO theirs FROM access_teammembership m WHERE m.account_id = heir.to_account
        AND m.role = ANY ({texts(roles.by_team())}) AND {LIVE_M} ORDER BY m.starts_at, m.id LIMIT 1;
      UPDATE support_request r SET owner_id = heir.to_account, owner_team_id = heir.to_team,
        team_id = coalesce(heir.to_team, theirs, r.team_id), changes = r.changes + 1 WHERE r.id = one.id;
    END IF;
    {
        _EVENT.format(
            act="'requests.left'",
            before="q.state",
            by="wall.viewer()",
            why="'Whoever had it has left.'",
            which="one.id",
        )
    }
    n := n + 1;
  END LOOP;
  FOR one IN UPDATE support_passing p SET state = 'sent_back', answered_by_id = coalesce(wall.viewer(), who),
      answered_at = clock_timestamp(), reason = 'They have left.'
      WHERE (p.to_account_id = who OR p.to_team_id = ANY (emptied)) AND p.state = 'offered' RETURNING p.request_id AS id LOOP
    UPDATE support_request r SET changes = r.changes + 1 WHERE r.id = one.id;
    {
        _EVENT.format(
            act="'passing.send_back'", before="q.state", by="wall.viewer()", why="'They have left.'", which="one.id"
        )
    }
  END LOOP;
  RETURN n;
END $$;""",
}
INNER = frozenset({"wall.request_explained()", "wall.request_shut(uuid)", "wall.requests_left_by(uuid, uuid[])"})
