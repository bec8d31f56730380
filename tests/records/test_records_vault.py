from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from nianbao.records.vault import CHUNK_BYTES, Vault

REPORT = "全年检查企业127家次。".encode()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_bytes(REPORT)
    return file


def test_bytes_lie_under_their_hash(vault: Vault, source: Path) -> None:
    sha256 = vault.put(source)
    assert sha256 == hashlib.sha256(REPORT).hexdigest()
    assert vault.path(sha256).read_bytes() == REPORT
    assert vault.path(sha256).parent.name == sha256[:2]


@pytest.mark.parametrize("size", [0, CHUNK_BYTES - 1, CHUNK_BYTES, 2 * CHUNK_BYTES + 1])
def test_every_size_is_copied_whole(vault: Vault, source: Path, size: int) -> None:
    source.write_bytes(b"\x07" * size)
    sha256 = vault.put(source)
    assert vault.path(sha256).stat().st_size == size
    assert sha256 == hashlib.sha256(b"\x07" * size).hexdigest()


def test_what_is_there_is_never_written_again(vault: Vault, source: Path) -> None:
    first = vault.path(vault.put(source)).stat()
    again = vault.path(vault.put(source)).stat()
    assert (first.st_ino, first.st_mtime_ns) == (again.st_ino, again.st_mtime_ns)


def test_the_vault_file_is_not_the_source(vault: Vault, source: Path) -> None:
    sha256 = vault.put(source)
    source.write_bytes(b"changed afterwards")
    assert vault.path(sha256).read_bytes() == REPORT
    assert vault.path(sha256).stat().st_mode & 0o222 == 0


def test_a_half_written_file_of_a_killed_process_does_no_harm(vault: Vault, source: Path) -> None:
    (vault.folder / "incoming").mkdir(parents=True)
    (vault.folder / "incoming" / "tmp4711").write_bytes(REPORT[:5])
    sha256 = vault.put(source)
    assert vault.path(sha256).read_bytes() == REPORT
    assert not vault.holds(hashlib.sha256(REPORT[:5]).hexdigest())


def test_a_source_that_cannot_be_read_leaves_nothing_behind(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        vault.put(tmp_path / "gone.pdf")
    assert [file for file in vault.folder.rglob("*") if file.is_file()] == []
