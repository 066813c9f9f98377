from onestory.audit.models.events import AuditEvent
from onestory.audit.models.seals import Seal, SealedEvent

__all__ = ["AuditEvent", "Seal", "SealedEvent"]
