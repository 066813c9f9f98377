"""What passwords are checked by leaves the accounts, whose every column somebody may select."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from onestory.core.walls import Close

# The owner of the table is held by its wall too, which lets it see no row; this transaction alone it does not hold. One pass
# over the accounts, read once. There is no way back by itself: what was chosen since would be lost.
MOVE = """
ALTER TABLE access_account NO FORCE ROW LEVEL SECURITY;
INSERT INTO access_password (account_id, digest)
  SELECT id, password FROM access_account WHERE left(password, 1) NOT IN ('', '!');
ALTER TABLE access_account FORCE ROW LEVEL SECURITY;
DROP POLICY IF EXISTS viewer_insert ON access_account;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0012_forget_standing"),
    ]

    operations = [
        migrations.CreateModel(
            name="Password",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("digest", models.CharField(max_length=128)),
            ],
        ),
        migrations.RunSQL(MOVE),
        Close("access_password"),
        pgtrigger.migrations.RemoveTrigger(
            model_name="account",
            name="ones_own_way_in",
        ),
        migrations.RemoveField(
            model_name="account",
            name="password",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="account",
            trigger=pgtrigger.compiler.Trigger(
                name="ones_own_way_in",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF NEW.email IS DISTINCT FROM OLD.email AND OLD.id IS DISTINCT FROM wall.viewer() THEN\n                  RAISE EXCEPTION 'not yours to change' USING ERRCODE = 'insufficient_privilege';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="a9a8ac73d995732b88071bd52681ba51a760c76c",
                    operation='UPDATE OF "email"',
                    pgid="pgtrigger_ones_own_way_in_c8ea2",
                    table="access_account",
                    when="BEFORE",
                ),
            ),
        ),
    ]
