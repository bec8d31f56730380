"""The table checks have a page of their own, offline, that leads from each failed row to its finding."""

from __future__ import annotations

import json
from pathlib import Path

from report_scene import Scene

from nianbao.checks.tabled import Judged, Row, TableChecks
from nianbao.report.rendering import Outputs, render
from nianbao.report.table_checks import render_table_checks

SAID = "居民王建国投诉<b>，满意率120%"
CHECKS = TableChecks(
    "Great Expectations 1.24.1", 40, 2, 31,
    (
        Judged("frame", "frame_one_value", "error", "同一单位同一指标出现两行", "", 40),
        Judged(
            "bounds", "frame_bounds", "error", "数值超出硬性上下限", "不大于100", 3,
            (
                Row("0123456789ab", "xinqiao", "满意率：120%", SAID, False),
                Row("f" * 12, "gaoxin", "办结率：104%", "", True),
            ),
        ),
        Judged("counts", "frame_integer", "error", "计数指标出现小数", "", 0, failure="no such column"),
    ),
)  # fmt: skip


def rendered(scene: Scene, out: Path, checks: TableChecks | None) -> Outputs:
    return render(
        scene.consolidation, scene.readings, scene.district, scene.catalogue, scene.templates, out,
        code_version="1", table_checks=checks,
    )  # fmt: skip


def test_the_page_tells_every_rule_and_leads_from_a_row_to_its_finding(scene: Scene) -> None:
    page = render_table_checks(CHECKS, scene.consolidation, scene.district, scene.templates).decode()
    for said in (
        "Great Expectations 1.24.1",
        "2个单位、31项指标，共40行",
        "其中2条不符合或未能执行",
        "数值超出硬性上下限；不大于100",
    ):
        assert said in page
    assert 'href="report.html#p-0123456789ab"' in page and "f" * 12 not in page
    assert page.count(">符合<") == page.count(">不符合<") == page.count(">未能执行<") == 1


def test_the_page_asks_nothing_of_the_network_and_shows_no_private_person(scene: Scene) -> None:
    page = render_table_checks(CHECKS, scene.consolidation, scene.district, scene.templates).decode()
    assert "://" not in page and "<script" not in page
    assert "王建国" not in page and "<b>，" not in page


def test_the_page_lies_beside_the_report_and_is_sealed_by_the_manifest(scene: Scene, tmp_path: Path) -> None:
    outputs = rendered(scene, tmp_path, CHECKS)
    assert outputs.table_checks == tmp_path / "table-checks.html"
    assert 'href="table-checks.html"' in outputs.html.read_text(encoding="utf-8")
    assert "table-checks.html" in json.loads(outputs.manifest.read_bytes())["outputs"]
    again = rendered(scene, tmp_path, None)
    assert again.table_checks is None and not (tmp_path / "table-checks.html").exists()
    assert "table-checks.html" not in again.html.read_text(encoding="utf-8")
