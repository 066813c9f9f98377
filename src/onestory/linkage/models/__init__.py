from onestory.linkage.models.deliveries import (
    Answer,
    Delivery,
    DroppedFile,
    LateRow,
    QuarantinedRow,
    Signing,
    WaitingRow,
)
from onestory.linkage.models.links import Candidate, Link
from onestory.linkage.models.records import SourceRecord, SourceVersion

__all__ = [
    "Answer", "Candidate", "Delivery", "DroppedFile", "LateRow", "Link", "QuarantinedRow", "Signing", "SourceRecord",
    "SourceVersion", "WaitingRow",
]  # fmt: skip
