import django.db.models.deletion
import django.utils.timezone
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
    dependencies = [("support", "0007_attachments")]

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
        Close("support_wordbegun"),
        Close("support_reachbefore"),
    ]
