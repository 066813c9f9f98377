import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import onestory.core.ids
from onestory.core.walls import Close


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_merges"),
        ("story", "0001_initial"),
        ("support", "0006_deciding"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("what", models.CharField(max_length=120)),
                ("shows", models.CharField(blank=True, max_length=500)),
                (
                    "about",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                ("kind", models.CharField(choices=[("picture", "Picture"), ("pdf", "PDF")], max_length=10)),
                ("size", models.PositiveIntegerField()),
                ("width", models.PositiveIntegerField(default=0)),
                ("height", models.PositiveIntegerField(default=0)),
                ("pages", models.PositiveIntegerField(default=0)),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("shared", "Shared story"),
                            ("health", "Health"),
                            ("home", "Money and home"),
                            ("safeguarding", "Safeguarding"),
                            ("young_person", "Between the young person and their helper"),
                            ("location", "Confidential addresses"),
                        ],
                        default="shared",
                        max_length=20,
                    ),
                ),
                ("form_key", models.UUIDField(blank=True, null=True, unique=True)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="story.entry"
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to="people.family"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AttachmentContent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("data", models.BinaryField()),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="content", to="support.attachment"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AttachmentWithdrawal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("reason", models.CharField(max_length=300)),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="support.attachment"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "picture"), _negated=True),
                    models.Q(("shows", ""), _negated=True),
                    _connector="OR",
                ),
                name="picture_says_what_it_shows",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True), name="attachment_says_what_it_is"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachmentcontent",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    models.Func(models.F("data"), function="octet_length", output_field=models.IntegerField()), 15000000
                ),
                name="attachment_no_larger_than_kept",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachmentwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="attachment_withdrawn_with_a_reason"
            ),
        ),
        # From their first moment these tables show nothing to anyone a policy does not let in.
        Close("support_attachment", "support_attachmentcontent", "support_attachmentwithdrawal"),
    ]
