"""Watch a district's inbox: take a file in once it has been still for two seconds, each state of it once."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from nianbao.records.submission import Receipt
from tasks.inbox import find_files, printable
from tasks.workplace import Workplace

STILL_S = 2.0
"""A file that grew or changed since is still being copied."""
YEAR_FOLDER = re.compile(r"(19|20)\d\d")

Signature = tuple[int, int, int]


@dataclass(slots=True)
class Seen:
    """How a file looked, since when it looks so, and whether it has been taken in as it looks."""

    signature: Signature
    since: float
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look found: receipts, files that cannot be opened, and whether files are not still yet."""

    receipts: tuple[Receipt, ...]
    unopened: tuple[str, ...]
    moving: bool


@dataclass(slots=True)
class Watch:
    """A watch over HOME/inbox/<district>/<year>/. A new one takes every file in again, which changes nothing."""

    place: Workplace
    _seen: dict[Path, Seen] = field(default_factory=dict)

    def look(self, now: datetime) -> Looked:
        """Receive what has come to rest since."""
        there: set[Path] = set()
        receipts: list[Receipt] = []
        unopened: list[str] = []
        for year, file in self._files():
            there.add(file)
            if not self._is_ready(file):
                continue
            name = printable(file.relative_to(self.place.inbox / str(year)))
            code = self.place.district.code
            try:
                receipt = self.place.records.receive(file, district=code, name=name, received_at=now, year=year)
            except OSError as error:
                unopened.append(f"{year}/{name}（{error.strerror or error}）")
            else:
                receipts.append(receipt)
            self._seen[file].taken = True
        for gone in self._seen.keys() - there:
            del self._seen[gone]
        return Looked(tuple(receipts), tuple(unopened), any(not seen.taken for seen in self._seen.values()))

    def look_until_still(self, now: datetime, longest_s: float = 10.0) -> Looked:
        """Look until all files have come to rest, or for that long: what moves then is left to the next look."""
        end = time.monotonic() + longest_s
        receipts: list[Receipt] = []
        unopened: list[str] = []
        while True:
            looked = self.look(now)
            receipts += looked.receipts
            unopened += looked.unopened
            if not looked.moving or time.monotonic() > end:
                return Looked(tuple(receipts), tuple(unopened), looked.moving)
            time.sleep(0.5)

    def _files(self) -> Iterator[tuple[int, Path]]:
        if not self.place.inbox.is_dir():
            return
        for folder in sorted(self.place.inbox.iterdir()):
            if YEAR_FOLDER.fullmatch(folder.name) and folder.is_dir():
                for file in find_files(folder):
                    yield int(folder.name), file

    def _is_ready(self, file: Path) -> bool:
        """Say whether the file is new as it looks, and has looked so for long enough."""
        try:
            found = file.stat()
        except OSError:
            return False
        signature, moment = (found.st_size, found.st_mtime_ns, found.st_ino), time.monotonic()
        seen = self._seen.get(file)
        if seen is None or seen.signature != signature:
            # What was last written long ago does not move now; a clock that runs ahead only makes us wait.
            age = max(0.0, min(STILL_S, time.time() - found.st_mtime))
            seen = self._seen[file] = Seen(signature, moment - (age if age >= STILL_S else 0.0))
        return not seen.taken and moment - seen.since >= STILL_S
