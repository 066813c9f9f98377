from onestory.linkage.models.brought import Brought
from onestory.linkage.models.deliveries import (
    Answer,
    Delivery,
    DroppedFile,
    LateRow,
    QuarantinedRow,
    Signing,
    WaitingRow,
)
from onestory.linkage.models.details import DetailSetAside, QualityReading
from onestory.linkage.models.judgements import Judgement
from onestory.linkage.models.links import Candidate, Link
from onestory.linkage.models.records import SourceRecord, SourceVersion

__all__ = [
    "Answer", "Brought", "Candidate", "Delivery", "DetailSetAside", "DroppedFile", "Judgement", "LateRow", "Link",
    "QualityReading", "QuarantinedRow",
    "Signing", "SourceRecord", "SourceVersion", "WaitingRow",
]  # fmt: skip
