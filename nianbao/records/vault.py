"""The vault keeps the bytes of every submission under their SHA-256: nothing is overwritten, nothing half-written.

A file is copied beside its place, forced to the disk and only then given its name, so what has a name is whole,
whenever the power fails. How large a file may be is for the doors to say, not for the vault.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import mkstemp

CHUNK_BYTES = 1 << 20
READ_ONLY = 0o440


class Vault:
    """A folder of files named by their SHA-256, spread over folders named by its first two digits."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._incoming = folder / "incoming"

    def put(self, source: Path) -> str:
        """Copy a file into the vault and return its SHA-256; bytes that are there already stay as they are.

        Raises OSError when the source cannot be read or the disk is full; then nothing was kept.
        """
        self._incoming.mkdir(parents=True, exist_ok=True)
        handle, name = mkstemp(dir=self._incoming)
        copy = Path(name)
        try:
            sha256 = _copy(source, handle)
            if not self.holds(sha256):
                self._name(copy, self.path(sha256))
        finally:
            copy.unlink(missing_ok=True)
        return sha256

    def path(self, sha256: str) -> Path:
        """Return where the bytes of that hash lie, or would lie."""
        return self.folder / sha256[:2] / sha256

    def holds(self, sha256: str) -> bool:
        """Say whether the bytes of that hash are in the vault."""
        return self.path(sha256).is_file()

    def _name(self, copy: Path, place: Path) -> None:
        """Give the copy its name. Two at once do no harm: the same name means the same bytes."""
        if not place.parent.is_dir():
            place.parent.mkdir(exist_ok=True)
            _sync_folder(self.folder)
        copy.replace(place)
        _sync_folder(place.parent)


def _copy(source: Path, handle: int) -> str:
    """Copy the source into the open file, force it to the disk, close it, and return the hash of what was written."""
    digest = hashlib.sha256()
    with os.fdopen(handle, "wb") as target, source.open("rb") as bytes_in:
        while chunk := bytes_in.read(CHUNK_BYTES):
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fchmod(target.fileno(), READ_ONLY)
        os.fsync(target.fileno())
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    """Force a folder's list of names to the disk: without it a rename may be forgotten when the power fails."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
