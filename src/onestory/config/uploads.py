"""Files as they arrive: in memory alone, so that nothing unclean is ever on the disc, and without the name they had elsewhere."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from onestory.core.files.limits import LARGEST

NAME = "file"


class InMemory(FileUploadHandler):
    """Of one that is too large nothing is held; its size still says so to the form that refuses it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.held, self.arrived = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.arrived += len(raw_data)
        if self.arrived > LARGEST:
            self.held = BytesIO()
        else:
            self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.held.seek(0)
        return InMemoryUploadedFile(self.held, self.field_name, NAME, "", file_size, None)
