"""When the watches of the night last came to their end."""

import django.db.models.functions.datetime
from django.db import migrations, models

from onestory.core.walls import Close


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0013_passwords_apart"),
    ]

    operations = [
        migrations.CreateModel(
            name="Night",
            fields=[
                ("single", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("finished_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RunSQL("INSERT INTO access_night (single) VALUES (true)", migrations.RunSQL.noop),
        Close("access_night"),
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
                    ("watch_late", "What is watched each night has not been"),
                ],
                max_length=30,
            ),
        ),
    ]
