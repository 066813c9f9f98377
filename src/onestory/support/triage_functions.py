"""Who sees an agenda, and how somebody outside says a word once: part of the security surface of `access.functions`.

Being asked to a meeting opens what is on its agenda until it is minuted, and no record. A family that is closed to somebody is on
no agenda of theirs. The one-time link opens a question and whom it is about, and after one answer nothing.
"""

from __future__ import annotations

from onestory.access.functions import DEFINER, NOT_YOURS

_AMONG = """SELECT m.id FROM support_meeting m WHERE m.state = 'called' AND wall.viewer() IS NOT NULL
    AND EXISTS (SELECT 1 FROM support_attendee a WHERE a.meeting_id = m.id AND a.account_id = wall.viewer())"""
_OPEN = """c.digest = encode(sha256(convert_to('onestory.word.' || token, 'UTF8')), 'hex') AND c.state = 'asked'
      AND c.ends_at > clock_timestamp()"""

LONGEST = 8000
"""Characters of a word from outside."""

FUNCTIONS: dict[str, str] = {
    # Meetings not yet minuted to which the viewer was asked.
    "wall.my_meetings()": f"""
CREATE OR REPLACE FUNCTION wall.my_meetings() RETURNS uuid[] LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT ARRAY({_AMONG}) $$;""",
    # Requests on the agendas of those, but for families closed to the viewer.
    "wall.my_agenda()": f"""
CREATE OR REPLACE FUNCTION wall.my_agenda() RETURNS uuid[] LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT ARRAY(SELECT DISTINCT i.request_id FROM support_meetingitem i JOIN support_request r ON r.id = i.request_id
    WHERE i.meeting_id IN ({_AMONG}) AND NOT wall.request_shut(r.id)) $$;""",
    # What those of a meeting see of what was asked: whom it is about and their words; never where or how they are reached.
    "wall.agenda(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.agenda(which uuid) RETURNS TABLE (item uuid, request uuid, family uuid, about text, born text,
  words text, words_by text, urgency text, door text, asked_at timestamptz) LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT i.id, r.id, r.family_id, trim(r.about_given || ' ' || r.about_family), r.about_born::text, r.words, r.words_by::text,
      r.urgency::text, r.door::text, r.created_at
    FROM support_meetingitem i JOIN support_request r ON r.id = i.request_id JOIN support_meeting m ON m.id = i.meeting_id
    WHERE m.id = which AND (m.id IN ({_AMONG}) OR m.owner_id = wall.viewer() AND m.state = 'called'
        OR m.team_id = ANY (wall.teams()) AND r.team_id = ANY (wall.teams()))
      AND wall.viewer() IS NOT NULL AND NOT wall.request_shut(r.id)
    ORDER BY i.created_at, i.id LIMIT 100 $$;""",
    # By the link itself, and never by the digest that its row shows to those of the meeting: nobody speaks in another's name.
    # It opens the question, and no more of anybody than whom it is about.
    "wall.asked_by_link(text)": f"""
CREATE OR REPLACE FUNCTION wall.asked_by_link(token text) RETURNS TABLE (asked text, service text, question text,
  about text, born text, asker text, ends_at timestamptz, begun text) LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT c.asked_name::text, c.asked_service::text, c.question, c.about_name::text, c.about_born::text, a.name::text,
      c.ends_at, coalesce(w.words, '')
    FROM support_contribution c JOIN access_account a ON a.id = c.owner_id
      LEFT JOIN support_wordbegun w ON w.contribution_id = c.id WHERE {_OPEN} $$;""",
    # From the first word: what is typed by a link that still opens something.
    "wall.keep_by_link(text, text)": f"""
CREATE OR REPLACE FUNCTION wall.keep_by_link(token text, typed text) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE of_it uuid;
BEGIN
  SELECT c.id INTO of_it FROM support_contribution c WHERE {_OPEN} FOR UPDATE;
  IF of_it IS NULL THEN RAISE EXCEPTION 'no such link' {NOT_YOURS}; END IF;
  INSERT INTO support_wordbegun (id, created_at, contribution_id, words, kept_at)
    VALUES (gen_random_uuid(), clock_timestamp(), of_it, left(typed, {LONGEST}), clock_timestamp())
    ON CONFLICT (contribution_id) DO UPDATE SET words = excluded.words, kept_at = excluded.kept_at;
  RETURN of_it;
END $$;""",
    # What was begun by links that open nothing any more: sent, taken back or too old.
    "wall.drop_words()": f"""
CREATE OR REPLACE FUNCTION wall.drop_words() RETURNS void LANGUAGE sql {DEFINER} AS $$
  DELETE FROM support_wordbegun w USING support_contribution c
    WHERE c.id = w.contribution_id AND (c.state <> 'asked' OR c.ends_at <= clock_timestamp()) $$;""",
    # Once. Two who send at the same moment by one link are one.
    "wall.give_by_link(text, text)": f"""
CREATE OR REPLACE FUNCTION wall.give_by_link(token text, said text) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE made uuid;
BEGIN
  UPDATE support_contribution c SET state = 'given', words = left(trim(said), {LONGEST}), given_at = clock_timestamp()
    WHERE {_OPEN} AND trim(said) <> '' RETURNING c.id INTO made;
  IF made IS NULL THEN RAISE EXCEPTION 'no such link' {NOT_YOURS}; END IF;
  RETURN made;
END $$;""",
}
