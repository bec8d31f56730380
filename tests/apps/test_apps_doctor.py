"""What the doctor says of the installation itself, and what serving refuses before anything is started."""

from __future__ import annotations

import shutil
import socket
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nianbao.records.store import Records

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(("package", "newer"), [("fastapi", "0.155.0"), ("sqlalchemy", "2.1.4")])
def test_doctor_names_a_version_that_breaks_prefect(
    package: str, newer: str, nianbao: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "site" / f"{package}-{newer}.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: {newer}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(installed.parent))
    ended = nianbao("doctor")
    said = "".join(ended.out.split())
    assert ended.code == 1
    assert f"{package}{newer}应为" in said and "makesetup" in said


def test_doctor_sees_a_disk_that_is_nearly_full(nianbao: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(10**12, 10**12 - 10**8, 10**8))
    ended = nianbao("doctor")
    assert ended.code == 1
    assert "剩余 0.1 GB，不足 1 GB" in ended.out


def test_doctor_names_a_report_whose_bytes_are_lost(
    nianbao: Callable[..., Any], tmp_path: Path, report: Path, district: Path
) -> None:
    assert nianbao("submit", report, "--district", district, "--year", 2023).code == 0
    with Records.open(None, tmp_path / "home") as records:
        records.vault.path(records.submission(1).sha256).unlink()
    ended = nianbao("doctor")
    assert ended.code == 1
    assert report.name in "".join(ended.out.split()) and "nianbaorestore" in "".join(ended.out.split())


def test_what_is_backed_up_and_restored_by_command_counts_as_before(
    nianbao: Callable[..., Any], tmp_path: Path, report: Path, district: Path
) -> None:
    asked = ("--district", district, "--year", 2023)
    assert nianbao("submit", report, *asked).code == 0
    before = nianbao("status", *asked, "--json").out
    assert nianbao("backup", tmp_path / "copy").code == 0
    restored = nianbao("--home", tmp_path / "new", "restore", tmp_path / "copy")
    assert (restored.code, restored.err) == (0, "")
    assert nianbao("--home", tmp_path / "new", "status", *asked, "--json").out == before
    assert nianbao("--home", tmp_path / "new", "restore", tmp_path / "copy").code == 2


def test_others_are_not_let_in_without_a_password(
    nianbao: Callable[..., Any], district: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PREFECT_SERVER_API_AUTH_STRING", raising=False)
    ended = nianbao("serve", "--district", district, "--host", "0.0.0.0")
    assert ended.code == 2
    assert "须先设密码" in ended.err


@pytest.mark.parametrize("option", ["--prefect-port", "--portal-port"])
def test_a_port_that_is_taken_is_named_with_its_option(
    option: str, nianbao: Callable[..., Any], district: Path
) -> None:
    with socket.socket() as taken, socket.socket() as free:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        free.bind(("127.0.0.1", 0))
        port, other = taken.getsockname()[1], free.getsockname()[1]
        free.close()
        rest = "--portal-port" if option == "--prefect-port" else "--prefect-port"
        ended = nianbao("serve", "--district", district, option, port, rest, other)
    assert ended.code == 2
    assert f"端口 {port} 已被占用" in ended.err and option in ended.err
