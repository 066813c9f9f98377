from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("support", "0007_attachments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(condition=models.Q(("state", "offered")), fields=["owner"], name="introduction_open"),
        ),
    ]
