from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from district_scene import CODE, GAOXIN, QIAOTOU, write_district

from deployments.embedded import embed


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Start the one Prefect of the test session: half a minute, so only tests of flows ask for it."""
    before = dict(os.environ)
    embed(tmp_path_factory.mktemp("prefect-home"), os.environ)
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NIANBAO_DATABASE", raising=False)
    return tmp_path / "home"


@pytest.fixture
def district(tmp_path: Path) -> str:
    return str(write_district(tmp_path / CODE, "gaoxin", "qiaotou", "shihe"))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Two reports, one of them with more hazards put right than found."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "高新区.txt").write_text(GAOXIN, encoding="utf-8")
    (folder / "桥头街道.txt").write_bytes(QIAOTOU.encode("gb18030"))
    return folder


@pytest.fixture
def bad_files(inbox: Path) -> dict[str, str]:
    """Put files into the inbox that cannot count, and return the reason of each."""
    (inbox / "空.txt").write_bytes(b"")
    (inbox / "图.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 400)
    (inbox / "小说.txt").write_text("夜深了，雨还在下。他合上书，望着窗外。" * 200, encoding="utf-8")
    (inbox / "子文件夹").mkdir()
    last_year = GAOXIN.replace("2023", "2022").replace("2024", "2023")
    (inbox / "子文件夹" / "去年.txt").write_text(last_year, encoding="utf-8")
    (inbox / ".隐藏.txt").write_text(GAOXIN + "。", encoding="utf-8")
    (inbox / "~$高新区.docx").write_bytes(b"lock")
    (inbox / "链接.txt").symlink_to(inbox / "高新区.txt")
    return {
        "空.txt": "empty",
        "图.pdf": "unknown-format",
        "小说.txt": "not-a-report",
        "子文件夹/去年.txt": "year-conflict",
    }
