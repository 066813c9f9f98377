"""Files that people add: drawn or put together anew, so that only what they show is kept, or refused in words (HZ-18, HZ-88).

`cleaning.clean` is the way in. It hands the bytes to a process of its own (`child`), which has no database, no secret and little
memory, and may write no file: whatever a hostile file does to its reader, it does there. Looking for viruses is not done here.
"""
