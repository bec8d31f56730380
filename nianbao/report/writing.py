"""Write an output whole or not at all: a reader never finds half a file, and a zip carries no clock."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold."""


def write_whole(path: Path, content: bytes) -> Path:
    """Write `content` beside its place and move it there; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    return beside.replace(path)


def without_clock(package: bytes) -> bytes:
    """Return the same zip with every member's time set to the epoch: equal inputs then give equal bytes."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(member))
    return result.getvalue()
