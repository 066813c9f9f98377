"""Alerts about partners' files, and the role of whoever looks after them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0014_nights"),
    ]

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
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="placement",
            name="role",
            field=models.CharField(
                choices=[
                    ("front_of_house", "Front of house"),
                    ("practitioner", "Practitioner"),
                    ("volunteer", "Volunteer"),
                    ("triage", "Front door"),
                    ("supervisor", "Supervisor"),
                    ("information_governance", "Information governance"),
                    ("administrator", "Administrator"),
                    ("feeds", "Feeds"),
                    ("analyst", "Analyst"),
                    ("linkage", "Linkage service"),
                ],
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="teammembership",
            name="role",
            field=models.CharField(
                choices=[
                    ("front_of_house", "Front of house"),
                    ("practitioner", "Practitioner"),
                    ("volunteer", "Volunteer"),
                    ("triage", "Front door"),
                    ("supervisor", "Supervisor"),
                    ("information_governance", "Information governance"),
                    ("administrator", "Administrator"),
                    ("feeds", "Feeds"),
                    ("analyst", "Analyst"),
                    ("linkage", "Linkage service"),
                ],
                max_length=40,
            ),
        ),
    ]
