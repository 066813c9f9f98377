"""A family that was left to nobody is an alert of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0010_whose_consent")]
    operations = [
        migrations.AlterField(
            model_name="alert",
            name="kind",
            field=models.CharField(
                choices=[
                    ("break_glass", "A record was opened in an emergency"),
                    ("agreement_ends", "An agreement ends soon"),
                    ("agreement_ended", "An agreement has ended"),
                    ("lookup", "Somebody opened the record of a family they may know"),
                    ("asleep", "An account was put to sleep"),
                    ("recovery", "Somebody was helped to sign in again"),
                    ("consent_withdrawn", "A family took back its consent"),
                    ("accounts_closed", "Many accounts were closed within a day"),
                    ("left_alone", "A family was left to nobody when an account was closed"),
                    ("denied", "A family was closed to somebody"),
                    ("denial_lifted", "A family is no longer closed to somebody"),
                    ("restricted", "A record was kept to people who are named"),
                    ("restriction_lifted", "A record is no longer kept to people who are named"),
                ],
                max_length=30,
            ),
        ),
    ]
