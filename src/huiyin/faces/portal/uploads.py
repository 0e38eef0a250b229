"""Receiving files: into memory, up to the limit of one submission, and no further.

What goes beyond is read and dropped, so that the rest of the form still arrives and can be
shown again; somebody who sends ten times the limit is cut off.
"""

from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

TOO_LARGE = "huiyin.upload_too_large"
PATIENCE = 10


def limit_octets() -> int:
    """Octets that all files of one submission may have together."""
    return int(settings.CONFIG.upload_limit_mb) * 1024 * 1024


def went_over(request: HttpRequest) -> bool:
    """Whether files of this request were dropped because together they were too large."""
    return TOO_LARGE in request.META


class CappedMemory(FileUploadHandler):
    """Keeps files in memory while all of them together stay within the limit."""

    chunk_size = 256 * 1024

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._received = 0
        self._parts: list[bytes] = []

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self._parts = []

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._received += len(raw_data)
        limit = limit_octets()
        if self._received <= limit:
            self._parts.append(raw_data)
            return
        self._parts = []
        if self.request is not None:
            self.request.META[TOO_LARGE] = self._received
        if self._received > limit * PATIENCE:
            raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if self._received > limit_octets():
            return None
        return InMemoryUploadedFile(
            file=BytesIO(b"".join(self._parts)),
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
