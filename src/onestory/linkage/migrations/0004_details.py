"""Details left as they are for now, and how good the record was each night."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import onestory.core.ids
from onestory.core.walls import Close


class Migration(migrations.Migration):
    dependencies = [
        ("linkage", "0003_judgements"),
        ("people", "0004_numbers_tell_nothing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QualityReading",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField()),
                ("detail", models.CharField(max_length=30)),
                ("source", models.CharField(blank=True, max_length=100)),
                ("owner", models.CharField(blank=True, max_length=200)),
                ("people", models.PositiveIntegerField()),
                ("known", models.PositiveIntegerField()),
                ("contradictory", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("day", "detail", "source", "owner"), name="quality_reading_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="DetailSetAside",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("rule", models.CharField(max_length=80)),
                ("section", models.CharField(max_length=20)),
                ("why", models.CharField(max_length=500)),
                ("until", models.DateField()),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.family"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "rule", "until"], name="detail_set_aside")],
            },
        ),
        Close("linkage_detailsetaside", "linkage_qualityreading"),
    ]
