"""The vault keeps the bytes of every submission under their SHA-256: nothing is overwritten, nothing half-written.

A file is copied beside its place, forced to the disk and only then given its name, so what has a name is whole,
whenever the power fails; and no one is told that it is kept before its name is forced to the disk too, be it named just
now or by a program that died at that moment. How large a file may be is for the doors to say, not for the vault.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from nianbao.failpoints import pass_by

CHUNK_BYTES = 1 << 20
READ_ONLY = 0o440
LEFT_BEHIND_S = 24 * 3600
"""A nameless copy that is so much older than a new one belongs to a program that was killed."""


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
            pass_by("vault.copied")
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
        if not self._incoming.is_dir():
            self._incoming.mkdir(parents=True, exist_ok=True)
            _sync_folder(self.folder.parent)
        with NamedTemporaryFile(dir=self._incoming, delete=False) as copy:
            self._clear(os.fstat(copy.fileno()).st_mtime - LEFT_BEHIND_S)
            try:
                yield copy
            finally:
                Path(copy.name).unlink(missing_ok=True)

    def _clear(self, before: float) -> None:
        """Take away what killed programs left here before that moment of the file system's own clock."""
        for left in self._incoming.iterdir():
            with suppress(FileNotFoundError):
                if left.stat().st_mtime < before:
                    left.unlink()

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def _keep(self, copy: Path, sha256: str) -> None:
        """Give the copy its name. Two at once do no harm: the same name means the same bytes.

        A name that is there may be one that its giver did not live to force to the disk.
        """
        place = self._place(sha256)
        if not place.is_file():
            place.parent.mkdir(exist_ok=True)
            copy.replace(place)
            pass_by("vault.named")
        _sync_folder(place.parent)
        _sync_folder(self.folder)


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
