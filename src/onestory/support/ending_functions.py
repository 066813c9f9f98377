"""What stands in the way of an end and is not open to whoever ends it: part of the security surface of `access.functions`.

Somebody who reads only the shared story must not end support over an appointment about health that nobody answered. They learn
that something waits, of a family they may end support for anyway, and never what, when, or with whom.
"""

from __future__ import annotations

from onestory.access import roles
from onestory.access.functions import DEFINER
from onestory.access.reach import DECLARE, MINE, opens
from onestory.support.appointment_states import WAITING, WAITS

_MAY_WRITE = " OR ".join(f"wall.has_role('{one.key}')" for one in roles.ROLES.values() if roles.May.WRITE in one.allows)
_WAITS = f"""(SELECT a.section FROM support_appointment a WHERE a.family_id = family
      AND a.state IN ({", ".join(f"'{state}'" for state in WAITING)})
    UNION ALL SELECT o.section FROM support_reachout o WHERE o.family_id = family AND o.state = '{WAITS}')"""

FUNCTIONS: dict[str, str] = {
    # False of every family but those the viewer sees and may write in, whatever waits there.
    "wall.waits_unseen(uuid)": f"""
CREATE OR REPLACE FUNCTION wall.waits_unseen(family uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE {DECLARE}
BEGIN
  RETURN ({_MAY_WRITE}) AND EXISTS (SELECT 1 FROM access_grant g WHERE g.family_id = family AND {MINE})
    AND EXISTS (SELECT 1 FROM {_WAITS} w WHERE NOT EXISTS (
      SELECT 1 FROM access_grant g WHERE g.family_id = family AND {MINE} AND {opens("w.section")}));
END $$;""",
}
