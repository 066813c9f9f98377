"""Since when a request stands for a record of a feed whose rows ask for help."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("linkage", "0004_details")]

    operations = [
        migrations.AddField(
            model_name="sourcerecord", name="asked_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
