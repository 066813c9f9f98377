"""Whose consent a family was opened by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0009_shut")]
    operations = [migrations.AddField("grant", "consented_by_id", models.UUIDField(null=True))]
