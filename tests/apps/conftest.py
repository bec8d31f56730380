from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from district_scene import CODE, GAOXIN, write_district

from apps.cli import invoke


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "云岫高新区报告.txt"
    file.write_text(GAOXIN, encoding="utf-8")
    return file


@pytest.fixture
def district(tmp_path: Path) -> Path:
    return write_district(tmp_path / CODE, "gaoxin", "qiaotou")


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
