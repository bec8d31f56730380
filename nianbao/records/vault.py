"""The vault keeps the bytes of every submission under their SHA-256: nothing is overwritten, nothing half-written.

A file is copied beside its place, forced to the disk and only then given its name, so what has a name is whole,
whenever the power fails. How large a file may be is for the doors to say, not for the vault.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

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
        with source.open("rb") as given, self._arriving() as copy:
            sha256 = copy_bytes(given, copy)
            self._keep(Path(copy.name), sha256)
        return sha256

    def path(self, sha256: str) -> Path:
        """Return where the bytes of that hash lie, or would lie."""
        return self._place(sha256)

    def holds(self, sha256: str) -> bool:
        """Say whether the bytes of that hash are in the vault."""
        return self._place(sha256).is_file()

    def hashes(self) -> frozenset[str]:
        """Return the hashes of all that the vault holds."""
        return frozenset(file.name for file in self.folder.glob("??/*"))

    @contextmanager
    def _arriving(self) -> Iterator[IO[bytes]]:
        """Give a file in the vault that has no name yet; it goes away again unless it gets one."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._incoming, delete=False) as copy:
            try:
                yield copy
            finally:
                Path(copy.name).unlink(missing_ok=True)

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _keep(self, copy: Path, sha256: str) -> None:
        """Give the copy its name. Two at once do no harm: the same name means the same bytes."""
        place = self._place(sha256)
        if place.is_file():
            return
        if not place.parent.is_dir():
            place.parent.mkdir(exist_ok=True)
            _sync_folder(self.folder)
        copy.replace(place)
        _sync_folder(place.parent)


def copy_bytes(source: IO[bytes], target: IO[bytes]) -> str:
    """Copy the source into the target, force it to the disk, and return the hash of what was written."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK_BYTES):
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
