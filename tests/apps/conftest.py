from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from apps.cli import invoke

REPORT = """云岫高新区2023年法治政府建设年度报告
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
DISTRICT = {
    "code": "yunxiu",
    "name": "云岫区",
    "body": "中共云岫区委全面依法治区委员会办公室",
    "units": [
        {"code": "gaoxin", "name": "云岫高新技术产业开发区", "type": "开发区", "aliases": ["云岫高新区"]},
        {"code": "qiaotou", "name": "桥头街道", "type": "街道", "aliases": ["桥头街道办事处"]},
    ],
    "deadlines": {"report": "02-15", "publish": "04-01"},
}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "云岫高新区报告.txt"
    file.write_text(REPORT, encoding="utf-8")
    return file


@pytest.fixture
def district(tmp_path: Path) -> Path:
    folder = tmp_path / "yunxiu"
    folder.mkdir()
    (folder / "district.yml").write_text(json.dumps(DISTRICT, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture
def nianbao(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ended]:
    """Run a command of the product in this process, in a home of its own."""
    monkeypatch.delenv("NIANBAO_DATABASE", raising=False)
    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path / "home"))

    def run(*arguments: object) -> Ended:
        capsys.readouterr()
        code = invoke([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run
