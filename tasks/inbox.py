"""Find the files of an inbox folder and receive them; what is no report file is left where it lies."""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nianbao.district import ConfigurationError
from nianbao.records.submission import Receipt
from tasks.workplace import Workplace

TEMPORARY_SUFFIXES = frozenset({".tmp", ".temp", ".part", ".partial", ".crdownload", ".swp", ".lock"})
SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
FRESH_S = 2.0
LOOK_S = 0.3


@dataclass(frozen=True, slots=True)
class Received:
    """What an inbox gave: receipts in the order of the names, files that could not be taken, and what was left alone.

    Each of the others is a name with the reason behind it; only `unopened` needs a person.
    """

    receipts: tuple[Receipt, ...]
    unopened: tuple[str, ...]
    left: tuple[str, ...] = ()


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


def find_left(inbox: Path) -> Iterator[str]:
    """Yield what `find_files` does not, each with the reason; system files are not worth a word."""
    for folder, folders, names in os.walk(inbox, followlinks=False):
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*names, *linked]):
            file = Path(folder) / name
            if name.lower() in SYSTEM_FILES:
                continue
            if file.is_symlink():
                yield f"{printable(file.relative_to(inbox))}（是链接，请放入文件本身）"
            elif is_left_alone(name):
                yield f"{printable(file.relative_to(inbox))}（临时或隐藏文件）"
            elif not file.is_file():
                yield f"{printable(file.relative_to(inbox))}（不是普通文件）"


def find_moving(files: Sequence[Path]) -> set[Path]:
    """Return the files that are being written: changed just now, and again while we look."""
    now = time.time()
    fresh = {
        file: signature for file in files if (signature := _signature(file)) and now - signature[1] / 1e9 < FRESH_S
    }
    if not fresh:
        return set()
    time.sleep(LOOK_S)
    return {file for file, signature in fresh.items() if _signature(file) != signature}


def _signature(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


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
    files = list(find_files(inbox))
    moving = find_moving(files)
    for file in files:
        name = printable(file.relative_to(inbox))
        if file in moving:
            unopened.append(f"{name}（正在写入，未收，写完后再收一次即可）")
            continue
        try:
            receipt = place.records.receive(
                file, district=place.district.code, name=name, received_at=received_at, year=year
            )
        except OSError as error:
            unopened.append(f"{name}（{error.strerror or error}）")
        else:
            receipts.append(receipt)
    return Received(tuple(receipts), tuple(unopened), tuple(find_left(inbox)))


def printable(path: Path) -> str:
    """Return the path as text; names from old Windows archives are GB18030 bytes.

    Letters that do not show but change what is shown, such as line feeds and turns of the direction of writing, become
    U+FFFD: 报告\\u202efdp.exe would read 报告exe.pdf.
    """
    raw = os.fsencode(path.as_posix())
    try:
        words = raw.decode("utf-8")
    except UnicodeDecodeError:
        words = raw.decode("gb18030", errors="replace")
    return "".join("\ufffd" if unicodedata.category(letter) in ("Cc", "Cf") else letter for letter in words)
