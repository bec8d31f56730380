"""Keep in the home where its district is served, so that other programs of this machine find the server."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Address:
    """Where a service of this home and its portal listen, which process it is, and which district it serves."""

    api: str
    pid: int
    district: str
    portal: str = ""

    @property
    def is_alive(self) -> bool:
        """Say whether that process is still there."""
        try:
            return b"serve" in Path(f"/proc/{self.pid}/cmdline").read_bytes()
        except OSError:
            return False


def read_address(home: Path) -> Address | None:
    """Return where the home is served, or was until it ended without order; None when it is not."""
    try:
        return Address(**json.loads(_file(home).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def announced(home: Path, api: str, district: str, portal: str) -> Iterator[None]:
    """Announce the address while the block runs."""
    file = _file(home)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(Address(api, os.getpid(), district, portal))), encoding="utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _file(home: Path) -> Path:
    return home / "prefect" / "served.json"
