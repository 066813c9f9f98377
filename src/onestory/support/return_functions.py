"""How somebody without an account hears what became of what they asked: part of the security surface of `access.functions`.

Whoever holds a code reads that something happened and when, and nothing that was said, found or offered: the paper it stands on
may be found by whom they are afraid of. Steps that tell nobody anything are left out, and so it never says whether a family is
known.
"""

from __future__ import annotations

from onestory.access.functions import DEFINER, NOT_YOURS, texts
from onestory.support.request_states import REQUEST
from onestory.support.request_words import TOLD

LASTS = "180 days"
_ENDING = sorted({step.act for step in REQUEST.steps if step.after in REQUEST.ends} - {"requests.join"})

FUNCTIONS: dict[str, str] = {
    # By whoever sent the form, and only while they hold its key: the same code again is the same row.
    "wall.keep_return_code(uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.keep_return_code(form uuid, as_digest text) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE of_request uuid;
BEGIN
  SELECT q.id INTO of_request FROM support_request q WHERE q.form_key = form AND q.state <> 'begun'
    AND q.taken_by_id IS NOT DISTINCT FROM wall.viewer() AND q.created_at > clock_timestamp() - interval '2 days';
  IF of_request IS NULL OR as_digest !~ '^[0-9a-f]{{64}}$' THEN RAISE EXCEPTION 'no such form' {NOT_YOURS}; END IF;
  INSERT INTO support_returncode (id, created_at, request_id, digest, ends_at)
    VALUES (gen_random_uuid(), clock_timestamp(), of_request, as_digest, clock_timestamp() + interval '{LASTS}')
    ON CONFLICT DO NOTHING;
  RETURN of_request;
END $$;""",
    # Who asks for others, as far as they had said it when they were interrupted: `wall.begun_request` gives the rest.
    "wall.begun_asker(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.begun_asker(form uuid) RETURNS jsonb LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT (SELECT to_jsonb(said) FROM (SELECT a.name, a.role, a.organisation, a.how, a.at, a.family_knows) said)
    FROM support_request q JOIN support_asker a ON a.request_id = q.id
    WHERE q.form_key = form AND q.state = 'begun' AND q.taken_by_id IS NOT DISTINCT FROM wall.viewer()
      AND q.created_at > clock_timestamp() - interval '1 day' $$;""",
    # What happened, the first step first. Of a request that was joined to another, also how that one ended, and what that was
    # joined to in its turn: from when each became a part of the next, since what ended before was no end of this.
    "wall.became_of(text)": f"""
CREATE OR REPLACE FUNCTION wall.became_of(as_digest text) RETURNS TABLE (request uuid, at timestamptz, act text, next_on date)
LANGUAGE sql STABLE {DEFINER} AS $$
  WITH RECURSIVE part AS (SELECT c.request_id AS asked, c.request_id AS id, NULL::timestamptz AS since FROM support_returncode c
      WHERE c.digest = as_digest AND c.ends_at > clock_timestamp()
    UNION SELECT p.asked, q.joined_to_id, greatest(p.since, (SELECT max(j.created_at) FROM support_requestevent j
        WHERE j.request_id = q.id AND j.act = 'requests.join'))
      FROM part p JOIN support_request q ON q.id = p.id WHERE q.state = 'joined' AND q.joined_to_id <> p.asked)
  SELECT p.asked, e.created_at, e.act::text, e.next_on FROM part p JOIN support_requestevent e ON e.request_id = p.id
      AND (p.id = p.asked AND e.act = ANY ({texts(sorted(TOLD))})
        OR p.id <> p.asked AND e.act = ANY ({texts(_ENDING)}) AND e.created_at >= p.since)
    ORDER BY e.created_at, e.number LIMIT 100 $$;""",
}
