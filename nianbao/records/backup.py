"""Copy the records and all that they name to another folder while work goes on, and bring them back from there.

The records first, then the vault: bytes are in the vault before their row is in the records, so every row of the copy
has its bytes in the copy. What lies in a copy already is not copied again, so the second backup of a day is quick.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nianbao.district import ConfigurationError
from nianbao.records.store import Records
from nianbao.records.vault import Vault

DATABASE = "records.db"
KEPT_BESIDE = ("releases", "reminders")
"""Folders of the home that cannot be made again from the records."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: whether the database is in it, how many files of the vault, and those that are damaged."""

    database: bool
    files: int
    new: int
    damaged: tuple[str, ...]


def back_up(records: Records, home: Path, folder: Path) -> Copied:
    """Bring the copy in `folder` up to date. A PostgreSQL database is left to its own tools.

    Raises OSError when the folder cannot be written; ConfigurationError when it is the home itself.
    """
    if folder.absolute() == home.absolute() or home.absolute() in folder.absolute().parents:
        raise ConfigurationError(f"备份文件夹 {folder} 不能放在数据文件夹 {home} 里面，请换一块磁盘")
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{DATABASE}.new"
    fresh.unlink(missing_ok=True)
    has_database = records.copy_database(fresh)
    if has_database:
        fresh.replace(folder / DATABASE)
    copied = _copy_vault(records.vault, Vault(folder / "vault"), records.vault.hashes())
    _copy_beside(home, folder)
    return Copied(has_database, *copied)


def restore(folder: Path, home: Path) -> Copied:
    """Put a copy into a home that holds nothing yet; ConfigurationError when it does, or when there is no copy."""
    source = folder / DATABASE
    if not source.is_file():
        raise ConfigurationError(f"{folder} 里没有备份（缺 {DATABASE}），请核对路径")
    if (home / DATABASE).exists() or any((home / "vault").glob("??/*")):
        raise ConfigurationError(f"{home} 里已有档案，恢复只写入空的数据文件夹，请换一个 --home")
    kept = Vault(folder / "vault")
    copied = _copy_vault(kept, Vault(home / "vault"), kept.hashes())
    _copy_beside(folder, home)
    # Last, so that a restore that broke off is no home yet.
    fresh = home / f"{DATABASE}.new"
    shutil.copyfile(source, fresh)
    fresh.replace(home / DATABASE)
    return Copied(True, *copied)


def _copy_vault(source: Vault, target: Vault, hashes: Iterable[str]) -> tuple[int, int, tuple[str, ...]]:
    """Copy what is missing; putting it reckons its hash again, so bytes that have rotted are seen and named."""
    there, wanted = target.hashes(), sorted(hashes)
    new = [sha256 for sha256 in wanted if sha256 not in there]
    damaged = tuple(sha256 for sha256 in new if target.put(source.path(sha256)) != sha256)
    return len(wanted), len(new), damaged


def _copy_beside(source: Path, target: Path) -> None:
    for name in KEPT_BESIDE:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, dirs_exist_ok=True)
