from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0002_site_establishment")]
    operations = [
        migrations.AddField(
            model_name="organisation",
            name="discreet",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
