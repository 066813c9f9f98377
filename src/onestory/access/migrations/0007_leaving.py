"""An account is closed by the function that asks whether enough would be left, and by no other statement of the application."""

from django.db import migrations, models

# Where the function acts, it acts as the role that owns it; a program that has the application's own connection is refused.
ONLY_BY_ASKING = """
CREATE FUNCTION public.account_closes_by_asking() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
  IF current_user = 'onestory_app' THEN
    RAISE EXCEPTION 'ask wall.close_account' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER account_closes_by_asking BEFORE UPDATE OF is_active, closed_at ON access_account FOR EACH ROW
  WHEN ((NEW.is_active, NEW.closed_at) IS DISTINCT FROM (OLD.is_active, OLD.closed_at))
  EXECUTE FUNCTION public.account_closes_by_asking();
"""
UNDO = """
DROP TRIGGER account_closes_by_asking ON access_account;
DROP FUNCTION public.account_closes_by_asking();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0006_grant_of_family")]
    operations = [
        migrations.RunSQL(ONLY_BY_ASKING, UNDO),
        migrations.AlterField(
            model_name="alert",
            name="kind",
            field=models.CharField(
                choices=[
                    ("break_glass", "A record was opened in an emergency"),
                    ("agreement_ends", "An agreement ends soon"),
                    ("agreement_ended", "An agreement has ended"),
                    ("lookup", "Somebody opened the record of a family they may know"),
                    ("asleep", "An account was put to sleep"),
                    ("recovery", "Somebody was helped to sign in again"),
                    ("consent_withdrawn", "A family took back its consent"),
                    ("accounts_closed", "Many accounts were closed within a day"),
                ],
                max_length=30,
            ),
        ),
    ]
