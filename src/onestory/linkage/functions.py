"""The functions through which stewards see and judge doubtful pairs, and by which what feeds brought is opened: part of the wall.

A steward sees no table of linkage and no family. These answer with one pair at a time, the one that is in their hand, column by
column; what is closed to them is left out of every answer and every count, as if it were not there (`access.functions`).
"""

from __future__ import annotations

from onestory.access.functions import ARCHIVED, CURRENT_M, DEFINER, LIVE_M, NOT_YOURS
from onestory.access.guarding import GOVERNS
from onestory.access.models.grants import LIVE

HELD_FOR = "interval '15 minutes'"
"""How long a pair stays in somebody's hand after they last opened it; then anybody may take it up."""

STEWARD = "wall.has_role('steward')"
_OPEN = "('waiting', 'disputed')"
_UNDECIDED = "('waiting', 'unsure', 'disputed')"
_SETTLED = (
    "EXISTS (SELECT FROM linkage_link s WHERE s.record_id = c.record_id AND s.who = c.who AND s.undone_at IS NULL)"
)
_STANDS = "j.verdict <> 'taken_back' AND NOT EXISTS (SELECT FROM linkage_judgement t WHERE t.takes_back_id = j.id)"
# Said by the viewer, of both sides as they are now.
_SAID_BY_ME = f"""EXISTS (SELECT FROM linkage_judgement j WHERE j.candidate_id = c.id AND j.judged_by_id = me
    AND j.verdict IN ('same', 'different') AND {_STANDS} AND j.seen = wall.pair_as_it_is(c.id))"""
_WAITS_FOR_ME = f"c.state IN {_OPEN} AND c.record_id <> ALL (shut) AND NOT {_SETTLED} AND NOT {_SAID_BY_ME}"
_NEWEST = "(SELECT v.* FROM linkage_sourceversion v WHERE v.record_id = {record} ORDER BY v.number DESC LIMIT 1)"
_PLAIN = "regexp_replace(lower({x}), '[^[:alpha:]]', '', 'g')"
_HOME_NOW = "(h.ends_on IS NULL OR h.ends_on >= current_date)"
_RECORDS_OF_ONE_HOME = """SELECT n.record_id AS id FROM near n UNION SELECT h.id FROM near n
    JOIN linkage_sourcerecord s ON s.id = n.record_id JOIN linkage_sourcerecord h ON h.feed = s.feed
      AND h.household = s.household AND h.household <> ''"""
# Somebody guarded may be spoken of in the same record or home. Whoever says they know a street then hears the same
# whichever street they say.
_NEAR_GUARDED = """EXISTS (SELECT FROM linkage_candidate g JOIN linkage_sourcerecord there ON there.id = g.record_id
      JOIN linkage_sourcerecord here ON here.id = c.record_id
      WHERE g.guarded AND g.state <> 'different' AND (there.id = here.id
        OR there.feed = here.feed AND there.household = here.household AND there.household <> ''))"""
# Rows that history is kept of go, if they have none: nobody has changed them.
_TAKING_BACK = "\n".join(
    f"""  DELETE FROM {table} x USING linkage_brought b WHERE b.link_id = which AND b.kind = '{kind}' AND x.id = b.row
    AND NOT EXISTS (SELECT FROM {table}history h WHERE h.pgh_obj_id = x.id);
  GET DIAGNOSTICS changed = ROW_COUNT; done := done + changed;"""
    for kind, table in (
        ("number", "people_identifier"), ("contact", "people_contactpoint"), ("name", "people_personname"),
        ("home", "people_residence"), ("relation", "people_relationship"),
    )
)  # fmt: skip

FUNCTIONS: dict[str, str] = {
    # Records that speak, or may speak, of anybody in a family that is closed to somebody, or of whom they said they know; and
    # those of the same household. Of these they learn nothing: neither that they wait, nor how many (HZ-16, HZ-25, HZ-41).
    "wall.shut_records(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.shut_records(reader uuid) RETURNS uuid[] LANGUAGE sql STABLE {DEFINER} AS $$
  WITH shut AS (
    SELECT d.family_id FROM access_denial d WHERE d.account_id = reader AND {LIVE.format(g="d")}
    UNION SELECT r.family_id FROM access_restriction r WHERE {LIVE.format(g="r")} AND wall.shut_to(r.family_id, reader)
  ), people AS (SELECT DISTINCT m.person_id FROM people_membership m JOIN shut USING (family_id)
  ), known_to AS (SELECT {_PLAIN.format(x="i.given")} AS given, {_PLAIN.format(x="i.family")} AS family, i.postcode,
      to_char(i.born, 'YYYY-MM-DD') AS born FROM access_interest i WHERE i.account_id = reader AND i.ended_at IS NULL
  ), near AS (
    SELECT l.record_id FROM linkage_link l JOIN people USING (person_id) WHERE l.undone_at IS NULL
    UNION SELECT c.record_id FROM linkage_candidate c JOIN people USING (person_id) WHERE c.state <> 'different'
    UNION SELECT c.record_id FROM linkage_candidate c
      CROSS JOIN LATERAL {_NEWEST.format(record="c.record_id")} v
      CROSS JOIN LATERAL jsonb_each(v.standard->'people') told (who, said)
      JOIN known_to k ON k.family <> '' AND k.family = {_PLAIN.format(x="told.said->>'family'")}
        AND (k.given = {_PLAIN.format(x="told.said->>'given'")} OR k.born = told.said->>'born'
          OR k.postcode <> '' AND (k.postcode = told.said->>'postcode' OR {_NEAR_GUARDED}))
      WHERE c.state IN {_UNDECIDED} AND EXISTS (SELECT FROM known_to))
  SELECT coalesce(array_agg(DISTINCT x.id), '{{}}') FROM ({_RECORDS_OF_ONE_HOME}) x $$;""",
    # Whether somebody's safety may rest on this pair: two people look at it then, and neither is shown an address.
    "wall.pair_guarded(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.pair_guarded(which uuid) RETURNS boolean LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT c.guarded OR {_NEAR_GUARDED} OR EXISTS (SELECT FROM people_membership m WHERE {CURRENT_M}
    AND wall.is_guarded(m.family_id) AND m.person_id IN (SELECT c.person_id
      UNION SELECT l.person_id FROM linkage_link l WHERE l.record_id = c.record_id AND l.undone_at IS NULL))
  FROM linkage_candidate c WHERE c.id = which $$;""",
    # A digest of all that is compared on either side.
    "wall.pair_as_it_is(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.pair_as_it_is(which uuid) RETURNS text LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT md5(concat_ws(';', r.versions, p.born, p.due_on,
    (SELECT string_agg(concat_ws(',', n.use, n.given, n.middle, n.family), '|' ORDER BY n.id) FROM people_personname n
      WHERE n.person_id = p.id),
    (SELECT string_agg(concat_ws(',', i.system, i.value, i.status), '|' ORDER BY i.id) FROM people_identifier i
      WHERE i.person_id = p.id),
    (SELECT string_agg(h.address_id::text, '|' ORDER BY h.id) FROM people_residence h WHERE h.person_id = p.id
      AND {_HOME_NOW}),
    (SELECT string_agg(o.person_id::text, '|' ORDER BY o.id) FROM people_membership m
      JOIN people_membership o ON o.family_id = m.family_id WHERE m.person_id = p.id AND {CURRENT_M})))
  FROM linkage_candidate c JOIN linkage_sourcerecord r ON r.id = c.record_id JOIN people_person p ON p.id = c.person_id
  WHERE c.id = which $$;""",
    # Pairs of which nobody could tell are asked of again once either side has changed.
    "wall.wake_pairs(integer)": f"""
CREATE OR REPLACE FUNCTION wall.wake_pairs(most integer) RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
DECLARE woken bigint;
BEGIN
  IF NOT ({STEWARD} OR wall.has_role('linkage')) THEN RETURN 0; END IF;
  UPDATE linkage_candidate c SET state = 'waiting', decided_at = NULL, decided_by_id = NULL, seen = ''
    WHERE c.id IN (SELECT u.id FROM linkage_candidate u WHERE u.state = 'unsure' ORDER BY u.decided_at, u.id LIMIT most
      FOR UPDATE SKIP LOCKED) AND c.seen <> wall.pair_as_it_is(c.id);
  GET DIAGNOSTICS woken = ROW_COUNT;
  RETURN woken;
END $$;""",
    # How many wait in each lane for whoever asks: only of what is open to them.
    "wall.pairs_waiting()": f"""
CREATE OR REPLACE FUNCTION wall.pairs_waiting() RETURNS TABLE (lane text, pairs bigint) LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); shut uuid[];
BEGIN
  IF NOT {STEWARD} THEN RETURN; END IF;
  shut := wall.shut_records(me);
  RETURN QUERY SELECT c.band::text, count(*) FROM linkage_candidate c WHERE {_WAITS_FOR_ME} GROUP BY 1;
END $$;""",
    # The pair in their hand, or the next that is in nobody's; what they held in another lane they put back.
    "wall.take_pair(text)": f"""
CREATE OR REPLACE FUNCTION wall.take_pair(lane text) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); shut uuid[]; which uuid;
BEGIN
  IF NOT {STEWARD} THEN RAISE EXCEPTION 'not yours to judge' {NOT_YOURS}; END IF;
  shut := wall.shut_records(me);
  PERFORM wall.wake_pairs(100);
  SELECT c.id INTO which FROM linkage_candidate c WHERE c.held_by_id = me AND c.held_until > clock_timestamp()
    AND c.band = lane AND {_WAITS_FOR_ME} ORDER BY c.id LIMIT 1 FOR UPDATE OF c;
  IF which IS NULL THEN
    SELECT c.id INTO which FROM linkage_candidate c WHERE c.band = lane AND {_WAITS_FOR_ME}
      AND (c.held_until IS NULL OR c.held_until <= clock_timestamp() OR c.held_by_id = me)
      ORDER BY c.id LIMIT 1 FOR UPDATE OF c SKIP LOCKED;
  END IF;
  UPDATE linkage_candidate c SET held_by_id = NULL, held_until = NULL
    WHERE c.held_by_id = me AND c.id IS DISTINCT FROM which;
  UPDATE linkage_candidate c SET held_by_id = me, held_until = clock_timestamp() + {HELD_FOR} WHERE c.id = which;
  RETURN which;
END $$;""",
    # Both sides of the pair in their hand, and of nothing else. Where somebody's safety may rest on it: no address, no telephone
    # and no number a school gave. Relatives in a family that is closed to the reader are nobody.
    "wall.pair_in_hand(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.pair_in_hand(which uuid) RETURNS TABLE (lane text, who text, feed text, first_came date,
  came date, reasons jsonb, careful boolean, seen text, told jsonb, beside jsonb, person uuid, names jsonb, born text, due date,
  numbers jsonb, homes jsonb, phones jsonb, family jsonb, brought_by jsonb, written date, verdicts jsonb)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
#variable_conflict use_column
DECLARE me uuid := wall.viewer(); careful boolean;
BEGIN
  IF NOT {STEWARD} OR NOT EXISTS (SELECT FROM linkage_candidate c WHERE c.id = which AND c.held_by_id = me
      AND c.held_until > clock_timestamp() AND c.record_id <> ALL (wall.shut_records(me))) THEN RETURN; END IF;
  careful := wall.pair_guarded(which);
  RETURN QUERY SELECT c.band::text, c.who::text, r.feed::text, r.created_at::date,
    (SELECT d.received_on FROM linkage_delivery d WHERE d.id = v.delivery_id),
    CASE WHEN careful THEN c.reasons - 'The same postcode.' ELSE c.reasons END, careful, wall.pair_as_it_is(c.id),
    (SELECT jsonb_object_agg(e.k, e.said) FROM jsonb_each(v.standard->'people'->c.who::text) e (k, said)
      WHERE e.k IN ('given', 'middle', 'family', 'known_as', 'born', 'due', 'nhs')
        OR NOT careful AND e.k IN ('upn', 'phone', 'address', 'postcode')),
    (SELECT jsonb_agg(jsonb_build_object('who', e.k, 'given', e.said->'given', 'family', e.said->'family', 'born',
      e.said->'born') ORDER BY e.k) FROM jsonb_each(v.standard->'people') e (k, said) WHERE e.k <> c.who),
    p.id,
    (SELECT jsonb_agg(jsonb_build_object('use', n.use, 'given', n.given, 'middle', n.middle, 'family', n.family)
      ORDER BY n.use = 'usual' DESC, n.id) FROM people_personname n WHERE n.person_id = p.id),
    p.born::text, p.due_on,
    (SELECT jsonb_agg(jsonb_build_object('system', i.system, 'value', i.value, 'checked', i.status = 'verified')
      ORDER BY i.system, i.id) FROM people_identifier i WHERE i.person_id = p.id AND i.status <> 'wrong'
        AND (i.system = 'nhs' OR i.system = 'upn' AND NOT careful)),
    (SELECT jsonb_agg(jsonb_build_object('lines', a.lines, 'postcode', a.postcode) ORDER BY h.id) FROM people_residence h
      JOIN people_address a ON a.id = h.address_id WHERE h.person_id = p.id AND NOT careful AND NOT h.confidential
        AND {_HOME_NOW}),
    (SELECT jsonb_agg(k.value ORDER BY k.id) FROM people_contactpoint k WHERE k.person_id = p.id AND k.kind = 'phone'
      AND NOT careful AND (k.ends_on IS NULL OR k.ends_on >= current_date)),
    (SELECT jsonb_agg(jsonb_build_object('role', x.role, 'given', x.given, 'family', x.family, 'born', x.born) ORDER BY x.id)
      FROM (SELECT DISTINCT ON (o.person_id) o.id, o.role, n.given, n.family, q.born FROM people_membership m
        JOIN people_membership o ON o.family_id = m.family_id AND o.person_id <> p.id
          AND (o.ends_on IS NULL OR o.ends_on >= current_date)
        JOIN people_person q ON q.id = o.person_id
        JOIN LATERAL (SELECT y.given, y.family FROM people_personname y WHERE y.person_id = o.person_id
          ORDER BY y.use = 'usual' DESC, y.id LIMIT 1) n ON true
        WHERE m.person_id = p.id AND {CURRENT_M} AND NOT EXISTS (SELECT FROM people_membership z
          WHERE z.person_id = o.person_id AND wall.shut_to(z.family_id, me))
        ORDER BY o.person_id, o.id LIMIT 12) x),
    (SELECT jsonb_agg(jsonb_build_object('feed', y.feed, 'on', y.on) ORDER BY y.on, y.feed) FROM (
      SELECT s.feed, min(l.created_at::date) AS on FROM linkage_link l JOIN linkage_sourcerecord s ON s.id = l.record_id
      WHERE l.person_id = p.id AND l.undone_at IS NULL GROUP BY 1) y),
    p.created_at::date,
    CASE WHEN c.state = 'disputed' THEN (SELECT jsonb_agg(jsonb_build_object('verdict', j.verdict, 'why', j.why)
      ORDER BY j.created_at) FROM linkage_judgement j WHERE j.candidate_id = c.id AND j.verdict IN ('same', 'different')
        AND {_STANDS}) END
  FROM linkage_candidate c JOIN linkage_sourcerecord r ON r.id = c.record_id JOIN people_person p ON p.id = c.person_id
  CROSS JOIN LATERAL {_NEWEST.format(record="c.record_id")} v WHERE c.id = which;
END $$;""",
    # One word on the pair in their hand. Where care is needed it takes two who looked by themselves, or two of three.
    "wall.judge_pair(uuid, text, text, text)": f"""
CREATE OR REPLACE FUNCTION wall.judge_pair(which uuid, as_seen text, word text, because text) RETURNS text
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); pair linkage_candidate; careful boolean; alike bigint; unlike bigint; at timestamptz;
BEGIN
  SELECT c.* INTO pair FROM linkage_candidate c WHERE c.id = which FOR UPDATE;
  IF NOT {STEWARD} THEN RAISE EXCEPTION 'not yours to judge' {NOT_YOURS}; END IF;
  -- One answer, whatever the reason: a family closed to them a moment ago must not look different from a pair left lying.
  IF pair.id IS NULL OR pair.record_id = ANY (wall.shut_records(me)) OR pair.held_by_id IS DISTINCT FROM me
      OR pair.state NOT IN {_OPEN} OR as_seen <> wall.pair_as_it_is(which)
      OR EXISTS (SELECT FROM linkage_candidate c WHERE c.id = which AND ({_SETTLED} OR {_SAID_BY_ME})) THEN
    RAISE EXCEPTION 'not in your hand' USING ERRCODE = 'check_violation';
  END IF;
  IF word NOT IN ('same', 'different', 'unsure') OR length(because) > 500 THEN
    RAISE EXCEPTION 'no such word' {NOT_YOURS};
  END IF;
  careful := wall.pair_guarded(which);
  IF (careful OR word = 'unsure') AND length(trim(because)) < 5 THEN
    RAISE EXCEPTION 'say why' USING ERRCODE = 'restrict_violation';
  END IF;
  at := clock_timestamp();
  INSERT INTO linkage_judgement (id, created_at, candidate_id, judged_by_id, verdict, why, seen)
    VALUES (gen_random_uuid(), at, which, me, word, trim(because), as_seen);
  UPDATE linkage_candidate c SET held_by_id = NULL, held_until = NULL WHERE c.id = which;
  IF word = 'unsure' THEN
    UPDATE linkage_candidate c SET state = 'unsure', seen = as_seen, decided_at = at, decided_by_id = me WHERE c.id = which;
    RETURN 'unsure';
  END IF;
  SELECT count(*) FILTER (WHERE j.verdict = word), count(*) FILTER (WHERE j.verdict <> word) INTO alike, unlike
    FROM linkage_judgement j WHERE j.candidate_id = which AND j.verdict IN ('same', 'different') AND j.seen = as_seen
      AND {_STANDS};
  IF careful AND alike < 2 THEN
    UPDATE linkage_candidate c SET state = CASE WHEN unlike > 0 THEN 'disputed' ELSE 'waiting' END WHERE c.id = which;
    RETURN CASE WHEN unlike > 0 THEN 'disputed' ELSE 'second' END;
  END IF;
  UPDATE linkage_candidate c SET state = word, decided_at = at, decided_by_id = me WHERE c.id = which;
  -- Looked at again by the program with the verdict in hand: what it says is brought, or a record of their own is begun.
  -- So are all of their household, if they were kept back with them.
  UPDATE linkage_sourcerecord r SET to_link = true FROM linkage_sourcerecord s WHERE s.id = pair.record_id
    AND (r.id = s.id OR pair.guarded AND r.feed = s.feed AND r.household = s.household AND r.household <> '');
  IF word = 'same' THEN
    -- Who is this person is none of the others they were thought to be.
    UPDATE linkage_candidate c SET state = 'different', decided_at = at, decided_by_id = me
      WHERE c.record_id = pair.record_id AND c.who = pair.who AND c.state IN {_UNDECIDED};
    INSERT INTO linkage_link (id, created_at, record_id, who, person_id, basis, reasons, linked_by_id)
      VALUES (gen_random_uuid(), at, pair.record_id, pair.who, pair.person_id, 'judged', pair.reasons, me);
  END IF;
  RETURN word;
END $$;""",
    # Their own last word, while nothing rests on it yet: the pair is as it was before, and in their hand again.
    "wall.take_back_judgement()": f"""
CREATE OR REPLACE FUNCTION wall.take_back_judgement() RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); last linkage_judgement; pair linkage_candidate;
BEGIN
  SELECT j.* INTO last FROM linkage_judgement j WHERE j.judged_by_id = me AND {_STANDS} ORDER BY j.created_at DESC LIMIT 1;
  SELECT c.* INTO pair FROM linkage_candidate c WHERE c.id = last.candidate_id FOR UPDATE;
  IF NOT {STEWARD} OR pair.id IS NULL THEN RAISE EXCEPTION 'nothing to take back' {NOT_YOURS}; END IF;
  -- The program has acted on it: what it began or brought is taken apart where links are, or merged. Of a family closed to them
  -- since, the same is said.
  IF pair.record_id = ANY (wall.shut_records(me)) OR pair.state IN ('same', 'different') AND EXISTS (
      SELECT FROM linkage_sourcerecord r WHERE r.id = pair.record_id AND NOT r.to_link) THEN
    RAISE EXCEPTION 'acted on' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO linkage_judgement (id, created_at, candidate_id, judged_by_id, verdict, why, seen, takes_back_id)
    VALUES (gen_random_uuid(), clock_timestamp(), pair.id, me, 'taken_back', '', last.seen, last.id);
  UPDATE linkage_link l SET undone_at = clock_timestamp(), undone_by_id = me WHERE pair.state = 'same'
    AND l.record_id = pair.record_id AND l.who = pair.who AND l.person_id = pair.person_id AND l.undone_at IS NULL;
  UPDATE linkage_candidate c SET state = 'waiting', decided_at = NULL, decided_by_id = NULL WHERE pair.state = 'same'
    AND c.record_id = pair.record_id AND c.who = pair.who AND c.id <> pair.id AND c.decided_at = pair.decided_at;
  UPDATE linkage_candidate c SET held_by_id = NULL, held_until = NULL WHERE c.held_by_id = me;
  UPDATE linkage_candidate c SET state = 'waiting', seen = '', decided_at = NULL, decided_by_id = NULL WHERE c.id = pair.id;
  -- Never out of somebody else's hand.
  UPDATE linkage_candidate c SET held_by_id = me, held_until = clock_timestamp() + {HELD_FOR}
    WHERE c.id = pair.id AND (c.held_until IS NULL OR c.held_until <= clock_timestamp());
  RETURN pair.id;
END $$;""",
    # What an undone link brought, taken back where nobody has touched it since: history keeps each row. A fact is ended as a
    # mistake, as everywhere, unless somebody has confirmed it.
    "wall.take_back_brought(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.take_back_brought(which uuid) RETURNS TABLE (taken_back bigint, kept bigint)
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); done bigint := 0; changed bigint;
BEGIN
  IF NOT wall.has_role('linkage') OR NOT EXISTS (SELECT FROM linkage_link l WHERE l.id = which AND l.undone_by_id = me
      AND l.undone_at IS NOT NULL) THEN
    RAISE EXCEPTION 'no such link' {NOT_YOURS};
  END IF;
{_TAKING_BACK}
  UPDATE people_fact f SET ended_at = clock_timestamp(), ended_because = 'mistaken', ended_by_id = me
    FROM linkage_brought b WHERE b.link_id = which AND b.kind = 'fact' AND f.id = b.row AND f.ended_at IS NULL
      AND NOT EXISTS (SELECT FROM people_factconfirmation c WHERE c.fact_id = f.id);
  GET DIAGNOSTICS changed = ROW_COUNT; done := done + changed;
  UPDATE people_membership m SET role = 'expected' FROM linkage_brought b, people_person p
    WHERE b.link_id = which AND b.kind = 'born' AND b.detail->>'was_due' IS NOT NULL AND p.id = b.row
      AND p.born = b.detail->>'born' AND m.person_id = p.id AND m.role = 'child';
  UPDATE people_person p SET born = NULL, due_on = (b.detail->>'was_due')::date, updated_at = clock_timestamp()
    FROM linkage_brought b WHERE b.link_id = which AND b.kind = 'born' AND p.id = b.row AND p.born = b.detail->>'born';
  GET DIAGNOSTICS changed = ROW_COUNT; done := done + changed;
  UPDATE people_personname n SET given = coalesce(b.detail->'was'->>'given', n.given),
      middle = coalesce(b.detail->'was'->>'middle', n.middle), family = coalesce(b.detail->'was'->>'family', n.family)
    FROM linkage_brought b WHERE b.link_id = which AND b.kind = 'named' AND n.id = b.row AND n.given = b.detail->>'given';
  GET DIAGNOSTICS changed = ROW_COUNT; done := done + changed;
  RETURN QUERY SELECT done, count(*) - done FROM linkage_brought b WHERE b.link_id = which;
END $$;""",
    # What information governance must know, in numbers: pairs on which two disagree, and pairs that no steward may see.
    "wall.pairs_stuck()": f"""
CREATE OR REPLACE FUNCTION wall.pairs_stuck() RETURNS TABLE (disputed bigint, unseen bigint) LANGUAGE plpgsql STABLE
{DEFINER} AS $$
DECLARE unseen_by_all uuid[]; seen_by uuid; shut uuid[];
BEGIN
  IF NOT {GOVERNS} THEN RETURN; END IF;
  FOR seen_by IN SELECT DISTINCT m.account_id FROM access_teammembership m JOIN access_account a ON a.id = m.account_id
      AND a.is_active WHERE m.role = 'steward' AND {LIVE_M} LOOP
    shut := wall.shut_records(seen_by);
    unseen_by_all := CASE WHEN unseen_by_all IS NULL THEN shut
      ELSE ARRAY(SELECT unnest(unseen_by_all) INTERSECT SELECT unnest(shut)) END;
  END LOOP;
  RETURN QUERY SELECT count(*) FILTER (WHERE c.state = 'disputed'),
    count(*) FILTER (WHERE unseen_by_all IS NULL OR c.record_id = ANY (unseen_by_all))
    FROM linkage_candidate c WHERE c.state IN {_OPEN} AND NOT {_SETTLED};
END $$;""",
    # Whom the program must match loosely before it makes anybody known: all who belong to a family that is guarded now, and
    # whether a home of that family is hidden. Of who they are it sees what it sees of everybody.
    "wall.guarded_people()": f"""
CREATE OR REPLACE FUNCTION wall.guarded_people() RETURNS TABLE (person uuid, family uuid, hidden boolean)
LANGUAGE sql STABLE {DEFINER} AS $$
  WITH guarded AS (SELECT f.id FROM (
      SELECT r.family_id AS id FROM access_restriction r WHERE {LIVE.format(g="r")}
      UNION SELECT d.family_id FROM access_denial d WHERE d.kind <> 'conflict' AND {LIVE.format(g="d")}
      UNION SELECT m.family_id FROM people_residence h JOIN people_membership m ON m.person_id = h.person_id
        WHERE h.confidential AND {_HOME_NOW} AND {CURRENT_M}) f WHERE wall.has_role('linkage'))
  SELECT m.person_id, m.family_id, EXISTS (SELECT FROM people_membership n JOIN people_residence h
      ON h.person_id = n.person_id WHERE n.family_id = m.family_id AND h.confidential AND {_HOME_NOW}
        AND (n.ends_on IS NULL OR n.ends_on >= current_date))
    FROM guarded g JOIN people_membership m ON m.family_id = g.id WHERE {CURRENT_M} ORDER BY 1, 2 $$;""",
    # Families a partner's records made are opened, set by set, to the teams that the program which made them belongs to; never
    # while anybody of the same household may be somebody whose safety rests on not being found (HZ-02).
    "wall.open_brought(text[])": f"""
CREATE OR REPLACE FUNCTION wall.open_brought(wanted text[]) RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); made bigint; kept uuid[];
  theirs uuid[] := ARRAY(SELECT DISTINCT m.team_id FROM access_teammembership m WHERE m.account_id = me AND {LIVE_M});
BEGIN
  IF NOT wall.has_role('linkage') THEN
    RAISE EXCEPTION 'not yours to open' USING ERRCODE = 'insufficient_privilege';
  END IF;
  WITH near AS (SELECT c.record_id FROM linkage_candidate c WHERE c.guarded AND c.state IN {_UNDECIDED} AND NOT {_SETTLED})
  SELECT array_agg(DISTINCT m.family_id) INTO kept FROM ({_RECORDS_OF_ONE_HOME}) x
    JOIN linkage_link l ON l.record_id = x.id AND l.undone_at IS NULL JOIN people_membership m ON m.person_id = l.person_id;
  INSERT INTO access_grant (id, created_at, family_id, team_id, reason, sections, starts_at, given_by_id)
    SELECT gen_random_uuid(), now(), f.id, t, 'team', wanted, now(), me FROM people_family f, unnest(theirs) t
    WHERE f.created_by_id = me AND NOT {ARCHIVED.format(one="f.id")} AND f.id <> ALL (coalesce(kept, '{{}}'))
      AND NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = f.id AND g.team_id = t);
  GET DIAGNOSTICS made = ROW_COUNT;
  RETURN made;
END $$;""",
}

INNER = frozenset({"wall.shut_records(uuid)", "wall.pair_guarded(uuid)", "wall.pair_as_it_is(uuid)"})
