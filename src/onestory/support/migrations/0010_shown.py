import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import onestory.core.ids
from onestory.core.walls import Close


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_merges"),
        ("support", "0009_looking_after"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanShown",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("content", models.JSONField()),
                ("plan", models.JSONField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("shown", "On their own page"),
                            ("agreed", "They agreed to it"),
                            ("not_right", "They say something is not right"),
                            ("settled", "Talked about with them"),
                        ],
                        default="shown",
                        max_length=10,
                    ),
                ),
                ("shown_on", models.DateField()),
                ("words", models.TextField(blank=True)),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.family"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "shown_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "family", "-created_at"], name="plan_shown_to"),
                    models.Index(fields=["family", "-created_at"], name="plan_shown_family"),
                    models.Index(
                        condition=models.Q(("state", "not_right")),
                        fields=["owner", "answered_on"],
                        name="plan_shown_due",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_on__isnull", True), ("state", "shown")),
                            models.Q(models.Q(("state", "shown"), _negated=True), ("answered_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="plan_shown_answered_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("not_right", "settled")), _negated=True),
                            ("words__regex", "\\S"),
                            _connector="OR",
                        ),
                        name="plan_not_right_in_words",
                    ),
                ],
            },
        ),
        # From its first moment this table shows nothing to anyone a policy does not let in.
        Close("support_planshown"),
    ]
