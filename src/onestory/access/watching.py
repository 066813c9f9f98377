"""Each night: whose record did somebody open that they may know? Their own, a relative's, a neighbour's, a colleague's (HZ-35).

Part of the security surface of `access.functions`. By the database's clock alone, and it answers nothing: whoever called it
would otherwise learn whether what they opened was noticed. It accuses nobody: information governance reads the reason, and asks.
"""

from __future__ import annotations

from onestory.access.functions import CURRENT_M, DEFINER, LIVE_M

BACK = "interval '2 days'"
"""How far a night looks back: a night that was missed is made up for by the next."""

LATE = "interval '36 hours'"
"""How long after the last night somebody is told that there has been none since. The next look-back still covers it."""

FEW = 10
"""A surname that no more people here have is a reason to ask; one that many have is chance."""

_AT_ONCE = 20_000
# Letters alone, as `people.finding` keeps them; the accents of western Europe are taken off as it takes them off.
_ACCENTS = "'àáâãäåçèéêëìíîïñòóôõöøùúûüýÿžš', 'aaaaaaceeeeiiiinoooooouuuuyyzs'"
_PLAIN = f"regexp_replace(translate(lower({{x}}), {_ACCENTS}), '[^[:alpha:]]', '', 'g')"
# "3 hidden row" and "flat 2, 14 fore street" say their street after the last number that a word follows.
_STREET = r"substring(lower({x}) FROM '\d+[a-z]?,?\s+([a-z][a-z''. -]+)')"
_SECTOR = "left({x}, -2)"
_FIRST, _LAST = (
    _PLAIN.format(x="split_part(a.name, ' ', 1)"),
    _PLAIN.format(x="regexp_replace(a.name, '^\\S+\\s*', '')"),
)

_LOOKED = """
    SELECT DISTINCT e.account_id AS who, e.family_id AS family FROM audit_auditevent e
    JOIN access_account a ON a.id = e.account_id AND a.kind = 'staff'
    WHERE e.id > beginning AND e.at > since AND e.action IN ('families.open', 'alongside.shown') AND e.family_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM access_alert l
        WHERE l.kind = 'lookup' AND l.about_id = e.account_id AND l.family_id = e.family_id)"""

# By the names themselves as well: whoever sees a family may have it taken out of the index.
_MEMBERS = f"""
    SELECT l.who, l.family, x.given, x.family AS surname FROM looked l
    JOIN people_membership m ON m.family_id = l.family AND {CURRENT_M} JOIN people_findable x ON x.person_id = m.person_id
    UNION SELECT l.who, l.family, {_PLAIN.format(x="n.given")}, {_PLAIN.format(x="n.family")} FROM looked l
    JOIN people_membership m ON m.family_id = l.family AND {CURRENT_M} JOIN people_personname n ON n.person_id = m.person_id"""

_HOMES = f"""
    SELECT DISTINCT l.who, l.family, d.postcode, {_STREET.format(x="d.lines")} AS street, r.confidential FROM looked l
    JOIN people_membership m ON m.family_id = l.family AND {CURRENT_M}
    JOIN people_residence r ON r.person_id = m.person_id AND (r.ends_on IS NULL OR r.ends_on > current_date)
    JOIN people_address d ON d.id = r.address_id AND d.postcode <> ''"""

# The strongest reason first: one is said for each family.
_REASONS = f"""
    SELECT m.who, m.family, 1 AS rank, 'Somebody in the family has their own name' AS why FROM members m
      JOIN named n ON n.id = m.who AND n.given = m.given AND n.surname = m.surname
    UNION ALL SELECT m.who, m.family, 2, 'Somebody in the family has the name of somebody they said they know' FROM members m
      JOIN known i ON i.who = m.who AND i.given = m.given AND i.surname = m.surname
    UNION ALL SELECT m.who, m.family, 3, 'Somebody in the family has the name of a colleague in their team' FROM members m
      JOIN named c ON c.given = m.given AND c.surname = m.surname AND c.id <> m.who
      JOIN places mine ON mine.account_id = m.who JOIN places theirs ON theirs.team_id = mine.team_id AND theirs.account_id = c.id
    UNION ALL SELECT h.who, h.family, CASE WHEN h.confidential THEN 7 ELSE 4 END,
        CASE WHEN h.confidential THEN 'They may know somebody in this family' ELSE 'They told us of this postcode' END
      FROM homes h JOIN known i ON i.who = h.who AND i.postcode = h.postcode
    UNION ALL SELECT h.who, h.family, CASE WHEN h.confidential THEN 7 ELSE 5 END,
        CASE WHEN h.confidential THEN 'They may know somebody in this family' ELSE 'They told us of somebody in this street' END
      FROM homes h JOIN known i ON i.who = h.who AND {_SECTOR.format(x="i.postcode")} = {_SECTOR.format(x="h.postcode")}
      JOIN people_address near ON near.postcode = i.postcode AND {_STREET.format(x="near.lines")} = h.street
    UNION ALL SELECT m.who, m.family, 6, 'They share a surname that few people here have' FROM members m
      JOIN named n ON n.id = m.who AND n.surname = m.surname AND length(n.surname) > 1
      WHERE (SELECT count(*) FROM (SELECT DISTINCT x.person_id FROM people_findable x WHERE x.family = m.surname
        LIMIT {FEW + 1}) few) <= {FEW}"""

FUNCTIONS: dict[str, str] = {
    # All of it, and that it was done: no statement can say so which did not do it.
    "wall.watch_the_night()": f"""
CREATE OR REPLACE FUNCTION wall.watch_the_night() RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  PERFORM wall.close_by_interests(), wall.warn_of_agreements(), wall.watch_lookups();
  INSERT INTO access_night (single, finished_at) VALUES (true, clock_timestamp())
    ON CONFLICT (single) DO UPDATE SET finished_at = excluded.finished_at;
END $$;""",
    # Told once a day until a night is finished. Called by the worker, and by whoever signs in: a worker that is not there tells
    # nobody. True while it is late.
    "wall.warn_of_late_watch()": f"""
CREATE OR REPLACE FUNCTION wall.warn_of_late_watch() RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM access_night n WHERE n.finished_at > clock_timestamp() - {LATE}) THEN RETURN false; END IF;
  IF NOT EXISTS (SELECT 1 FROM access_alert l WHERE l.kind = 'watch_late'
      AND l.created_at > clock_timestamp() - interval '1 day') THEN
    PERFORM wall.alert('watch_late', NULL, r, NULL, NULL, NULL, '')
      FROM unnest('{{administrator,information_governance}}'::text[]) r;
  END IF;
  RETURN true;
END $$;""",
    "wall.watch_lookups()": f"""
CREATE OR REPLACE FUNCTION wall.watch_lookups() RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE since timestamptz := clock_timestamp() - {BACK}; beginning bigint; at_then timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('onestory.watch_lookups'));
  -- Events are numbered in time, so that the days wanted are found without reading all the others.
  SELECT max(e.id) INTO beginning FROM audit_auditevent e;
  WHILE beginning > 0 LOOP
    SELECT e.at INTO at_then FROM audit_auditevent e WHERE e.id <= beginning ORDER BY e.id DESC LIMIT 1;
    EXIT WHEN at_then IS NULL OR at_then < since - interval '1 hour';
    beginning := beginning - {_AT_ONCE};
  END LOOP;
  WITH looked AS MATERIALIZED ({_LOOKED}),
  members AS MATERIALIZED ({_MEMBERS}),
  homes AS MATERIALIZED ({_HOMES}),
  named AS MATERIALIZED (SELECT a.id, {_FIRST} AS given, {_LAST} AS surname FROM access_account a WHERE a.kind = 'staff'),
  places AS MATERIALIZED (SELECT DISTINCT m.account_id, m.team_id FROM access_teammembership m WHERE {LIVE_M}),
  known AS MATERIALIZED (SELECT i.account_id AS who, {_PLAIN.format(x="i.given")} AS given,
      {_PLAIN.format(x="i.family")} AS surname, i.postcode FROM access_interest i WHERE i.ended_at IS NULL)
  INSERT INTO access_alert (id, created_at, kind, to_role, about_id, family_id, why)
    SELECT gen_random_uuid(), clock_timestamp(), 'lookup', 'information_governance', f.who, f.family, f.why
    FROM (SELECT DISTINCT ON (r.who, r.family) r.who, r.family, r.why FROM ({_REASONS}) r ORDER BY r.who, r.family, r.rank) f;
END $$;""",
}
