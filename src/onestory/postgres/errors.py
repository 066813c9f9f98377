"""What can go wrong with the database server, each said as a sentence that tells the reader what to do.

Named as they would be said, without "Error" at the end.
"""


class PostgresError(RuntimeError):
    """Something about PostgreSQL that a person has to put right."""


class NoBinaries(PostgresError):
    """No PostgreSQL that Onestory can use was found."""


class AlreadyRunning(PostgresError):
    """Another process has a server running on this folder."""


class WrongVersion(PostgresError):
    """The data was written by a different major version of PostgreSQL."""


class NotEmpty(PostgresError):
    """A restore was asked for into a database that already holds something."""


class Damaged(PostgresError):
    """A backup file is not what was written, or did not come back as it was."""
