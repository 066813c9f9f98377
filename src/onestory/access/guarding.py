"""The functions that close a family, open it in an emergency, and keep what was agreed: part of the wall (`access.functions`).

Each asks for itself whether the viewer may, and says the same of a family that is not theirs as of one that is not there.
"""

from __future__ import annotations

from onestory.access import roles
from onestory.access.functions import BREAK_GLASS_LASTS, CURRENT_M, DEFINER, LIVE_M, NOT_YOURS, texts
from onestory.access.models.grants import LIVE
from onestory.access.reach import DECLARE, LIVE_G, MINE, SECTIONS

SEES = f"EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = family AND {MINE} AND g.reason <> 'break_glass')"
THERE = "EXISTS (SELECT 1 FROM people_family f WHERE f.id = family)"
GOVERNS = "wall.has_role('information_governance')"
# Words as `people.finding` keeps them: letters alone, in lower case. Accents are taken off before they are handed over.
_PLAIN = "regexp_replace(lower({x}), '[^[:alpha:]]', '', 'g')"
# One day that is no number, such as infinity, would stop what everybody else said from closing anything.
_DAY = "CASE WHEN i.born BETWEEN '1850-01-01' AND '2150-01-01' THEN to_char(i.born, 'YYYYMMDD')::int END"
# What the other holds, by themselves or by a team, is all among what the viewer sees.
SEES_NO_MORE = f"""NOT EXISTS (SELECT 1 FROM access_grant t, unnest(t.sections) held WHERE t.family_id = family
    AND {LIVE.format(g="t")} AND (t.account_id = who OR t.team_id IN (
      SELECT m.team_id FROM access_teammembership m WHERE m.account_id = who AND {LIVE_M}))
    AND NOT EXISTS (SELECT 1 FROM access_grant g, {SECTIONS} WHERE g.family_id = family AND {MINE}
      AND g.reason <> 'break_glass' AND opened.s = held))"""
# A way in opens to an account no more than whoever gives it sees: they could make the account themselves.
_GIVES = f"""(SELECT coalesce(array_agg(opened.s::text), '{{}}') @> CASE as_kind WHEN 'young_person'
      THEN '{{shared,health,young_person}}'::text[] ELSE '{{shared,health,home}}'::text[] END
    FROM access_grant g, {SECTIONS} WHERE g.family_id = family AND {MINE} AND g.reason <> 'break_glass')"""
# Whoever reads as an adult is one: a child's place given to another would need nobody's responsibility for the child.
_GROWN = f"""NOT EXISTS (SELECT 1 FROM people_person b WHERE b.id = person AND CASE WHEN b.born IS NULL
    THEN EXISTS (SELECT 1 FROM people_membership m WHERE m.person_id = b.id AND m.family_id = family
      AND m.role IN ('child', 'expected') AND {CURRENT_M})
    ELSE left(b.born, 4)::int > extract(year FROM current_date) - 16 END)"""

LEAST_AGE = 11
"""Years at which a child may read for themselves: below it, whoever holds the telephone would read as the child (RCGP's age for
looking again at who reads for whom)."""
# Of a birth date in part, its latest: nobody is taken to be older than they may be.
_BORN_BY = """(CASE length(p.born) WHEN 4 THEN (p.born || '-12-31')::date
    WHEN 7 THEN ((p.born || '-01')::date + interval '1 month - 1 day')::date ELSE p.born::date END)"""

FUNCTIONS: dict[str, str] = {
    # Something somebody must look at; for the functions here alone to say.
    "wall.alert(text, uuid, text, uuid, uuid, uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.alert(what text, who uuid, a_role text, about uuid, family uuid, subject uuid, why text)
RETURNS void LANGUAGE sql {DEFINER} AS $$
  INSERT INTO access_alert (id, created_at, kind, to_account_id, to_role, about_id, family_id, subject_id, why)
    VALUES (gen_random_uuid(), clock_timestamp(), what, who, coalesce(a_role, ''), about, family, subject,
      coalesce(why, '')) $$;""",
    # The same of what somebody did to a family, which they are not told of themselves: `wall.alert` may be called by no one or by
    # anyone, and must say who caused nothing.
    "wall.tell_of(text, uuid, text, uuid, uuid, uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.tell_of(what text, who uuid, a_role text, about uuid, family uuid, subject uuid, why text)
RETURNS void LANGUAGE sql {DEFINER} AS $$
  INSERT INTO access_alert (id, created_at, kind, to_account_id, to_role, about_id, caused_by_id, family_id, subject_id, why)
    VALUES (gen_random_uuid(), clock_timestamp(), what, who, coalesce(a_role, ''), about, wall.viewer(), family, subject,
      coalesce(why, '')) $$;""",
    # By the program that brings partners' files in, to whoever looks after them; once a day of the same.
    "wall.tell_of_feed(text, text)": f"""
CREATE OR REPLACE FUNCTION wall.tell_of_feed(what text, about text) RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  IF NOT wall.has_role('linkage') OR what NOT IN ('feed_late', 'feed_unusual', 'feed_refused') THEN
    RAISE EXCEPTION 'not a program that brings files in' {NOT_YOURS};
  END IF;
  IF NOT EXISTS (SELECT 1 FROM access_alert l WHERE l.kind = what AND l.to_role = 'feeds' AND l.why = left(about, 200)
      AND l.created_at > clock_timestamp() - interval '1 day') THEN
    PERFORM wall.alert(what, NULL, 'feeds', NULL, NULL, NULL, left(about, 200));
  END IF;
END $$;""",
    # Information governance, and those a restriction names, themselves or by their team: they read and write there under it.
    "wall.tell_of_restriction(text, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.tell_of_restriction(what text, which uuid) RETURNS void LANGUAGE sql {DEFINER} AS $$
  SELECT wall.tell_of(what, NULL, 'information_governance', NULL, r.family_id, r.id, '')
    FROM access_restriction r WHERE r.id = which;
  SELECT wall.tell_of(what, x.who, '', NULL, x.family_id, which, '') FROM (
    SELECT DISTINCT coalesce(n.account_id, m.account_id) AS who, r.family_id FROM access_restriction r
      JOIN access_named n ON n.restriction_id = r.id LEFT JOIN access_teammembership m ON m.team_id = n.team_id AND {LIVE_M}
        AND m.role = ANY ({texts(roles.by_team())})
      JOIN access_account a ON a.id = coalesce(n.account_id, m.account_id) AND a.kind = 'staff' AND a.is_active
    WHERE r.id = which AND a.id IS DISTINCT FROM wall.viewer() AND NOT EXISTS (SELECT 1 FROM access_denial d
      WHERE d.family_id = r.family_id AND d.account_id = a.id AND {LIVE.format(g="d")})) x $$;""",
    # By whoever walks alongside the family, of anyone who sees no more of it than they do, themselves included; of anyone, by a
    # supervisor alongside it or information governance. A session in the wrong hands must not leave the family alone with it.
    "wall.deny(uuid, uuid, text, text, timestamptz)": f"""
CREATE OR REPLACE FUNCTION wall.deny(family uuid, who uuid, what text, why text, until timestamptz) RETURNS uuid
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE {DECLARE} made uuid := gen_random_uuid();
BEGIN
  IF coalesce(length(trim(why)), 0) < 5 OR NOT ({GOVERNS} AND {THERE} OR {SEES}) THEN
    RAISE EXCEPTION 'not yours to close' {NOT_YOURS};
  END IF;
  IF NOT ({GOVERNS} OR wall.has_role('supervisor') OR who = me OR {SEES_NO_MORE}) THEN
    RAISE EXCEPTION 'they see more' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO access_denial (id, created_at, family_id, account_id, kind, reason, starts_at, ends_at, set_by_id)
    VALUES (made, now(), family, who, what, why, now(), until, me);
  UPDATE access_portal p SET ends_at = greatest(clock_timestamp(), p.starts_at), ended_by_id = me
    WHERE p.family_id = family AND p.account_id = who AND {LIVE.format(g="p")};
  -- Never to whom it keeps out, whatever role they hold.
  PERFORM wall.tell_of('denied', NULL, 'information_governance', who, family, made, '');
  RETURN made;
END $$;""",
    # Only information governance lifts one, and never for themselves.
    "wall.lift_denial(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.lift_denial(which uuid) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); lifted access_denial;
BEGIN
  UPDATE access_denial d SET ends_at = greatest(clock_timestamp(), d.starts_at), lifted_by_id = me
    WHERE d.id = which AND d.account_id <> me AND {LIVE.format(g="d")} AND {GOVERNS} RETURNING d.* INTO lifted;
  IF lifted.id IS NULL THEN RAISE EXCEPTION 'no such denial' {NOT_YOURS}; END IF;
  PERFORM wall.tell_of('denial_lifted', NULL, 'information_governance', lifted.account_id, lifted.family_id, which, '');
  RETURN lifted.family_id;
END $$;""",
    # To those named, of whom somebody must be able to see the family, or nobody would.
    "wall.restrict(uuid, text, uuid[], uuid[], uuid[])": f"""
CREATE OR REPLACE FUNCTION wall.restrict(family uuid, why text, to_accounts uuid[], to_teams uuid[], shutting uuid[]) RETURNS uuid
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE {DECLARE} made uuid := gen_random_uuid();
BEGIN
  IF coalesce(length(trim(why)), 0) < 5 OR NOT (wall.has_role('supervisor') AND {SEES} OR {GOVERNS} AND {THERE}) THEN
    RAISE EXCEPTION 'not yours to restrict' {NOT_YOURS};
  END IF;
  IF NOT EXISTS (SELECT 1 FROM access_grant g LEFT JOIN access_account a ON a.id = g.account_id WHERE g.family_id = family
      AND coalesce(a.is_active, true) AND (g.account_id = ANY (to_accounts) OR g.team_id = ANY (to_teams))
      AND g.reason <> 'break_glass' AND {LIVE_G}) THEN
    RAISE EXCEPTION 'nobody would be left' USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM unnest(shutting) one WHERE NOT EXISTS (SELECT 1 FROM access_portal p
      WHERE p.account_id = one AND p.family_id = family AND {LIVE.format(g="p")})) THEN
    RAISE EXCEPTION 'not an account of theirs' USING ERRCODE = 'check_violation';
  END IF;
  UPDATE access_restriction r SET ends_at = clock_timestamp(), lifted_by_id = me
    WHERE r.family_id = family AND r.ends_at IS NULL;
  INSERT INTO access_restriction (id, created_at, family_id, reason, starts_at, set_by_id)
    VALUES (made, now(), family, why, now(), me);
  INSERT INTO access_named (id, created_at, restriction_id, account_id, named_by_id)
    SELECT gen_random_uuid(), now(), made, one, me FROM (SELECT DISTINCT unnest(to_accounts) one) x;
  INSERT INTO access_named (id, created_at, restriction_id, team_id, named_by_id)
    SELECT gen_random_uuid(), now(), made, one, me FROM (SELECT DISTINCT unnest(to_teams) one) x;
  INSERT INTO access_shut (id, created_at, restriction_id, account_id, shut_by_id)
    SELECT gen_random_uuid(), now(), made, one, me FROM (SELECT DISTINCT unnest(shutting) one) x;
  PERFORM wall.tell_of_restriction('restricted', made);
  RETURN made;
END $$;""",
    "wall.lift_restriction(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.lift_restriction(which uuid) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE {DECLARE} family uuid;
BEGIN
  SELECT r.family_id INTO family FROM access_restriction r WHERE r.id = which AND {LIVE.format(g="r")} FOR UPDATE;
  IF family IS NULL OR NOT (wall.has_role('supervisor') AND {SEES} OR {GOVERNS}) THEN
    RAISE EXCEPTION 'no such restriction' {NOT_YOURS};
  END IF;
  UPDATE access_restriction r SET ends_at = greatest(clock_timestamp(), r.starts_at), lifted_by_id = me WHERE r.id = which;
  PERFORM wall.tell_of_restriction('restriction_lifted', which);
  RETURN family;
END $$;""",
    # What somebody said of whom they are close to closes the families it fits: at once, and each night for those written since.
    # Nothing is answered, or the answer would tell that they are known. Of staff alone: a family's own way in would close where a
    # guess at somebody's name was right.
    "wall.close_by_interests()": f"""
CREATE OR REPLACE FUNCTION wall.close_by_interests() RETURNS void LANGUAGE sql {DEFINER} AS $$
  INSERT INTO access_denial (id, created_at, family_id, account_id, kind, reason, starts_at)
    SELECT DISTINCT ON (m.family_id, i.account_id) gen_random_uuid(), now(), m.family_id, i.account_id, 'conflict',
      'They said that they know this family.', now()
    FROM access_interest i JOIN people_findable x ON x.family = {_PLAIN.format(x="i.family")}
      AND x.given = {_PLAIN.format(x="i.given")} AND x.born = {_DAY}
    JOIN people_membership m ON m.person_id = x.person_id AND {CURRENT_M}
    JOIN access_account a ON a.id = i.account_id AND a.kind = 'staff'
    WHERE i.ended_at IS NULL AND i.given <> '' AND i.family <> '' AND NOT EXISTS (SELECT 1 FROM access_denial d
      WHERE d.family_id = m.family_id AND d.account_id = i.account_id) $$;""",
    # For an hour, alone, with a reason that others read. What is denied stays denied.
    "wall.break_glass(uuid, text)": f"""
CREATE OR REPLACE FUNCTION wall.break_glass(family uuid, why text) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); made uuid := gen_random_uuid(); opened uuid := gen_random_uuid();
  until timestamptz := clock_timestamp() + {BREAK_GLASS_LASTS};
BEGIN
  IF coalesce(length(trim(why)), 0) < 20 OR length(why) > 1000
      OR NOT (wall.has_role('practitioner') OR wall.has_role('triage') OR wall.has_role('supervisor'))
      OR NOT {THERE} OR wall.shut_to(family, me) THEN
    RAISE EXCEPTION 'no such family' {NOT_YOURS};
  END IF;
  -- Not for the rest of this statement, which could read and then undo the alert with everything else.
  INSERT INTO access_grant (id, created_at, family_id, account_id, reason, basis, purpose, evidence, sections, starts_at,
      ends_at, given_by_id)
    VALUES (opened, now(), family, me, 'break_glass', 'vital_interests', 'Somebody may be at risk', left(why, 500),
      '{{shared,health,home,safeguarding}}', clock_timestamp(), until, me);
  INSERT INTO access_breakglass (id, created_at, family_id, account_id, grant_id, reason, ends_at, finding)
    VALUES (made, now(), family, me, opened, why, until, '');
  PERFORM wall.alert('break_glass', NULL, 'information_governance', me, family, made, '');
  PERFORM wall.alert('break_glass', g.account_id, '', me, family, made, '') FROM (SELECT DISTINCT g.account_id FROM access_grant g
    WHERE g.family_id = family AND g.account_id <> me AND g.reason <> 'break_glass' AND {LIVE_G}) g;
  RETURN made;
END $$;""",
    # Signing out ends what was opened in an emergency; that others look at it stays to be done.
    "wall.end_emergencies()": f"""
CREATE OR REPLACE FUNCTION wall.end_emergencies() RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); ended bigint;
BEGIN
  UPDATE access_grant g SET ends_at = greatest(clock_timestamp(), g.starts_at), ended_by_id = me
    WHERE g.account_id = me AND g.reason = 'break_glass' AND {LIVE_G};
  GET DIAGNOSTICS ended = ROW_COUNT;
  RETURN ended;
END $$;""",
    # By somebody else, who walks alongside the family, supervises, or answers for information governance.
    "wall.close_break_glass(uuid, boolean, text)": f"""
CREATE OR REPLACE FUNCTION wall.close_break_glass(which uuid, was_right boolean, what_was_found text) RETURNS uuid
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE {DECLARE} one access_breakglass; family uuid;
BEGIN
  SELECT b.* INTO one FROM access_breakglass b WHERE b.id = which AND b.closed_at IS NULL FOR UPDATE;
  family := one.family_id;
  IF one.id IS NULL OR one.account_id = me OR NOT ({GOVERNS} OR {SEES}) OR was_right IS NULL
      OR length(trim(what_was_found)) < 5 THEN
    RAISE EXCEPTION 'not yours to close' {NOT_YOURS};
  END IF;
  UPDATE access_breakglass SET closed_at = clock_timestamp(), closed_by_id = me, justified = was_right, finding = what_was_found
    WHERE id = which;
  UPDATE access_grant g SET ends_at = greatest(clock_timestamp(), g.starts_at), ended_by_id = me
    WHERE g.id = one.grant_id AND {LIVE_G};
  RETURN family;
END $$;""",
    # Who supervises whom is set by administrators, never of themselves.
    "wall.set_supervision(uuid, uuid, timestamptz)": f"""
CREATE OR REPLACE FUNCTION wall.set_supervision(by_whom uuid, of_whom uuid, until timestamptz) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer();
BEGIN
  IF NOT wall.has_role('administrator') OR by_whom = me OR of_whom = me OR by_whom = of_whom
      OR until IS NULL AND NOT EXISTS (SELECT 1 FROM access_teammembership m
        WHERE m.account_id = by_whom AND m.role = 'supervisor' AND {LIVE_M}) THEN
    RAISE EXCEPTION 'not yours to set' {NOT_YOURS};
  END IF;
  IF until IS NULL THEN
    INSERT INTO access_supervision (id, created_at, supervisor_id, account_id, starts_at, set_by_id)
      VALUES (gen_random_uuid(), now(), by_whom, of_whom, now(), me) ON CONFLICT DO NOTHING;
  ELSE
    UPDATE access_supervision s SET ends_at = greatest(until, s.starts_at)
      WHERE s.supervisor_id = by_whom AND s.account_id = of_whom AND {LIVE.format(g="s")};
  END IF;
END $$;""",
    # The same without asking, for the owner of the machine alone.
    "wall.place_supervision(uuid, uuid)": f"""
CREATE OR REPLACE FUNCTION wall.place_supervision(by_whom uuid, of_whom uuid) RETURNS void LANGUAGE sql {DEFINER} AS $$
  INSERT INTO access_supervision (id, created_at, supervisor_id, account_id, starts_at)
    VALUES (gen_random_uuid(), now(), by_whom, of_whom, now()) ON CONFLICT DO NOTHING $$;""",
    # Everything that rests on an agreement ends with it, in the same transaction.
    "wall.end_agreement(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.end_agreement(which uuid) RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); ended bigint;
BEGIN
  UPDATE access_agreement a SET ended_at = clock_timestamp(), ended_by_id = me
    WHERE a.id = which AND a.ended_at IS NULL AND {GOVERNS};
  IF NOT FOUND THEN RAISE EXCEPTION 'no such agreement' {NOT_YOURS}; END IF;
  UPDATE access_grant g SET ends_at = greatest(clock_timestamp(), g.starts_at), ended_by_id = me
    WHERE g.agreement_id = which AND {LIVE_G};
  GET DIAGNOSTICS ended = ROW_COUNT;
  PERFORM wall.alert('agreement_ended', a.lead_id, '', NULL, NULL, a.id, a.name) FROM access_agreement a WHERE a.id = which;
  RETURN ended;
END $$;""",
    # Sixty days before, once. By the database's clock alone, so that anyone may call it and nobody can bend it.
    "wall.warn_of_agreements()": f"""
CREATE OR REPLACE FUNCTION wall.warn_of_agreements() RETURNS bigint LANGUAGE plpgsql {DEFINER} AS $$
DECLARE warned bigint := 0; one access_agreement;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('onestory.warn_of_agreements'));
  FOR one IN SELECT a.* FROM access_agreement a WHERE a.ended_at IS NULL
      AND a.ends_on BETWEEN current_date AND current_date + 60
      AND NOT EXISTS (SELECT 1 FROM access_alert l WHERE l.kind = 'agreement_ends' AND l.subject_id = a.id) LOOP
    PERFORM wall.alert('agreement_ends', one.lead_id, '', NULL, NULL, one.id, one.name);
    warned := warned + 1;
  END LOOP;
  RETURN warned;
END $$;""",
    # A family's own way in, given by whoever walks alongside them, to an account of a family and to no other.
    "wall.open_portal(uuid, uuid, uuid, text, uuid[], text, text, timestamptz)": f"""
CREATE OR REPLACE FUNCTION wall.open_portal(who uuid, family uuid, person uuid, as_kind text, of_children uuid[], lawful text,
  proof text, until timestamptz) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE {DECLARE} made uuid := gen_random_uuid();
BEGIN
  -- Whose page is shut must not come back under another address: while a record is kept to a few, nobody new is let in.
  IF NOT {SEES} OR wall.shut_to(family, who) OR length(trim(proof)) < 5
      OR EXISTS (SELECT 1 FROM access_restriction r WHERE r.family_id = family AND {LIVE.format(g="r")})
      OR as_kind NOT IN ('adult', 'parent', 'young_person') OR (as_kind = 'parent') <> (of_children <> '{{}}')
      OR NOT {_GIVES} OR as_kind <> 'young_person' AND NOT {_GROWN}
      OR NOT EXISTS (SELECT 1 FROM access_account a WHERE a.id = who AND a.is_active AND a.kind = 'family')
      OR EXISTS (SELECT 1 FROM access_portal p WHERE p.account_id = who AND p.person_id <> person)
      OR EXISTS (SELECT 1 FROM unnest(person || of_children) one WHERE NOT EXISTS (SELECT 1 FROM people_membership m
        WHERE m.person_id = one AND m.family_id = family AND {CURRENT_M}))
      OR EXISTS (SELECT 1 FROM unnest(of_children) one WHERE one = person OR NOT EXISTS (SELECT 1 FROM people_membership m
        WHERE m.person_id = one AND m.family_id = family AND m.role IN ('child', 'expected') AND {CURRENT_M})) THEN
    RAISE EXCEPTION 'not yours to open' {NOT_YOURS};
  END IF;
  IF as_kind = 'young_person' AND NOT EXISTS (SELECT 1 FROM people_person p WHERE p.id = person
      AND {_BORN_BY} <= current_date - interval '{LEAST_AGE} years') THEN
    RAISE EXCEPTION 'not old enough' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO access_portal (id, created_at, account_id, family_id, person_id, kind, children, basis, evidence, starts_at,
      ends_at, given_by_id) VALUES (made, now(), who, family, person, as_kind, of_children, lawful, proof, now(), until, me);
  RETURN made;
END $$;""",
    # Which accounts of a family read it themselves, for whoever keeps the record to a few: without a name to who governs.
    "wall.own_accounts(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.own_accounts(family uuid) RETURNS TABLE (account uuid, person uuid, as_kind text,
  since timestamptz) LANGUAGE plpgsql STABLE {DEFINER} AS $$
#variable_conflict use_variable
DECLARE {DECLARE} sees boolean := {SEES};
BEGIN
  IF NOT (wall.has_role('supervisor') AND sees OR {GOVERNS}) THEN RETURN; END IF;
  RETURN QUERY SELECT DISTINCT ON (p.account_id) p.account_id, CASE WHEN sees THEN p.person_id END, p.kind::text, p.starts_at
    FROM access_portal p WHERE p.family_id = family AND {LIVE.format(g="p")} ORDER BY p.account_id, p.starts_at;
END $$;""",
    "wall.close_portal(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.close_portal(which uuid) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE {DECLARE} family uuid;
BEGIN
  SELECT p.family_id INTO family FROM access_portal p WHERE p.id = which AND {LIVE.format(g="p")} FOR UPDATE;
  IF family IS NULL OR NOT ({SEES} OR {GOVERNS}) THEN RAISE EXCEPTION 'no such way in' {NOT_YOURS}; END IF;
  UPDATE access_portal p SET ends_at = greatest(clock_timestamp(), p.starts_at), ended_by_id = me WHERE p.id = which;
  RETURN family;
END $$;""",
}

OWNER_ONLY = frozenset({"wall.place_supervision(uuid, uuid)"})
INNER = frozenset({
    "wall.alert(text, uuid, text, uuid, uuid, uuid, text)", "wall.tell_of(text, uuid, text, uuid, uuid, uuid, text)",
    "wall.tell_of_restriction(text, uuid)",
})  # fmt: skip
