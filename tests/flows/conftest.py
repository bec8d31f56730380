from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from deployments.embedded import embed

YEAR = 2023
GAOXIN = """云岫高新区2023年法治政府建设年度报告
2023年，云岫高新区扎实推进法治政府建设。现将有关情况报告如下：
一、主要工作
（一）安全生产。全年检查企业210家次，发现安全隐患64处，整改隐患60处，发放宣传资料300余份。
（二）矛盾纠纷。调处矛盾纠纷12件，全部化解。
二、存在的不足
执法力量不足。
三、下一年工作安排
加强执法培训。
云岫高新技术产业开发区管理委员会
2024年1月10日
"""
QIAOTOU = """桥头街道办事处关于2023年度法治政府建设情况的报告
2023年，桥头街道深入推进依法行政工作。现将有关情况报告如下：
一、主要工作
（一）安全监管。发现安全隐患20处，整改隐患23处。
（二）人民调解。调处矛盾纠纷30件。
二、存在的问题
人员力量不足。
三、下一步工作
继续抓好法治宣传。
桥头街道办事处
2024年1月12日
"""
DISTRICT = {
    "code": "yunxiu",
    "name": "云岫区",
    "body": "中共云岫区委全面依法治区委员会办公室",
    "units": [
        {"code": "gaoxin", "name": "云岫高新技术产业开发区", "type": "开发区", "aliases": ["云岫高新区"]},
        {"code": "qiaotou", "name": "桥头街道办事处", "type": "街道", "aliases": ["桥头街道"]},
        {"code": "shihe", "name": "石禾镇", "type": "镇", "aliases": ["石禾镇人民政府"]},
    ],
    "deadlines": {"report": "02-15", "publish": "04-01"},
}


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
    folder = tmp_path / "yunxiu"
    folder.mkdir()
    (folder / "district.yml").write_text(json.dumps(DISTRICT, ensure_ascii=False), encoding="utf-8")
    return str(folder)


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
