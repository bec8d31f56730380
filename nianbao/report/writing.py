"""Write an output whole or not at all: a reader never finds half a file, and a zip carries no clock.

Two runs that write into one folder do it one after the other, so that all files in it are of the same run.
"""

from __future__ import annotations

import fcntl
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

from nianbao.failpoints import pass_by

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold."""


def write_whole(path: Path, content: bytes) -> Path:
    """Write `content` beside its place and move it there; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    try:
        pass_by("write", path.name)
        beside.write_bytes(content)
        pass_by("write.beside", path.name)
        return beside.replace(path)
    except OSError:
        # A disk that is full is not to be filled with halves.
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Let one program at a time write into a folder, by a lock on it that ends with the program."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network shares know no locks; there, do not start two runs at once
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


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
