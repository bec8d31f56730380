"""Lay an upload down as a file under our own name, for as long as it is being taken in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from fastapi import UploadFile

from apps.portal.problems import Problem
from apps.portal.settings import MOST_UPLOAD_BYTES
from tasks.inbox import printable

LONGEST_NAME = 200
CHUNK_BYTES = 1 << 20


@contextmanager
def laid_down(upload: UploadFile, folder: Path) -> Iterator[Path]:
    """Give the upload as a file; it goes away afterwards, and its sender's name for it is never used as a path."""
    if (upload.size or 0) > MOST_UPLOAD_BYTES:
        raise Problem(413)
    with NamedTemporaryFile(dir=folder, prefix="upload-") as file:
        shutil.copyfileobj(upload.file, file, CHUNK_BYTES)
        file.flush()
        yield Path(file.name)


def name_of(upload: UploadFile) -> str:
    """Return the name under which a person knows the file: its last part, letters that do not show made visible."""
    said = (upload.filename or "").replace("\\", "/").encode("utf-8", "replace").decode()
    name = printable(Path(said.replace("\0", "\ufffd"))).rpartition("/")[2].strip()
    return name[:LONGEST_NAME] or "未命名"
