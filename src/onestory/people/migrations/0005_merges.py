"""Two records found to be of one, and everything that putting them together did."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import onestory.core.ids
from onestory.core.walls import Close


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_numbers_tell_nothing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Merge",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("of", models.CharField(choices=[("person", "Person"), ("family", "Family")], max_length=10)),
                ("kept_id", models.UUIDField()),
                ("merged_id", models.UUIDField()),
                ("leads_to", models.UUIDField()),
                ("kept_name", models.CharField(max_length=250)),
                ("merged_name", models.CharField(max_length=250)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for somebody else to agree"),
                            ("done", "Put together"),
                            ("refused", "Not put together"),
                            ("undone", "Taken apart again"),
                        ],
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(max_length=500)),
                ("guarded", models.BooleanField()),
                (
                    "closings",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("done_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_why", models.CharField(blank=True, max_length=500)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MergedRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("step", models.PositiveIntegerField()),
                (
                    "did",
                    models.CharField(
                        choices=[
                            ("moved", "Pointed at the merged one"),
                            ("aside", "Set aside whole"),
                            ("changed", "Changed in some columns"),
                            ("made", "Made by the merge"),
                        ],
                        max_length=10,
                    ),
                ),
                ("table", models.CharField(max_length=63)),
                ("column", models.CharField(blank=True, max_length=63)),
                ("row_id", models.CharField(max_length=40)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                (
                    "merge",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.merge"),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["leads_to"], name="merge_leads_to"),
        ),
        migrations.AddIndex(
            model_name="merge",
            index=models.Index(fields=["-created_at"], name="merge_newest"),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_id", models.F("merged_id")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_by__isnull", True),
                    models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="merge_agreed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("guarded", True), ("state", "done"), _negated=True),
                    ("agreed_by__isnull", False),
                    _connector="OR",
                ),
                name="merge_guarded_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="merge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "done"])), fields=("merged_id",), name="merge_into_one"
            ),
        ),
        migrations.AddIndex(
            model_name="mergedrow",
            index=models.Index(fields=["merge", "step"], name="merged_row_step"),
        ),
        migrations.AddIndex(
            model_name="mergedrow",
            index=models.Index(fields=["table", "row_id"], name="merged_row_row"),
        ),
        Close("people_merge", "people_mergedrow"),
    ]
