"""What a family reads of its own record: each projection said column by column, and nothing else (HZ-01, HZ-23, HZ-28, HZ-29).

An account of a family holds no grant, and every table is empty to it. These functions, part of the security surface that
`access.functions` describes, are all it can read:

- of the person whose account it is: their name, what is known of them, the words they said;
- of a child: only while they hold parental responsibility with evidence seen, the child still belongs to that family and is
  certainly under sixteen; and only what is shared and chosen from a list: free text about a child may speak of another adult;
- of nobody: where anybody lives, learns or is treated, or anything of another adult.
"""

from __future__ import annotations

from onestory.access import roles
from onestory.access.functions import CURRENT_M, DEFINER, NOT_YOURS, texts
from onestory.access.models.grants import LIVE
from onestory.people import catalogue

_KINDS = catalogue.by_key().values()


def _keys(*, free_text: bool) -> str:
    keys = sorted(
        kind.key for kind in _KINDS if not kind.location and not kind.site and (free_text or kind.kind != "text")
    )
    return "'{" + ",".join(keys) + "}'::text[]"


WAYS = f"""SELECT p.* FROM access_portal p WHERE p.account_id = (SELECT wall.viewer()) AND {LIVE.format(g="p")}
    AND NOT wall.shut_to(p.family_id, p.account_id)"""

# A birth date of which only the year is known is taken at its earliest: the child may be sixteen already.
_UNDER_SIXTEEN = """(b.born IS NULL OR (CASE length(b.born) WHEN 4 THEN b.born || '-01-01' WHEN 7 THEN b.born || '-01'
      ELSE b.born END)::date > current_date - interval '16 years')"""
_RESPONSIBLE = """EXISTS (SELECT 1 FROM people_parentalresponsibility r WHERE r.child_id = c.id AND r.adult_id = w.person_id
      AND r.evidence <> 'told' AND (r.starts_on IS NULL OR r.starts_on <= current_date)
      AND (r.ends_on IS NULL OR r.ends_on > current_date))"""

SUBJECTS = f"""(SELECT w.*, w.person_id AS subject, w.kind AS as_kind FROM ({WAYS}) w
  UNION ALL SELECT w.*, c.id, 'child' FROM ({WAYS}) w, unnest(w.children) c (id) JOIN people_person b ON b.id = c.id
    WHERE w.kind = 'parent' AND {_UNDER_SIXTEEN} AND {_RESPONSIBLE} AND EXISTS (SELECT 1 FROM people_membership m
      WHERE m.person_id = c.id AND m.family_id = w.family_id AND {CURRENT_M}))"""

# Somebody's safety rests on not naming who works with this family, or where from.
GUARDED = f"""(EXISTS (SELECT 1 FROM access_restriction r WHERE r.family_id = f.id AND {LIVE.format(g="r")})
  OR EXISTS (SELECT 1 FROM access_denial d WHERE d.family_id = f.id AND d.kind <> 'conflict' AND {LIVE.format(g="d")})
  OR EXISTS (SELECT 1 FROM people_membership m JOIN people_residence s ON s.person_id = m.person_id
    WHERE m.family_id = f.id AND s.confidential AND {CURRENT_M} AND (s.ends_on IS NULL OR s.ends_on >= current_date)))"""

FUNCTIONS: dict[str, str] = {
    # Whether a family's people are told of those who work with them in general words alone. For other functions of the wall.
    "wall.is_guarded(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.is_guarded(family uuid) RETURNS boolean LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT {GUARDED} FROM people_family f WHERE f.id = family $$;""",
    "wall.portal_people()": f"""
CREATE OR REPLACE FUNCTION wall.portal_people() RETURNS TABLE (way_in uuid, family uuid, subject uuid, as_kind text,
  given text, surname text, born text) LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT s.id, s.family_id, s.subject, s.as_kind, n.given, n.family, b.born
  FROM {SUBJECTS} s JOIN people_person b ON b.id = s.subject
  CROSS JOIN LATERAL (SELECT k.given, k.family FROM people_personname k WHERE k.person_id = s.subject
    ORDER BY k.use = 'usual' DESC, k.ends_on IS NULL DESC, k.id LIMIT 1) n
  ORDER BY s.as_kind = 'child', b.born, s.subject $$;""",
    "wall.portal_facts()": f"""
CREATE OR REPLACE FUNCTION wall.portal_facts() RETURNS TABLE (subject uuid, key text, value jsonb, confirmed date, mine boolean)
LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT DISTINCT ON (s.subject, f.key) s.subject, f.key, f.value, f.last_confirmed_on,
    f.said_by_person_id IS NOT DISTINCT FROM s.person_id
  FROM {SUBJECTS} s JOIN people_fact f ON f.person_id = s.subject AND f.ended_at IS NULL
  WHERE CASE s.as_kind
    WHEN 'child' THEN f.section = 'shared' AND f.key = ANY ({_keys(free_text=False)})
    WHEN 'young_person' THEN f.section IN ('shared', 'health', 'young_person') AND f.key = ANY ({_keys(free_text=True)})
    ELSE f.section IN ('shared', 'health', 'home') AND f.key = ANY ({_keys(free_text=True)}) END
  ORDER BY s.subject, f.key, f.last_confirmed_on DESC, f.id DESC $$;""",
    "wall.portal_words()": f"""
CREATE OR REPLACE FUNCTION wall.portal_words() RETURNS TABLE (family uuid, part text, words text, written timestamptz)
LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT DISTINCT ON (t.family_id, t.part) t.family_id, t.part, t.text, t.written_at
  FROM ({WAYS}) w JOIN story_storysection t ON t.family_id = w.family_id AND t.said_by_person_id = w.person_id
  WHERE t.voice = 'ours' AND (t.section = 'shared' OR t.section = 'young_person' AND w.kind = 'young_person')
  ORDER BY t.family_id, t.part, t.version DESC $$;""",
    # Who walks alongside, and who may see what, for how long and why. Whoever works where the name alone says what for is
    # "a family service", and so is everybody where somebody's safety rests on it.
    "wall.portal_sharing()": f"""
CREATE OR REPLACE FUNCTION wall.portal_sharing() RETURNS TABLE (family uuid, access uuid, who text, job text, organisation text,
  leads boolean, sections text[], reason text, basis text, purpose text, since timestamptz, until timestamptz,
  may_withdraw boolean) LANGUAGE sql STABLE {DEFINER} AS $$
  SELECT w.family_id, g.id, CASE WHEN h.hide THEN '' ELSE coalesce(a.name, t.name) END,
    CASE WHEN h.hide THEN '' ELSE coalesce(a.job_title, '') END, CASE WHEN h.hide THEN '' ELSE coalesce(o.name, '') END,
    coalesce(l.leads, false) AND NOT h.hide, ARRAY(SELECT x FROM unnest(g.sections::text[]) x WHERE x <> 'location'),
    g.reason, g.basis,
    CASE WHEN h.hide THEN '' ELSE g.purpose END, g.starts_at, g.ends_at,
    g.basis = 'consent' AND coalesce(g.consented_by_id, w.person_id) = w.person_id
  FROM (SELECT DISTINCT ON (family_id) * FROM ({WAYS}) v ORDER BY family_id, kind) w
  JOIN access_grant g ON g.family_id = w.family_id AND {LIVE.format(g="g")}
  LEFT JOIN access_account a ON a.id = g.account_id
  LEFT JOIN LATERAL (SELECT y.* FROM access_team y WHERE y.id = g.team_id OR y.id IN (SELECT m.team_id
    FROM access_teammembership m WHERE m.account_id = g.account_id AND {LIVE.format(g="m")})
    ORDER BY y.organisation_id IS NULL, y.id LIMIT 1) t ON true
  LEFT JOIN network_organisation o ON o.id = t.organisation_id
  LEFT JOIN LATERAL (SELECT true AS leads FROM support_circlemember c WHERE c.family_id = w.family_id AND c.lead
    AND c.account_id = g.account_id AND (c.ends_on IS NULL OR c.ends_on > current_date) LIMIT 1) l ON true
  CROSS JOIN LATERAL (SELECT coalesce(o.discreet, false) OR wall.is_guarded(w.family_id) AS hide) h
  WHERE a.is_active IS NOT FALSE
  ORDER BY w.family_id, l.leads DESC NULLS LAST, g.starts_at, g.id $$;""",
    # What rests on somebody's consent ends when they take it back, at once: theirs and nobody else's, or one parent could send
    # away the other's helper. Whoever it ended for hears of it, and those alongside, and information governance.
    "wall.portal_withdraw(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.portal_withdraw(which uuid) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE me uuid := wall.viewer(); ended access_grant; ending text;
BEGIN
  UPDATE access_grant g SET ends_at = greatest(clock_timestamp(), g.starts_at), ended_by_id = me
    WHERE g.id = which AND g.basis = 'consent' AND {LIVE.format(g="g")}
      AND EXISTS (SELECT 1 FROM ({WAYS}) w WHERE w.family_id = g.family_id
        AND w.person_id = coalesce(g.consented_by_id, w.person_id)) RETURNING g.* INTO ended;
  IF ended.id IS NULL THEN RAISE EXCEPTION 'not yours to take back' {NOT_YOURS}; END IF;
  ending := (SELECT coalesce(a.name, t.name) || ' no longer sees what was opened by it' FROM access_grant g
    LEFT JOIN access_account a ON a.id = g.account_id LEFT JOIN access_team t ON t.id = g.team_id WHERE g.id = which);
  PERFORM wall.alert('consent_withdrawn', NULL, 'information_governance', NULL, ended.family_id, which, left(ending, 200));
  PERFORM wall.alert('consent_withdrawn', x.account_id, '', NULL, ended.family_id, which, left(ending, 200)) FROM (
    SELECT g.account_id FROM access_grant g WHERE g.family_id = ended.family_id AND g.account_id IS NOT NULL
      AND g.reason <> 'break_glass' AND {LIVE.format(g="g")} AND NOT wall.shut_to(g.family_id, g.account_id)
    UNION SELECT ended.account_id WHERE ended.account_id IS NOT NULL
    UNION SELECT m.account_id FROM access_teammembership m WHERE m.team_id = ended.team_id
      AND {LIVE.format(g="m")} AND m.role = ANY ({texts(roles.by_team())})) x
    JOIN access_account a ON a.id = x.account_id AND a.is_active;
  RETURN ended.family_id;
END $$;""",
}

INNER = frozenset({"wall.is_guarded(uuid)"})
