"""Deliveries have an order and an answer, rows set aside a state, mappings a signature, and dropped files a history."""

import datetime

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import onestory.core.ids
from onestory.core.walls import Close

# What was loaded before spoke of the day it came, and was linked as it was loaded. The owner of the table is held by its wall
# too, which lets it see no row; this transaction alone it does not hold.
BEFORE = """
ALTER TABLE linkage_delivery NO FORCE ROW LEVEL SECURITY;
UPDATE linkage_delivery SET as_at = received_on, linked_at = finished_at;
ALTER TABLE linkage_delivery FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("linkage", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("yes", models.BooleanField()),
                ("why", models.CharField(max_length=500)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DroppedFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("feed", models.CharField(max_length=40)),
                ("file_name", models.CharField(max_length=200)),
                ("size", models.BigIntegerField()),
                ("changed_ns", models.BigIntegerField()),
                ("still_since", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("seen", "Waiting until it is whole"),
                            ("taken", "Being taken in"),
                            ("done", "Taken in"),
                            ("refused", "Refused"),
                        ],
                        default="seen",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=1000)),
            ],
        ),
        migrations.CreateModel(
            name="LateRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.BigIntegerField()),
                ("sent", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Signing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("feed", models.CharField(max_length=40)),
                ("declared", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=dict)),
                ("partner_said", models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="WaitingRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("feed", models.CharField(max_length=40)),
                ("line", models.BigIntegerField()),
                ("reference", models.CharField(blank=True, db_collation="C", max_length=200)),
                ("reasons", models.JSONField()),
                ("cells", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("mended", "Mended at its source"),
                            ("again", "Wrong again in a newer file"),
                            ("gone", "No longer sent"),
                            ("dealt_with", "Dealt with"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=500)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_once",
        ),
        migrations.AddField(
            model_name="delivery",
            name="as_at",
            field=models.DateField(default=datetime.date(2026, 1, 1)),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="delivery",
            name="declared",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="delivery",
            name="linked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="rows_late",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="delivery",
            name="unusual",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="delivery",
            name="held",
            field=models.JSONField(default=dict),
        ),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="sourcerecord",
            name="missing_since",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sourcerecord",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["feed", "as_at", "id"], name="delivery_in_order"),
        ),
        migrations.AddIndex(
            model_name="sourcerecord",
            index=models.Index(
                condition=models.Q(("missing_since__isnull", False)), fields=["feed"], name="source_record_missing"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("feed", "file_digest", "as_at"), name="delivery_once"),
        ),
        migrations.AddField(
            model_name="answer",
            name="delivery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="linkage.delivery"
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="said_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="droppedfile",
            name="delivery",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dropped",
                to="linkage.delivery",
            ),
        ),
        migrations.AddField(
            model_name="laterow",
            name="delivery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="late", to="linkage.delivery"
            ),
        ),
        migrations.AddField(
            model_name="laterow",
            name="record",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="linkage.sourcerecord"
            ),
        ),
        migrations.AddField(
            model_name="signing",
            name="signed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="waitingrow",
            name="delivery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="waiting", to="linkage.delivery"
            ),
        ),
        migrations.AddField(
            model_name="waitingrow",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="droppedfile",
            index=models.Index(fields=["feed", "-id"], name="dropped_file_of_feed"),
        ),
        migrations.AddConstraint(
            model_name="droppedfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "seen")), fields=("feed", "file_name"), name="dropped_file_seen_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="laterow",
            constraint=models.UniqueConstraint(fields=("delivery", "line"), name="late_row_once"),
        ),
        migrations.AddIndex(
            model_name="signing",
            index=models.Index(fields=["feed", "declared"], name="signing_of_feed"),
        ),
        migrations.AddIndex(
            model_name="waitingrow",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["feed", "id"], name="waiting_row_of_feed"
            ),
        ),
        migrations.AddConstraint(
            model_name="waitingrow",
            constraint=models.UniqueConstraint(fields=("delivery", "line"), name="waiting_row_once"),
        ),
        Close(
            "linkage_answer",
            "linkage_droppedfile",
            "linkage_laterow",
            "linkage_signing",
            "linkage_waitingrow",
        ),
    ]
