"""Keep the released versions of a district's year: v1.nianbao, v2.nianbao, …, and one line of record for each.

A version is never written over and never taken away.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
        beside = self.folder / f".{path.name}.{os.getpid()}"
        try:
            with beside.open("wb") as file:
                file.write(package)
                file.flush()
                os.fsync(file.fileno())
            os.link(beside, path)
        finally:
            beside.unlink(missing_ok=True)
        return path

    def record(self, **said: Any) -> None:
        """Add a line to the record: who released what, when and why."""
        with (self.folder / RECORD).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(said, ensure_ascii=False) + "\n")


def witnesses(releases: Path) -> Iterator[Witness]:
    """Yield what the releases under a folder saw of the audit logs; a line that says nothing of them is passed over."""
    for record in sorted(releases.glob(f"*/*/{RECORD}")):
        for line in record.read_text(encoding="utf-8").splitlines():
            said = json.loads(line) if line.strip() else {}
            if "audit" in said:
                yield Witness(said["district"], said["audit"]["position"], said["audit"]["hash"])
