"""Two indexes, built while people work."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("audit", "0002_what_an_event_holds")]

    operations = [
        AddIndexConcurrently(
            "auditevent",
            GinIndex(condition=models.Q(("family_id__isnull", True)), fields=["person_ids"], name="audit_shown"),
        ),
        AddIndexConcurrently("auditevent", models.Index(fields=["transaction"], name="audit_transaction")),
    ]
