from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from nianbao.records.store import Records
from tasks.progress import Stage, listening

pytestmark = pytest.mark.usefixtures("prefect_server", "home")
DAY = date(2024, 2, 1)


class Counted:
    """A listener that counts the submissions a run reads."""

    def __init__(self) -> None:
        self.read = 0

    def begin(self, stage: Stage, pieces: int) -> None:
        pass

    def advance(self, stage: Stage, pieces: int) -> None:
        self.read += pieces if stage == "read" else 0


def test_a_second_run_reads_nothing_and_gives_the_same_bytes(district: str, inbox: Path, tmp_path: Path) -> None:
    from flows.district_report import district_report

    counts = []
    for name in ("first", "second"):
        with listening(counted := Counted()):
            result = district_report(district, 2023, inbox, tmp_path / name, DAY)
        counts.append(counted.read)
    assert counts == [2, 0]
    for name in ("data.json", "facts.csv", "findings.csv"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
    data = json.loads((tmp_path / "first" / "data.json").read_text(encoding="utf-8"))
    values = {figure["code"]: figure for figure in data["indicators"]}
    assert values["safety.hazards_found"]["value"] == "84"
    assert values["publicity.materials_distributed"]["low"] == "300"
    assert (data["units_expected"], data["units_reporting"], data["missing"]) == (3, 2, ["shihe"])
    assert (result.reporting, result.missing) == (("gaoxin", "qiaotou"), ("shihe",))
    assert result.needs_person


def test_bad_files_are_held_with_their_reason_and_the_run_finishes(
    district: str, inbox: Path, bad_files: dict[str, str], home: Path, tmp_path: Path
) -> None:
    from flows.district_report import district_report

    result = district_report(district, 2023, inbox, tmp_path / "out", DAY)
    assert "~$高新区.docx（临时或隐藏文件）" in result.left
    assert {held.file: held.reason for held in result.held} == bad_files
    assert result.reporting == ("gaoxin", "qiaotou")
    data = json.loads((tmp_path / "out" / "data.json").read_text(encoding="utf-8"))
    assert {held["file"]: held["reason"] for held in data["held"]} == bad_files
    with Records.open(None, home) as records:
        for held in records.held("yunxiu", 2023):
            assert records.vault.path(held.sha256).is_file(), "nothing is lost"


def test_a_run_leaves_chinese_artifacts_under_stable_keys(district: str, inbox: Path, tmp_path: Path) -> None:
    from prefect.artifacts import Artifact

    from flows.district_report import district_report

    district_report(district, 2023, inbox, tmp_path / "out", DAY)
    board, findings, report = (Artifact.get(f"{key}-yunxiu-2023") for key in ("board", "findings", "report"))
    assert board and findings and report
    assert "石禾镇 | 缺报" in board.data and "报送情况" in board.description
    rows = json.loads(findings.data)
    assert any(row["单位"] == "桥头街道办事处" and row["级别"] == "错误" for row in rows)
    assert "发现安全隐患数 | 84处 | 2/3" in report.data
    assert (tmp_path / "out" / "report.html").as_uri() in report.data


def test_a_submission_is_run_in_four_visible_steps(district: str, inbox: Path, home: Path) -> None:
    from prefect.artifacts import Artifact
    from prefect.client.orchestration import get_client

    from flows.zone_report import zone_report
    from tasks.clock import received_at

    with Records.open(None, home) as records:
        receipt = records.receive(
            inbox / "桥头街道.txt", district="yunxiu", name="桥头街道.txt", received_at=received_at(DAY), year=2023
        )
    assert zone_report(district, receipt.submission.id) == "returned"
    names: set[str] = set()
    end = time.monotonic() + 30
    while not names >= {"读取", "提取", "校验", "入库"} and time.monotonic() < end:
        with get_client(sync_client=True) as client:  # Prefect keeps task runs a moment after they have ended
            names = {run.name for run in client.read_task_runs()}
        time.sleep(0.2)
    assert names >= {"读取", "提取", "校验", "入库"}
    card = Artifact.get("unit-yunxiu-qiaotou-2023")
    assert card and "退回修改" in card.data and "| 整改安全隐患数 | 23处 |" in card.data
    assert zone_report(district, receipt.submission.id) == "returned", "what is recorded is not read again"


def test_a_held_submission_ends_its_run_without_failing(district: str, inbox: Path, home: Path) -> None:
    from flows.zone_report import zone_report
    from tasks.clock import received_at

    (inbox / "空.txt").write_bytes(b"")
    with Records.open(None, home) as records:
        receipt = records.receive(
            inbox / "空.txt", district="yunxiu", name="空.txt", received_at=received_at(DAY), year=2023
        )
    assert zone_report(district, receipt.submission.id) == "held"
