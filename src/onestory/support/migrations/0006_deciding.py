import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import onestory.core.ids
from onestory.core.walls import Close


class Migration(migrations.Migration):
    dependencies = [("support", "0005_working")]

    operations = [
        migrations.CreateModel(
            name="ReturnCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("ends_at", models.DateTimeField()),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="support.request"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        # From its first moment it shows nothing to anyone a policy does not let in.
        Close("support_returncode"),
    ]
