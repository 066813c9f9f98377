from onestory.linkage.models.deliveries import Delivery, QuarantinedRow
from onestory.linkage.models.links import Candidate, Link
from onestory.linkage.models.records import SourceRecord, SourceVersion

__all__ = ["Candidate", "Delivery", "Link", "QuarantinedRow", "SourceRecord", "SourceVersion"]
