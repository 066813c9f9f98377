"""Empty columns and columns with a constant default: no row is rewritten, however many there are."""

import django.contrib.postgres.fields
import django.db.models.expressions
from django.db import migrations, models


def _texts(length):
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.CharField(max_length=length),
        db_default=django.db.models.expressions.RawSQL("'{}'::text[]", ()),
        size=None,
    )


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        # Waiting for a lock holds up everybody behind us: give up soon, and be run again.
        migrations.RunSQL("SET LOCAL lock_timeout = '3s'", migrations.RunSQL.noop),
        migrations.AddField("auditevent", "roles", _texts(40)),
        migrations.AddField("auditevent", "organisation_id", models.UUIDField(null=True)),
        migrations.AddField("auditevent", "session", models.CharField(blank=True, db_default="", max_length=32)),
        migrations.AddField("auditevent", "device", models.CharField(blank=True, db_default="", max_length=10)),
        migrations.AddField("auditevent", "on_behalf_of", models.UUIDField(null=True)),
        migrations.AddField("auditevent", "fields", _texts(30)),
        migrations.AddField(
            "auditevent",
            "decision",
            models.CharField(choices=[("allow", "Allowed"), ("deny", "Refused")], db_default="allow", max_length=5),
        ),
        migrations.AddField("auditevent", "purpose", models.CharField(blank=True, db_default="", max_length=200)),
        migrations.AddField("auditevent", "grant_id", models.UUIDField(null=True)),
    ]
