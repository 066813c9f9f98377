"""Who looked: the audit as a family sees it, with nothing in it that tells somebody where to find them (HZ-17).

Only looks are told, by the list below: what was written stands in the story with its writer, and what is nobody's business but
the staff's is not on the list. Where anybody in the family, or in a family that shares somebody with it, has a confidential
address, or such a family is restricted or closed to somebody for safety, and where a worker's organisation is a discreet one, a
look says the day and a kind of worker: no name, no organisation, no time.
The family's own looks are never told: they would say to one of them when another is on their phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.timezone import localtime

from onestory.audit.functions import DEFINER

LOOKS: dict[str, str] = {
    "families.open": "opened your family’s page",
    "people.found": "saw a name of your family’s in a search",
    "people.found_alike": "saw a name of your family’s while writing somebody down",
    "alongside.shown": "asked who is alongside your family, and was told how to reach them",
    "pairs.open": "compared what we hold of somebody in your family with what a partner sent",
    "attachments.read": "opened a picture or a document that was added to your family’s story",
    "break_glass.open": "opened your family’s page in an emergency",
}
"""What counts as a look, in words that follow *who*."""

OPENED_TO = {
    "write": "opened your family’s page to write something down",
    "person": "opened the page of somebody in your family",
}

BECAUSE: dict[str, str] = {
    "started": "they started this record with you",
    "circle": "they are in your circle",
    "team": "their team is alongside your family",
    "duty": "their team was on duty for a request",
    "agreement": "organisations agreed to share this",
    "court_order": "a court ordered it",
    "break_glass": "it was an emergency",
    "called": "colleagues asked them to help for a while",
}
"""Why, by the reason of the grant that opened the family to whoever looked."""

A_FAMILY_SERVICE = "a family service"
WORKERS: dict[str, str] = {
    "front_of_house": "somebody who welcomes families",
    "practitioner": "a worker who walks alongside families",
    "volunteer": "a volunteer",
    "triage": "somebody at the front door for requests",
    "supervisor": "a supervisor",
    "information_governance": "somebody who looks after records",
    "steward": "somebody who checks who is who",
    "administrator": "an administrator",
}
SOMEBODY = "a worker"
# Trades that are found everywhere. Any other title may say more of a place than of a person.
TRADES = frozenset({
    "health visitor", "midwife", "family support worker", "school nurse", "social worker", "teacher", "nursery nurse",
    "early help worker", "parent engagement worker", "work coach", "speech and language therapist", "educational psychologist",
    "doctor", "nurse", "health visitor assistant", "peer supporter", "volunteer", "family hub worker", "youth worker",
})  # fmt: skip


@dataclass(frozen=True)
class Look:
    """One look, in words for the family. `at` and `name` are left out where they would not be safe. `place` is for `before`."""

    place: int
    on: date
    at: time | None
    who: str
    name: str
    organisation: str
    did: str
    why: str


@dataclass(frozen=True)
class Seen:
    """A look as the database gives it out: where the family is guarded, already without name, organisation, title and time."""

    place: int
    at: datetime
    guarded: bool
    name: str
    job_title: str
    roles: Sequence[str]
    organisation: str
    action: str
    to: str
    reason: str
    purpose: str


def told(seen: Seen) -> Look:
    at = localtime(seen.at)
    return Look(
        place=seen.place,
        on=at.date(),
        at=None if seen.guarded else at.time().replace(second=0, microsecond=0),
        who=_who(seen),
        name=seen.name,
        organisation=seen.organisation or A_FAMILY_SERVICE,
        did=OPENED_TO.get(seen.to, LOOKS[seen.action]) if seen.action == "families.open" else LOOKS[seen.action],
        why=_why(seen),
    )


def _who(seen: Seen) -> str:
    trade = seen.job_title.strip().lower()
    if trade in TRADES or (trade and not seen.guarded):
        return f"{'an' if trade[0] in 'aeiou' else 'a'} {trade}"
    return next((words for role, words in WORKERS.items() if role in seen.roles), SOMEBODY)


def _why(seen: Seen) -> str:
    return seen.purpose or BECAUSE.get(seen.reason, "")


def functions(*, declare: str, mine: str) -> dict[str, str]:
    """The definer function behind the page, given how `access` says in SQL which grants count for the viewer."""
    acts = ", ".join(f"'{action}'" for action in LOOKS)
    trades = ", ".join(f"'{trade}'" for trade in sorted(TRADES))
    live = "{t}.starts_at <= statement_timestamp() AND ({t}.ends_at IS NULL OR {t}.ends_at > statement_timestamp())"
    current = "({t}.ends_on IS NULL OR {t}.ends_on >= current_date)"
    return {
        "wall.who_looked(uuid, bigint, integer)": f"""
CREATE OR REPLACE FUNCTION wall.who_looked(family uuid, before bigint, most integer)
RETURNS TABLE (place bigint, at timestamptz, guarded boolean, name text, job_title text, roles text[], organisation text,
  action text, opened_to text, reason text, purpose text) LANGUAGE plpgsql STABLE {DEFINER} AS $$
#variable_conflict use_column
DECLARE {declare} kinds text[]; about uuid[]; near uuid[]; were uuid[]; hidden boolean; untold text[] := '{{safeguarding}}';
BEGIN
  SELECT array_agg(DISTINCT p.kind), array_agg(DISTINCT x) INTO kinds, about
    FROM access_portal p, unnest(p.person_id || p.children) x
    WHERE p.account_id = me AND p.family_id = family AND {live.format(t="p")} AND NOT wall.shut_to(family, me);
  IF kinds IS NULL THEN
    IF NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = family AND {mine}) THEN RETURN; END IF;
    about := ARRAY(SELECT m.person_id FROM people_membership m WHERE m.family_id = family AND {current.format(t="m")});
  END IF;
  IF NOT coalesce('young_person' = ANY (kinds), false) THEN untold := untold || '{{young_person}}'::text[]; END IF;
  near := family || ARRAY(SELECT DISTINCT n.family_id FROM people_membership m
    JOIN people_membership n ON n.person_id = m.person_id WHERE m.family_id = family);
  hidden := EXISTS (SELECT 1 FROM unnest(near) f (id) WHERE wall.is_guarded(f.id));
  -- Under what they were before two records were put together, too.
  were := family || ARRAY(SELECT m.merged_id FROM people_merge m WHERE m.state = 'done' AND m.leads_to = family);
  about := about || ARRAY(SELECT m.merged_id FROM people_merge m WHERE m.state = 'done' AND m.leads_to = ANY (about));
  RETURN QUERY SELECT e.id,
      CASE WHEN h.hide THEN date_trunc('day', e.at, 'Europe/London') ELSE e.at END, h.hide,
      CASE WHEN h.hide THEN '' ELSE a.name::text END,
      CASE WHEN h.hide AND lower(trim(a.job_title)) NOT IN ({trades}) THEN '' ELSE a.job_title::text END,
      e.roles::text[], CASE WHEN h.hide THEN '' ELSE coalesce(o.name::text, '') END, e.action::text,
      coalesce(e.detail->>'to', ''),
      coalesce((SELECT g.reason::text FROM access_grant g WHERE g.family_id = family AND g.starts_at <= e.at
        AND (g.ends_at IS NULL OR g.ends_at > e.at) AND (g.account_id = e.account_id OR g.team_id IN (
          SELECT t.team_id FROM access_teammembership t WHERE t.account_id = e.account_id))
        ORDER BY g.account_id NULLS LAST, g.id LIMIT 1), ''),
      -- In the words of the grant alone: anybody may add to the audit in their own name, and would write to a family through it.
      CASE WHEN h.hide THEN '' ELSE coalesce((SELECT g.purpose::text FROM access_grant g WHERE g.id = e.grant_id
        AND g.family_id = family), '') END
    FROM (
      SELECT f.* FROM unnest(were) k (id) CROSS JOIN LATERAL (SELECT f.* FROM audit_auditevent f WHERE f.family_id = k.id
        AND f.action IN ({acts}) AND f.decision = 'allow'
        AND NOT f.fields::text[] && untold AND (before IS NULL OR f.id < before)
        AND EXISTS (SELECT FROM access_account w WHERE w.id = f.account_id AND w.kind = 'staff')
        ORDER BY f.family_id, f.id DESC LIMIT most) f
      UNION ALL
      (SELECT s.* FROM (SELECT p.* FROM audit_auditevent p WHERE p.family_id IS NULL AND p.person_ids && about
          AND p.action IN ({acts}) AND p.decision = 'allow' AND NOT p.fields::text[] && untold
          AND (before IS NULL OR p.id < before) AND EXISTS (SELECT FROM access_account w WHERE w.id = p.account_id
            AND w.kind = 'staff') OFFSET 0) s
        -- By whom it names first, and only then by when: the newest of all events would be read to the oldest.
        ORDER BY s.id DESC LIMIT most)) e
    JOIN access_account a ON a.id = e.account_id LEFT JOIN network_organisation o ON o.id = e.organisation_id
    CROSS JOIN LATERAL (SELECT hidden OR coalesce(o.discreet, false) AS hide) h
    ORDER BY e.id DESC LIMIT most;
END $$;""",
    }
