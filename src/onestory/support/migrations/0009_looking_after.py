"""Since when a worry is somebody's, and what was opened by a call about one: it ends with the worry."""

from django.db import migrations, models
from django.db.models.functions import Now

CHANGES_HANDS = """
CREATE FUNCTION wall.worry_changes_hands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog
AS $$ BEGIN NEW.owned_since := clock_timestamp(); RETURN NEW; END $$;
CREATE TRIGGER worry_changes_hands BEFORE UPDATE OF owner_id ON support_worry FOR EACH ROW
  WHEN (NEW.owner_id IS DISTINCT FROM OLD.owner_id) EXECUTE FUNCTION wall.worry_changes_hands();
"""


class Migration(migrations.Migration):
    dependencies = [("support", "0008_answering"), ("access", "0017_called")]

    operations = [
        migrations.AddField(model_name="worry", name="owned_since", field=models.DateTimeField(db_default=Now())),
        migrations.AddField(model_name="worrycall", name="opened_id", field=models.UUIDField(null=True)),
        migrations.RunSQL(
            CHANGES_HANDS,
            "DROP TRIGGER worry_changes_hands ON support_worry; DROP FUNCTION wall.worry_changes_hands();",
        ),
    ]
