"""Two records that turn out to be of one person, or of one family: put together by a plan, and taken apart again exactly.

`relations` says what a merge does with what people and families are written into; other apps say it of theirs. The work itself is
done by the database (`planning`, `carrying_out`, `undoing`), which alone sees all of both; `actions.merging` asks for it.
"""

from onestory.people.merging.relations import CHANGES, RELATIONS

__all__ = ["CHANGES", "RELATIONS"]
