"""Of a family's own accounts, those whose page is shut while a restriction lasts (ADR 0013)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import onestory.core.ids
from onestory.core.walls import Close

# It takes one thing more now. What stands beside it under its old form would still shut nobody it was told to.
OLD = "DROP FUNCTION IF EXISTS wall.restrict(uuid, text, uuid[], uuid[])"


class Migration(migrations.Migration):
    dependencies = [("access", "0008_what_was_done_to_a_family")]
    operations = [
        migrations.CreateModel(
            name="Shut",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "restriction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shut", to="access.restriction"
                    ),
                ),
                (
                    "shut_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="shut",
            constraint=models.UniqueConstraint(fields=("restriction", "account"), name="shut_once"),
        ),
        migrations.RunSQL(OLD, migrations.RunSQL.noop),
        Close("access_shut"),
    ]
