from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("support", "0005_working")]
    operations = []
