"""What one of the family reads of the plan on their own page, and what they may write there (HZ-01, HZ-17, HZ-28).

As `people.portal.functions`, beside which these stand: an account of a family holds no grant, and every table is empty to it.
Each reads what was put on their own page (`actions.own_plans`), and never the plan: what another adult said they want is not
in it, and nobody's page shows what somebody else was shown. Where somebody's safety rests on it (`wall.is_guarded`), nobody who
works with the family is named, nothing says when the plan is looked at next, another adult's steps are left out, and how far
anybody else came stays as it was on the day it was shown.
"""

from __future__ import annotations

from onestory.access.functions import CURRENT_M, DEFINER, NOT_YOURS
from onestory.access.models.grants import LIVE
from onestory.people.portal.functions import WAYS
from onestory.support.actions.wins import LONGEST
from onestory.support.plan_shown_states import AGREED, NOT_RIGHT, STATES

SOMEBODY = "Somebody alongside your family"
MOST_A_DAY = 20
"""Wins one person may write in a day: many on a good one, and no way to bury a family's story in words."""

# Of those who still belong to the family: a page outlives a parting, and what is planned after it is not theirs to read.
_HERE = f"""(SELECT w.* FROM ({WAYS}) w WHERE EXISTS (SELECT 1 FROM people_membership m WHERE m.family_id = w.family_id
    AND m.person_id = w.person_id AND {CURRENT_M}))"""
_MINE = f"""(SELECT DISTINCT ON (s.family_id) s.*, w.kind AS as_kind, wall.is_guarded(s.family_id) AS guarded
  FROM {_HERE} w JOIN support_planshown s ON s.person_id = w.person_id AND s.family_id = w.family_id
  ORDER BY s.family_id, s.created_at DESC, s.id DESC)"""
_DISCREET = f"""EXISTS (SELECT 1 FROM access_teammembership m JOIN access_team t ON t.id = m.team_id
    JOIN network_organisation o ON o.id = t.organisation_id WHERE m.account_id = p.owner_id AND o.discreet
      AND {LIVE.format(g="m")})"""
_ANSWERABLE = ", ".join(f"('{one.act}', '{before}', '{one.after}')" for one in STATES.steps for before in one.before)

# The lead, where they can still see the family; else whoever was asked before, or has been there longest.
_WHO_TALKS = f"""(SELECT g.account_id FROM access_grant g JOIN access_account a ON a.id = g.account_id AND a.is_active
    AND a.kind = 'staff' LEFT JOIN support_circlemember c ON c.family_id = g.family_id AND c.account_id = g.account_id
      AND c.lead AND c.ends_on IS NULL
  WHERE g.family_id = mine.family_id AND g.reason <> 'break_glass' AND {LIVE.format(g="g")}
    AND NOT wall.shut_to(g.family_id, g.account_id)
  ORDER BY c.id IS NULL, g.account_id <> mine.owner_id, g.starts_at, g.id LIMIT 1)"""
_TELL = """INSERT INTO story_entry (id, created_at, family_id, kind, happened_at, time_known, title, text, section, written_by_id,
      written_at, act) VALUES (fresh, clock_timestamp(), {family}, 'record', clock_timestamp(), true, {title}, '', 'shared', me,
      clock_timestamp(), {act});
  INSERT INTO story_entryabout (entry_id, person_id) VALUES (fresh, {person});"""
_CHANGED = """INSERT INTO support_walkingevent (id, created_at, family_id, noun, thing_id, act, before, after, reason, section,
      "on", written_by_id) VALUES (fresh, clock_timestamp(), {family}, {noun}, {thing}, {act}, {before}, {after}, {reason},
      'shared', current_date, me);"""

FUNCTIONS: dict[str, str] = {
    "wall.portal_plans()": f"""
CREATE OR REPLACE FUNCTION wall.portal_plans() RETURNS TABLE (family uuid, shown uuid, state text, shown_on date,
  answered_on date, words text, looked_at_on date) LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT s.family_id, s.id, s.state::text, s.shown_on, s.answered_on, s.words,
    CASE WHEN NOT s.guarded AND s.as_kind <> 'young_person' THEN (SELECT min(r.due_on) FROM support_review r
      JOIN support_episode e ON e.id = r.episode_id AND e.state = 'walking'
      WHERE r.family_id = s.family_id AND r.state = 'due' AND r.due_on >= current_date) END
  FROM {_MINE} s ORDER BY s.created_at, s.id $$;""",
    "wall.portal_goals()": f"""
CREATE OR REPLACE FUNCTION wall.portal_goals() RETURNS TABLE (shown uuid, place bigint, words text, why text, how_we_know text,
  state text) LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT s.id, g.place, g.goal ->> 'words', g.goal ->> 'why', g.goal ->> 'how_we_know', g.goal ->> 'state'
  FROM {_MINE} s CROSS JOIN LATERAL jsonb_array_elements(s.content -> 'goals') WITH ORDINALITY g (goal, place)
  ORDER BY s.id, g.place $$;""",
    "wall.portal_steps()": f"""
CREATE OR REPLACE FUNCTION wall.portal_steps() RETURNS TABLE (shown uuid, goal bigint, step uuid, what text, who text,
  due text, state text, mine boolean, done_on date) LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT s.id, g.place, p.id, t.step ->> 'what',
    CASE WHEN k.mine THEN '' WHEN p.person_id IS NOT NULL THEN t.step ->> 'who'
      WHEN s.guarded OR {_DISCREET} THEN '{SOMEBODY}' ELSE t.step ->> 'who' END,
    t.step ->> 'by', CASE WHEN k.mine OR NOT s.guarded THEN p.state ELSE t.step ->> 'state' END, k.mine,
    CASE WHEN k.mine OR NOT s.guarded THEN p.done_on END
  FROM {_MINE} s CROSS JOIN LATERAL jsonb_array_elements(s.content -> 'goals') WITH ORDINALITY g (goal, place)
  CROSS JOIN LATERAL jsonb_array_elements(g.goal -> 'steps') WITH ORDINALITY t (step, place)
  JOIN support_planstep p ON p.id = (t.step ->> 'id')::uuid AND p.family_id = s.family_id
  CROSS JOIN LATERAL (SELECT p.person_id IS NOT DISTINCT FROM s.person_id AS mine) k
  WHERE (k.mine OR p.person_id IS NULL OR NOT s.guarded) AND (p.state <> 'dropped' OR s.guarded AND NOT k.mine)
  ORDER BY s.id, g.place, t.place $$;""",
    # Their own, and the whole family's where there is no other adult of whom one might speak.
    "wall.portal_wins()": f"""
CREATE OR REPLACE FUNCTION wall.portal_wins() RETURNS TABLE (family uuid, words text, day date, mine boolean) LANGUAGE sql
STABLE {DEFINER} AS $$
  SELECT DISTINCT v.family_id, v.words::text, v."on", coalesce(v.person_id = w.person_id, false)
  FROM (SELECT DISTINCT ON (family_id) * FROM {_HERE} k ORDER BY family_id, kind) w
  JOIN support_win v ON v.family_id = w.family_id AND (v.person_id = w.person_id
    OR v.person_id IS NULL AND w.kind <> 'young_person' AND NOT wall.is_guarded(w.family_id) AND NOT EXISTS (
      SELECT 1 FROM people_membership m WHERE m.family_id = w.family_id AND m.person_id <> w.person_id
        AND m.role NOT IN ('child', 'expected')))
  ORDER BY 3 DESC, 2 LIMIT 40 $$;""",
    # `fresh` is the identifier of what is written: in the order of time, as all of ours are. What is answered is what was read:
    # of anything else nothing is said, whether it is there or not.
    "wall.portal_answer(uuid, uuid, text, text)": f"""
CREATE OR REPLACE FUNCTION wall.portal_answer(fresh uuid, which uuid, with_act text, said text) RETURNS uuid LANGUAGE plpgsql {
        DEFINER
    } AS $$
DECLARE me uuid := wall.viewer(); mine support_planshown; becomes text;
BEGIN
  PERFORM 1 FROM support_planshown x WHERE x.id = which AND EXISTS (SELECT 1 FROM {_HERE} w
    WHERE w.person_id = x.person_id AND w.family_id = x.family_id) FOR UPDATE;
  SELECT x.* INTO mine FROM support_planshown x JOIN {_MINE} s ON s.id = x.id WHERE x.id = which;
  IF mine.id IS NULL OR with_act NOT IN ('plans.agree_on_page', 'plans.not_right') THEN
    RAISE EXCEPTION 'not on your page' {NOT_YOURS};
  END IF;
  SELECT a.after INTO becomes FROM (VALUES {
        _ANSWERABLE
    }) a (act, before, after) WHERE (a.act, a.before) = (with_act, mine.state);
  IF becomes IS NULL OR becomes = '{NOT_RIGHT}' AND trim(said) = '' THEN
    RAISE EXCEPTION 'answered already' USING ERRCODE = 'check_violation';
  END IF;
  UPDATE support_planshown x SET state = becomes, answered_on = current_date, words = left(trim(said), 4000),
      owner_id = CASE becomes WHEN '{NOT_RIGHT}' THEN coalesce({
        _WHO_TALKS
    }, x.owner_id) ELSE x.owner_id END WHERE x.id = which;
  {
        _CHANGED.format(
            family="mine.family_id",
            noun="'shown plan'",
            thing="which",
            act="with_act",
            before="mine.state",
            after="becomes",
            reason="left(trim(said), 4000)",
        )
    }
  IF becomes = '{AGREED}' AND mine.plan IS NOT NULL THEN
    INSERT INTO support_planversion (id, created_at, family_id, content, seen_by_person_id, seen_with, seen_how, seen_on,
        family_words, written_by_id) VALUES (fresh, clock_timestamp(), mine.family_id, mine.plan, mine.person_id,
        '', 'screen', current_date, left(trim(said), 4000), me);
  END IF;
  {
        _TELL.format(
            family="mine.family_id",
            title=f"CASE becomes WHEN '{AGREED}' THEN 'Read the plan on their own page, and agreed to it'"
            " ELSE 'Said on their own page that something in the plan is not right' END",
            act="with_act",
            person="mine.person_id",
        )
    }
  RETURN mine.family_id;
END $$;""",
    "wall.portal_win(uuid, uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.portal_win(fresh uuid, in_family uuid, said text) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); mine access_portal; sentence text := left(trim(said), {LONGEST});
BEGIN
  SELECT w.* INTO mine FROM {_HERE} w WHERE w.family_id = in_family ORDER BY w.kind LIMIT 1;
  IF mine.id IS NULL THEN RAISE EXCEPTION 'not your family' {NOT_YOURS}; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('onestory.win ' || me, 0));
  IF EXISTS (SELECT 1 FROM support_win v WHERE v.family_id = in_family AND v.words = sentence AND v."on" = current_date
      AND v.written_by_id = me) THEN RETURN NULL; END IF;
  IF sentence !~ '\\S' OR {MOST_A_DAY} <= (SELECT count(*) FROM support_win v WHERE v.written_by_id = me
      AND v."on" = current_date) THEN
    RAISE EXCEPTION 'not so many' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO support_win (id, created_at, family_id, words, person_id, "on", written_by_id)
    VALUES (fresh, clock_timestamp(), in_family, sentence, mine.person_id, current_date, me);
  {_TELL.format(family="in_family", title="'A small win: ' || sentence", act="'wins.write'", person="mine.person_id")}
  RETURN in_family;
END $$;""",
    # A step that is theirs, on what their page shows now.
    "wall.portal_do(uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.portal_do(fresh uuid, which uuid) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); its uuid;
BEGIN
  UPDATE support_planstep p SET state = 'done', done_on = current_date WHERE p.id = which AND p.state = 'to_do'
    AND EXISTS (SELECT 1 FROM {_MINE} s WHERE s.person_id = p.person_id AND s.family_id = p.family_id
      AND jsonb_path_exists(s.content, '$.goals[*].steps[*].id ? (@ == $id)', jsonb_build_object('id', p.id::text)))
    RETURNING p.family_id INTO its;
  IF its IS NULL THEN RAISE EXCEPTION 'not a step of yours' {NOT_YOURS}; END IF;
  {
        _CHANGED.format(
            family="its",
            noun="'step'",
            thing="which",
            act="'plan_steps.do'",
            before="'to_do'",
            after="'done'",
            reason="''",
        )
    }
  RETURN its;
END $$;""",
}
