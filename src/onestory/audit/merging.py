"""The audit is of what happened, under the names things had then. Who looked is read of both (`audit.looks`)."""

from onestory.core.merging import Of, Relation, Then

RELATIONS = (
    Relation("audit_auditevent", "family_id", Of.FAMILY, Then.STAYS),
    Relation("audit_auditevent", "person_ids", Of.PERSON, Then.STAYS),
    Relation("audit_auditevent", "on_behalf_of", Of.PERSON, Then.STAYS),
)
