"""Checks the grants there were, without keeping anybody from writing meanwhile."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("access", "0002_sharing")]
    operations = [
        ValidateConstraint("grant", "grant_by_agreement_ends_with_it"),
        ValidateConstraint("grant", "grant_by_court_order_has_evidence"),
        ValidateConstraint("grant", "grant_in_an_emergency_ends"),
    ]
