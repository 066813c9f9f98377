from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("network", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="establishment",
            field=models.CharField(
                blank=True,
                default="",
                help_text="of a school, the authority and its number as censuses write it: 879/2729",
                max_length=10,
            ),
            preserve_default=False,
        ),
    ]
