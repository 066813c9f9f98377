"""Who somebody is to the walls is kept for a moment (`wall.standing`): whatever it is worked out from forgets it."""

from django.db import migrations

FORGET = """
CREATE FUNCTION wall.forget_standing() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog
AS $$ BEGIN PERFORM set_config('onestory.standing', '', true); RETURN NULL; END $$;
"""
TABLES = (
    "access_account", "access_teammembership", "access_supervision", "access_grant", "access_denial", "access_restriction",
    "access_named",
)  # fmt: skip
TRIGGER = (
    'CREATE TRIGGER forget_standing AFTER INSERT OR UPDATE OR DELETE ON "{table}" FOR EACH STATEMENT'
    " EXECUTE FUNCTION wall.forget_standing();"
)


class Migration(migrations.Migration):
    dependencies = [("access", "0011_left_alone")]
    operations = [
        migrations.RunSQL(
            FORGET + "".join(TRIGGER.format(table=table) for table in TABLES),
            "".join(f'DROP TRIGGER forget_standing ON "{table}";' for table in TABLES)
            + "DROP FUNCTION wall.forget_standing();",
        )
    ]
