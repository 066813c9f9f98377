from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("support", "0006_deciding")]

    operations: list[migrations.operations.base.Operation] = []
