from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("support", "0007_attachments")]

    operations: list[migrations.operations.base.Operation] = []
