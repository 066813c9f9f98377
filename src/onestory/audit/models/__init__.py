from onestory.audit.models.events import AuditEvent

__all__ = ["AuditEvent"]
