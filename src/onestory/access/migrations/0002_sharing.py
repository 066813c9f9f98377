import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import onestory.core.ids
from onestory.core.walls import Close


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.RenameField(model_name="grant", old_name="basis", new_name="reason"),
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("break_glass", "A record was opened in an emergency"),
                            ("agreement_ends", "An agreement ends soon"),
                            ("agreement_ended", "An agreement has ended"),
                            ("lookup", "Somebody opened the record of a family they may know"),
                            ("asleep", "An account was put to sleep"),
                            ("recovery", "Somebody was helped to sign in again"),
                            ("consent_withdrawn", "A family took back its consent"),
                        ],
                        max_length=30,
                    ),
                ),
                ("to_role", models.CharField(blank=True, max_length=40)),
                ("family_id", models.UUIDField(null=True)),
                ("subject_id", models.UUIDField(null=True)),
                ("why", models.CharField(blank=True, max_length=200)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="BreakGlass",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("family_id", models.UUIDField(db_index=True)),
                ("reason", models.CharField(max_length=1000)),
                ("ends_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("justified", models.BooleanField(null=True)),
                ("finding", models.CharField(blank=True, max_length=1000)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Denial",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("family_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conflict", "A conflict of interest"),
                            ("court_order", "A court order"),
                            ("safety", "Somebody’s safety"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("starts_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Interest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("myself", "Myself"),
                            ("family", "My family or a relative"),
                            ("partner", "A partner or somebody who was"),
                            ("neighbour", "A neighbour"),
                            ("friend", "A friend, or somebody I know"),
                        ],
                        max_length=20,
                    ),
                ),
                ("given", models.CharField(blank=True, max_length=100)),
                ("family", models.CharField(blank=True, max_length=100)),
                ("born", models.DateField(blank=True, null=True)),
                ("postcode", models.CharField(blank=True, max_length=8)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Named",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="PortalAccess",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("family_id", models.UUIDField(db_index=True)),
                ("person_id", models.UUIDField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("adult", "An adult of the family, for themselves"),
                            ("parent", "Holds parental responsibility"),
                            ("young_person", "A young person, for themselves"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "children",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("public_task", "A public task"),
                            ("consent", "The family’s consent"),
                            ("legal_obligation", "A legal obligation"),
                            ("vital_interests", "Somebody’s vital interests"),
                        ],
                        default="public_task",
                        max_length=20,
                    ),
                ),
                ("evidence", models.CharField(max_length=500)),
                ("starts_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "db_table": "access_portal",
            },
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("family_id", models.UUIDField()),
                ("reason", models.CharField(max_length=500)),
                ("starts_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Supervision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("starts_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.AddField(
            model_name="grant",
            name="basis",
            field=models.CharField(
                choices=[
                    ("public_task", "A public task"),
                    ("consent", "The family’s consent"),
                    ("legal_obligation", "A legal obligation"),
                    ("vital_interests", "Somebody’s vital interests"),
                ],
                db_default="public_task",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="grant",
            name="evidence",
            field=models.CharField(blank=True, db_default="", max_length=500),
        ),
        migrations.AddField(
            model_name="grant",
            name="purpose",
            field=models.CharField(db_default="Walking alongside the family", max_length=200),
        ),
        migrations.AlterField(
            model_name="account",
            name="kind",
            field=models.CharField(
                choices=[
                    ("staff", "Member of staff or volunteer"),
                    ("service", "Program"),
                    ("family", "Parent, carer or young person"),
                ],
                default="staff",
                max_length=10,
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
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=onestory.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("purpose", models.CharField(max_length=500)),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("public_task", "A public task"),
                            ("consent", "The family’s consent"),
                            ("legal_obligation", "A legal obligation"),
                            ("vital_interests", "Somebody’s vital interests"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("shared", "Shared story"),
                                ("health", "Health"),
                                ("home", "Money and home"),
                                ("safeguarding", "Safeguarding"),
                                ("young_person", "Between the young person and their helper"),
                                ("location", "Confidential addresses"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                (
                    "organisation_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None),
                ),
                (
                    "feeds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                ("document", models.CharField(max_length=500)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
        migrations.AddField(
            model_name="grant",
            name="agreement",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.agreement",
            ),
        ),
        AddConstraintNotValid(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreement__isnull", False), ("ends_at__isnull", False), ("reason", "agreement")),
                    models.Q(("reason", "agreement"), _negated=True),
                    _connector="OR",
                ),
                name="grant_by_agreement_ends_with_it",
            ),
        ),
        AddConstraintNotValid(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "court_order"), _negated=True),
                    models.Q(("evidence", ""), _negated=True),
                    _connector="OR",
                ),
                name="grant_by_court_order_has_evidence",
            ),
        ),
        AddConstraintNotValid(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "break_glass"), _negated=True), ("ends_at__isnull", False), _connector="OR"
                ),
                name="grant_in_an_emergency_ends",
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="about",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="seen_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="alert",
            name="to_account",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="breakglass",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="breakglass",
            name="closed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="breakglass",
            name="grant",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.grant"),
        ),
        migrations.AddField(
            model_name="denial",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="denial",
            name="lifted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="denial",
            name="set_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="interest",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="named",
            name="account",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="named",
            name="named_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="named",
            name="team",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.team"
            ),
        ),
        migrations.AddField(
            model_name="portalaccess",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="portalaccess",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="portalaccess",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="lifted_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="restriction",
            name="set_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="named",
            name="restriction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="named", to="access.restriction"
            ),
        ),
        migrations.AddField(
            model_name="supervision",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="supervision",
            name="set_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="supervision",
            name="supervisor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("starts_on"))), name="agreement_in_order"
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("seen_at__isnull", True)), fields=["to_account"], name="alert_to_account"
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(condition=models.Q(("seen_at__isnull", True)), fields=["to_role"], name="alert_to_role"),
        ),
        migrations.AddIndex(
            model_name="denial",
            index=models.Index(fields=["account"], name="denial_account"),
        ),
        migrations.AddIndex(
            model_name="denial",
            index=models.Index(fields=["family_id"], name="denial_family"),
        ),
        migrations.AddIndex(
            model_name="interest",
            index=models.Index(fields=["account"], name="interest_account"),
        ),
        migrations.AddIndex(
            model_name="portalaccess",
            index=models.Index(fields=["account"], name="portal_account"),
        ),
        migrations.AddIndex(
            model_name="restriction",
            index=models.Index(fields=["family_id"], name="restriction_family"),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at__isnull", True)), fields=("family_id",), name="restriction_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="named",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account__isnull", False), ("team__isnull", True)),
                    models.Q(("account__isnull", True), ("team__isnull", False)),
                    _connector="OR",
                ),
                name="named_is_an_account_or_a_team",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.CheckConstraint(
                condition=models.Q(("supervisor", models.F("account")), _negated=True), name="supervision_of_another"
            ),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at__isnull", True)), fields=("supervisor", "account"), name="supervision_once"
            ),
        ),
        # From their first moment these tables show nothing to anyone a policy does not let in.
        Close(
            "access_agreement",
            "access_alert",
            "access_breakglass",
            "access_denial",
            "access_interest",
            "access_named",
            "access_portal",
            "access_restriction",
            "access_supervision",
        ),
    ]
