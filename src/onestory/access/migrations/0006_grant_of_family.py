"""An index that answers by itself whether a grant counts, made beside the old one while the system is in use."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("access", "0005_accounts")]
    operations = [
        AddIndexConcurrently(
            "grant",
            models.Index(
                fields=["family_id"], include=["account_id", "team_id", "starts_at", "ends_at"], name="grant_of_family"
            ),
        ),
        RemoveIndexConcurrently("grant", "grant_family"),
    ]
