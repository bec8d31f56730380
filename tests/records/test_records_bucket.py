"""The vault in an object store: a server of this machine stands for it, by fsspec's own client."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
from records_desk import moment

from nianbao.district import ConfigurationError
from nianbao.records.bucket import Bucket, VaultUnreachableError, vault_at
from nianbao.records.store import Records
from nianbao.records.vault import Vault

REPORT = "全年检查企业127家次。".encode()
BUCKET = "s3://nianbao-vault/shifan"


@pytest.fixture(scope="module")
def object_store() -> Iterator[str]:
    """Start an S3 server with one bucket, name it in the environment, and return its address."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    before = dict(os.environ)
    os.environ.update(
        AWS_ENDPOINT_URL=f"http://{host}:{port}", AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test",
        AWS_DEFAULT_REGION="us-east-1", NO_PROXY=host, no_proxy=host,
    )  # fmt: skip
    fsspec.filesystem("s3").mkdir("nianbao-vault")
    yield BUCKET
    server.stop()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "报告.txt"
    file.write_bytes(REPORT)
    return file


def test_without_an_address_the_vault_is_the_folder(tmp_path: Path) -> None:
    assert type(vault_at(None, tmp_path)) is Vault


def test_what_one_machine_puts_another_finds_and_a_cache_may_go(
    object_store: str, source: Path, tmp_path: Path
) -> None:
    here, there = Bucket(object_store, tmp_path / "here"), Bucket(object_store, tmp_path / "there")
    sha256 = here.put(source)
    assert there.holds(sha256) and there.hashes() == {sha256}
    assert there.path(sha256).read_bytes() == REPORT
    assert there.path(sha256).stat().st_mode & 0o222 == 0
    here.path(sha256).unlink()
    assert here.path(sha256).read_bytes() == REPORT
    assert here.put(source) == sha256


def test_what_broke_off_in_the_store_is_sent_again_and_what_was_changed_there_is_not_read(
    object_store: str, source: Path, tmp_path: Path
) -> None:
    vault, files = Bucket(object_store, tmp_path / "here"), fsspec.filesystem("s3")
    sha256 = vault.put(source)
    key = f"{BUCKET}/{sha256}"
    files.pipe_file(key, REPORT[:5])
    vault.put(source)
    assert files.cat_file(key) == REPORT
    files.pipe_file(key, REPORT.replace(b"1", b"9"))
    with pytest.raises(VaultUnreachableError, match="散列值不符"):
        Bucket(object_store, tmp_path / "there").path(sha256)
    assert not list((tmp_path / "there").rglob(sha256)), "what is not as it was has no name"
    files.pipe_file(key, REPORT)


def test_what_the_store_has_not_got_is_not_found(object_store: str, tmp_path: Path) -> None:
    vault = Bucket(object_store, tmp_path / "here")
    assert not vault.holds("0" * 64)
    with pytest.raises(FileNotFoundError):
        vault.path("0" * 64)


def test_records_keep_their_bytes_in_the_store_and_name_those_that_are_lost(
    object_store: str, source: Path, tmp_path: Path
) -> None:
    source.write_bytes(b"kept in the store alone")
    with Records.open(None, tmp_path / "home", vault=object_store) as records:
        receipt = records.receive(source, district="d", name="报告.txt", received_at=moment(9), year=2023)
        assert records.lost() == ()
        sha256 = receipt.submission.sha256
        fsspec.filesystem("s3").rm(f"{BUCKET}/{sha256}")
        assert [entry.id for entry in records.lost()] == [receipt.submission.id]


def test_a_misspelt_bucket_is_not_made_and_nothing_is_kept(object_store: str, source: Path, tmp_path: Path) -> None:
    with Records.open(None, tmp_path / "home", vault="s3://misspelt") as records:
        with pytest.raises(VaultUnreachableError, match="s3://misspelt 存取失败"):
            records.receive(source, district="d", name="报告.txt", received_at=moment(9), year=2023)
        assert records.submissions("d", 2023) == ()
    assert not fsspec.filesystem("s3").exists("misspelt")


def test_a_store_that_does_not_answer_is_named(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{nobody.getsockname()[1]}")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        # Another instance than those of the tests before: fsspec keeps them for the whole process.
        vault = Bucket("s3://nianbao-vault/elsewhere", tmp_path / "here")
        vault._store = fsspec.filesystem("s3", key="a", secret="b", config_kwargs={"connect_timeout": 1})
        with pytest.raises(VaultUnreachableError, match="请检查网络"):
            vault.put(source)


def test_a_wrong_address_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="NIANBAO_VAULT"):
        vault_at("nowhere://bucket", tmp_path)
