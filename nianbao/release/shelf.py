"""Keep the released versions of a district's year: v1.nianbao, v2.nianbao, …, and one line of record for each.

A version is never written over and never taken away. The package comes first, then the log of the records, then the
line: so a release that was cut off is seen, and the next one of the same figures makes it whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nianbao.failpoints import pass_by
from nianbao.records.audit import Witness
from nianbao.release.contents import Predecessor
from nianbao.release.package import SUFFIX, digest

RECORD = "releases.jsonl"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of one district's year."""

    folder: Path

    def versions(self) -> tuple[Path, ...]:
        """Return the released versions, oldest first."""
        found = (path for path in self.folder.glob(f"v*{SUFFIX}") if path.stem[1:].isdigit())
        return tuple(sorted(found, key=lambda path: int(path.stem[1:])))

    def last(self) -> tuple[Path, Predecessor] | None:
        """Return the newest version and how the next one names it; None before the first."""
        versions = self.versions()
        if not versions:
            return None
        path = versions[-1]
        return path, Predecessor(version=int(path.stem[1:]), sha256=digest(path.read_bytes()))

    def place(self, version: int, package: bytes) -> Path:
        """Write a version whole or not at all; FileExistsError where another run has just written that one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"v{version}{SUFFIX}"
        with self._beside(path.name, package) as beside:
            pass_by("release.beside")
            os.link(beside, path)
        _force(self.folder)
        return path

    def recorded(self, version: int) -> bool:
        """Say whether the record has its line of a version."""
        return any(json.loads(line).get("version") == version for line in self._lines() if line.strip())

    def record(self, **said: Any) -> None:
        """Add a line to the record, whole or not at all: who released what, when and why."""
        lines = "".join(f"{line}\n" for line in (*self._lines(), json.dumps(said, ensure_ascii=False)))
        with self._beside(RECORD, lines.encode()) as beside:
            beside.replace(self.folder / RECORD)
        _force(self.folder)

    def _lines(self) -> list[str]:
        record = self.folder / RECORD
        return record.read_text(encoding="utf-8").splitlines() if record.is_file() else []

    @contextmanager
    def _beside(self, name: str, content: bytes) -> Iterator[Path]:
        """Give a file beside its place, forced to the disk; what a killed program left of the same name goes."""
        for left in self.folder.glob(f".{name}.*"):
            if not Path(f"/proc/{left.suffix[1:]}").exists():
                left.unlink(missing_ok=True)
        beside = self.folder / f".{name}.{os.getpid()}"
        try:
            with beside.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            yield beside
        finally:
            beside.unlink(missing_ok=True)


def _force(folder: Path) -> None:
    """Force the names of a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def witnesses(releases: Path) -> Iterator[Witness]:
    """Yield what the releases under a folder saw of the audit logs; a line that says nothing of them is passed over."""
    for record in sorted(releases.glob(f"*/*/{RECORD}")):
        for line in record.read_text(encoding="utf-8").splitlines():
            said = json.loads(line) if line.strip() else {}
            if "audit" in said:
                yield Witness(said["district"], said["audit"]["position"], said["audit"]["hash"])
