from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("support", "0009_looking_after")]

    operations: list[migrations.operations.base.Operation] = []
