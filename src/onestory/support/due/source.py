"""One kind of thing that waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass

SUPERVISES = (
    "{who} <> (SELECT wall.viewer()) AND (SELECT wall.has_role('supervisor'))"
    " AND ({who} = ANY ((SELECT wall.accounts())::uuid[]) OR {team} = ANY ((SELECT wall.teams())::uuid[]))"
)
"""SQL: the viewer supervises this account, or in this team; for what escalates to them and is not theirs otherwise."""


@dataclass(frozen=True)
class Source:
    """`kind` names it for pages ("request", "introduction_check"); `words` head its list ("Introductions to ask after").

    `sql` selects what waits now, as the viewer (the wall leaves out what is not theirs), with exactly these columns:
    `id` uuid, `family_id` uuid or NULL, `due_on` date, `account_id` uuid or NULL and `team_id` uuid or NULL (the one who owns it;
    one of the two), `title` text (one glance tall, nothing sensitive), `urgent` boolean.

    `table` and `owner` are where the owner's account is written, so that what somebody leaves behind goes to somebody with a
    name; empty where the owner follows from something else, such as who leads the circle. `team` is where a team may stand
    instead; empty where only an account may own it. `lasts` is SQL about a row `x` of the table: it is not over, though perhaps
    not due for long. `family` and `section` say, of the row `x`, about whom it is and who may be given it.

    `offered` says where it stands to whom such a thing is offered, and `kept` what takes that offer back, as the assignments of
    an UPDATE. `left` is a statement by which an offer to somebody who left (`who`) is answered, so that nobody waits for it.
    """

    kind: str
    words: str
    sql: str
    table: str = ""
    owner: str = "owner_id"
    team: str = "team_id"
    lasts: str = ""
    offered: str = ""
    kept: str = ""
    family: str = "x.family_id"
    section: str = "'shared'"
    left: str = ""
