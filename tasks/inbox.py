"""Find the files of an inbox folder and receive them; what is no report file is left where it lies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nianbao.district import ConfigurationError
from nianbao.records.submission import Receipt
from tasks.workplace import Workplace

TEMPORARY_SUFFIXES = frozenset({".tmp", ".temp", ".part", ".partial", ".crdownload", ".swp", ".lock"})
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Received:
    """What an inbox gave: receipts in the order of the names, and files that could not even be opened."""

    receipts: tuple[Receipt, ...]
    unopened: tuple[str, ...]


def find_files(inbox: Path) -> Iterator[Path]:
    """Yield the files of an inbox and its folders, by name; no hidden, temporary or linked ones.

    Office programs leave ~$name.docx beside an open file, browsers name.crdownload beside a running download.
    """
    for folder, folders, names in os.walk(inbox, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder) / name
            if not is_left_alone(name) and not file.is_symlink() and file.is_file():
                yield file


def is_left_alone(name: str) -> bool:
    """Say whether a file of this name is no report: hidden, temporary, or the system's own."""
    return (
        name.startswith((".", "~$"))
        or name.endswith("~")
        or Path(name).suffix.lower() in TEMPORARY_SUFFIXES
        or name.lower() in SYSTEM_FILES
    )


def receive_files(place: Workplace, inbox: Path, year: int, received_at: datetime) -> Received:
    """Receive every file of the inbox for a year; the same bytes again change nothing."""
    if not inbox.is_dir():
        raise ConfigurationError(f"收件文件夹 {inbox} 不存在，请核对 --inbox")
    receipts, unopened = [], []
    for file in find_files(inbox):
        name = printable(file.relative_to(inbox))
        try:
            receipt = place.records.receive(
                file, district=place.district.code, name=name, received_at=received_at, year=year
            )
        except OSError as error:
            unopened.append(f"{name}（{error.strerror or error}）")
        else:
            receipts.append(receipt)
    return Received(tuple(receipts), tuple(unopened))


def printable(path: Path) -> str:
    """Return the path as text; names from old Windows archives are GB18030 bytes."""
    raw = os.fsencode(path.as_posix())
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
