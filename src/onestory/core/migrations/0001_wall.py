"""The schema that row-level security stands in, and the one function every policy begins from."""

from django.db import migrations

# An unset setting is NULL before the first transaction and '' after one that set it locally: both name nobody.
VIEWER = """
CREATE FUNCTION wall.viewer() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(pg_catalog.current_setting('onestory.viewer', true), '')::pg_catalog.uuid $$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list = []
    operations = [
        migrations.RunSQL(
            "CREATE SCHEMA IF NOT EXISTS wall; GRANT USAGE ON SCHEMA wall TO onestory_app, onestory_rls;"
            + VIEWER
            + "GRANT EXECUTE ON FUNCTION wall.viewer() TO onestory_app, onestory_rls, onestory_backup;",
            "DROP FUNCTION wall.viewer(); DROP SCHEMA wall;",
        )
    ]
