"""Where the key that signs tickets is kept: for the functions that step over the wall alone (`access.tickets`)."""

from django.db import migrations

TABLE = """
CREATE TABLE wall.ticket_key (
  single boolean PRIMARY KEY DEFAULT true CHECK (single), inner_pad bytea NOT NULL, outer_pad bytea NOT NULL);
REVOKE ALL ON wall.ticket_key FROM PUBLIC, onestory_app;
GRANT SELECT ON wall.ticket_key TO onestory_rls;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_wall")]
    operations = [migrations.RunSQL(TABLE, "DROP TABLE wall.ticket_key;")]
