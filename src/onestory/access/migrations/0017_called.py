"""Whoever is called in for a while, and alerts about what nobody can be called about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0016_records_steward")]

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
                    ("watch_late", "What is watched each night has not been"),
                    ("feed_late", "A partner’s file is late"),
                    ("feed_unusual", "A partner’s file is not as usual, and waits for somebody to say yes"),
                    ("feed_refused", "A partner’s file could not be taken in"),
                    ("worry_waits", "A worry waits, and nobody can be called about it"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="grant",
            name="reason",
            field=models.CharField(
                choices=[
                    ("started", "Started this record"),
                    ("circle", "In the family’s circle"),
                    ("team", "In the team alongside the family"),
                    ("duty", "In a team on duty for a request"),
                    ("agreement", "By an agreement between organisations"),
                    ("court_order", "By a court’s order"),
                    ("break_glass", "Opened in an emergency"),
                    ("called", "Called in by colleagues for a while"),
                ],
                max_length=20,
            ),
        ),
    ]
