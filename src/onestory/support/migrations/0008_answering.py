import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import onestory.core.ids
from onestory.core.walls import Close

REACH = [
    ("call", "Ring them"),
    ("text", "Send a text message"),
    ("email", "Send an email"),
    ("letter", "Write a letter"),
    ("through", "Through somebody they trust"),
    ("they_come", "They come to us, or ring us"),
]


def of_every_record() -> list[tuple[str, models.Field]]:
    return [
        ("id", models.UUIDField(default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False)),
        ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_merges"),
        ("support", "0007_attachments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(condition=models.Q(("state", "offered")), fields=["owner"], name="introduction_open"),
        ),
        migrations.CreateModel(
            name="WordBegun",
            fields=[
                *of_every_record(),
                ("words", models.TextField()),
                ("kept_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "contribution",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="support.contribution"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="ReachBefore",
            fields=[
                *of_every_record(),
                ("event_number", models.PositiveIntegerField()),
                ("whose", models.CharField(choices=[("theirs", "Them"), ("askers", "Whoever asked")], max_length=10)),
                ("how", models.CharField(blank=True, choices=REACH, max_length=20)),
                ("at", models.CharField(blank=True, max_length=200)),
                ("when", models.CharField(blank=True, max_length=300)),
                ("leave_message", models.BooleanField(null=True)),
                ("code_word", models.CharField(blank=True, max_length=60)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reached_before", to="support.request"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("request", "event_number", "whose"), name="reach_before_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="ToldHome",
            fields=[
                *of_every_record(),
                ("postcode", models.CharField(max_length=10)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("taken", "Taken into the record"), ("left", "The record was left as it is")],
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.family"
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="told_home", to="support.request"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                        | (~models.Q(answer="") & models.Q(answered_at__isnull=False, answered_by__isnull=False)),
                        name="told_home_answered_by_somebody",
                    )
                ]
            },
        ),
        Close("support_toldhome"),
        Close("support_wordbegun"),
        Close("support_reachbefore"),
    ]
