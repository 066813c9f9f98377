from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("support", "0008_answering")]

    operations: list[migrations.operations.base.Operation] = []
